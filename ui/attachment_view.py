"""Looking at one attachment: its pages one by one, or what can be said of it without opening it."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.domain.attachment import Attachment, Purpose
from app.domain.errors import AppError
from app.domain.page_picture import PagePicture
from app.domain.progress import Progress
from app.services.attaching import Attaching
from ui.attachment_words import PURPOSES, length_text, media_text
from ui.messages import message_for
from ui.sizes import size_text
from ui.tasks import Tasks
from ui.widgets.page_view import PageView
from ui.widgets.surfaces import Card, column
from ui.widgets.words import label

_NOTHING = "选一个附件，在这里看。"
_OPAQUE = "这类文件原样加密保存，程序不打开它；要看内容请另存一份，用完删掉。"
_SOUND = "程序不播放录音；要听请另存一份，听完删掉。"


class Looking(Protocol):
    """What is needed to look at attachments: every desk whose pages show some has it."""

    @property
    def tasks(self) -> Tasks:
        """The lanes."""

    @property
    def attaching(self) -> Attaching:
        """The service that decrypts them."""


class AttachmentView(QStackedWidget):
    """Decrypts and draws a page only when it is turned to."""

    def __init__(self, desk: Looking, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shown: Attachment | None = None
        self.pages = PageView("附件")
        self.heading = label("", "strong")
        self.told = label(_NOTHING, tone="quiet")
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        card = Card()
        card.add(self.heading, self.told)
        beside = QWidget()
        lines = column(card)
        lines.addStretch(1)
        beside.setLayout(lines)
        self._card = beside
        self.addWidget(beside)
        self.addWidget(self.pages)
        self.pages.turned.connect(self._draw)

    def look_at(self, attachment: Attachment | None, page: int = 0) -> None:
        """Show this attachment, from that page on; None shows that none is chosen."""
        if attachment is not None and attachment == self._shown:
            return
        self._shown = attachment
        if attachment is None:
            self._say("", _NOTHING)
        elif attachment.has_pages:
            self.setCurrentWidget(self.pages)
            self.pages.expect(attachment.pages)
            if page:
                self.pages.show_page(page)
        else:
            self._say(attachment.title, _described(attachment))
            if attachment.purpose is Purpose.AUDIO:
                work = partial(self._measure, attachment)
                self._desk.tasks.background(work, then=self._tell_length, refused=self._refuse)

    def _draw(self, page: int) -> None:
        if self._shown is not None and self._shown.has_pages:
            work = partial(self._drawn, self._shown, page)
            self._desk.tasks.background(work, then=self._show_page, refused=self._refuse)

    def _drawn(
        self, attachment: Attachment, page: int, _: Progress
    ) -> tuple[Attachment, int, QImage]:
        return attachment, page, _image(self._desk.attaching.page(attachment, page))

    def _show_page(self, drawn: tuple[Attachment, int, QImage]) -> None:
        attachment, page, picture = drawn
        if attachment == self._shown:
            self.pages.put_page(page, picture)

    def _measure(self, attachment: Attachment, _: Progress) -> tuple[Attachment, int]:
        return attachment, self._desk.attaching.seconds(attachment)

    def _tell_length(self, measured: tuple[Attachment, int]) -> None:
        attachment, seconds = measured
        if attachment == self._shown:
            self._say(attachment.title, f"时长 {length_text(seconds)}\n{_described(attachment)}")

    def _say(self, heading: str, text: str) -> None:
        self.setCurrentWidget(self._card)
        self.heading.setText(heading)
        self.heading.setVisible(bool(heading))
        self.told.setText(text)

    def _refuse(self, error: AppError) -> None:
        title = self._shown.title if self._shown else ""
        self._say(title, message_for(error).text())


def _described(attachment: Attachment) -> str:
    is_sound = attachment.purpose is Purpose.AUDIO
    facts = (
        f"{PURPOSES[attachment.purpose]}，{media_text(attachment)}，{size_text(attachment.size)}"
    )
    return f"{facts}\n\n{_SOUND if is_sound else _OPAQUE}"


def _image(page: PagePicture) -> QImage:
    shown = QImage(page.rgb, page.width, page.height, page.stride, QImage.Format.Format_RGB888)
    return shown.copy()  # the picture keeps no hold on the bytes it was made from
