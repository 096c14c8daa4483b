"""Back in by two recovery cards: type them, say whose passphrase is lost, choose a new one."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from app.domain.errors import AppError
from app.domain.progress import Progress
from app.domain.recovery import check_group
from ui.messages import message_for
from ui.new_passphrase import NewPassphrase
from ui.tasks import Task, Tasks
from ui.terms import HOLDER_ROLE
from ui.unlock.entrance import OpenVault, WayIn
from ui.unlock.panel import DoorPanel
from ui.widgets.buttons import button, primary
from ui.widgets.card_entry import CardEntry
from ui.widgets.fields import Field, choice
from ui.widgets.message import Message, Tone
from ui.widgets.progress_panel import ProgressPanel
from ui.widgets.surfaces import column, row
from ui.widgets.words import label

if TYPE_CHECKING:
    from app.services.recovering import CardsAccepted

_TOLD = (
    "甲、乙、丙三张里任意两张。每组五个字符，填满一组当场就知道对不对；"
    "没有字母 I、L、O、U，大小写不用管。"
)
_WHOSE = "给这位另设一个口令，原来的从此不认；别人的不变。这一套恢复单以后要重做。"
_STOPPED = Message("已经取消，没有打开。", "保险库照旧锁着，没有改动。", tone=Tone.NOTE)


class CardsPanel(DoorPanel):
    """Two pages: the cards, then whose passphrase and which."""

    help_topic = "keys"

    def __init__(self, access: WayIn, tasks: Tasks, folder: Path) -> None:
        super().__init__(width=42)
        self._access, self._tasks, self._folder = access, tasks, folder
        self._accepted: CardsAccepted | None = None
        self._task: Task | None = None
        self._is_cancelled = False
        self.page = 0
        self.first, self.second = CardEntry("第一张", check_group), CardEntry("第二张", check_group)
        self.whose = choice("持有人", [])
        self.new = NewPassphrase(tasks, access)
        self.progress = ProgressPanel()
        self.back_button, self.next_button = button("返回"), primary("下一步")
        # not stacked: the sheet is as high as the page in sight wants, not as the higher of them
        self._pages = (self._cards_page(), self._words_page())
        body = self.card.body
        body.addWidget(label("用恢复单打开", "title"))
        for part in (self.message, *self._pages, self.progress):
            body.addWidget(part)
        body.addLayout(row(None, self.back_button, self.next_button))
        for typed in (self.first, self.second, self.new):
            typed.changed.connect(self._suit)
        self.first.completed.connect(self.second.setFocus)
        self.back_button.clicked.connect(self.step_back)
        self.next_button.clicked.connect(self.go_on)
        self.progress.stopped.connect(self._stop)
        self.setFocusProxy(self.first)
        self._show_page(0)

    def go_on(self) -> None:
        """Have the cards checked, or the vault opened with the new passphrase."""
        if not self.next_button.isEnabled():
            return
        self.message.clear()
        if self._accepted is None:
            codes = self.first.text(), self.second.text()
            work = partial(_read, self._access, self._folder, codes)
            self._begin("正在核对两张恢复单…")
            self._tasks.query(work, self._accept, self._refuse, self._watch)
        else:
            words = self.new.first.text(), self.new.second.text()
            slot_id = str(self.whose.currentData())
            self._begin("正在打开保险库，换上新口令…")
            open_by = partial(_recovered, self._access, self._accepted, slot_id, words)
            self._tasks.query(open_by, self._let_in, self._refuse, self._watch)

    def step_back(self) -> None:
        """Stop what runs; else from the words to the cards, from the cards to the passphrase."""
        if self._task is not None:
            self._stop()
        elif self._accepted is not None:
            self._drop()
            self._show_page(0)
        else:
            self.left.emit()

    def cancel(self) -> None:
        self._stop()
        if self._task is None:
            self._drop()
        for typed in (self.first, self.second, self.new):
            typed.clear()
        self._show_page(0)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.first.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go_on()
        else:
            super().keyPressEvent(event)

    def _cards_page(self) -> QWidget:
        page = QWidget()
        whole = column(
            label(f"保险库在 {self._folder}", "small", "quiet"),
            label(_TOLD, tone="quiet"),
            label("第一张", "strong"),
            self.first,
            label("第二张", "strong"),
            self.second,
        )
        whole.addStretch(1)
        page.setLayout(whole)
        return page

    def _words_page(self) -> QWidget:
        page = QWidget()
        whole = column(
            label("✓ 两张都对，是这个保险库的。", tone="green"),
            Field("谁的口令", self.whose, _WHOSE),
            self.new,
        )
        whole.addStretch(1)
        page.setLayout(whole)
        return page

    def _accept(self, accepted: CardsAccepted) -> None:
        self._rest()
        self._accepted = accepted
        if self._is_cancelled:
            self._say_stopped()
            return
        self.whose.clear()
        for holder in accepted.holders:
            self.whose.addItem(f"{holder.name}（{HOLDER_ROLE[holder.role]}）", holder.slot_id)
        self._show_page(1)
        self.whose.setFocus()

    def _let_in(self, application: OpenVault) -> None:
        if self._is_cancelled:
            # it was through before it heard: nobody may come in any more
            self._tasks.query(partial(_lock, application), self._say_stopped)
            return
        self._rest()
        self.opened.emit(application)

    def _watch(self, task: Task) -> None:
        self._task, self._is_cancelled = task, False
        task.crashed.connect(self._rest)
        task.cancelled.connect(self._say_stopped)

    def _stop(self) -> None:
        if self._task is not None:
            self._is_cancelled = True
            self._task.cancel()

    def _drop(self) -> None:
        accepted, self._accepted = self._accepted, None
        if accepted is not None:
            accepted.forget()

    def _say_stopped(self, _: object = None) -> None:
        self._rest()
        self._drop()
        self._show_page(0)
        self.message.show_message(_STOPPED)

    def _refuse(self, error: AppError) -> None:
        self._rest()
        self.message.show_message(message_for(error))

    def _begin(self, sentence: str) -> None:
        self.progress.begin(sentence)
        self.next_button.setEnabled(False)

    def _rest(self, _: object = None) -> None:
        self._task = None
        self.progress.end()
        self._suit()

    def _show_page(self, number: int) -> None:
        self.page = number
        for place, part in enumerate(self._pages):
            part.setHidden(place != number)
        self.back_button.setText("上一步" if number else "返回")
        self.back_button.setAccessibleName("上一步" if number else "返回输入口令")
        words = "打开" if number else "下一步"
        self.next_button.setText(words)
        self.next_button.setAccessibleName(words)
        self._suit()

    def _suit(self) -> None:
        if self.page:
            is_ready = self.new.is_ready()
        else:
            is_ready = self.first.is_whole() and self.second.is_whole()
        self.next_button.setEnabled(is_ready and self._task is None)


def _read(access: WayIn, folder: Path, codes: tuple[str, str], progress: Progress) -> CardsAccepted:
    return access.read_cards(folder, *codes, progress)


def _recovered(
    access: WayIn,
    accepted: CardsAccepted,
    slot_id: str,
    words: tuple[str, str],
    progress: Progress,
) -> OpenVault:
    return access.recover(accepted, slot_id, *words, progress)


def _lock(application: OpenVault, _: Progress) -> None:
    application.lock()
