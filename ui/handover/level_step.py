"""Step two: how much of each talk goes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QButtonGroup, QLineEdit, QRadioButton, QWidget

from app.domain.errors import AppError, WrongPassphraseError
from app.domain.package import PackageLevel
from app.domain.progress import Progress
from ui.handover.choice import Choice, Counter, WizardStep
from ui.messages import message_for
from ui.terms import PACKAGE_LEVEL
from ui.theme import px
from ui.widgets.fields import Field, line_edit
from ui.widgets.hidden_line import HiddenLine
from ui.widgets.surfaces import Card, column, scrolled
from ui.widgets.words import label

_SHORT = {
    PackageLevel.STATISTICS: "只有数字",
    PackageLevel.LEDGER: "谈话和问题的清单",
    PackageLevel.FULL: "笔录、扫描件和附件全部",
}
_HOLDS = {
    PackageLevel.STATISTICS: (
        "装：场次、人次、人数、意见建议、问题和整改的数字。",
        "不装：姓名、单位、谈话内容。谈话不会因此记为已接收。",
    ),
    PackageLevel.LEDGER: (
        "装：每场谈话的编号、时间、类型、谈话对象和单位，问题和整改情况，办理过程；表格软件能打开。",
        "不装：谈话内容、签名的谈话记录、附件。",
    ),
    PackageLevel.FULL: (
        "装：台账包的全部，加上谈话内容、签名的谈话记录、签字扫描件、补正记录、附件和回避情况。",
        "不装：私记。要写明理由，并再输一次口令。",
    ),
}


class LevelStep(WizardStep):
    """The smallest that serves is chosen; everything needs a reason, and the passphrase again."""

    def __init__(self, counter: Counter, choice: Choice) -> None:
        super().__init__(counter, choice)
        self._group = QButtonGroup(self)
        self.choices: dict[PackageLevel, QRadioButton] = {}
        levels = Card("移交多少：够用就好，选最小的")
        for number, level in enumerate(PackageLevel):
            radio = QRadioButton(f"{PACKAGE_LEVEL[level]}：{_SHORT[level]}")
            radio.setAccessibleDescription("".join(_HOLDS[level]))
            self._group.addButton(radio, number)
            self.choices[level] = radio
            levels.add(radio, _below(*(label(line, "small", "quiet") for line in _HOLDS[level])))
        self.choices[choice.level].setChecked(True)
        self.reason = Field("移交全卷的理由", line_edit("移交全卷的理由", "如：登记处要求报送全卷"))
        self.passphrase = Field("再输一次口令", HiddenLine("再输一次口令"))
        if isinstance(edit := self.passphrase.edit, QLineEdit):
            edit.textChanged.connect(self.changed)
        if isinstance(edit := self.reason.edit, QLineEdit):
            edit.textChanged.connect(self.changed)
        self.full = Card("全卷").add(self.reason, self.passphrase)
        inside = QWidget()
        cards = column(levels, self.full, gap=2)
        cards.addStretch(1)
        inside.setLayout(cards)
        self.setLayout(column(scrolled(inside, "移交多少")))
        self._group.idToggled.connect(self._suit)
        self._suit()

    def level(self) -> PackageLevel:
        """The chosen level."""
        return list(PackageLevel)[self._group.checkedId()]

    def show_choice(self) -> None:
        """Show what was chosen before."""
        self.choices[self.choice.level].setChecked(True)
        _edit(self.reason).setText(self.choice.reason)

    def enter(self) -> None:
        _edit(self.passphrase).clear()
        self._suit()

    def is_ready(self) -> bool:
        if self.level() is not PackageLevel.FULL:
            return True
        asks = self.counter.check_passphrase is not None
        return bool(_text(self.reason)) and (not asks or bool(_edit(self.passphrase).text()))

    def leave(self) -> None:
        self.choice.level = self.level()
        self.choice.reason = _text(self.reason) if self.level() is PackageLevel.FULL else ""

    def try_to_leave(self, go_on: Callable[[], None]) -> None:
        self.leave()
        check = self.counter.check_passphrase
        if self.level() is not PackageLevel.FULL or check is None:
            go_on()
            return
        self._go_on = go_on
        words = _edit(self.passphrase).text()
        self.counter.tasks.query(
            partial(_ask, check, words), then=self._known, refused=self._refuse
        )

    def _known(self, _: object) -> None:
        _edit(self.passphrase).clear()
        self.passphrase.set_fault("")
        self._go_on()

    def _refuse(self, error: AppError) -> None:
        is_wrong = isinstance(error, WrongPassphraseError)
        told = "口令不对，请再输一次。" if is_wrong else message_for(error).text()
        self.passphrase.set_fault(told)
        _edit(self.passphrase).selectAll()
        _edit(self.passphrase).setFocus()

    def _suit(self) -> None:
        is_full = self.level() is PackageLevel.FULL
        self.full.setVisible(is_full)
        self.passphrase.setVisible(self.counter.check_passphrase is not None)
        self.changed.emit()


def _below(*lines: QWidget) -> QWidget:
    """What belongs to the choice above it, set in a little."""
    holder = QWidget()
    inside = column(*lines, gap=0.25)
    inside.setContentsMargins(px(3), 0, 0, px(0.5))
    holder.setLayout(inside)
    return holder


def _ask(check: Callable[[str], None], words: str, _: Progress) -> None:
    check(words)


def _edit(field: Field) -> QLineEdit:
    edit = field.edit
    if not isinstance(edit, QLineEdit):
        raise TypeError
    return edit


def _text(field: Field) -> str:
    return _edit(field).text().strip()
