"""Several files verified one after the other: each by a query of its own, so nothing waits long."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.domain.errors import AppError
from app.domain.progress import Progress
from app.domain.verdict import Examined, Verdict
from app.services.verifying import Verifying
from app.services.verifying_files import names_of, pdfs_in
from ui.tasks import Tasks


class VerifyRun(QObject):
    """examined gives what was found of a file and how far the work is; finished all of it.

    found_nothing: there is no PDF in the folder. refused: the folder cannot be read.
    """

    examined = Signal(object, int, int)
    finished = Signal(object)
    found_nothing = Signal()
    refused = Signal(object)

    def __init__(self, tasks: Tasks, verifying: Verifying, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._verifying = tasks, verifying
        self._paths: tuple[Path, ...] = ()
        self._names: tuple[str, ...] = ()
        self._found: list[Examined] = []
        self.is_running = self._is_stopping = False
        tasks.crashed.connect(self._end)

    def begin(self, paths: tuple[Path, ...]) -> None:
        """Verify these files, and those in the folders among them."""
        self.is_running, self._is_stopping, self._found = True, False, []
        self._tasks.background(
            partial(_gathered, paths), then=self._begin, refused=self._cannot_read
        )

    def stop(self) -> None:
        """Stop behind the file at hand; what was found stays."""
        self._is_stopping = True

    def _begin(self, paths: tuple[Path, ...]) -> None:
        self._paths, self._names = paths, names_of(paths)
        if paths:
            self._next()
        else:
            self._end()
            self.found_nothing.emit()

    def _next(self) -> None:
        done = len(self._found)
        if self._is_stopping or done >= len(self._paths):
            self._end()
            self.finished.emit(tuple(self._found))
            return
        work = partial(self._verify, self._paths[done])
        self._tasks.query(work, then=self._take, refused=self._take_error)

    def _verify(self, path: Path, _: Progress) -> Verdict:
        return self._verifying.verify(path)

    def _take(self, verdict: Verdict) -> None:
        self._keep(Examined(self._name, verdict))

    def _take_error(self, error: AppError) -> None:
        self._keep(Examined(self._name, None, error))

    def _keep(self, one: Examined) -> None:
        self._found.append(one)
        self.examined.emit(one, len(self._found), len(self._paths))
        self._next()

    @property
    def _name(self) -> str:
        return self._names[len(self._found)]

    def _cannot_read(self, error: AppError) -> None:
        self._end()
        self.refused.emit(error)

    def _end(self, _: object = None) -> None:
        self.is_running = False


def _gathered(paths: tuple[Path, ...], _: Progress) -> tuple[Path, ...]:
    """The files, and the PDFs of the folders among them."""
    every: list[Path] = []
    for path in paths:
        every += pdfs_in(path) if path.is_dir() else [path]
    return tuple(every)
