"""One package at a time on its way to a stick: put together, written, and read back."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.handover import Order, Phase, Place
from app.domain.progress import Progress
from app.services.dispatch import Dispatch
from app.services.handover import Handover
from app.services.packing import Where
from ui.tasks import Task, Tasks

PACKING, WRITING, READING_BACK = (phase.value for phase in Phase)
_KIBIBYTE = 1024


class WriteRun(QObject):
    """stepped tells the phase, how much of it is done, and how much it is: talks while it is
    packed, bytes afterwards. written tells what was written and read back, refused why it came to
    nothing, stopped that somebody stopped it; changed that it begins or ends.

    Steps with the vault are short and take their turn with everybody else's; all that takes long
    runs beside.
    """

    changed = Signal()
    stepped = Signal(str, object, object)
    written = Signal(object)
    refused = Signal(object)
    stopped = Signal()

    def __init__(self, tasks: Tasks, handover: Handover, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._handover = tasks, handover
        self._dispatch: Dispatch | None = None
        self._task: Task | None = None
        self._phase = PACKING

    @property
    def is_running(self) -> bool:
        """Whether a package is on its way just now."""
        return self._dispatch is not None

    def begin(self, order: Order, place: Place) -> None:
        """Write these talks there; while a package is on its way, nothing more is begun."""
        if not self.is_running:
            self._begin(self._handover.dispatch(order, place))

    def again(self, number: int, place: Place) -> None:
        """Write a package once more; while one is on its way, nothing more is begun."""
        if not self.is_running:
            self._begin(self._handover.dispatch_again(number, place))

    def cancel(self) -> None:
        """Stop at the next step; nothing half stays behind. Also for a vault that is closed."""
        if self._dispatch is not None:
            self._dispatch.stop()
        if self._task is not None:
            self._task.cancel()

    # ── one step after another ───────────────────────────────────────────────────────────────────

    def _begin(self, dispatch: Dispatch) -> None:
        self._dispatch = dispatch
        self.changed.emit()
        self._go_on()

    def _go_on(self, _: object = None) -> None:
        dispatch = self._dispatch
        if dispatch is None:
            return
        if dispatch.where is None:
            self._rest()
            if dispatch.written is not None:
                self.written.emit(dispatch.written)
            return
        self._phase = dispatch.phase.value
        work = partial(_step, dispatch)
        start = self._tasks.query if dispatch.where is Where.VAULT else self._tasks.beside
        start(work, self._go_on, refused=self._refuse, watch=self._watch)

    def _watch(self, task: Task) -> None:
        self._task = task
        task.stepped.connect(self._step)
        task.cancelled.connect(self._stop)
        task.crashed.connect(self._rest)

    def _step(self, done: int, total: int) -> None:
        unit = 1 if self._phase == PACKING else _KIBIBYTE
        self.stepped.emit(self._phase, done * unit, total * unit)

    def _refuse(self, error: AppError) -> None:
        self._rest()
        self.refused.emit(error)

    def _stop(self) -> None:
        self._rest()
        self.stopped.emit()

    def _rest(self, _: object = None) -> None:
        self._dispatch = self._task = None
        # also what failed has its number in the list now
        self._tasks.changed.emit(Changes.PACKAGES)
        self.changed.emit()


def _step(dispatch: Dispatch, progress: Progress) -> None:
    try:
        dispatch.step(progress)
    except BaseException:
        # here and at once: nobody may be there any more to ask for it, when a vault is closed
        dispatch.abandon()
        raise
