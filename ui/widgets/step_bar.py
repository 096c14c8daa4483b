"""The steps of a piece of work on one line: done, now, to come; a step may be pressed."""

from __future__ import annotations

from collections.abc import Container, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ui.theme import px
from ui.widgets.buttons import button
from ui.widgets.words import set_property

_NUMBERS = "①②③④⑤⑥⑦⑧⑨"


class StepBar(QWidget):
    """Shows which steps are done and which is now. chosen tells the step that was pressed."""

    chosen = Signal(int)

    def __init__(self, steps: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._titles = tuple(steps)
        self.buttons: list[QPushButton] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(0.5))
        for number, title in enumerate(self._titles):
            made = button(f"{_NUMBERS[number]} {title}", kind="step")
            made.clicked.connect(lambda _=False, n=number: self.chosen.emit(n))
            self.buttons.append(made)
            row.addWidget(made)
        row.addStretch(1)
        self.set_step(0, 0)

    def set_step(self, now: int, reached: int, skipped: Container[int] = ()) -> None:
        """now is the step on screen; steps up to reached may be pressed, but for the skipped."""
        for number, made in enumerate(self.buttons):
            is_done = number < reached and number != now and number not in skipped
            state = "now" if number == now else "done" if is_done else "ahead"
            word = {"now": "现在这一步", "done": "已到过", "ahead": "还没到"}[state]
            word = "这次不用" if number in skipped else word
            mark = "✓" if is_done else _NUMBERS[number]
            made.setText(f"{mark} {self._titles[number]}")
            made.setAccessibleName(f"第{number + 1}步 {self._titles[number]}，{word}")
            made.setEnabled(number <= reached and number not in skipped)
            set_property(made, "state", state)
