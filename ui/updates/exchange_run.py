"""The exchange itself: the vault is backed up, the program exchanged, the trail written."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from app.domain.backup import BackupsMade
from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.progress import Progress, Share
from app.domain.release import Installation
from app.services.updating import ReleaseOffer
from ui.tasks import Task
from ui.updates.desk import UpdateDesk

Change = Callable[[Progress], Installation]
_HALF = 40  # hundredths of the way that the backup takes


class ExchangeRun(QObject):
    """backed_up gives the sets that were made, done how the program stands now; refused says why
    it came to nothing, stopped that somebody stopped it, ended that nothing runs any more.
    """

    stepped = Signal(int, int)
    backed_up = Signal(object)
    done = Signal(object)
    refused = Signal(object)
    stopped = Signal()
    ended = Signal()

    def __init__(self, desk: UpdateDesk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._task: Task | None = None
        self._change: Change | None = None
        self._is_update = False

    @property
    def is_running(self) -> bool:
        """Whether the program is being exchanged just now."""
        return self._change is not None

    def take(self, offer: ReleaseOffer) -> None:
        """Back up, then take the release that was looked at."""
        self._begin(partial(self._desk.updating.take, offer), is_update=True)

    def change_to_other(self) -> None:
        """Back up, then change to the other version that is kept here."""
        self._begin(self._desk.updating.change_to_other, is_update=False)

    def stop(self) -> None:
        """Stop at the next step; the program that runs stays."""
        if self._task is not None:
            self._task.cancel()

    def _begin(self, change: Change, *, is_update: bool) -> None:
        if self.is_running:
            return
        self._change, self._is_update = change, is_update
        self._desk.tasks.beside(
            self._back_up, self._note_backup, refused=self._refuse, watch=self._watch
        )

    def _back_up(self, progress: Progress) -> BackupsMade:
        return self._desk.care.back_up(Share(progress, 0, _HALF))

    def _note_backup(self, made: BackupsMade) -> None:
        self.backed_up.emit(made)
        note = partial(_noted, partial(self._desk.care.note_backup, made))
        self._desk.tasks.command(note, then=self._exchange, refused=self._refuse)

    def _exchange(self, _: object) -> None:
        if self._change is not None:
            work = partial(_exchanged, self._change)
            self._desk.tasks.beside(work, self._note, refused=self._refuse, watch=self._watch)

    def _note(self, after: Installation) -> None:
        care = self._desk.care
        write = care.note_update if self._is_update else care.note_change
        note = partial(_noted_with, after, partial(write, after.release))
        self._desk.tasks.command(note, then=self._finish, refused=self._refuse)

    def _watch(self, task: Task) -> None:
        self._task = task
        task.stepped.connect(self.stepped)
        task.cancelled.connect(self._stop)
        task.crashed.connect(self._rest)
        task.ended.connect(self._forget)

    def _forget(self) -> None:
        self._task = None

    def _finish(self, after: Installation) -> None:
        self._rest()
        self.done.emit(after)

    def _refuse(self, error: AppError) -> None:
        self._rest()
        self.refused.emit(error)

    def _stop(self) -> None:
        self._rest()
        self.stopped.emit()

    def _rest(self, _: object = None) -> None:
        self._change = None
        self.ended.emit()


def _exchanged(change: Change, progress: Progress) -> Installation:
    return change(Share(progress, _HALF, 100))


def _noted(write: Callable[[], Changes], _: Progress) -> Changes:
    return write()


def _noted_with(
    after: Installation, write: Callable[[], Changes], _: Progress
) -> tuple[Installation, Changes]:
    return after, write()
