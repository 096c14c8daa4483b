"""Where packages are received from: a stick that is plugged in, or a folder; nothing is guessed."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QListWidget, QListWidgetItem

from app.domain.errors import AppError
from app.domain.progress import Progress
from app.domain.sticks import StickRow
from ui.desk.tools import DeskTools
from ui.messages import message_for
from ui.sizes import size_text
from ui.stick_messages import system_text
from ui.theme import row_height
from ui.widgets.buttons import button
from ui.widgets.message import Message
from ui.widgets.surfaces import Card, row
from ui.widgets.words import label

EVERY_MS = 2_000
_ROWS, _FEW = 2.2, 1.3


class SourceCard(Card):
    """chosen tells the stick or folder, or None when it is there no more; told carries refusals."""

    chosen = Signal(object)
    told = Signal(object)

    def __init__(self, tools: DeskTools) -> None:
        super().__init__("从哪里接收")
        self._tools = tools
        self._rows: list[StickRow] = []
        self._sticks: list[StickRow] = []
        self._folder: StickRow | None = None
        self._is_looking = self._is_small = False
        self.said = label("正在找 U 盘…", tone="quiet")
        self.list = QListWidget()
        self.list.setAccessibleName("插着的 U 盘")
        self.refresh_button = button("刷新", "refresh-cw")
        self.folder_button = button("选择文件夹…", "folder-open")
        head = row(self.said, self.refresh_button, self.folder_button)
        head.setStretch(0, 1)
        self.add(head, self.list)
        self.title.hide()  # the line above the list says it
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.look)
        self.refresh_button.clicked.connect(self.look)
        self.folder_button.clicked.connect(self.choose_folder)
        self.list.currentRowChanged.connect(self._choose)
        self._measure()

    @property
    def place(self) -> StickRow | None:
        """What is chosen."""
        at = self.list.currentRow()
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def look(self) -> None:
        """See which sticks are there; beside the vault lane, one look at a time."""
        if not self._is_looking:
            self._is_looking = True
            self._tools.tasks.background(self._read, self.show_rows, self._refuse)

    def choose_folder(self) -> None:
        """Ask for a folder, such as a disc's."""
        chosen = QFileDialog.getExistingDirectory(self, "移交包所在的文件夹")
        if chosen:
            self.take_folder(Path(chosen))

    def take_folder(self, folder: Path) -> None:
        """Receive from this folder; one that lies on a stick is that stick's."""
        self._tools.tasks.background(partial(self._held, folder), self._add_folder, self._refuse)

    def set_busy(self, is_busy: bool) -> None:
        """Keep what is chosen while packages are being received from it."""
        for part in (self.list, self.refresh_button, self.folder_button):
            part.setEnabled(not is_busy)
        self._timer.stop() if is_busy else self._timer.start()

    def be_small(self, is_small: bool) -> None:
        """Leave the room to what was found there."""
        self._is_small = is_small
        self._measure()

    def let_go(self) -> None:
        """The stick was ejected: it is chosen no more."""
        self._folder = None
        self.list.setCurrentRow(-1)
        self.look()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._measure()
        self.look()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    # ── looking ──────────────────────────────────────────────────────────────────────────────────

    def _read(self, _: Progress) -> list[StickRow]:
        return self._tools.desk.sticks.plugged_in()

    def _held(self, folder: Path, _: Progress) -> StickRow:
        # the folder itself is looked into, whatever it lies on
        return replace(self._tools.desk.sticks.holding(folder), folder=str(folder))

    def _add_folder(self, place: StickRow) -> None:
        self._folder = place
        self.show_rows(self._sticks)
        self.list.setCurrentRow(-1)
        self.list.setCurrentRow(len(self._rows) - 1)

    def show_rows(self, sticks: list[StickRow]) -> None:
        """Show the sticks, and the folder that was chosen; what was chosen stays chosen."""
        self._is_looking = False
        before = self.place
        self._sticks = [one for one in sticks if not one.is_system]
        rows = [*self._sticks, *([self._folder] if self._folder else [])]
        if [_key(one) for one in rows] == [_key(one) for one in self._rows]:
            self._rows = rows
            self._say()
            return
        self._rows = rows
        with QSignalBlocker(self.list):
            self.list.clear()
            for one in rows:
                self.list.addItem(QListWidgetItem(_text(one)))
            self.list.setCurrentRow(self._at(before))
        self._say()
        if before is not None and self.place is None:
            self.chosen.emit(None)

    def _at(self, before: StickRow | None) -> int:
        """Where what was chosen stands now; less than nought when it is gone."""
        keys = [_key(one) for one in self._rows]
        return keys.index(_key(before)) if before is not None and _key(before) in keys else -1

    def _say(self) -> None:
        count = sum(not one.is_folder for one in self._rows)
        if count:
            self.said.setText(f"从哪里接收？插着 {count} 个 U 盘，请选一个。")
        else:
            self.said.setText("从哪里接收？没有发现 U 盘，插上就会列出来。")

    def _choose(self, _: int) -> None:
        self.chosen.emit(self.place)

    def _refuse(self, error: AppError) -> None:
        self._is_looking = False
        self.told.emit(message_for(error))

    def _measure(self) -> None:
        rows = _FEW if self._is_small else _ROWS
        self.list.setFixedHeight(round(row_height(self.list) * rows))
        if self.list.currentItem() is not None:
            self.list.scrollToItem(self.list.currentItem())


def not_mounted(place: StickRow) -> Message | None:
    """Why nothing can be read from it, or None."""
    if place.is_mounted and place.folder and not place.is_locked:
        return None
    what = "是加密的，还没有解锁" if place.is_locked else "插着，但系统没有打开它"
    return Message(
        f"“{place.name}”{what}。",
        "没有改动任何内容。",
        "请在文件管理器里点一下它，这里会自己刷新。",
    )


def _key(place: StickRow) -> tuple[str, str, bool]:
    return place.device, place.folder, place.is_mounted


def _text(place: StickRow) -> str:
    if place.is_folder:
        return f"文件夹　{place.folder}"
    if not place.is_mounted:
        return f"{place.name}　没有打开"
    room = f"{system_text(place.file_system)}　剩 {size_text(place.free_bytes)}"
    locked = "　只读，回执写不进去" if place.is_read_only else ""
    return f"{place.name}　{place.folder}　{room}{locked}"
