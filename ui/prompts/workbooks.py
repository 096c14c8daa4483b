"""Prompt sets out to a workbook and in from one: which file, and what came of it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.progress import Progress
from app.domain.prompt_intake import Comparison
from app.domain.prompts import PromptSet
from app.services.prompts import Prompts
from ui.tasks import Task, Tasks
from ui.widgets.message import Message, Tone

_PATIENCE_MS = 500  # what takes longer is said
_KINDS = "XLSX (*.xlsx *.xlsm)"


class Workbooks(QObject):
    """found carries what the sheets of a file say; told a message, refused an error.

    path is the file that was read last; busy tells while one is being read.
    """

    found = Signal(object)
    told = Signal(object)
    refused = Signal(object)
    busy = Signal(bool)

    def __init__(self, window: QWidget, tasks: Tasks, prompts: Prompts) -> None:
        super().__init__(window)
        self._window, self._tasks, self._prompts = window, tasks, prompts
        self._written = ""
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._say_reading)
        self.path: Path | None = None

    def choose_file(self) -> None:
        """Ask which workbook to read."""
        name, _ = QFileDialog.getOpenFileName(self._window, "选择提问集表格", "", _KINDS)
        if name:
            self.read(Path(name))

    def choose_place(self, shown: PromptSet | None) -> None:
        """Ask where to write this version."""
        if shown is not None:
            proposed = f"提问集第{shown.version}版.xlsx"
            name, _ = QFileDialog.getSaveFileName(self._window, "导出提问集", proposed, _KINDS)
            if name:
                self.write(shown.id, Path(name))

    def read(self, path: Path) -> None:
        """Read a workbook; nothing is written."""
        self.path = path
        self.told.emit(None)
        work = partial(self._read, path)
        self._tasks.query(work, self._tell_found, self._tell_refused, self._watch)

    def read_again(self) -> None:
        """Read the same file once more."""
        if self.path is not None:
            self.read(self.path)

    def write(self, set_id: str, path: Path) -> None:
        """Write a version to a workbook."""
        self._written = path.name
        work = partial(self._write, set_id, path)
        self._tasks.command(work, then=self._say_written, refused=self._tell_refused)

    def _read(self, path: Path, _: Progress) -> tuple[Comparison, ...]:
        return self._prompts.read_workbook(path)

    def _write(self, set_id: str, path: Path, _: Progress) -> Changes:
        return self._prompts.write_workbook([set_id], path)

    def _say_written(self, _: object) -> None:
        what = f"已导出为“{self._written}”。"
        remedy = "在表里改好后用“导入”读回来：先看差别，再决定存不存。"
        self.told.emit(Message(what, "提问集里没有人名和谈话内容。", remedy, Tone.NOTE))

    def _say_reading(self) -> None:
        self.told.emit(Message("正在读表格，行数多时要几秒。", tone=Tone.NOTE))

    def _tell_found(self, found: tuple[Comparison, ...]) -> None:
        self.told.emit(None)
        self.found.emit(found)

    def _tell_refused(self, error: AppError) -> None:
        self.refused.emit(error)

    def _watch(self, task: Task) -> None:
        self.busy.emit(True)
        self._patience.start()
        task.ended.connect(self._rest)

    def _rest(self) -> None:
        self._patience.stop()
        self.busy.emit(False)
