"""What a rescue kept though it had lost its place: to be read, and written down again where due."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.domain.health import Kept, PutAside
from ui.terms import KEPT_THINGS
from ui.widgets.buttons import button
from ui.widgets.surfaces import Card, Place, column, row, scrolled
from ui.widgets.words import label, rule

_SAID = (
    "上次抢救时，下面这些内容所属的那一条已经读不出来，所以没有放回原处。"
    "文字都在，可以选中复制，写到该写的地方去。这里的内容不会自己消失。"
)
_NO_WORDS = "（只有编号，没有写下的文字）"


class AsidePanel(QWidget):
    """left: back to the page."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.found: list[PutAside] = []
        self.lines = Place()
        self.back_button = button("返回", "arrow-left")
        self.back_button.clicked.connect(self.left)
        inside = QWidget()
        inside.setLayout(column(self.lines, gap=0))
        whole = column(
            label(_SAID, tone="quiet"),
            scrolled(inside, "另存的内容"),
            row(self.back_button, None),
            gap=1.5,
        )
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def show_found(self, found: list[PutAside]) -> None:
        """Show these, one under the other."""
        self.found = found
        card = Card("另存的内容")
        for number, one in enumerate(found):
            if number:
                card.add(rule())
            words = label("\n".join(one.words) or _NO_WORDS)
            words.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            words.setAccessibleName(f"第 {number + 1} 条")
            card.add(label(_headed(one), tone="quiet"), words)
        card.body.addStretch(1)
        self.lines.put(card)


def _headed(one: PutAside) -> str:
    kind = KEPT_THINGS[one.kind]
    if one.lacks is Kept.OTHER:
        return kind
    return f"{kind}，所属的{KEPT_THINGS[one.lacks]}已丢"
