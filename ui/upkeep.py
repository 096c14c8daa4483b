"""What an open vault does for itself while somebody works: nothing of it stands in the way."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QDeadlineTimer, QTimer

from app.domain.backup import BackupsMade
from app.domain.progress import Progress
from app.domain.vault_errors import BackupPlaceMissingError
from app.services.application import Application
from app.services.upkeep import Upkeep as Care
from ui.backup_run import BackupRun
from ui.index_run import IndexRun
from ui.messages import ROOM_ACT, size_text
from ui.old_records_run import OldRecordsRun
from ui.tasks import Tasks
from ui.vault_care import VaultCare
from ui.widgets.message import Message, Tone
from ui.widgets.message_bar import Way

FIRST_LOOK_MS = 30_000
LOOK_EVERY_MS = 10 * 60_000
# a disk that is full or a medium that refuses is not tried again with every look
AFTER_REFUSAL_MS = 4 * 3_600_000


class Upkeep(VaultCare):
    """Looks after the office's open vault: its room, its index, its backups."""

    def __init__(self, tasks: Tasks, care: Care, run: BackupRun, indexing: IndexRun) -> None:
        super().__init__()
        self._tasks, self._care, self.run, self.indexing = tasks, care, run, indexing
        run.setParent(self)
        indexing.setParent(self)
        self._old_records: OldRecordsRun | None = None
        self._not_before = QDeadlineTimer(0)
        self._first = QTimer(self, singleShot=True, interval=FIRST_LOOK_MS)
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._first.timeout.connect(self.look)
        self._timer.timeout.connect(self.look)
        run.made.connect(self._hear_made)
        run.refused.connect(self._wait)

    def read_old(self, run: OldRecordsRun) -> None:
        """Have records of before be read beside the work as well."""
        self._old_records = run
        run.setParent(self)

    def begin(self) -> None:
        """Look after the vault from now on; the first time a while after it was opened."""
        self._first.start()
        self._timer.start()
        self.indexing.begin()
        if self._old_records is not None:
            self._old_records.begin()

    def stop(self) -> None:
        """The vault is being locked: a backup that runs is stopped and leaves nothing half."""
        self._first.stop()
        self._timer.stop()
        self.run.finish()
        self.indexing.finish()
        if self._old_records is not None:
            self._old_records.finish()

    def look(self) -> None:
        """Bring the note of the head up to date, hold room back, and back up what is due."""
        self._tasks.query(partial(_round, self._care), then=self._back_up)
        self._tasks.background(partial(_keep_room, self._care), then=_ignore)
        self.indexing.begin()

    def way_for(self, act: str) -> Way | None:
        """The button by which the window helps with what a message tells."""
        return Way("腾出备用空间", self.give_room) if act == ROOM_ACT else None

    def give_room(self) -> None:
        """Give the held-back room up to a full disk, and have what was typed saved again."""
        self._tasks.query(partial(_give_room, self._care), then=self._say_room)

    def _back_up(self, is_due: bool) -> None:
        if is_due and self._not_before.hasExpired():
            self.run.begin()

    def _hear_made(self, made: BackupsMade) -> None:
        # a medium that is not there is looked for with every round; one that refuses is let be
        if not all(isinstance(error, BackupPlaceMissingError) for error in made.missed):
            self._wait()

    def _wait(self, _: object = None) -> None:
        self._not_before = QDeadlineTimer(AFTER_REFUSAL_MS)

    def _say_room(self, freed: int) -> None:
        if not freed:
            told = Message(
                "备用空间已经用掉了，没有可以腾出的。",
                "已经保存的内容完好，屏幕上还没存的文字也还在。",
                "请删掉这个磁盘上不要的文件，然后按 Ctrl+S 再保存一次。",
            )
            self.told.emit(told)
            return
        told = Message(
            f"已腾出 {size_text(freed)}，正在把没存上的再存一次。",
            remedy="请尽快清理磁盘；有了空间，程序会重新留出备用的。",
            tone=Tone.NOTE,
        )
        self.told.emit(told)
        self.room_given.emit()


def upkeep_of(tasks: Tasks, application: Application) -> Upkeep:
    """What looks after the vault that was just opened."""
    indexing = IndexRun(tasks, application.indexing)
    upkeep = Upkeep(tasks, application.upkeep, BackupRun(tasks, application.backups), indexing)
    upkeep.read_old(OldRecordsRun(tasks, application.checking))
    return upkeep


def _round(care: Care, _: Progress) -> bool:
    return care.round()


def _keep_room(care: Care, _: Progress) -> bool:
    return care.keep_room()


def _give_room(care: Care, _: Progress) -> int:
    return care.give_room()


def _ignore(_: object) -> None:
    """Room that is held back is nothing to speak of."""
