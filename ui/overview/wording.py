"""How talks are written on the first page, seen from today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from app.domain.talk import BEFORE_TALK, TalkStatus
from app.domain.talk_list import TalkRow
from ui.terms import TALK_STATUS
from ui.widgets.dates import written_moment
from ui.widgets.paged_table import Column

NONE = "没有"


class Clock(Protocol):
    """The time, and what it is on the wall."""

    def now(self) -> datetime:
        """The present moment."""

    def local(self, moment: datetime) -> datetime:
        """The moment as the clock on the wall shows it."""


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
            return NONE
        return f"下一场 {self.when(talks[0]).split()[-1]} {talks[0].interviewees}"


def waiting_line(talks: list[TalkRow]) -> str:
    """What waits to be read and what to be signed."""
    if not talks:
        return NONE
    to_sign = sum(talk.status is TalkStatus.TO_SIGN for talk in talks)
    return f"待核对 {len(talks) - to_sign}，待签字 {to_sign}"
