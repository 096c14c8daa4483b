"""A small figure of the first page: what it counts, how many, and the way there."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QStackedWidget

from ui.theme import px
from ui.widgets.buttons import button
from ui.widgets.surfaces import Card
from ui.widgets.words import label, set_tone


class Tile(Card):
    """A heading and one line. Something to do makes the line a button; a nought is quiet."""

    pressed = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title, self._has_button = title, True
        self.heading = label(title, "small", "quiet", wrap=False)
        self.line = label("", wrap=False)
        self.button = button("", kind="line")
        self.button.clicked.connect(self.pressed)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.body.setContentsMargins(px(1.5), px(0.5), px(1), px(0.5))
        self.body.setSpacing(0)
        self._stack = QStackedWidget()  # both of one height, so that the tiles are
        self._stack.addWidget(self.line)
        self._stack.addWidget(self.button)
        self.add(self.heading, self._stack)
        self.show_line("", False)

    def offer_nothing(self) -> None:
        """Have nothing to press: who sits here may not do what it leads to."""
        self._has_button = False

    def show_line(self, said: str, is_due: bool, is_urgent: bool = False) -> None:
        """Say this; what is due can be pressed, what is urgent is marked by a sign as well."""
        shown = f"⚠ {said}" if is_urgent else said
        self.line.setText(shown)
        self.button.setText(shown)
        self._stack.setCurrentWidget(self.button if is_due and self._has_button else self.line)
        set_tone(self.line, "quiet")
        set_tone(self.button, "brick" if is_urgent else "accent")
        self.setAccessibleName(f"{self._title}：{said}")
        self.button.setAccessibleName(f"{self._title}：{said}，去看")
