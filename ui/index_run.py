"""Has the index of words take in what waits, a little at a time: no list waits for it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.errors import AppError
from app.domain.progress import Progress
from app.services.indexing import Indexing
from ui.tasks import Tasks

PAUSE_MS = 15  # between two steps, so that the window and other questions come in between


class IndexRun(QObject):
    """Steps on the vault lane, one after another; changed tells each, finished the last.

    A run that was held, or ended with the vault, goes on where it was: nothing is done twice.
    """

    changed = Signal()
    finished = Signal()

    def __init__(self, tasks: Tasks, indexing: Indexing, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._indexing = tasks, indexing
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._step)
        self.done, self.total = 0, 0
        self.is_running = self.is_held = self.is_over = False

    def begin(self) -> None:
        """Take in what waits; while that goes on, or somebody held it, nothing more is begun."""
        if self.is_running or self.is_held or self.is_over:
            return
        self.is_running = True
        self._tasks.query(partial(_waiting, self._indexing), self._count, self._refuse)

    def hold(self) -> None:
        """Stop after the present step, until go_on."""
        self.is_held = True
        self.changed.emit()

    def go_on(self) -> None:
        """Take in the rest."""
        self.is_held = False
        self.begin()
        self.changed.emit()

    def finish(self) -> None:
        """The vault is being locked: no further step; the rest waits until it is open again."""
        self.is_over = True
        self._pause.stop()

    def _count(self, waiting: int) -> None:
        self.done, self.total = 0, waiting
        self._go_on_or_rest(bool(waiting))

    def _step(self) -> None:
        if self.is_over or self.is_held:
            self._go_on_or_rest(False)
            return
        self._tasks.query(partial(_step, self._indexing), self._count_step, self._refuse)

    def _count_step(self, count: int) -> None:
        self.done += count
        self._go_on_or_rest(bool(count))
        if not count:
            self.finished.emit()

    def _go_on_or_rest(self, is_more: bool) -> None:
        self.is_running = is_more and not self.is_over
        if self.is_running:
            self._pause.start()
        self.changed.emit()

    def _refuse(self, _: AppError) -> None:
        # a full disk tells of itself when somebody saves; the rest is tried again with a later look
        self._go_on_or_rest(False)


def _waiting(indexing: Indexing, _: Progress) -> int:
    return indexing.waiting()


def _step(indexing: Indexing, _: Progress) -> int:
    return indexing.step()
