"""Has records of before be read for the check of paragraphs, a few at a time, until all are."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer

from app.domain.errors import AppError
from app.domain.progress import Progress
from app.services.checking import Checking
from ui.tasks import Tasks

PAUSE_MS = 250  # ten times a step: whoever waits for the vault meanwhile does not notice


class OldRecordsRun(QObject):
    """Steps on the vault lane; what was read is kept, so that a run goes on where it was."""

    def __init__(self, tasks: Tasks, checking: Checking, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._checking = tasks, checking
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._step)
        self.is_done = False

    def begin(self) -> None:
        """Go on where it was left."""
        if not self.is_done:
            self._pause.start()

    def finish(self) -> None:
        """The vault is being locked: no further step."""
        self._pause.stop()
        self.is_done = True

    def _step(self) -> None:
        if not self.is_done:
            work = partial(_read_old, self._checking)
            self._tasks.query(work, then=self._go_on, refused=self._rest)

    def _go_on(self, is_more: bool) -> None:
        if is_more and not self.is_done:
            self._pause.start()

    def _rest(self, _: AppError) -> None:
        """A full disk tells of itself when somebody saves; the rest is read another day."""


def _read_old(checking: Checking, _: Progress) -> bool:
    return checking.read_old()
