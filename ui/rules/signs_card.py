"""苗头提醒: the rules of early signs, to read, to switch, and to set their numbers."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QSpinBox

from app.domain.changes import Changes
from app.domain.early_signs import COUNTS, MONTHS, Bounds, SignKind, SignRule
from app.domain.errors import AppError
from app.domain.progress import Progress
from app.services.early_signs import EarlySigns
from ui.messages import message_for
from ui.sign_words import RULE_WORDS
from ui.tasks import Tasks
from ui.theme import px
from ui.widgets.message_bar import MessageBar
from ui.widgets.surfaces import Card
from ui.widgets.words import label, set_tone

_SAID = "规则只看单位、问题和本单位的计划，不给人打分。改动马上生效。"


class SignsCard(Card):
    """One line for each rule; what is altered is kept at once."""

    def __init__(self, tasks: Tasks, signs: EarlySigns) -> None:
        super().__init__("苗头提醒")
        self._tasks, self._signs = tasks, signs
        self.message = MessageBar()
        self.lines = {kind: RuleLine(kind, self) for kind in SignKind}
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(1))
        grid.setVerticalSpacing(px(1))
        grid.setColumnStretch(1, 1)
        for place, one in enumerate(self.lines.values()):
            one.lay(grid, place)
            one.changed.connect(self._keep)
        self.add(label(_SAID, tone="quiet"), self.message, grid)

    def refresh(self) -> None:
        """Read the rules again; called by the page the card stands on."""
        self._tasks.query(self._read, then=self._show)

    def _read(self, _: Progress) -> tuple[SignRule, ...]:
        return self._signs.rules()

    def _show(self, rules: tuple[SignRule, ...]) -> None:
        for rule in rules:
            self.lines[rule.kind].show_rule(rule)

    def _keep(self, rule: SignRule) -> None:
        self.message.clear()
        self._tasks.command(partial(self._kept, rule), refused=self._refuse)

    def _kept(self, rule: SignRule, _: Progress) -> Changes:
        return self._signs.keep_rule(rule)

    def _refuse(self, error: AppError) -> None:
        self.message.show_message(message_for(error))
        self.refresh()


class RuleLine(QObject):
    """One rule: its switch, what it looks for, and its numbers. changed gives the rule anew."""

    changed = Signal(object)

    def __init__(self, kind: SignKind, parent: QObject) -> None:
        super().__init__(parent)
        self._kind = kind
        words = RULE_WORDS[kind]
        self.switch = QCheckBox(words.title)
        self.switch.setAccessibleDescription(words.sentence)
        self.sentence = label(words.sentence)
        self.count = _number(f"{words.title}：{words.sentence}", COUNTS[kind])
        self.count.setPrefix(words.before_count)
        self.count.setSuffix(words.after_count)
        bounds = MONTHS.get(kind)
        self.months = _number(f"{words.title}：几个月里", bounds) if bounds else None
        if self.months is not None:
            self.months.setSuffix(words.after_months)
            self.months.valueChanged.connect(self._tell)
        self.switch.toggled.connect(self._tell)
        self.count.valueChanged.connect(self._tell)

    def lay(self, grid: QGridLayout, place: int) -> None:
        """Stand in that row of the grid."""
        grid.addWidget(self.switch, place, 0)
        grid.addWidget(self.sentence, place, 1)
        if self.months is not None:
            grid.addWidget(self.months, place, 2)
        grid.addWidget(self.count, place, 3)

    def rule(self) -> SignRule:
        """The rule as it stands here."""
        months = self.months.value() if self.months is not None else 0
        return SignRule(self._kind, self.count.value(), months, self.switch.isChecked())

    def show_rule(self, rule: SignRule) -> None:
        """Show the rule that is in force."""
        fields = [self.switch, self.count, *([self.months] if self.months else [])]
        blockers = [QSignalBlocker(field) for field in fields]
        self.switch.setChecked(rule.is_on)
        self.count.setValue(rule.count)
        if self.months is not None:
            self.months.setValue(rule.months)
        self._suit(rule.is_on)
        del blockers

    def _tell(self) -> None:
        self._suit(self.switch.isChecked())
        self.changed.emit(self.rule())

    def _suit(self, is_on: bool) -> None:
        set_tone(self.sentence, "ink" if is_on else "quiet")
        self.count.setEnabled(is_on)
        if self.months is not None:
            self.months.setEnabled(is_on)


def _number(name: str, bounds: Bounds) -> QSpinBox:
    made = QSpinBox()
    made.setAccessibleName(name)
    made.setRange(bounds.lowest, bounds.highest)
    made.setKeyboardTracking(False)  # a number that is being typed is not one yet
    return made
