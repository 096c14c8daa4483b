"""One figure of the first page: what it counts, how many, a line about it, and where to go."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy

from ui.theme import px
from ui.widgets.buttons import button
from ui.widgets.surfaces import Card, row
from ui.widgets.words import label, set_tone


class FigureCard(Card):
    """A figure in large type. A nought is quiet and offers nothing to press."""

    pressed = Signal()

    def __init__(self, title: str, button_text: str = "", urgent: bool = False) -> None:
        super().__init__()
        self._title, self._is_urgent = title, urgent
        self.figure = label("", "figure", wrap=False)
        self.detail = label("", "small", "quiet")
        self.button = button(button_text or title)
        self.button.clicked.connect(self.pressed)
        self._has_button = bool(button_text)
        policy = self.button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # the cards stay of one height
        self.button.setSizePolicy(policy)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.body.setSpacing(4)
        self.body.setContentsMargins(px(2), px(1), px(2), px(1))
        self.add(row(label(title, wrap=False), None, self.figure), self.detail)
        self.body.addStretch(1)
        self.add(self.button)
        self.show_figure(0, "")

    def offer_nothing(self) -> None:
        """Have no button: who sits here may not do what it leads to."""
        self._has_button = False
        self.button.hide()

    def show_figure(self, count: int, detail: str) -> None:
        """Show the figure and the line below it."""
        self.figure.setText(str(count))
        self.detail.setText(detail)
        set_tone(self.figure, "quiet" if not count else "brick" if self._is_urgent else "ink")
        self.button.setVisible(self._has_button and count > 0)
        self.setAccessibleName(f"{self._title} {count}，{detail}")
        self.button.setAccessibleName(f"{self._title} {count}，{self.button.text()}")
