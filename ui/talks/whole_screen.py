"""The record over the whole screen, for the person on the other side of the table."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QWidget

from ui.talks.reading_view import ReadingView, on_desk
from ui.theme import px
from ui.widgets.buttons import button
from ui.widgets.surfaces import column, row
from ui.widgets.words import label


class WholeScreen(QDialog):
    """Nothing but the record in large type; Esc, or the button, comes back."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("核对")
        self.setProperty("kind", "whole")
        self.setModal(True)  # a lock closes modal windows
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.reading = ReadingView()
        area = on_desk(self.reading, "谈话记录，供核对")
        back = button("看完了，返回 Esc", name="返回")
        back.clicked.connect(self.close)
        foot = row(label("请从头到尾看一遍，不对的地方当面指出。", "large", wrap=False), None, back)
        whole = column(area, foot, gap=1.5)
        whole.setContentsMargins(px(4), px(2), px(4), px(2))
        whole.setStretch(0, 1)
        self.setLayout(whole)
        area.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)
