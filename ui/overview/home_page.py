"""首页: what is due, what is missing, and the last months."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from PySide6.QtWidgets import QHBoxLayout

from app.domain.changes import Changes
from app.domain.notices import Notice
from app.domain.progress import Progress
from app.domain.talk import BEFORE_TALK, TalkStatus
from app.domain.talk_list import TalkRow
from app.services.overview import HomeFigures, Overview
from app.services.upkeep import Upkeep
from ui.overview.figure_card import FigureCard
from ui.overview.notice_strip import NoticeStrip
from ui.overview.plan_strip import PlanStrip
from ui.page import Destination, Page
from ui.tasks import Tasks
from ui.terms import TALK_STATUS
from ui.theme import px
from ui.widgets.bars import Bars
from ui.widgets.dates import written_moment
from ui.widgets.empty_state import EmptyState
from ui.widgets.message import Message, Tone
from ui.widgets.message_bar import MessageBar, Way
from ui.widgets.paged_table import Column, PagedModel, PagedTable, PageRequest
from ui.widgets.surfaces import Card

_NONE = "没有"


class Clock(Protocol):
    """The time, and what it is on the wall."""

    def now(self) -> datetime:
        """The present moment."""

    def local(self, moment: datetime) -> datetime:
        """The moment as the clock on the wall shows it."""


class HomePage(Page):
    """What the vault wants done, figures, then the coming talks and a small chart."""

    help_topic = "home"
    watches = (
        Changes.PLANS
        | Changes.TALKS
        | Changes.FINDINGS
        | Changes.PACKAGES
        | Changes.MINUTES
        | Changes.SETTINGS
    )

    def __init__(self, tasks: Tasks, overview: Overview, upkeep: Upkeep) -> None:
        super().__init__(tasks)
        self._overview, self._upkeep = overview, upkeep
        self._wording = Wording(overview.trail.clock)
        self._opened_at = overview.trail.clock.now()
        self._rows: list[TalkRow] = []
        self._figures: HomeFigures | None = None
        self.under_way, self.notices = MessageBar(), NoticeStrip()
        self.notices.went.connect(self.go)
        self.plan = PlanStrip()
        self.plan.went.connect(self.go)
        self.due = FigureCard("今日待谈", "去谈话")
        self.unsigned = FigureCard("待核对和待签字", "去办理")
        self.ready = FigureCard("待移交", "去移交")
        self.overdue = FigureCard("逾期整改", urgent=True)
        self.model = PagedModel(self._wording.columns(), self._give, self)
        empty = EmptyState("calendar-plus", "今天和明天没有安排谈话。", "安排谈话")
        empty.pressed.connect(lambda: self.go.emit(Destination("talks", act="new")))
        self.table = PagedTable(self.model, "近日安排的谈话", empty)
        self.table.view.setProperty("kind", "plain")
        self.table.opened.connect(self._open)
        self.bars = Bars("近六个月谈话人次", "人次")
        self.due.pressed.connect(self._go_to_due)
        self.unsigned.pressed.connect(self._go_to_unsigned)
        self.ready.pressed.connect(lambda: self.go.emit(Destination("handover")))
        self._lay_out()

    def _lay_out(self) -> None:
        cards = QHBoxLayout()
        cards.setSpacing(px(1.5))
        for card in (self.due, self.unsigned, self.ready, self.overdue):
            cards.addWidget(card, 1)
        below = QHBoxLayout()
        below.setSpacing(px(1.5))
        talks = Card("近日安排").add(self.table)
        talks.body.setStretchFactor(self.table, 1)
        chart = Card("近六个月谈话人次").add(self.bars)
        chart.body.setStretchFactor(self.bars, 1)
        below.addWidget(talks, 3)
        below.addWidget(chart, 2)
        self.body.addWidget(self.under_way)
        self.body.addWidget(self.notices)
        self.body.addWidget(self.plan)
        self.body.addLayout(cards)
        self.body.addLayout(below, 1)
        self.body.setStretchFactor(below, 1)

    def refresh(self) -> None:
        self.tasks.query(self._read, then=self._show)
        self._ask_notices()

    def arrive(self, destination: Destination) -> None:
        if not self.is_stale:
            self._ask_notices()  # they come with the days, not with a change

    def begin_new(self) -> None:
        self.go.emit(Destination("talks", act="new"))

    def _read(self, _: Progress) -> HomeFigures:
        return self._overview.home()

    def _ask_notices(self) -> None:
        self.tasks.query(self._read_notices, then=self.notices.show_notices)

    def _read_notices(self, _: Progress) -> tuple[Notice, ...]:
        return self._upkeep.notices()

    def _show(self, figures: HomeFigures) -> None:
        self._figures = figures
        self.due.show_figure(len(figures.due_today), self._wording.next_line(figures.due_today))
        self.unsigned.show_figure(len(figures.unsigned), _waiting_line(figures.unsigned))
        ready = "已封存，还没有写到 U 盘" if figures.ready_to_hand_over else _NONE
        self.ready.show_figure(figures.ready_to_hand_over, ready)
        late = "过了期限还没有销号" if figures.overdue_findings else _NONE
        self.overdue.show_figure(figures.overdue_findings, late)
        self._rows = [*figures.missed, *figures.due_today, *figures.tomorrow]
        self.model.reset()
        short = [(name.split("年")[-1], count) for name, count in figures.months]
        self.bars.show_pairs(short)
        self.plan.show_reminder(figures.plan)
        self._show_under_way(figures.under_way, figures.left_at)

    def _show_under_way(self, talks: list[TalkRow], left_at: datetime | None) -> None:
        if not talks:
            self.under_way.clear()
            return
        talk = talks[0]
        is_broken_off = left_at is not None and left_at < self._opened_at
        how = (
            f"在 {self._wording.moment(left_at)} 中断" if left_at and is_broken_off else "还在进行"
        )
        said = Message(
            f"与{talk.interviewees}的谈话{how}。",
            "内容已保留到最后一次停顿。",
            tone=Tone.NOTE,
        )
        way = Way("继续", lambda: self._open(talk))
        self.under_way.show_message(said, way, closable=False)

    def _give(self, request: PageRequest[TalkRow]) -> None:
        rows = [] if request.after is not None else self._rows
        self.model.add_page(request.answered(rows))

    def _open(self, talk: TalkRow) -> None:
        self.go.emit(Destination("talks", talk.id))

    def _go_to_due(self) -> None:
        if self._figures and self._figures.due_today:
            self._open(self._figures.due_today[0])

    def _go_to_unsigned(self) -> None:
        if self._figures and self._figures.unsigned:
            self._open(self._figures.unsigned[0])


@dataclass(frozen=True, slots=True)
class Wording:
    """How a talk is written on the first page; seen from today by the clock of the vault."""

    clock: Clock

    def columns(self) -> tuple[Column[TalkRow], ...]:
        """The columns of the coming talks."""
        return (
            Column("时间", self.when, 7.2, tone=self.tone),
            Column("谈话对象", lambda t: t.interviewees, 0),
            Column("单位", lambda t: t.unit_names, 0),
            Column("状态", self.status, 6, tone=self.tone),
        )

    def today(self) -> date:
        """The day it is."""
        return self.clock.local(self.clock.now()).date()

    def is_missed(self, talk: TalkRow) -> bool:
        """Whether the day of the talk went by without it."""
        return talk.status in BEFORE_TALK and self.clock.local(talk.day).date() < self.today()

    def tone(self, talk: TalkRow) -> str:
        """Brick for what went by."""
        return "brick" if self.is_missed(talk) else ""

    def status(self, talk: TalkRow) -> str:
        """How far the talk is, or that its time went by."""
        return "⚠ 过了时间" if self.is_missed(talk) else TALK_STATUS[talk.status]

    def when(self, talk: TalkRow) -> str:
        """The moment of a talk: 今天 15:00, 明天 9:00, 3月8日 9:00."""
        moment = self.clock.local(talk.day)
        days = (moment.date() - self.today()).days
        word = {0: "今天", 1: "明天"}.get(days, f"{moment.month}月{moment.day}日")
        return f"{word} {moment.hour}:{moment.minute:02}"

    def moment(self, moment: datetime) -> str:
        """A moment gone by: 14:32, and of another day 3月4日 14:32."""
        return written_moment(self.clock.local(moment), self.clock.local(self.clock.now()))

    def next_line(self, talks: list[TalkRow]) -> str:
        """The next talk of today in a few words."""
        if not talks:
            return _NONE
        return f"下一场 {self.when(talks[0]).split()[-1]} {talks[0].interviewees}"


def _waiting_line(talks: list[TalkRow]) -> str:
    if not talks:
        return _NONE
    to_sign = sum(talk.status is TalkStatus.TO_SIGN for talk in talks)
    return f"待核对 {len(talks) - to_sign}，待签字 {to_sign}"
