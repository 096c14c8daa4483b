"""The pad over the whole screen, for the person on the other side of the table."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QWidget

from app.domain.signer import Ink
from ui.talks.ink_pad import InkPad
from ui.theme import px
from ui.widgets.buttons import button
from ui.widgets.surfaces import column, row
from ui.widgets.words import label


class InkScreen(QDialog):
    """Nothing but who signs, what is signed, and the pad; Esc, or 签好了, comes back.

    written gives what stands on the pad when it is left, whichever way.
    """

    written = Signal(object)

    def __init__(self, parent: QWidget, who: str, what: str, ink: Ink) -> None:
        super().__init__(parent)
        self.setWindowTitle("签名")
        self.setProperty("kind", "whole")
        self.setModal(True)  # a lock closes modal windows
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.pad = InkPad()
        self.pad.set_ink(ink)
        self.undo_button = button("撤销一笔")
        self.clear_button = button("全部擦掉")
        self.back_button = button("签好了，返回 Esc", kind="primary", name="签好了，返回")
        self.undo_button.clicked.connect(self.pad.undo)
        self.clear_button.clicked.connect(self.pad.clear)
        self.back_button.clicked.connect(self.close)
        self.pad.changed.connect(self._suit)
        foot = row(self.undo_button, self.clear_button, None, self.back_button, gap=2)
        whole = column(label(who, "title"), label(what, "large"), self.pad, foot, gap=1.5)
        whole.setContentsMargins(px(4), px(2), px(4), px(2))
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self._suit()
        self.back_button.setFocus()

    def done(self, result: int) -> None:
        self.written.emit(self.pad.ink())
        super().done(result)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            event.accept()
            self.close()
        else:
            super().keyPressEvent(event)

    def _suit(self) -> None:
        for one in (self.undo_button, self.clear_button):
            one.setEnabled(not self.pad.is_blank)
