"""Work that must not hold up the window: it runs on a lane and answers on the main thread.

A command alters the vault and says what it touched; every screen hears of it.
A query only reads; its result goes to the one who asked. Both run on the vault lane, whose one
thread owns the connection; work that needs no vault (page pictures, digests) runs on the work lane,
and what takes minutes (copies, checks) on a lane of its own, so that no page waits for it.
Hand over bound methods of QObjects: they are let go with their page, a lambda is not.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Condition, Event
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.progress import CancelledError, Progress

log = logging.getLogger(__name__)
Result = TypeVar("Result")
LONGEST_WAIT = 30_000


class Task(QObject):
    """One piece of work, and its progress. Belongs to the main thread."""

    succeeded = Signal(object)
    valued = Signal(object)
    refused = Signal(object)
    crashed = Signal(object)
    cancelled = Signal()
    stepped = Signal(int, int)
    ended = Signal()
    _over = Signal()

    def __init__(self, owner: QObject | None, work: Callable[[Progress], object]) -> None:
        super().__init__(owner)
        self._work = work
        self._stop = Event()
        # Not by ended: the main thread could delete the task while the lane still tells the others
        # that it ended, and they would never hear of it.
        self._over.connect(self.deleteLater)

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._stop.set()

    def step(self, done: int, total: int) -> None:
        """Serve as the Progress of the work; called on the lane. Raises CancelledError."""
        if self._stop.is_set():
            raise CancelledError
        self.stepped.emit(done, total)

    def tell_value(self, result: object) -> None:
        """Give out what a command made, without its Changes."""
        self.valued.emit(result[0] if isinstance(result, tuple) else None)

    def perform(self) -> None:
        """Do the work and tell how it ended; called on the lane."""
        try:
            result = self._work(self)
        except CancelledError:
            self.cancelled.emit()
        except AppError as error:
            self.refused.emit(error)
        except Exception as error:  # noqa: BLE001 — a bug on a lane must reach the window, not die there
            self.crashed.emit(error)
        else:
            self.succeeded.emit(result)
        finally:
            self.ended.emit()
            self._over.emit()


class _Carrier(QRunnable):
    """Brings a task to a lane; owns no Qt object, so none dies on the wrong thread."""

    def __init__(self, task: Task, done: Callable[[], None]) -> None:
        super().__init__()
        self._task, self._done = task, done

    def run(self) -> None:
        try:
            self._task.perform()
        finally:
            self._done()


class Lane:
    """A queue of work. A lane of one thread keeps its work in order, always on that thread."""

    def __init__(self, threads: int = 1) -> None:
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(threads)
        self._pool.setExpiryTimeout(-1)
        self._waiting = 0
        self._emptied = Condition()

    def start(self, task: Task) -> None:
        """Queue the task. Connect to it before, or its end may be missed."""
        with self._emptied:
            self._waiting += 1
        self._pool.start(_Carrier(task, self._done))

    def finish(self, milliseconds: int = LONGEST_WAIT) -> bool:
        """Wait until the lane is empty; False when it still is not after that time.

        QThreadPool.waitForDone would throw the thread away on which the vault was opened.
        """
        with self._emptied:
            return self._emptied.wait_for(lambda: not self._waiting, milliseconds / 1000)

    def _done(self) -> None:
        with self._emptied:
            self._waiting -= 1
            self._emptied.notify_all()


class Tasks(QObject):
    """Runs commands and queries, and tells every screen what changed.

    refused and crashed carry the errors nobody else asked to hear of.
    """

    changed = Signal(Changes)
    refused = Signal(object)
    crashed = Signal(object)

    def __init__(
        self,
        lane: Lane,
        work_lane: Lane | None = None,
        long_lane: Lane | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._lane = lane
        self._work_lane = work_lane or lane
        self._long_lane = long_lane or self._work_lane

    def command(
        self,
        work: Callable[[Progress], Changes | tuple[Any, Changes]],
        then: Callable[[Any], Any] | None = None,
        refused: Callable[[AppError], Any] | None = None,
        watch: Callable[[Task], Any] | None = None,
    ) -> Task:
        """Run work that alters the vault.

        The work returns Changes, or a pair of something and Changes: then is given the something
        (None without one) after every screen has heard. refused, when given, hears of a refusal
        instead of the whole window. watch is given the task before it starts: only then can its
        progress and its end be heard without missing them.
        """
        task = self._made(work, refused, watch)
        task.succeeded.connect(self._tell_changes)
        if then is not None:
            task.valued.connect(then)
            task.succeeded.connect(task.tell_value)
        self._lane.start(task)
        return task

    def query(
        self,
        work: Callable[[Progress], Result],
        then: Callable[[Result], Any],
        refused: Callable[[AppError], Any] | None = None,
        watch: Callable[[Task], Any] | None = None,
    ) -> Task:
        """Run work that only reads the vault, and give its result to then; watch as for command."""
        task = self._made(work, refused, watch)
        task.succeeded.connect(then)
        self._lane.start(task)
        return task

    def background(
        self,
        work: Callable[[Progress], Result],
        then: Callable[[Result], Any],
        refused: Callable[[AppError], Any] | None = None,
        watch: Callable[[Task], Any] | None = None,
    ) -> Task:
        """Run work that touches no vault, beside the vault lane; watch as for command."""
        task = self._made(work, refused, watch)
        task.succeeded.connect(then)
        self._work_lane.start(task)
        return task

    def beside(
        self,
        work: Callable[[Progress], Result],
        then: Callable[[Result], Any],
        refused: Callable[[AppError], Any] | None = None,
        watch: Callable[[Task], Any] | None = None,
    ) -> Task:
        """Run work that takes minutes beside everything else; watch as for command.

        It must not use the vault's own connection: that one belongs to the vault lane.
        """
        task = self._made(work, refused, watch)
        task.succeeded.connect(then)
        self._long_lane.start(task)
        return task

    def finish(self, milliseconds: int = LONGEST_WAIT) -> bool:
        """Wait until all lanes are empty."""
        lanes = (self._lane, self._work_lane, self._long_lane)
        return all(lane.finish(milliseconds) for lane in lanes)

    def _made(
        self,
        work: Callable[[Progress], Any],
        refused: Callable[[AppError], Any] | None,
        watch: Callable[[Task], Any] | None = None,
    ) -> Task:
        task = Task(self, work)
        task.refused.connect(self.refused if refused is None else refused)
        task.crashed.connect(self.crashed)
        if watch is not None:
            watch(task)
        return task

    def _tell_changes(self, result: Changes | tuple[Any, Changes]) -> None:
        changes = result[1] if isinstance(result, tuple) else result
        self.changed.emit(changes)
