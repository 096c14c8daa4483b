"""What is due, what is missing, and the figures of the first page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.domain.calendar import PartialDate, months_later
from app.domain.plan import PlanReminder
from app.domain.talk import BEFORE_TALK, TalkStatus
from app.domain.talk_list import TalkFilter, TalkRow
from app.services.plans import Plans
from app.services.trail import Trail
from app.store import figures, findings, talk_lists, talk_times
from app.store.connection import Connection
from app.store.vault import Vault

MONTHS_SHOWN = 6
ROWS_SHOWN = 50
_BEGINNING = datetime.fromisoformat("1900-01-01T00:00:00+00:00")


@dataclass(frozen=True, slots=True)
class HomeFigures:
    """What the first page shows; months are 人次 of the last six, the present one last.

    left_at is when something was kept last of the first talk under way.
    """

    due_today: list[TalkRow]
    tomorrow: list[TalkRow]
    missed: list[TalkRow]
    under_way: list[TalkRow]
    unsigned: list[TalkRow]
    ready_to_hand_over: int
    overdue_findings: int
    months: list[tuple[str, int]]
    plan: PlanReminder
    left_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """The queries of the first page."""

    vault: Vault
    trail: Trail

    def home(self) -> HomeFigures:
        """What is due today, what is missing, and the last months; talks soonest first."""
        today = self.trail.clock.local(self.trail.clock.now()).date()
        one = timedelta(days=1)
        with self.vault.reading() as connection:
            under_way = self._at(connection, TalkStatus.UNDER_WAY)
            return HomeFigures(
                due_today=self._planned(connection, today, today + one),
                tomorrow=self._planned(connection, today + one, today + 2 * one),
                missed=self._planned(connection, None, today),
                under_way=under_way,
                unsigned=self._at(connection, TalkStatus.TO_CONFIRM, TalkStatus.TO_SIGN),
                ready_to_hand_over=figures.count_ready(connection),
                overdue_findings=findings.count_overdue(connection, today),
                months=self._months(connection, today),
                plan=Plans(self.vault, self.trail).remind(connection),
                left_at=talk_times.last_kept(connection, under_way[0].id) if under_way else None,
            )

    def _planned(self, connection: Connection, first: date | None, before: date) -> list[TalkRow]:
        days = talk_lists.Days(self._start(first) if first else _BEGINNING, self._start(before))
        wanted = TalkFilter(statuses=BEFORE_TALK)
        return talk_lists.page(connection, wanted, days, None, ROWS_SHOWN)[::-1]

    def _at(self, connection: Connection, *statuses: TalkStatus) -> list[TalkRow]:
        wanted = TalkFilter(statuses=statuses)
        return talk_lists.page(connection, wanted, None, None, ROWS_SHOWN)[::-1]

    def _months(self, connection: Connection, today: date) -> list[tuple[str, int]]:
        this_month = today.replace(day=1)
        firsts = [months_later(this_month, n) for n in range(1 - MONTHS_SHOWN, 1)]
        return [
            (
                PartialDate(first.year, first.month).written(),
                figures.attendances(
                    connection, self._start(first), self._start(months_later(first, 1))
                ),
            )
            for first in firsts
        ]

    def _start(self, day: date) -> datetime:
        """The first moment of a day by the clock on the wall."""
        zone = self.trail.clock.local(self.trail.clock.now()).tzinfo
        return datetime(day.year, day.month, day.day, tzinfo=zone)
