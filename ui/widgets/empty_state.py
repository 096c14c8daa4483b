"""What a page shows while there is nothing: one drawing, one sentence, one button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui import icons
from ui.theme import px
from ui.widgets.buttons import button
from ui.widgets.words import label


class EmptyState(QWidget):
    """One drawing, one sentence and the button that fills the page."""

    pressed = Signal()

    def __init__(
        self, icon: str, sentence: str, button_text: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        icons.put(self.picture, icon, icons.Role.Dark, 3.0)
        self.sentence = label(sentence, tone="quiet")
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = button(button_text or "继续", kind="primary")
        if not button_text:
            self.button.hide()
        self.button.clicked.connect(self.pressed)
        box = QVBoxLayout(self)
        box.setSpacing(px(2))
        box.addStretch(1)
        box.addWidget(self.picture)
        box.addWidget(self.sentence)
        box.addWidget(self.button, 0, Qt.AlignmentFlag.AlignCenter)
        box.addStretch(2)

    def say(self, sentence: str, button_text: str = "") -> None:
        """Show another sentence; without a text the button goes."""
        self.sentence.setText(sentence)
        self.button.setVisible(bool(button_text))
        if button_text:
            self.button.setText(button_text)
            self.button.setAccessibleName(button_text)
