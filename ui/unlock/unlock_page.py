"""The page that asks for the passphrase, and says in place why the vault stays closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QPushButton, QVBoxLayout

from app.domain.errors import AppError, DiskFullError, TooManyTriesError, WrongPassphraseError
from app.domain.progress import Progress
from ui.tasks import Task, Tasks
from ui.unlock.entrance import OpenVault, WayIn
from ui.unlock.sheet import Sheet
from ui.unlock.ways import DISK_FULL, ways_on
from ui.widgets.buttons import button, flow, primary
from ui.widgets.fields import Field
from ui.widgets.message import Message, Tone
from ui.widgets.message_bar import MessageBar
from ui.widgets.passphrase_edit import PassphraseEdit
from ui.widgets.surfaces import row
from ui.widgets.words import label, rule

_CAPS = "大写锁定似乎开着。"


@dataclass(frozen=True, slots=True)
class DoorWords:
    """What stands on a door."""

    title: str = "解锁保险库"
    place: str = "保险库在"
    folder: str = "打开别处的保险库…"
    new: str = "新建保险库…"


OFFICE = DoorWords()


class UnlockPage(Sheet):
    """Opens a vault. opened tells what was unlocked; new_asked that none is there yet."""

    opened = Signal(object)
    new_asked = Signal()
    cards_asked = Signal()
    restore_asked = Signal()
    salvage_asked = Signal()

    def __init__(self, entrance: WayIn, tasks: Tasks, words: DoorWords = OFFICE) -> None:
        super().__init__(width=34)
        self._entrance, self._tasks, self.words = entrance, tasks, words
        self._folder = Path()
        self._wait = 0
        self._is_busy = self._is_cancelled = False
        self._task: Task | None = None
        self.place = label("", "small", "quiet")
        self.message = MessageBar()
        self.passphrase = PassphraseEdit("口令")
        self.passphrase.changed.connect(self._enable)
        self.passphrase.entered.connect(self.try_now)
        self.open_button = primary("解锁", "lock-open")
        self.open_button.clicked.connect(self.try_now)
        self.cancel_button = button("取消", name="取消解锁")
        self.cancel_button.clicked.connect(self.cancel)
        self.cancel_button.hide()
        self.cards_button = _way("用恢复单打开…", self.cards_asked.emit)
        self.restore_button = _way("从备份恢复…", self.restore_asked.emit)
        # also for a vault that opens and in which something was found damaged
        self.salvage_button = _way("检查与抢救…", self.salvage_asked.emit)
        self.folder_button = _way(words.folder, self.choose_folder)
        self.new_button = _way(words.new, self.new_asked.emit)
        self._lay_out()
        self._clock = QTimer(self, interval=1000)
        self._clock.timeout.connect(self._count_down)
        self.setFocusProxy(self.passphrase)
        self._enable()

    def _lay_out(self) -> None:
        body: QVBoxLayout = self.card.body
        body.addWidget(label(self.words.title, "title"))
        body.addWidget(self.place)
        body.addWidget(self.message)
        body.addWidget(Field("口令", self.passphrase))
        body.addLayout(row(None, self.cancel_button, self.open_button))
        body.addWidget(rule())
        body.addWidget(flow(*self._others()))

    def _others(self) -> tuple[QPushButton, ...]:
        back = (self.cards_button, self.restore_button, self.salvage_button)
        return (*back, self.folder_button, self.new_button)

    @property
    def folder(self) -> Path:
        """The folder of the vault whose passphrase is asked for."""
        return self._folder

    def show_folder(self, folder: Path) -> None:
        """Ask for the passphrase of the vault in that folder."""
        self._folder = folder
        self.place.setText(f"{self.words.place} {folder}")
        self.message.clear()
        self.passphrase.clear()
        self.passphrase.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.passphrase.setFocus()

    def say_locked(self) -> None:
        """Tell that the vault was locked and nothing is lost."""
        way = "输入口令，就回到刚才的页面。"
        told = Message("保险库已锁定。", "写下的内容都已加密保存。", way, Tone.NOTE)
        self.message.show_message(told, closable=False)

    def try_now(self) -> None:
        """Try the passphrase that was typed."""
        if not self.open_button.isEnabled():
            return
        self._is_busy, self._is_cancelled = True, False
        self.message.clear()
        self._enable()
        work = partial(_unlock, self._entrance, self._folder, self.passphrase.text())
        self._task = self._tasks.query(work, self._let_in, self._refuse, self._watch)

    def cancel(self) -> None:
        """Stop the unlocking that runs: the vault stays closed, and what was typed is forgotten."""
        if self._task is not None:
            self._is_cancelled = True
            self._task.cancel()
            self.passphrase.clear()
            self.cancel_button.setEnabled(False)

    def give_room(self) -> None:
        """Give up the spare room beside the vault, and try again."""
        self._tasks.query(partial(_give_room, self._folder), self._try_with_room)

    def choose_folder(self) -> None:
        """Choose the folder of another vault."""
        chosen = QFileDialog.getExistingDirectory(self, "选择保险库所在的文件夹", str(self._folder))
        if chosen:
            self.show_folder(Path(chosen))

    def _watch(self, task: Task) -> None:
        task.crashed.connect(self._rest)
        task.cancelled.connect(self._say_cancelled)

    def _try_with_room(self, _: int) -> None:
        self.try_now()

    def _let_in(self, application: OpenVault) -> None:
        if self._is_cancelled:
            # it was through before it heard: nobody may come in any more
            self._tasks.query(partial(_lock, application), self._say_cancelled)
            return
        self._rest()
        self.message.clear()
        self.passphrase.clear()
        self.opened.emit(application)

    def _say_cancelled(self, _: object = None) -> None:
        self._rest()
        told = Message("没有解锁：已经取消。", "保险库照旧锁着，没有改动。", tone=Tone.NOTE)
        self.message.show_message(told, closable=False)
        self.passphrase.setFocus()

    def _refuse(self, error: AppError) -> None:
        self._rest()
        # to start faster: the sentences name half the domain
        from ui.messages import message_for

        message, ways = message_for(error), ways_on(error, self)
        if isinstance(error, DiskFullError):
            message = DISK_FULL
        if isinstance(error, WrongPassphraseError) and self.passphrase.is_caps_on:
            message = Message(message.what, message.safe, _CAPS + message.remedy)
        if isinstance(error, TooManyTriesError):
            self._wait = error.wait_seconds
            self._clock.start()
            self._enable()
        self.message.show_message(message, *ways, closable=False)
        self.passphrase.select_all()

    def _rest(self, _: object = None) -> None:
        self._is_busy, self._task = False, None
        self._enable()

    def _enable(self) -> None:
        is_ready = bool(self.passphrase.text()) and not self._wait and not self._is_busy
        self.open_button.setEnabled(is_ready)
        said = f"还要等 {self._wait} 秒" if self._wait else "解锁"
        said = "正在解锁…" if self._is_busy else said
        self.open_button.setText(said)
        self.open_button.setAccessibleName(said)
        self.cancel_button.setVisible(self._is_busy)
        self.cancel_button.setEnabled(not self._is_cancelled)
        for other in self._others():
            other.setEnabled(not self._is_busy)

    def _count_down(self) -> None:
        self._wait = max(0, self._wait - 1)
        if not self._wait:
            self._clock.stop()
        self._enable()


def _way(text: str, take: Callable[[], object]) -> QPushButton:
    made = button(text, kind="quiet")
    made.clicked.connect(lambda: take())
    return made


def _unlock(entrance: WayIn, folder: Path, passphrase: str, progress: Progress) -> OpenVault:
    return entrance.unlock(folder, passphrase, progress)


def _give_room(folder: Path, _: Progress) -> int:
    # to start faster: it knows all that looks after an open vault
    from app.services.upkeep import give_room

    return give_room(folder)


def _lock(application: OpenVault, _: Progress) -> None:
    application.lock()
