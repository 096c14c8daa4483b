"""A field as high as what stands in it: a whole page is read without scrolling inside it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from ui import theme


class GrowingEdit(QPlainTextEdit):
    """Plain text over several lines; Tab leaves it."""

    def __init__(self, name: str, least_lines: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least = least_lines
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)

    def sizeHint(self) -> QSize:
        return QSize(theme.characters(self, 16), self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.characters(self, 10), self._height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self.height() != self._height():
            self.setFixedHeight(self._height())

    def _height(self) -> int:
        layout, block = self.document().documentLayout(), self.document().begin()
        text = 0.0
        while block.isValid():  # the size of such a document is told in lines, which differ
            text += layout.blockBoundingRect(block).height()
            block = block.next()
        text = max(text, self._least * self.fontMetrics().lineSpacing())
        frame = max(self.height() - self.viewport().height(), theme.px(1))
        return round(text + 2 * self.document().documentMargin()) + frame + 1
