"""One package at a time on its way to a stick: put together, written, and read back."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from app.domain.errors import AppError
from app.domain.handover import Order, Place
from app.domain.package import WrittenPackage
from app.domain.progress import Progress
from app.services.handover import Handover
from ui.tasks import Task, Tasks

PACKING, WRITING, READING_BACK = "packing", "writing", "reading back"


class WriteRun(QObject):
    """stepped tells the phase, how much of it is done, and how much it is; written what was written
    and read back, refused why it came to nothing, stopped that somebody stopped it.
    """

    changed = Signal()
    stepped = Signal(str, int, int)
    written = Signal(object)
    refused = Signal(object)
    stopped = Signal()

    def __init__(self, tasks: Tasks, handover: Handover, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._handover = tasks, handover
        self._task: Task | None = None

    @property
    def is_running(self) -> bool:
        """Whether a package is on its way just now."""
        return self._task is not None

    def begin(self, order: Order, place: Place) -> None:
        """Write these talks there; while a package is on its way, nothing more is begun."""
        self._start(partial(_write, self._handover, order, place))

    def again(self, number: int, place: Place) -> None:
        """Write a package once more; while one is on its way, nothing more is begun."""
        self._start(partial(_write_again, self._handover, number, place))

    def cancel(self) -> None:
        """Stop at the next step; nothing half stays behind."""
        if self._task is not None:
            self._task.cancel()

    def _start(self, work: partial[WrittenPackage]) -> None:
        if self.is_running:
            return
        self._tasks.query(work, self.written.emit, self._refuse, watch=self._watch)
        self.changed.emit()

    def _watch(self, task: Task) -> None:
        self._task = task
        task.stepped.connect(self._step)
        task.cancelled.connect(self.stopped)
        task.ended.connect(self._rest)

    def _step(self, done: int, total: int) -> None:
        self.stepped.emit(WRITING, done, total)

    def _refuse(self, error: AppError) -> None:
        self.refused.emit(error)

    def _rest(self) -> None:
        self._task = None
        self.changed.emit()


def _write(handover: Handover, order: Order, place: Place, progress: Progress) -> WrittenPackage:
    return handover.write(order.talks, order.level, place.folder, progress, order.reason)


def _write_again(
    handover: Handover, number: int, place: Place, progress: Progress
) -> WrittenPackage:
    return handover.write_again(number, place.folder, progress)
