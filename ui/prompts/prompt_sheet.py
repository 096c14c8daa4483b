"""One prompt whole, to read."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.prompts import Prompt
from ui.prompts.words import applies_words
from ui.theme import px
from ui.widgets.surfaces import facts
from ui.widgets.words import label


def prompt_sheet(prompt: Prompt, area: str) -> QWidget:
    """The question as it is spoken, what helps to a concrete answer, and when it applies."""
    holder = QWidget()
    box = QVBoxLayout(holder)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(px(1))
    box.addWidget(label(area, "small", "accent"))
    box.addWidget(label(prompt.text or "（还没有写）", "large"))
    for title, lines in (("具体的答复应包含", prompt.concrete), ("追问", prompt.follow_ups)):
        if lines:
            box.addSpacing(px(1))
            box.addWidget(label(title, "strong"))
            for text in lines:
                box.addWidget(label(f"· {text}"))
    rest = [
        ("编号", prompt.number),
        ("适用", applies_words(prompt.applies)),
        ("出处", prompt.source),
    ]
    if prompt.is_required:
        rest.insert(1, ("必问", "是，没有问到须写明原因"))
    box.addSpacing(px(1))
    box.addWidget(facts([(name, value) for name, value in rest if value]))
    box.addStretch(1)
    return holder
