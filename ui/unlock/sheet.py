"""The sheet in the middle of the desk on which one unlocks or begins."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui import icons
from ui.theme import characters, px
from ui.widgets.surfaces import Card, column, row, scrolled
from ui.widgets.words import label


class Sheet(QWidget):
    """The program's mark and name, and below them one card as wide as a line of text wants."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self._width = width
        self.card = Card()
        self.card.body.setContentsMargins(px(4), px(2), px(4), px(2))
        self.card.body.setSpacing(px(1))
        self._mark, self._side = QLabel(), 0
        self._mark.setAccessibleName("谈心簿")
        self._mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.name = label("谈心簿", "large", wrap=False)
        said = "谈话记录只在这台电脑上，加密保存，从不联网"
        self.subtitle = label(said, "small", "quiet", wrap=False)
        brand = row(self._mark, column(self.name, self.subtitle, gap=0), gap=1.5)
        brand.setStretch(1, 1)
        middle = QVBoxLayout()
        middle.addStretch(1)
        middle.addLayout(brand)
        middle.addSpacing(px(1))
        middle.addWidget(self.card)
        middle.addStretch(2)
        content = _Desk()
        across = row(None, middle, None)
        across.setContentsMargins(px(2), px(1), px(2), px(1))
        content.setLayout(across)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(scrolled(content, "页面"))
        self._measure()

    def call(self, name: str, said: str) -> None:
        """Stand under another name, and what it is for."""
        self.name.setText(name)
        self._mark.setAccessibleName(name)
        self.subtitle.setText(said)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure()

    def _measure(self) -> None:
        if not hasattr(self, "card"):
            return
        self.card.setFixedWidth(characters(self, self._width))
        side = characters(self, 2.6)
        if side != self._side:  # a style is put on more than once before the first paint
            self._side = side
            self._mark.setPixmap(icons.application_icon().pixmap(side, side))


class _Desk(QWidget):
    """As high as the card on it: a layout reckons wrapped words at the narrowest, far too high."""

    def minimumSizeHint(self) -> QSize:
        size, layout = super().minimumSizeHint(), self.layout()
        if layout is not None and layout.hasHeightForWidth():
            size.setHeight(layout.totalHeightForWidth(max(self.width(), size.width())))
        return size
