"""What is due, what is missing, and the figures of the first page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.domain.archive_leaves import AwaitedReply
from app.domain.calendar import PartialDate, months_later
from app.domain.finding_words import SOON
from app.domain.plan import PlanReminder
from app.domain.talk import BEFORE_TALK, TalkStatus
from app.domain.talk_list import TalkFilter, TalkRow
from app.domain.week import is_week_beginning
from app.services.plans import Plans
from app.services.trail import Trail
from app.services.workdays import table_of
from app.store import archive_leaves, figures, home_counts, talk_lists, talk_times
from app.store.connection import Connection
from app.store.vault import Vault

MONTHS_SHOWN = 6
ROWS_SHOWN, MOST_REPLIES = 50, 100
_BEGINNING = datetime.fromisoformat("1900-01-01T00:00:00+00:00")


@dataclass(frozen=True, slots=True)
class HomeFigures:
    """What the first page shows of talks to come, under way, not signed, not handed over.

    left_at is when something was kept last of the first talk under way.
    """

    due_today: list[TalkRow]
    tomorrow: list[TalkRow]
    missed: list[TalkRow]
    under_way: list[TalkRow]
    unsigned: list[TalkRow]
    ready_to_hand_over: int
    left_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AfterTalks:
    """What the first page shows of what came of talks; each number as of that day.

    overdue is past its deadline, the oldest since first_deadline; soon falls due within seven days,
    today among them; look_backs are due today or should have been done, those_of_week until the end
    of the seven days. replies to 建议书 are overdue or due within seven days.
    """

    today: date
    overdue: int = 0
    first_deadline: date | None = None
    soon: int = 0
    look_backs: int = 0
    those_of_week: int = 0
    replies: tuple[AwaitedReply, ...] = ()
    is_week_beginning: bool = False


@dataclass(frozen=True, slots=True)
class Overview:
    """The queries of the first page; each is short, and is asked by itself."""

    vault: Vault
    trail: Trail

    def home(self) -> HomeFigures:
        """What is due today and what is missing; talks soonest first."""
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
                left_at=talk_times.last_kept(connection, under_way[0].id) if under_way else None,
            )

    def after(self) -> AfterTalks:
        """What is overdue, falls due, and is to be looked back at; and whether the week begins."""
        today = self.trail.clock.local(self.trail.clock.now()).date()
        tomorrow, week_over = today + timedelta(days=1), today + SOON + timedelta(days=1)
        with self.vault.reading() as connection:
            overdue, first_deadline = home_counts.due_before(connection, today)
            return AfterTalks(
                today=today,
                overdue=overdue,
                first_deadline=first_deadline,
                soon=home_counts.due_before(connection, week_over, today)[0],
                look_backs=home_counts.look_backs_before(connection, tomorrow),
                those_of_week=home_counts.look_backs_before(connection, week_over),
                replies=archive_leaves.awaited(connection, today + SOON, MOST_REPLIES),
                is_week_beginning=is_week_beginning(today, table_of(connection)),
            )

    def plan(self) -> PlanReminder:
        """What the plan of this year wants of the present month, and how far it has come."""
        return Plans(self.vault, self.trail).reminder()

    def months(self) -> list[tuple[str, int]]:
        """人次 of the last months, the present one last."""
        today = self.trail.clock.local(self.trail.clock.now()).date()
        with self.vault.reading() as connection:
            return self._months(connection, today)

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
