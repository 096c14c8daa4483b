"""Whether archived minutes carry their words as data, for programs that come after this one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.progress import Progress
from app.services.settings import Settings
from ui.messages import message_for
from ui.tasks import Tasks
from ui.widgets.message import Message, Tone
from ui.widgets.message_bar import MessageBar
from ui.widgets.surfaces import Card
from ui.widgets.words import label

_WHAT = (
    "勾上以后，定稿的谈话记录在 PDF 里再附一份 talk.json，内容就是纸面上的字，不多也不少，"
    "供以后的软件读取。文件按 PDF/A-3 归档；不勾，按 PDF/A-2 归档。已经定稿的不变。"
)
_ON = "从下一份定稿的谈话记录起，文件里附数据。"
_OFF = "从下一份定稿的谈话记录起，文件里不附数据。"


class RecordCard(Card):
    """One tick, which counts at once."""

    def __init__(self, tasks: Tasks, settings: Settings, may_keep: bool = True) -> None:
        super().__init__("归档文件")
        self._tasks, self._settings = tasks, settings
        self.message = MessageBar()
        self.tick = QCheckBox("归档文件里附上记录数据")
        self.tick.setAccessibleName(self.tick.text())
        self.tick.setEnabled(may_keep)
        self.tick.toggled.connect(self._keep)
        self.add(self.message, self.tick, label(_WHAT, tone="quiet"))

    def refresh(self) -> None:
        """Read the choice again."""
        self._tasks.query(self._read, then=self._show)

    def _read(self, _: Progress) -> bool:
        return self._settings.attaches_record()

    def _show(self, is_on: bool) -> None:
        with QSignalBlocker(self.tick):
            self.tick.setChecked(is_on)

    def _keep(self, is_on: bool) -> None:
        work = partial(_kept, self._settings, is_on)
        said = partial(self._say, is_on)
        self._tasks.command(work, then=said, refused=self._refuse)

    def _say(self, is_on: bool, _: object) -> None:
        self.message.show_message(Message(_ON if is_on else _OFF, tone=Tone.NOTE))

    def _refuse(self, error: AppError) -> None:
        self.message.show_message(message_for(error))
        self.refresh()


def _kept(settings: Settings, is_on: bool, _: Progress) -> Changes:
    return settings.attach_record(is_on)
