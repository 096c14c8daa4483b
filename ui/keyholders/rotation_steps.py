"""The steps of exchanging the data key: what it means, who stays, and the work itself."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QRadioButton, QVBoxLayout, QWidget

from app.domain.errors import AppError, TooManyTriesError, WrongPassphraseError
from app.domain.holders import KeyHolder
from app.domain.progress import Progress
from app.domain.recovery import CardSet
from app.domain.vault_errors import HolderPassphraseWrongError
from app.services.rotation import RotationRoom
from ui.keyholders.desk import KeyDesk
from ui.keyholders.step_panel import PanelStep
from ui.messages import message_for, size_text
from ui.tasks import Task
from ui.terms import HOLDER_ROLE
from ui.theme import px
from ui.widgets.fields import Field
from ui.widgets.message import Message, Tone
from ui.widgets.message_bar import MessageBar, Way
from ui.widgets.passphrase_edit import PassphraseEdit
from ui.widgets.progress_panel import ProgressPanel
from ui.widgets.surfaces import Card, Place, column
from ui.widgets.words import label, set_tone

_WHEN = (
    "有人离岗、口令或旧备份落到别人手里时换。换了以后，旧的密钥文件加旧口令，打不开换过的保险库。"
)
_HOW = (
    "整个保险库用新的数据密钥重写一遍，核对无误后才换上。中途取消、断电、盘满，原来的都完好。"
    "换完自动锁定，请用原来的口令解锁。"
)
_OLD = "换以前做的备份仍用旧密钥，旧口令仍打得开：请收回销毁，换好后马上做一次备份。"
_MISTYPED = (WrongPassphraseError, HolderPassphraseWrongError, TooManyTriesError)
_STOPPED = Message(
    "已停下，数据密钥没有换。", "保险库和原来一模一样。", "可以再按“更换数据密钥”。", Tone.NOTE
)


class AboutRotationStep(PanelStep):
    """When it is wanted, what it costs, and whether new cards are made with it."""

    title = "先看一眼"

    def __init__(self, desk: KeyDesk) -> None:
        super().__init__()
        self._desk = desk
        self._room: RotationRoom | None = None
        self.room = label("", tone="quiet")
        self.now = QRadioButton("现在就做新的一套（推荐）")
        self.later = QRadioButton("以后再做；换完以后没有恢复单")
        self.now.setChecked(True)
        what = Card("为什么换，怎么换").add(label(_WHEN), label(_HOW), label(_OLD), self.room)
        cards = Card("恢复单").add(
            label("换了数据密钥，现在的恢复单就作废。", tone="quiet"), self.now, self.later
        )
        whole = column(what, cards, gap=1.5)
        whole.addStretch(1)
        self.setLayout(whole)
        self.now.toggled.connect(lambda _: self.changed.emit())

    def enter(self) -> None:
        self._desk.tasks.query(self._read, then=self._show, refused=self._refuse)

    def is_ready(self) -> bool:
        return self._room is not None and self._room.is_enough

    def forget(self) -> None:
        self.now.setChecked(True)

    def _read(self, _: Progress) -> RotationRoom:
        return self._desk.rotation.room()

    def _show(self, room: RotationRoom) -> None:
        self._room = room
        needed, free = size_text(room.needed), size_text(room.free)
        said = f"重写时要另占 {needed}，现在空着 {free}。"
        self.room.setText(said if room.is_enough else f"✕ {said}请先腾出空间。")
        set_tone(self.room, "quiet" if room.is_enough else "brick")
        self.changed.emit()

    def _refuse(self, error: AppError) -> None:
        self.told.emit(error)


class StayingStep(PanelStep):
    """One's own passphrase, and those of the holders who stay and are here to type them."""

    title = "谁留下"

    def __init__(self, desk: KeyDesk) -> None:
        super().__init__()
        self._desk = desk
        self._others: list[KeyHolder] = []
        self.own = PassphraseEdit("您自己的口令")
        self.own.keep_while_shown()  # the others type, and cards are printed, before it is used
        self.own.changed.connect(self.changed)
        self.own.entered.connect(self.done)
        self.fields: dict[str, PassphraseEdit] = {}
        self._place = Place()
        self.lost = label("", tone="brick")
        who = Card("您自己").add(Field("您自己的口令", self.own))
        self.rest = Card("别的持有人").add(
            label("留下的人请到这台电脑前，各输自己的口令，别人不要看。", tone="quiet"),
            self._place,
            self.lost,
        )
        whole = column(who, self.rest, gap=1.5)
        whole.addStretch(1)
        self.setLayout(whole)

    def enter(self) -> None:
        self.own.setFocus()
        if not self.fields:
            self._desk.tasks.query(self._read, then=self.show_holders, refused=self._refuse)

    def is_ready(self) -> bool:
        return bool(self.own.text())

    def others(self) -> Mapping[str, str]:
        """The passphrases typed, by the holders' slots."""
        return {slot: edit.text() for slot, edit in self.fields.items() if edit.text()}

    def forget(self) -> None:
        self.own.clear()
        self._others, self.fields = [], {}
        self._place.clear()

    def show_holders(self, holders: list[KeyHolder]) -> None:
        """One field for each of the others."""
        self._others = [holder for holder in holders if not holder.is_self]
        self.rest.setVisible(bool(self._others))
        part = QWidget()
        box = QVBoxLayout(part)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(px(1))
        for holder in self._others:
            edit = PassphraseEdit(f"{holder.name}的口令")
            edit.keep_while_shown()
            edit.changed.connect(self._count)
            self.fields[holder.slot_id] = edit
            box.addWidget(Field(f"{holder.name}（{HOLDER_ROLE[holder.role]}）的口令", edit))
        self._place.put(part)
        self._count()

    def _count(self) -> None:
        lost = [h.name for h in self._others if not self.fields[h.slot_id].text()]
        told = f"没有输口令的：{'、'.join(lost)}。换完以后打不开保险库，要重新添加。"
        self.lost.setText(told if lost else "")
        self.lost.setVisible(bool(lost))

    def _read(self, _: Progress) -> list[KeyHolder]:
        return self._desk.holders.list()

    def _refuse(self, error: AppError) -> None:
        self.told.emit(error)


class RotateStep(PanelStep):
    """The work itself, with 停止; rotated tells that the vault is closed under its new key.

    mistyped tells an error that is mended where the passphrases were typed.
    """

    began = Signal()
    gave_up = Signal()
    rotated = Signal()
    mistyped = Signal(object)

    title = "更换"
    way_on = ""

    def __init__(self, desk: KeyDesk) -> None:
        super().__init__()
        self._desk = desk
        self._task: Task | None = None
        self._wanted: tuple[str, Mapping[str, str], CardSet | None] | None = None
        self.answer, self.progress = MessageBar(), ProgressPanel()
        self.progress.stopped.connect(self.stop)
        whole = column(self.answer, self.progress, gap=1.5)
        whole.addStretch(1)
        self.setLayout(whole)

    def is_busy(self) -> bool:
        return self._task is not None

    def begin(self, own: str, others: Mapping[str, str], cards: CardSet | None) -> None:
        """Exchange the data key with what was typed and made in the steps before."""
        self._wanted = own, others, cards
        self.answer.clear()
        self.began.emit()
        self.progress.begin("正在用新的数据密钥重写保险库。先不要合上电脑。")
        work = partial(_rotated, self._desk, self._wanted)
        self._desk.tasks.query(work, then=self._done, refused=self._refuse, watch=self._watch)
        self.changed.emit()

    def stop(self) -> None:
        """Stop at the next step; the vault stays as it was."""
        if self._task is not None:
            self._task.cancel()

    def forget(self) -> None:
        self._wanted = None
        self.answer.clear()

    def _again(self) -> None:
        if self._wanted is not None:
            self.begin(*self._wanted)

    def _watch(self, task: Task) -> None:
        self._task = task
        task.stepped.connect(self.progress.step)
        task.cancelled.connect(self._say_stopped)
        task.crashed.connect(self._ended)
        task.ended.connect(self._ended)

    def _say_stopped(self) -> None:
        self.answer.show_message(_STOPPED, Way("再来一次", self._again), closable=False)

    def _done(self, _: object) -> None:
        self._task = None
        self.rotated.emit()

    def _refuse(self, error: AppError) -> None:
        if isinstance(error, _MISTYPED):
            self._ended()
            self.mistyped.emit(error)
            return
        self.answer.show_message(message_for(error), Way("再来一次", self._again), closable=False)

    def _ended(self, _: object = None) -> None:
        was_at_work, self._task = self._task is not None, None
        self.progress.end()
        self.changed.emit()
        if was_at_work:
            self.gave_up.emit()


def _rotated(
    desk: KeyDesk, wanted: tuple[str, Mapping[str, str], CardSet | None], progress: Progress
) -> None:
    desk.rotation.rotate(*wanted, progress)
