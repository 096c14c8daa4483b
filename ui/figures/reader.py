"""Reads figures in short steps on the vault lane, and counts them beside it."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from app.domain.errors import AppError
from app.domain.figure_spans import Span
from app.domain.figures import Statistics
from app.domain.progress import Progress
from app.services.figure_reading import ComparedReading
from ui.figures.desk import FiguresDesk

Counted = tuple[Statistics, Statistics]


class InSteps(Protocol):
    """What is read in short steps."""

    def step(self) -> bool:
        """Read on; True when everything was read."""


class Steps(QObject):
    """Has something read to its end, a step at a time; ended gives it back, refused why not.

    When something else is begun meanwhile, what was under way is dropped.
    """

    ended = Signal(object)
    refused = Signal(object)

    def __init__(self, desk: FiguresDesk, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = desk.tasks
        self._current: InSteps | None = None

    def begin(self, reading: InSteps) -> None:
        """Read this."""
        self._current = reading
        self._go_on(reading)

    def stop(self) -> None:
        """Read no further."""
        self._current = None

    def _go_on(self, reading: InSteps) -> None:
        work = partial(_step, reading)
        self._tasks.query(work, then=self._stepped, refused=self._refuse)

    def _stepped(self, answer: tuple[InSteps, bool]) -> None:
        reading, is_over = answer
        if reading is not self._current:
            return
        if is_over:
            self._current = None
            self.ended.emit(reading)
        else:
            self._go_on(reading)

    def _refuse(self, error: AppError) -> None:
        self._current = None
        self.refused.emit(error)


class FiguresReader(QObject):
    """counted gives a period and the time before it; of two askings the last alone is answered."""

    counted = Signal(object)
    refused = Signal(object)

    def __init__(self, desk: FiguresDesk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._asked: Span | None = None
        self._steps = Steps(desk, self)
        self._steps.ended.connect(self._count)
        self._steps.refused.connect(self.refused)

    def read(self, span: Span) -> None:
        """Count that period."""
        self._asked = span
        self._steps.begin(self._desk.figures.reading(span))

    def stop(self) -> None:
        """Ask for nothing more."""
        self._asked = None
        self._steps.stop()

    def _count(self, reading: ComparedReading) -> None:
        work = partial(_counted, reading)
        self._desk.tasks.background(work, then=self._tell, refused=self.refused.emit)

    def _tell(self, counted: Counted) -> None:
        if counted[0].span == self._asked:
            self.counted.emit(counted)


def _step(reading: InSteps, _: Progress) -> tuple[InSteps, bool]:
    return reading, reading.step()


def _counted(reading: ComparedReading, _: Progress) -> Counted:
    return reading.counted()
