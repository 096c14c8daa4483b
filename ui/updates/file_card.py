"""Where an update comes from: the files on the sticks that are in, or a file chosen by hand."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QListWidget, QListWidgetItem

from app.domain.progress import Progress
from app.domain.release import UPDATE_ENDING
from app.domain.sticks import StickRow
from ui import theme
from ui.stick_watch import StickWatch
from ui.updates.desk import UpdateDesk
from ui.widgets.buttons import button, flow
from ui.widgets.progress_panel import ProgressPanel
from ui.widgets.surfaces import Card
from ui.widgets.words import label

_NONE = "插着的 U 盘上没有更新文件。插上就会列出来；放在文件夹里的，按“选更新文件…”。"
_LINES = 3


class FileCard(Card):
    """chosen gives the file that is to be looked at; stopped asks that no more of it be read."""

    chosen = Signal(object)
    stopped = Signal()

    def __init__(self, desk: UpdateDesk) -> None:
        super().__init__("用更新文件更新")
        self._desk = desk
        self.files: list[Path] = []
        self.said = label("正在找 U 盘…", tone="quiet")
        self.list = QListWidget()
        self.list.setAccessibleName("U 盘上的更新文件")
        self.look_button = button("看看这一个", "search")
        self.choose_button = button("选更新文件…", "folder-open")
        self.progress = ProgressPanel()
        self.buttons = flow(self.look_button, self.choose_button)
        self.add(self.said, self.list, self.buttons, self.progress)
        self.body.addStretch(1)
        self._watch = StickWatch(desk.tasks, desk.sticks, self)
        self._watch.seen.connect(self._find)
        self.list.itemActivated.connect(self._look)
        self.list.currentItemChanged.connect(self._suit)
        self.look_button.clicked.connect(self._look)
        self.choose_button.clicked.connect(self.choose)
        self.progress.stopped.connect(self.stopped)
        self.show_files([])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._desk.updating.can_update:
            self._watch.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._watch.stop()

    def choose(self) -> None:
        """Ask for a file."""
        kinds = f"更新文件 (*{UPDATE_ENDING})"
        chosen, _ = QFileDialog.getOpenFileName(self, "选更新文件", "", kinds)
        if chosen:
            self.chosen.emit(Path(chosen))

    def show_files(self, found: list[tuple[Path, str]]) -> None:
        """Show which update files there are, each with the name of its stick."""
        self.files = [path for path, _ in found]
        self.list.clear()
        for path, stick in found:
            self.list.addItem(QListWidgetItem(f"{path.name}　在 {stick}"))
        self.list.setFixedHeight(theme.row_height(self.list) * _LINES)
        self.list.setVisible(bool(found))
        self.look_button.setVisible(bool(found))
        if found:
            self.list.setCurrentRow(0)
        self.said.setText(f"找到 {len(found)} 个更新文件。" if found else _NONE)
        self._suit()

    def begin(self) -> None:
        """A file is being looked through."""
        self.progress.begin("正在核对更新文件…")
        self.buttons.setEnabled(False)

    def end(self) -> None:
        """No file is being looked through."""
        self.progress.end()
        self.buttons.setEnabled(True)

    def _find(self, rows: list[StickRow]) -> None:
        self._desk.tasks.background(partial(self._found, rows), then=self.show_files)

    def _found(self, rows: list[StickRow], _: Progress) -> list[tuple[Path, str]]:
        seen = [row for row in rows if row.is_mounted and row.folder]
        find = self._desk.updating.found_on
        return [(path, row.name) for row in seen for path in find(Path(row.folder))]

    def _look(self, _: object = None) -> None:
        at = self.list.currentRow()
        if 0 <= at < len(self.files):
            self.chosen.emit(self.files[at])

    def _suit(self, *_: object) -> None:
        self.look_button.setEnabled(self.list.currentRow() >= 0)
