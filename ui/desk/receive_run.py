"""Takes one package after another: checked beside the vault, kept on its lane, then answered."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.domain.changes import Changes
from app.domain.errors import AppError, FolderUnusableError, NameTakenError
from app.domain.office_standing import OfficeStanding
from app.domain.progress import Progress
from app.domain.registry import Arrival, Reception
from app.services.examining import Examined
from app.services.open_desk import OpenDesk
from app.services.registry import Registry
from ui.desk.tools import DeskTools
from ui.tasks import Task


@dataclass(frozen=True, slots=True)
class Received:
    """How one package fared; is_elsewhere: its answer lies in the desk's folder, as the stick
    would not take it.
    """

    arrival: Arrival
    reception: Reception
    is_elsewhere: bool = False


class ReceiveRun(QObject):
    """changed tells that it began or ended, turned which package is in work and its place,
    stepped how far it is, received how one fared. It ends by finished, stopped or refused.
    """

    changed = Signal()
    turned = Signal(object, int)
    stepped = Signal(int, int)
    received = Signal(object)
    finished = Signal()
    stopped = Signal()
    refused = Signal(object)

    is_running = False

    def __init__(self, tools: DeskTools, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tools, self._tasks = tools, tools.tasks
        self._queue: deque[Arrival] = deque()
        self._tried: set[str] = set()
        self._answers: Path | None = None
        self._examined: Examined | None = None
        self._task: Task | None = None
        self._is_to_stop = False
        self._place = 0

    def begin(self, arrivals: Sequence[Arrival], answers: Path | None) -> None:
        """Take these in this order; answers go to the folder, else into the desk's own."""
        if self.is_running or not arrivals:
            return
        self.is_running, self._is_to_stop = True, False
        self._queue, self._answers, self._place = deque(arrivals), answers, 0
        self._tried = {one.quarantine_id for one in arrivals if one.quarantine_id}
        self.changed.emit()
        self._next()

    def stop(self) -> None:
        """Stop as soon as can be: of the package in work nothing is kept."""
        self._is_to_stop = self.is_running
        if self._task is not None:
            self._task.cancel()

    # ── one package ──────────────────────────────────────────────────────────────────────────────

    def _next(self) -> None:
        if self._is_to_stop:
            self._end()
            self.stopped.emit()
        elif self._queue:
            arrival = self._queue.popleft()
            self.turned.emit(arrival, self._place)
            work = partial(_standing, self._registry, arrival)
            self._tasks.query(work, self._check, self._fail)
        else:
            self._tasks.query(partial(_waiting, self._registry), self._follow, self._fail)

    def _check(self, found: tuple[Arrival, OfficeStanding | None]) -> None:
        if self._is_to_stop:
            self._next()
        else:
            work = partial(_examined, self._tools.desk, *found)
            self._tasks.beside(work, self._take, self._fail, self._watch)

    def _take(self, examined: Examined) -> None:
        self._task, self._examined = None, examined
        if self._is_to_stop:
            self._abandon()
            self._next()
        else:
            work = partial(_taken, self._tools.desk, examined)
            self._tasks.command(work, self._answer, self._fail, self._watch_taking)

    def _answer(self, received: Received) -> None:
        self._examined = None
        work = partial(_answered, self._registry, received, self._answers)
        self._tasks.background(work, self._tell, self._fail)

    def _tell(self, received: Received) -> None:
        self._place += 1
        self.received.emit(received)
        self._next()

    def _follow(self, waiting: list[Arrival]) -> None:
        """Go on with what waited for one of those that were taken; when nothing did, it is over."""
        due = [one for one in waiting if one.quarantine_id not in self._tried]
        self._tried.update(one.quarantine_id for one in due)
        self._queue.extend(due)
        if due:
            self._next()
        else:
            self._end()
            self.finished.emit()

    # ── how it may end ───────────────────────────────────────────────────────────────────────────

    def _watch(self, task: Task) -> None:
        self._task = task
        task.stepped.connect(self.stepped)
        task.cancelled.connect(self._cancelled)
        task.crashed.connect(self._give_up)

    def _watch_taking(self, task: Task) -> None:
        task.crashed.connect(self._give_up)

    def _cancelled(self) -> None:
        self._task = None
        self._next()

    def _fail(self, error: AppError) -> None:
        self._end()
        self.refused.emit(error)

    def _give_up(self, _: object) -> None:
        self._end()
        self.stopped.emit()

    def _end(self) -> None:
        self._abandon()
        self._task = None
        self.is_running = False
        self.changed.emit()

    def _abandon(self) -> None:
        examined, self._examined = self._examined, None
        if examined is not None:
            self._tasks.background(partial(_abandoned, self._tools.desk, examined), _nothing)

    @property
    def _registry(self) -> Registry:
        return self._tools.registry


def _standing(
    registry: Registry, arrival: Arrival, _: Progress
) -> tuple[Arrival, OfficeStanding | None]:
    return arrival, registry.standing(arrival)


def _waiting(registry: Registry, _: Progress) -> list[Arrival]:
    return registry.waiting()


def _examined(
    desk: OpenDesk, arrival: Arrival, standing: OfficeStanding | None, progress: Progress
) -> Examined:
    return desk.examine(arrival, standing, progress)


def _taken(desk: OpenDesk, examined: Examined, _: Progress) -> tuple[Received, Changes]:
    return Received(examined.arrival, desk.take(examined)), Changes.PACKAGES


def _answered(registry: Registry, received: Received, folder: Path | None, _: Progress) -> Received:
    registry.tidy(received.reception)
    try:
        return replace(received, reception=registry.write_answer(received.reception, folder))
    except (FolderUnusableError, NameTakenError):
        if folder is None:
            raise
        # the package was taken and must be answered, though its stick is full or gone by now
        reception = registry.write_answer(received.reception, None)
        return replace(received, reception=reception, is_elsewhere=True)


def _abandoned(desk: OpenDesk, examined: Examined, _: Progress) -> None:
    desk.abandon(examined)


def _nothing(_: object) -> None:
    """Nobody waits for it."""
