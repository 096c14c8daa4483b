"""What stands where while one signs: the pad on the left, the key and the look on the right."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.talks.e_sign_key import KeyChoice
from ui.talks.ink_pad import InkPad
from ui.theme import line
from ui.widgets.buttons import button, flow
from ui.widgets.message_bar import MessageBar
from ui.widgets.progress_panel import ProgressPanel
from ui.widgets.surfaces import Card, column, row, scrolled
from ui.widgets.words import label

_HONEST = "谈话对象没有自己的证书：用记录人或主谈人的证书封住，签名框里写明是谁的证书。"
_NOTE = "签名时间是本机时间，未经第三方时间戳。这是完整性校验，不是电子印章。"
_PAD = "不手写也能签：签名框里就只有姓名和证书。"


class LookPicture(QLabel):
    """How the signature will look on the page, as wide as there is room."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = QImage()
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setAccessibleName("签名在纸上的样子")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.clear()

    def clear(self) -> None:
        """Show nothing."""
        self._picture = QImage()
        self.setPixmap(QPixmap())
        self.setFixedHeight(line(self, 2))

    def show_picture(self, picture: QImage) -> None:
        """Show this picture of the signature's box."""
        self._picture = picture
        self._paint()

    @property
    def is_blank(self) -> bool:
        """Whether nothing is shown."""
        return self._picture.isNull()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._paint()

    def _paint(self) -> None:
        if self._picture.isNull() or self.width() < 1:
            return
        ratio = self.devicePixelRatioF()
        wide = min(self.width(), self._picture.width())
        high = round(wide * self._picture.height() / self._picture.width())
        shown = self._picture.scaled(
            QSize(wide, high) * ratio,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        picture = QPixmap.fromImage(shown)
        picture.setDevicePixelRatio(ratio)
        self.setPixmap(picture)
        self.setFixedHeight(high)


class SigningView(QWidget):
    """The pad takes the room there is; the rest scrolls beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.messages = MessageBar()
        self.progress = ProgressPanel()
        self.who, self.what = label("", "large"), label("", tone="quiet")
        self.pad = InkPad()
        self.undo_button = button("撤销一笔")
        self.clear_button = button("全部擦掉")
        self.whole_button = button("整屏给对方签", "monitor")
        self.key = KeyChoice()
        self.honest = label(_HONEST, "small", "quiet")
        self.look = LookPicture()
        self.sign_button = button("签名", "signature", "primary")
        self.back_button = button("返回 Esc", "arrow-left", name="返回，不签")
        self._lay_out()

    def _lay_out(self) -> None:
        head = row(column(self.who, self.what, gap=0.5), self.back_button, gap=2)
        head.setStretch(0, 1)
        writing = QWidget()
        tools = flow(self.undo_button, self.clear_button, self.whole_button)
        left = column(self.pad, tools, label(_PAD, "small", "quiet"))
        left.setStretch(0, 1)
        writing.setLayout(left)
        beside = QWidget()
        right = column(
            Card().add(self.key, self.honest),
            Card("签名在纸上的样子").add(self.look, label(_NOTE, "small", "quiet")),
            gap=1.5,
        )
        right.addStretch(1)
        beside.setLayout(right)
        halves = row(writing, scrolled(beside, "证书和样子"), gap=2)
        halves.setStretch(0, 4)
        halves.setStretch(1, 3)
        foot = row(None, self.sign_button)
        whole = column(head, self.messages, halves, self.progress, foot)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        QWidget.setTabOrder(self.back_button, self.undo_button)

    def set_busy(self, is_busy: bool) -> None:
        """Hold everything back while a signature is being made."""
        for part in (self.pad, self.key, self.undo_button, self.clear_button, self.whole_button):
            part.setEnabled(not is_busy)
        self.sign_button.setEnabled(not is_busy and self.key.is_ready)
        self.back_button.setEnabled(not is_busy)
