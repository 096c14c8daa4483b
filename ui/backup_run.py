"""One backup at a time, made beside the work: by hand on its page, or because it is due."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from app.domain.backup import BackupsMade
from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.progress import Progress
from app.services.backups import Backups
from ui.tasks import Task, Tasks


class BackupRun(QObject):
    """changed tells that a backup began or ended, made what came of it, refused why it came to
    nothing, stopped that somebody stopped it.
    """

    changed = Signal()
    stepped = Signal(int, int)
    made = Signal(object)
    refused = Signal(object)
    stopped = Signal()

    def __init__(self, tasks: Tasks, backups: Backups, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._backups = tasks, backups
        self._task: Task | None = None
        self.is_over = False
        self.was_asked_for = False

    @property
    def is_running(self) -> bool:
        """Whether a backup is being made just now."""
        return self._task is not None

    def begin(self, by_hand: bool = False) -> None:
        """Make a backup; while one is being made, nothing more is begun."""
        if self.is_running or self.is_over:
            return
        self.was_asked_for = by_hand
        self._tasks.beside(
            partial(_make, self._backups, by_hand),
            self._note,
            self._refuse,
            watch=self._watch,
        )
        self.changed.emit()

    def cancel(self) -> None:
        """Stop at the next step; nothing half stays behind."""
        if self._task is not None:
            self._task.cancel()

    def finish(self) -> None:
        """The vault is being locked: stop, and begin nothing more."""
        self.is_over = True
        self.cancel()

    def _watch(self, task: Task) -> None:
        self._task = task
        task.stepped.connect(self.stepped)
        task.cancelled.connect(self.stopped)
        task.ended.connect(self._rest)

    def _note(self, made: BackupsMade) -> None:
        if self.is_over:
            return  # the vault is closed; the set that was made is whole without an entry
        self._tasks.command(partial(_note, self._backups, made), then=self.made.emit)

    def _refuse(self, error: AppError) -> None:
        if not self.is_over:
            self.refused.emit(error)

    def _rest(self) -> None:
        self._task = None
        self.changed.emit()


def _make(backups: Backups, by_hand: bool, progress: Progress) -> BackupsMade:
    # what is made because it is due is made where it is due: a full stick is not asked in vain
    return backups.make(progress, due_only=not by_hand)


def _note(backups: Backups, made: BackupsMade, _: Progress) -> tuple[BackupsMade, Changes]:
    return made, backups.note(made)
