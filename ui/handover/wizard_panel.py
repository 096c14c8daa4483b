"""The way to a package, step by step; one can go back until it is written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.domain.ids import TalkId
from app.domain.package import PackageLevel
from ui.handover.check_step import CheckStep
from ui.handover.choice import Choice, Counter, WizardStep
from ui.handover.level_step import LevelStep
from ui.handover.registry_step import RegistryStep
from ui.handover.talks_step import TalksStep
from ui.handover.where_step import WhereStep
from ui.handover.write_step import WriteStep
from ui.widgets.buttons import button, primary
from ui.widgets.message import Message
from ui.widgets.message_bar import MessageBar
from ui.widgets.step_bar import StepBar
from ui.widgets.surfaces import column, row

TITLES = ("选谈话", "选范围", "登记处", "写到哪里", "核对", "写入")
_LAST = len(TITLES) - 1
_LAST_KEPT = 3  # after a lock the check is made again before anything is written


@dataclass(frozen=True, slots=True)
class WizardPlace:
    """How far somebody has come, and with what."""

    number: int
    talks: tuple[TalkId, ...]
    level: PackageLevel
    reason: str
    destination: Path | None


class WizardPanel(QWidget):
    """closed: back to the list of packages."""

    closed = Signal()

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        choice = Choice()
        self.choice = choice
        self.messages = MessageBar()
        self.bar = StepBar(TITLES)
        self.level = LevelStep(counter, choice)
        self.write = WriteStep(counter, choice)
        self.steps: tuple[WizardStep, ...] = (
            TalksStep(counter, choice),
            self.level,
            RegistryStep(counter, choice),
            WhereStep(counter, choice),
            CheckStep(counter, choice),
            self.write,
        )
        self._reached = 0
        self.close_button = button("取消")
        self.back_button = button("上一步", "arrow-left")
        self.next_button = primary("下一步")
        self._stack = QStackedWidget()
        for step in self.steps:
            self._stack.addWidget(step)
            step.changed.connect(self._suit)
            step.told.connect(self._tell)
            step.wants_next.connect(self.next)
        foot = row(self.close_button, None, self.back_button, self.next_button)
        whole = column(self.bar, self.messages, self._stack, foot, gap=1.5)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self.bar.chosen.connect(self.go_to)
        self.close_button.clicked.connect(self.close_wizard)
        self.back_button.clicked.connect(self.back)
        self.next_button.clicked.connect(self.next)

    @property
    def number(self) -> int:
        """The step on screen, counted from nought."""
        return self._stack.currentIndex()

    def begin(self) -> None:
        """Start at the first step."""
        self.choice.talks, self.choice.destination = (), None
        self._reached = 0
        self.go_to(0)

    def place(self) -> WizardPlace:
        """What was chosen so far; what had to be asked again is not kept."""
        self.steps[self.number].leave()
        kept = self.choice
        number = min(self.number, _LAST_KEPT)
        return WizardPlace(number, kept.talks, kept.level, kept.reason, kept.destination)

    def return_to(self, place: WizardPlace) -> None:
        """Go on where it was left; from the passphrase on the way is gone again."""
        self.choice.talks, self.choice.level = place.talks, place.level
        self.choice.reason, self.choice.destination = place.reason, place.destination
        self.level.show_choice()
        is_past = place.level is PackageLevel.FULL and place.number > 1
        self._reached = 1 if is_past else place.number
        self.go_to(self._reached)

    def next(self) -> None:
        """Go on, or finish."""
        here = self.steps[self.number]
        if not here.is_ready():
            return
        if self.number == _LAST:
            self.closed.emit()
        else:
            here.try_to_leave(self._go_on)

    def back(self) -> None:
        """One step back."""
        self.go_to(self.number - 1)

    def go_to(self, number: int) -> None:
        """Show that step."""
        if self.write.is_at_work or not 0 <= number <= _LAST:
            return
        self.messages.clear()
        self._reached = max(self._reached, number)
        self._stack.setCurrentIndex(number)
        self.steps[number].enter()
        self._suit()

    def close_wizard(self) -> bool:
        """Leave, unless it is being written just now."""
        if self.write.is_at_work:
            return False
        self.closed.emit()
        return True

    def _go_on(self) -> None:
        self.go_to(self.number + 1)

    def _tell(self, message: Message | None) -> None:
        if message is None:
            self.messages.clear()
        else:
            self.messages.show_message(message)

    def _suit(self) -> None:
        number, at_work = self.number, self.write.is_at_work
        is_done = self.write.written is not None and number == _LAST
        self.bar.set_step(number, number if is_done or at_work else self._reached)
        words = {_LAST - 1: "开始写入", _LAST: "完成"}
        self.next_button.setText(words.get(number, "下一步"))
        self.next_button.setAccessibleName(words.get(number, "下一步"))
        self.next_button.setEnabled(self.steps[number].is_ready() and not at_work)
        self.back_button.setVisible(number > 0 and not is_done)
        self.back_button.setEnabled(not at_work)
        self.close_button.setVisible(not is_done)
        self.close_button.setEnabled(not at_work)
