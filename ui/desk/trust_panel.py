"""Trusting an office: its card, the eight groups read aloud by telephone, from which number on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QSpinBox, QWidget

from app.domain.changes import Changes
from app.domain.errors import AppError, RecipientUnreadableError
from app.domain.package import LAST_SEQUENCE, OfficeCard
from app.domain.progress import Progress
from ui.desk.tools import DeskTools
from ui.messages import message_for
from ui.tasks import Task
from ui.widgets.buttons import button, primary
from ui.widgets.fields import Field
from ui.widgets.fingerprint import FingerprintTicks
from ui.widgets.message import Message
from ui.widgets.message_bar import MessageBar
from ui.widgets.surfaces import Card, column, row, scrolled
from ui.widgets.words import label

_NO_CARD = "还没有选卡片。"
_WHENCE = "单位在谈心簿的“移交”里按“导出本单位卡片”得到它；它是公开的，不是秘密。"
_ASK = (
    "打电话给这个单位（号码从通讯录里查，不用卡片带来的），"
    "请对方念自己卡片的指纹，每对上一组，勾一组。"
)
_OTHER_KEY = Message(
    "这个代码的单位登记过另一把密钥，这张卡片不是原来那张。",
    "原来的登记还在，没有改动。",
    "请在电话里问清为什么换：换了电脑或密钥可以替换；说不清的，不要登记。",
)
_UNREADABLE = Message(
    "这个文件不是单位的卡片，或者已经损坏。",
    "没有登记任何单位。",
    "请单位在谈心簿的“移交”里重新导出卡片。",
)


@dataclass(frozen=True, slots=True)
class ReadCard:
    """A card as it came, what it says, and the card the desk has of this office already."""

    untrusted: bytes
    card: OfficeCard
    known: OfficeCard | None

    @property
    def is_other_key(self) -> bool:
        """Whether it would replace a key."""
        return self.known is not None and self.known.public_key != self.card.public_key


class TrustPanel(QWidget):
    """left: back to the list; trusted tells the office's name."""

    left = Signal()
    trusted = Signal(str)

    def __init__(self, tools: DeskTools) -> None:
        super().__init__()
        self._tools = tools
        self._read: ReadCard | None = None
        self._is_busy = False
        self.message = MessageBar()
        self.card_button = button("选择单位的卡片文件…", "folder-open")
        self.name, self.said = label(_NO_CARD, "large"), label(_WHENCE, tone="quiet")
        self.ticks = FingerprintTicks()
        self.replace = QCheckBox("已问清缘由，用这把新密钥替换原来的")
        self.first = QSpinBox()
        self.first.setRange(1, LAST_SEQUENCE)
        hint = "新单位一般是 1；以前的号不收，也不算缺号"
        self.first_field = Field("从第几号移交包开始接收", self.first, hint)
        self.back_button = button("返回", "arrow-left")
        self.trust_button = primary("登记这个单位", "badge-check")
        self._lay_out()
        self._connect()
        self._suit()

    def _lay_out(self) -> None:
        card = Card("单位的卡片").add(
            self.name, self.said, self.ticks, self.replace, row(self.first_field, None)
        )
        inside = QWidget()
        laid = column(row(self.card_button, None), self.message, card, gap=1.5)
        laid.addStretch(1)
        inside.setLayout(laid)
        whole = column(scrolled(inside, "登记单位"), row(self.back_button, None, self.trust_button))
        whole.setStretch(0, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.card_button.clicked.connect(self.choose_card)
        self.back_button.clicked.connect(self.left)
        self.trust_button.clicked.connect(self.trust)
        self.ticks.changed.connect(self._suit)
        self.replace.toggled.connect(self._suit)

    def begin(self) -> None:
        """Forget the card of before."""
        self._read = None
        self.message.clear()
        self.ticks.show_groups(())
        self.replace.setChecked(False)
        self.first.setValue(1)
        self._suit()

    def choose_card(self) -> None:
        """Ask for the card's file."""
        chosen, _ = QFileDialog.getOpenFileName(self, "单位的卡片", "", "卡片 (*.txt)")
        if chosen:
            self.read_card(Path(chosen))

    def read_card(self, path: Path) -> None:
        """Show whose card it is, to be compared."""
        self.begin()
        self._tools.tasks.query(partial(_read, self._tools, path), self._show, self._refuse)

    def trust(self) -> None:
        """Take packages signed with this card from now on."""
        if self._read is not None and self.trust_button.isEnabled():
            self._is_busy = True
            self._suit()
            work = partial(_trusted, self._tools, self._read, self.first.value())
            self._tools.tasks.command(work, self._finish, self._refuse, self._watch)

    def _watch(self, task: Task) -> None:
        task.crashed.connect(self._rest)

    def _show(self, read: ReadCard) -> None:
        self._read = read
        self.ticks.show_groups(read.card.fingerprint)
        if read.is_other_key:
            self.message.show_message(_OTHER_KEY, closable=False)
        self._suit()
        self.ticks.ticks[0].setFocus()

    def _finish(self, card: OfficeCard) -> None:
        self._rest()
        self.begin()
        self.trusted.emit(card.name)

    def _refuse(self, error: AppError) -> None:
        self._rest()
        told = _UNREADABLE if isinstance(error, RecipientUnreadableError) else message_for(error)
        self.message.show_message(told)

    def _rest(self, _: object = None) -> None:
        self._is_busy = False
        self._suit()

    def _suit(self) -> None:
        read = self._read
        self.ticks.setVisible(read is not None)
        self.first_field.setVisible(read is not None and read.known is None)
        self.replace.setVisible(read is not None and read.is_other_key)
        self.name.setText(f"{read.card.code}　{read.card.name}" if read else _NO_CARD)
        self.said.setText(_ASK if read else _WHENCE)
        is_meant = read is None or not read.is_other_key or self.replace.isChecked()
        is_compared = read is not None and self.ticks.are_all_same()
        self.trust_button.setEnabled(is_compared and is_meant and not self._is_busy)


def _read(tools: DeskTools, path: Path, _: Progress) -> ReadCard:
    untrusted = tools.registry.card_in(path)
    card = tools.registry.read_card(untrusted)
    known = {one.card.code: one.card for one in tools.registry.offices()}
    return ReadCard(untrusted, card, known.get(card.code))


def _trusted(
    tools: DeskTools, read: ReadCard, first: int, _: Progress
) -> tuple[OfficeCard, Changes]:
    # an office that is known keeps its count: a later beginning would leave numbers out
    begin = first if read.known is None else 1
    return tools.registry.trust(read.untrusted, begin, replacing=read.is_other_key)
