"""Writes a package once more, for a stick that was lost or failed: same number, same content."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.errors import AppError
from app.domain.package import WrittenPackage
from app.domain.progress import Progress
from ui.handover.choice import Counter
from ui.messages import message_for
from ui.tasks import Task
from ui.widgets.buttons import button
from ui.widgets.message import Message, Tone
from ui.widgets.progress_panel import ProgressPanel
from ui.widgets.surfaces import column


class AgainPanel(QWidget):
    """Progress with 停止, and the button that begins; the list says which package it is about."""

    told = Signal(object)
    written = Signal()

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counter = counter
        self._number: int | None = None
        self._task: Task | None = None
        self.button = button("再写一份…", "copy")
        self.button.setEnabled(False)
        self.progress = ProgressPanel()
        self.setLayout(column(self.progress))
        self.button.clicked.connect(self.choose_place)
        self.progress.stopped.connect(self._stop)

    def choose(self, number: int | None) -> None:
        """Which package would be written once more; None when none is chosen."""
        self._number = number
        self._show_state()

    def choose_place(self) -> None:
        """Ask where the copy is to go."""
        place = QFileDialog.getExistingDirectory(self, "再写一份到哪个 U 盘或文件夹")
        if place:
            self.write(Path(place))

    def write(self, place: Path) -> None:
        """Write the chosen package there and read it back."""
        if self._number is None or self._task is not None:
            return
        self.progress.begin(f"正在再写一份第 {self._number} 号包并读回核对。先不要拔出 U 盘。")
        self._counter.tasks.query(
            partial(self._write, self._number, place),
            then=self._done,
            refused=self._refuse,
            watch=self._watch,
        )
        self._show_state()

    def _write(self, number: int, place: Path, progress: Progress) -> WrittenPackage:
        return self._counter.handover.write_again(number, place, progress)

    def _watch(self, task: Task) -> None:
        self._task = task
        task.stepped.connect(self.progress.step)
        task.cancelled.connect(self._stopped)
        task.ended.connect(self._ended)

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _done(self, written: WrittenPackage) -> None:
        told = Message(
            f"第 {written.number} 号包又写了一份，读回核对无误。",
            remedy="号码和内容与原来的一样。在系统里“安全弹出”后，可以拔出。",
            tone=Tone.PROVEN,
        )
        self.told.emit(told)
        self.written.emit()

    def _refuse(self, error: AppError) -> None:
        self.told.emit(message_for(error))

    def _stopped(self) -> None:
        self.told.emit(Message("已停下，没有写完。", "保险库没有受影响。", "可以再写。", Tone.NOTE))

    def _ended(self) -> None:
        self._task = None
        self.progress.end()
        self._show_state()

    def _show_state(self) -> None:
        self.button.setEnabled(self._number is not None and self._task is None)
