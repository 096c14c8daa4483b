"""The manual in a small window of its own: before the door, and over a form that is open."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from ui.actions import bind
from ui.help.help_page import shipped_manual
from ui.help.reader import ManualReader
from ui.theme import characters, line, px
from ui.widgets.buttons import button
from ui.widgets.surfaces import row

_SMALL_SCREEN = (1366, 700)


class HelpWindow(QDialog):
    """Opens at a topic; Esc goes back to what was being done, and nothing typed there is lost."""

    def __init__(self, parent: QWidget, topic: str) -> None:
        super().__init__(parent)
        self.setObjectName("manual")
        self.setWindowTitle("帮助")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.reader = ManualReader(shipped_manual())
        self.close_button = button("关闭 Esc", name="关闭帮助")
        self.close_button.clicked.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(px(2), px(2), px(2), px(2))
        box.setSpacing(px(1.5))
        box.addWidget(self.reader, 1)
        box.addLayout(row(None, self.close_button))
        bind(self, "window.narrow", self.reader.seek)
        wide = min(characters(self, 58), _SMALL_SCREEN[0])
        self.resize(wide, min(line(self, 26), _SMALL_SCREEN[1]))
        self.reader.show_topic(topic)
        self.reader.text.setFocus()
