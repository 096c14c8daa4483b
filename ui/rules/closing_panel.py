"""办理规则: who agrees to a closing, when one looks back, how long a finding has by itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.progress import Progress
from app.domain.rectifying_rules import LONGEST_CHAIN, ChainPlace, Ground, RectifyingRules
from app.services.rectifying import Rectifying
from ui.messages import message_for
from ui.rules.desk import RulesDesk
from ui.rules.line_editor import EditorBounds, EditorLine, EditorWords, LineEditor
from ui.rules.words import read_days, said_days
from ui.term_field import TermField
from ui.widgets.buttons import button
from ui.widgets.fields import Field, line_edit
from ui.widgets.message import Message, Tone
from ui.widgets.message_bar import MessageBar
from ui.widgets.surfaces import Card, column, row, scrolled
from ui.widgets.words import label

MOST_GROUNDS = 9
_CHAIN = EditorWords("审批第", (("谁", "如：监督检查室"), ("做什么", "如：初审")), "添一步")
_GROUNDS = EditorWords("必追第", (("情形", "一句话写清什么情形要追责"),), "添一条")
_WHY_CHAIN = (
    "销号申请照这个顺序一步一步批。第一步是责任单位自己签字申请，只有一步的就由那一步批准。"
    "改了以后，已经交上来的申请仍按交的时候的顺序走。"
)
_WHY_GROUNDS = "提请问责时从这里选情形。改了以后，已经提请的不变。"
_WHY_TERM = "反弹后重新整改，先填这个；谈话里记下的，按谈话类型自己的整改时限。"
_KEPT = Message("规则已经存下，从下一件起照新的办。", tone=Tone.NOTE)


@dataclass(frozen=True, slots=True)
class RulesTyped:
    """What stands in the fields and is not kept; nothing when all is as it was read."""

    chain: tuple[EditorLine, ...]
    days: str
    term: str
    grounds: tuple[EditorLine, ...]


class ClosingPanel(QWidget):
    """Three cards of one set of rules, kept together; altered tells whether something is typed."""

    altered = Signal(bool)

    def __init__(self, desk: RulesDesk) -> None:
        super().__init__()
        self._desk = desk
        self._read_rules = RectifyingRules()
        self._is_altered = False
        self.message = MessageBar()
        self.chain = LineEditor(_CHAIN, EditorBounds(LONGEST_CHAIN, 30, (3, 2)))
        self.days = line_edit("销号以后第几天回头看", "如：30、90、180；不回头看就不写")
        self.days_field = Field("销号以后第几天回头看", self.days)
        self.term = TermField(
            desk.today, lambda: desk.workdays.known, "默认整改时限", has_day=False
        )
        self.grounds = LineEditor(_GROUNDS, EditorBounds(MOST_GROUNDS, 60, (1,)))
        self.usual_button = button("恢复默认", "history", name="恢复默认的规则")
        self.undo_button = button("不改了", name="不改了，回到存着的规则")
        self.keep_button = button("保存", "check", kind="primary", name="保存规则")
        self._lay_out()
        self._hear()

    def _lay_out(self) -> None:
        cards = QWidget()
        chain = Card("销号审批").add(label(_WHY_CHAIN, tone="quiet"), self.chain)
        times = Card("回头看和时限").add(
            self.days_field, Field("默认整改时限", self.term, _WHY_TERM)
        )
        grounds = Card("五个必追").add(label(_WHY_GROUNDS, tone="quiet"), self.grounds)
        inside = column(chain, times, grounds, gap=2)
        inside.setContentsMargins(0, 0, self.fontMetrics().height() // 2, 0)
        inside.addStretch(1)
        cards.setLayout(inside)
        foot = row(self.usual_button, None, self.undo_button, self.keep_button)
        whole = column(self.message, scrolled(cards, "办理规则"), foot)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _hear(self) -> None:
        for part in (self.chain, self.grounds, self.term):
            part.changed.connect(self._suit)
        self.days.textChanged.connect(self._suit)
        self.usual_button.clicked.connect(lambda: self._show_rules(RectifyingRules()))
        self.undo_button.clicked.connect(self.undo)
        self.keep_button.clicked.connect(self.keep)

    # ── showing ──────────────────────────────────────────────────────────────────────────────────

    def refresh(self) -> None:
        """Read the rules again; what is typed and not kept stays."""
        self._desk.tasks.query(partial(_read, self._desk.rectifying), then=self._take)

    def typed(self) -> RulesTyped | None:
        """What is typed and not kept."""
        return self._written() if self._is_altered else None

    def put_back(self, typed: RulesTyped) -> None:
        """Fill the fields with what typed() told."""
        self._show_typed(typed)
        self._is_altered = True
        self._tell()

    def undo(self) -> None:
        """Show the rules as they are kept."""
        self.message.clear()
        self._show_rules(self._read_rules)

    def _take(self, rules: RectifyingRules) -> None:
        is_altered, self._read_rules = self._is_altered, rules
        if is_altered:
            self._suit()
        else:
            self._show_rules(rules)

    def _show_rules(self, rules: RectifyingRules) -> None:
        self._show_typed(_typed_of(rules))
        self._suit()

    def _show_typed(self, typed: RulesTyped) -> None:
        self.chain.show_lines(typed.chain)
        self.grounds.show_lines(typed.grounds)
        self.days.setText(typed.days)
        self.term.show_term(typed.term)

    def _written(self) -> RulesTyped:
        return RulesTyped(
            self.chain.lines(), self.days.text(), self.term.term(), self.grounds.lines()
        )

    def _suit(self) -> None:
        self._is_altered = self._written() != _typed_of(self._read_rules)
        self._tell()

    def _tell(self) -> None:
        fault = "" if self._days() is not None else "请写成天数，用顿号隔开，如：30、90、180。"
        self.days_field.set_fault(fault)
        may_keep = self._desk.may("rectifying.rules")
        self.keep_button.setEnabled(self._is_altered and not fault and may_keep)
        self.undo_button.setEnabled(self._is_altered)
        self.altered.emit(self._is_altered)

    def _days(self) -> tuple[int, ...] | None:
        try:
            return read_days(self.days.text())
        except ValueError:
            return None

    # ── keeping ──────────────────────────────────────────────────────────────────────────────────

    def rules(self) -> RectifyingRules:
        """The rules as they stand in the fields."""
        written = self._written()
        return replace(
            self._read_rules,
            chain=tuple(ChainPlace(*line.texts) for line in written.chain),
            look_back_days=self._days() or (),
            term=written.term,
            grounds=tuple(Ground(line.key, line.texts[0]) for line in written.grounds),
        )

    def keep(self) -> None:
        """Keep what stands in the fields, all of it or nothing."""
        if self.keep_button.isEnabled():
            self.keep_button.setEnabled(False)
            work = partial(_keep, self._desk.rectifying, self.rules())
            self._desk.tasks.command(work, then=self._kept, refused=self._refuse)

    def _kept(self, rules: RectifyingRules) -> None:
        self._read_rules = rules
        self._show_rules(rules)
        self.message.show_message(_KEPT)

    def _refuse(self, error: AppError) -> None:
        self._suit()
        self.message.show_message(message_for(error))


def _typed_of(rules: RectifyingRules) -> RulesTyped:
    return RulesTyped(
        chain=tuple(EditorLine((place.title, place.act_word)) for place in rules.chain),
        days=said_days(rules.look_back_days),
        term=rules.term,
        grounds=tuple(EditorLine((ground.title,), ground.key) for ground in rules.grounds),
    )


def _read(rectifying: Rectifying, _: Progress) -> RectifyingRules:
    return rectifying.rules()


def _keep(
    rectifying: Rectifying, rules: RectifyingRules, _: Progress
) -> tuple[RectifyingRules, Changes]:
    changes = rectifying.keep_rules(rules)
    return rectifying.rules(), changes
