"""Saving a workbook of the desk where somebody says: its button, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.errors import AppError
from app.domain.progress import Progress
from app.services.open_desk import save_new
from ui.desk.tools import DeskTools
from ui.messages import message_for
from ui.tasks import Task
from ui.widgets.buttons import button
from ui.widgets.message import Message, Tone

Make = Callable[[Progress], bytes]
_WHERE = "里面有单位和人员的名字，是明文，请只放在能放的地方。"


class WorkbookSaving(QObject):
    """asked: the button was pressed, and save() is to be called; told says how it went."""

    asked = Signal()
    told = Signal(object)

    def __init__(self, tools: DeskTools, what: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._tasks, self._what, self._parent = tools.tasks, what, parent
        self._task: Task | None = None
        self.button = button("导出 Excel…", "table", name=f"导出{what}")
        self.button.clicked.connect(self.asked)

    def save(self, make: Make) -> None:
        """Ask where, make it on the vault lane, write it beside."""
        name = f"{self._what}.xlsx"
        chosen, _ = QFileDialog.getSaveFileName(
            self._parent, f"导出{self._what}", name, "Excel (*.xlsx)"
        )
        if chosen:
            self.save_to(Path(chosen), make)

    def save_to(self, path: Path, make: Make) -> None:
        """Write it to this place; what is there already is not written over."""
        self.button.setEnabled(False)
        self._tasks.query(make, partial(self._write, path), self._refuse, self._watch)

    def stop(self) -> None:
        """Stop making it: the vault is being locked."""
        if self._task is not None:
            self._task.cancel()

    def _watch(self, task: Task) -> None:
        self._task = task
        task.crashed.connect(self._rest)
        task.cancelled.connect(self._rest)

    def _write(self, path: Path, content: bytes) -> None:
        self._tasks.background(partial(_written, path, content), self._say, self._refuse)

    def _say(self, path: Path) -> None:
        self._rest()
        self.told.emit(Message(f"{self._what}已写成 {path.name}。", _WHERE, tone=Tone.NOTE))

    def _refuse(self, error: AppError) -> None:
        self._rest()
        self.told.emit(message_for(error))

    def _rest(self, _: object = None) -> None:
        self._task = None
        self.button.setEnabled(True)


def _written(path: Path, content: bytes, _: Progress) -> Path:
    save_new(path, content)
    return path
