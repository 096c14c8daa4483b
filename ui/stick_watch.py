"""Looks for sticks again and again while somebody looks on, and asks the register what they are."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.errors import AppError
from app.domain.progress import Progress
from app.domain.sticks import StickRow
from app.services.sticks import StickRegister
from ui.tasks import Task, Tasks

EVERY_MS = 2000


class StickWatch(QObject):
    """seen gives the sticks each time they are others than before, known to the register.

    The system is asked beside the vault lane and one look at a time; the register only when
    something changed. refused carries what stood against it.
    """

    seen = Signal(object)
    refused = Signal(object)

    def __init__(self, tasks: Tasks, register: StickRegister, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._register = tasks, register
        self._last: list[StickRow] | None = None
        self._is_looking = False
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Look at once, and again every two seconds."""
        self.look_anew()
        self._timer.start()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def look(self) -> None:
        """Look now, unless a look is under way."""
        if not self._is_looking:
            self._is_looking = True
            self._tasks.background(
                self._plugged_in, self._compare, refused=self._refuse, watch=self._mind
            )

    def look_anew(self) -> None:
        """Look, and ask the register again whatever is found."""
        self._last = None
        self.look()

    def _plugged_in(self, _: Progress) -> list[StickRow]:
        return self._register.plugged_in()

    def _compare(self, rows: list[StickRow]) -> None:
        if rows == self._last:
            self._is_looking = False
            return
        self._last = rows
        work = partial(self._known, rows)
        self._tasks.query(work, self._tell, refused=self._refuse, watch=self._mind)

    def _known(self, rows: list[StickRow], _: Progress) -> list[StickRow]:
        return self._register.known(rows)

    def _tell(self, rows: list[StickRow]) -> None:
        self._is_looking = False
        self.seen.emit(rows)

    def _mind(self, task: Task) -> None:
        task.crashed.connect(self._look_again)

    def _look_again(self, _: object) -> None:
        self._is_looking = False

    def _refuse(self, error: AppError) -> None:
        self._is_looking = False
        self.refused.emit(error)
