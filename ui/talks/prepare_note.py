"""私记: what the interviewer notes for no other eyes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QWidget

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.ids import TalkId
from app.domain.progress import Progress
from app.domain.talk import Talk
from ui.messages import message_for
from ui.talks.desk import Desk
from ui.talks.drafts import Drafts, Words
from ui.theme import px
from ui.widgets.fields import text_area
from ui.widgets.message_bar import MessageBar
from ui.widgets.surfaces import column
from ui.widgets.words import label

_SAID = (
    "只给主谈人自己看：不进提纲、画像、谈话记录和任何文书，不进移交包，查找和导出也找不到；"
    "记录人的口令打不开这一页。自动保存在保险库里。"
)


class NoteTab(QWidget):
    """One field; saved tells that everything typed is in the vault."""

    saved = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._talk: Talk | None = None
        self.messages = MessageBar()
        self.edit = text_area("私记", 6, "想到什么先记在这里")
        self.drafts = Drafts(desk.tasks, self._words, self._save, self)
        whole = column(self.messages, label(_SAID, tone="quiet"), self.edit)
        whole.setStretch(2, 1)
        whole.setContentsMargins(0, px(1), 0, 0)
        self.setLayout(whole)
        self.edit.textChanged.connect(self._touch)
        self.drafts.settled.connect(self._settled)
        self.drafts.failed.connect(self._refuse)

    def show_talk(self, talk: Talk) -> None:
        """Read and show what was noted for this talk."""
        if self._talk is not None and self._talk.id == talk.id:
            return
        self.drafts.detach()
        self.drafts.save_now()
        self._talk = talk
        with QSignalBlocker(self.edit):
            self.edit.clear()
        self.edit.setReadOnly(True)  # what is typed before the note is read would take its place
        if self._desk.may("note.keep"):
            self._desk.tasks.query(partial(self._read, talk.id), then=self._show)

    def adopt(self, unsaved: Mapping[str, Words]) -> None:
        """Save what an earlier screen could not."""
        self.drafts.adopt(unsaved)

    def _show(self, read: tuple[str, str]) -> None:
        talk_id, text = read
        if self._talk is not None and self._talk.id == talk_id:
            text = self.drafts.unsaved().get(talk_id, (text,))[0]
            with QSignalBlocker(self.edit):
                self.edit.setPlainText(text)
            self.edit.setReadOnly(False)

    def _touch(self) -> None:
        if self._talk is not None:
            self.drafts.touch(self._talk.id)

    def _words(self, _: str) -> Words:
        return (self.edit.toPlainText(),)

    def _read(self, talk_id: TalkId, _: Progress) -> tuple[str, str]:
        return talk_id, self._desk.notes.get(talk_id)

    def _save(self, talk_id: str, words: Words) -> Changes:
        return self._desk.notes.keep(TalkId(talk_id), words[0])

    def _settled(self) -> None:
        self.messages.clear()
        self.saved.emit()

    def _refuse(self, error: object) -> None:
        if isinstance(error, AppError):
            self.messages.show_message(message_for(error))
