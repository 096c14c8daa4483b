"""One line on top of the first page: a picture, a sentence and a button."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from ui import icons
from ui.page import Destination
from ui.theme import px
from ui.widgets.buttons import button
from ui.widgets.surfaces import row
from ui.widgets.words import label


class Strip(QFrame):
    """Hidden until it has something to say. went names where to go."""

    went = Signal(object)

    def __init__(self, name: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setAccessibleName(name)
        self._destination = Destination("home")
        picture = QLabel()
        icons.put(picture, icon, icons.Role.Link, 1.0)
        self.said = label("")
        self.button = button("")
        self.button.clicked.connect(self._go)
        across = row(picture, self.said, self.button)
        across.setStretch(1, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(px(2), px(0.5), px(1), px(0.5))
        box.addLayout(across)
        self.hide()

    def say(self, said: str, way: str, destination: Destination) -> None:
        """Say this, and offer that way."""
        self._destination = destination
        self.said.setText(said)
        self.button.setText(way)
        self.button.setAccessibleName(f"{way}：{said}")
        self.show()

    def _go(self) -> None:
        self.went.emit(self._destination)
