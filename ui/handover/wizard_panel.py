"""The way to a package, step by step; one can go back until it is written."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.domain.handover import Place
from app.domain.ids import TalkId
from app.domain.package import PackageLevel
from app.domain.sticks import StickRow
from ui.handover.check_step import CheckStep
from ui.handover.choice import Choice, Counter, WizardStep
from ui.handover.level_step import LevelStep
from ui.handover.registry_step import RegistryStep
from ui.handover.talks_step import TalksStep
from ui.handover.where_step import WhereStep
from ui.handover.write_step import WriteStep
from ui.widgets.buttons import button, primary
from ui.widgets.message import Message, Tone
from ui.widgets.message_bar import MessageBar, Way
from ui.widgets.step_bar import StepBar
from ui.widgets.surfaces import column, row

TITLES = ("选谈话", "选范围", "登记处", "写到哪里", "核对", "写入")
LEVEL, WHERE, CHECK = 1, 3, 4
_LAST = len(TITLES) - 1


@dataclass(frozen=True, slots=True)
class WizardPlace:
    """How far somebody has come, and with what; again is the number that is written once more."""

    number: int
    talks: tuple[TalkId, ...]
    level: PackageLevel
    reason: str
    place: Place | None
    stick: StickRow | None = None
    again: int | None = None
    is_folder_named: bool = False


class WizardPanel(QWidget):
    """closed: back to the list of packages; slip_wanted: the slip of that number; go: elsewhere.

    What was chosen is kept when somebody leaves half-way; it is forgotten when it is written.
    """

    closed = Signal()
    slip_wanted = Signal(str)
    go = Signal(object)

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        choice = Choice()
        self.choice = choice
        self._kept: WizardPlace | None = None
        self.messages = MessageBar()
        self.bar = StepBar(TITLES)
        self.talks = TalksStep(counter, choice)
        self.level = LevelStep(counter, choice)
        self.write = WriteStep(counter, choice)
        self.steps: tuple[WizardStep, ...] = (
            self.talks,
            self.level,
            RegistryStep(counter, choice),
            WhereStep(counter, choice),
            CheckStep(counter, choice),
            self.write,
        )
        self._reached = 0
        self.close_button = button("以后再写")
        self.back_button = button("上一步", "arrow-left")
        self.next_button = primary("下一步")
        self._stack = QStackedWidget()
        for step in self.steps:
            self._stack.addWidget(step)
            step.changed.connect(self._suit)
            step.told.connect(self._tell)
            step.wants_next.connect(self.next)
            step.wants_back.connect(self._back_to_where)
            step.go.connect(self.go)
        foot = row(self.close_button, None, self.back_button, self.next_button)
        whole = column(self.bar, self.messages, self._stack, foot, gap=1.5)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self.bar.chosen.connect(self.go_to)
        self.close_button.clicked.connect(self.close_wizard)
        self.back_button.clicked.connect(self.back)
        self.next_button.clicked.connect(self.next)
        self.write.slip_wanted.connect(self._to_slip)

    @property
    def number(self) -> int:
        """The step on screen, counted from nought."""
        return self._stack.currentIndex()

    @property
    def is_again(self) -> bool:
        """Whether a package is written once more, so that nothing of its content is chosen."""
        return self.choice.again is not None

    # ── beginning and leaving ────────────────────────────────────────────────────────────────────

    def begin(self) -> None:
        """Start a new package, or go on where one was left."""
        kept, self._kept = self._kept, None
        if kept is None:
            self._fill(WizardPlace(0, (), PackageLevel.LEDGER, "", None))
            self._start(0)
            return
        self.return_to(kept)
        said = Message("接着上次选的往下走。", remedy="要重新选，按“从头选”。", tone=Tone.NOTE)
        self.messages.show_message(said, Way("从头选", self._begin_anew))

    def begin_again(self, number: int) -> None:
        """Write a package once more: only where to is chosen."""
        self._fill(replace(self._now(), place=None, stick=None, again=number))
        self._start(WHERE)

    def place(self) -> WizardPlace:
        """What was chosen so far; what had to be asked again is not kept."""
        self.steps[self.number].leave()
        # after a lock the check is made again before anything is written
        return replace(self._now(), number=min(self.number, WHERE))

    def return_to(self, place: WizardPlace) -> None:
        """Go on where it was left; from the passphrase on the way is gone again."""
        self._fill(place)
        is_past = place.level is PackageLevel.FULL and place.number > LEVEL and not self.is_again
        self._start(LEVEL if is_past else place.number)

    def close_wizard(self) -> bool:
        """Leave, unless it is being written just now; what was chosen is kept."""
        if self.write.is_at_work:
            return False
        if self.write.written is None and not self.is_again:
            self._kept = self.place()
        self.closed.emit()
        return True

    def stop_work(self) -> None:
        """Stop writing, at once: the vault is about to be locked."""
        self.write.stop()

    def seek(self) -> None:
        """Put the cursor where the talks are narrowed."""
        if self.number == 0:
            self.talks.search.setFocus()

    def _begin_anew(self) -> None:
        self._kept = None
        self.begin()

    def _now(self) -> WizardPlace:
        kept = self.choice
        return WizardPlace(
            number=self.number,
            talks=kept.talks,
            level=kept.level,
            reason=kept.reason,
            place=kept.place,
            stick=kept.stick,
            again=kept.again,
            is_folder_named=kept.is_folder_named,
        )

    def _fill(self, place: WizardPlace) -> None:
        choice = self.choice
        choice.talks, choice.level, choice.reason = place.talks, place.level, place.reason
        choice.place, choice.stick, choice.again = place.place, place.stick, place.again
        choice.is_folder_named = place.is_folder_named
        choice.needed = (0, 0)
        self.level.show_choice()

    def _start(self, number: int) -> None:
        self._reached = number
        self.write.forget()
        self.go_to(number)

    # ── step by step ─────────────────────────────────────────────────────────────────────────────

    def next(self) -> None:
        """Go on, or finish."""
        here = self.steps[self.number]
        if not here.is_ready() or self.write.is_at_work:
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
        if self.write.is_at_work or not self._first <= number <= _LAST:
            return
        self.messages.clear()
        self._reached = max(self._reached, number)
        self._stack.setCurrentIndex(number)
        self.steps[number].enter()
        self._suit()

    @property
    def _first(self) -> int:
        return WHERE if self.is_again else 0

    def _go_on(self) -> None:
        self.go_to(self.number + 1)

    def _back_to_where(self) -> None:
        self.go_to(WHERE)

    def _to_slip(self, number: str) -> None:
        self.closed.emit()
        self.slip_wanted.emit(number)

    def _tell(self, message: Message | None) -> None:
        if message is None:
            self.messages.clear()
        else:
            self.messages.show_message(message)

    def _suit(self) -> None:
        number, at_work = self.number, self.write.is_at_work
        is_done = self.write.written is not None and number == _LAST
        skipped = range(self._first)
        self.bar.set_step(number, number if is_done or at_work else self._reached, skipped)
        words = {_LAST - 1: "开始写入", _LAST: "完成"}
        self.next_button.setText(words.get(number, "下一步"))
        self.next_button.setAccessibleName(words.get(number, "下一步"))
        self.next_button.setEnabled(self.steps[number].is_ready() and not at_work)
        self.back_button.setVisible(number > self._first and not is_done)
        self.back_button.setEnabled(not at_work)
        self.close_button.setVisible(not is_done)
        self.close_button.setEnabled(not at_work)
