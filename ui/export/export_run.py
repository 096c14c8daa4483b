"""One export after another step: a moment of work at a time, so that saving never waits for it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.progress import Progress
from app.domain.year_export import (
    ExportLeg,
    ExportLine,
    ExportList,
    ExportOrder,
    ExportRoom,
    YearExported,
)
from app.services.export_place import ExportPlace
from app.services.year_export import YearExport
from ui.tasks import Task, Tasks


class ExportRun(QObject):
    """changed tells that it began or ended, finished gives what came of it, refused the error,
    stopped how many files stand there whole.
    """

    changed = Signal()
    stepped = Signal(int, int)
    finished = Signal(object)
    refused = Signal(object)
    stopped = Signal(int)

    def __init__(self, tasks: Tasks, service: YearExport, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._service = tasks, service
        self._lines: list[ExportLine] = []
        self._wanted: ExportList | None = None
        self._place: ExportPlace | None = None
        self._chosen = Path()
        self._is_to_stop = False
        self._is_looking = self.is_running = False
        tasks.crashed.connect(self._give_up_looking)

    def begin(self, order: ExportOrder, chosen: Path) -> None:
        """Carry out what the order comes to; while it runs, nothing more is begun."""
        if self.is_running:
            return
        self.is_running, self._is_to_stop = True, False
        self._lines = []
        self._chosen = chosen
        self.changed.emit()
        self._tasks.query(partial(self._read, order), self._look, self._refuse, self._watch)

    def stop(self) -> None:
        """Stop after the file that is being written; what stands there stays."""
        self._is_to_stop = True

    # ── one step after another ───────────────────────────────────────────────────────────────────

    def _look(self, wanted: ExportList) -> None:
        self._wanted, self._is_looking = wanted, True
        work = partial(seen, self._service, wanted, self._chosen)
        self._tasks.background(work, self._start, self._refuse)

    def _start(self, found: tuple[ExportPlace, ExportRoom]) -> None:
        self._place, self._is_looking = found[0], False
        if not self._stops():
            self._tasks.command(self._make, self._next, self._refuse, self._watch)

    def _next(self, _: object = None) -> None:
        if self._stops():
            return
        is_over = self._wanted is not None and len(self._lines) >= len(self._wanted.files)
        if is_over:
            self._tasks.command(self._end, self._tell, self._refuse, self._watch)
        else:
            self._tasks.command(self._go, self._take, self._refuse, self._watch)

    def _take(self, leg: ExportLeg) -> None:
        self._lines += leg.lines
        if self._wanted is not None:
            self.stepped.emit(len(self._lines), len(self._wanted.files))
        self._next()

    def _tell(self, exported: YearExported) -> None:
        self._rest()
        self.finished.emit(exported)

    def _refuse(self, error: AppError) -> None:
        self._rest()
        self.refused.emit(error)

    def _stops(self) -> bool:
        if self._is_to_stop:
            self._rest()
            self.stopped.emit(sum(line.is_out for line in self._lines))
        return self._is_to_stop

    def _watch(self, task: Task) -> None:
        task.crashed.connect(self._rest)

    def _give_up_looking(self, _: object) -> None:
        if self._is_looking:  # the only step whose task is not watched
            self._rest()

    def _rest(self, _: object = None) -> None:
        self._is_looking = self.is_running = False
        self.changed.emit()

    # ── on the lanes ─────────────────────────────────────────────────────────────────────────────

    def _read(self, order: ExportOrder, _: Progress) -> ExportList:
        return self._service.wanted(order)

    def _make(self, _: Progress) -> Changes:
        return self._service.begin(*self._ready())

    def _go(self, progress: Progress) -> tuple[ExportLeg, Changes]:
        return self._service.go_on(*self._ready(), len(self._lines), progress)

    def _end(self, _: Progress) -> tuple[YearExported, Changes]:
        return self._service.finish(*self._ready(), self._lines)

    def _ready(self) -> tuple[ExportList, ExportPlace]:
        if self._wanted is None or self._place is None:
            raise ValueError("nothing was looked at")
        return self._wanted, self._place


def seen(
    service: YearExport, wanted: ExportList, chosen: Path, _: Progress
) -> tuple[ExportPlace, ExportRoom]:
    """The place and what there is in it. Raises what place and room of the service raise."""
    place = service.place(wanted, chosen)
    return place, service.room(wanted, place)
