"""Reads everything that is counted of a period in short steps, so that nothing waits for it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from app.domain.breakdowns import Books, Material, Planned, statistics_of
from app.domain.figure_spans import Span
from app.domain.figures import Statistics
from app.domain.follow_up import Watched
from app.domain.ids import PersonId
from app.domain.plan import PlanStanding
from app.services.kinds import counts_by_setting
from app.store import figures, kinds, plans, tags
from app.store.connection import Connection
from app.store.figures import AreaTitles, OverduePage
from app.store.talk_lists import Days
from app.store.vault import Vault
from app.system.clock import Clock

STEP_SECONDS = 0.03  # whoever waits for the vault meanwhile does not notice
OVERDUE_AT_ONCE = 1000
Read = Callable[[Connection], None]
_ONE_DAY = timedelta(days=1)
_PART_DAYS = 10  # of the busiest month one holds some 20 ms of reading


@dataclass(slots=True)
class FigureReading:
    """Call step() until it is True, then statistics(), which needs no vault.

    Between two steps the vault may change: whoever shows the figures reads them anew then.
    """

    vault: Vault
    clock: Clock
    span: Span
    _read: Material = field(init=False)
    _books: Books = field(init=False)
    _areas: AreaTitles = field(init=False)
    _last_overdue: list[Watched] = field(init=False, default_factory=list)
    _steps: Iterator[Read] = field(init=False)

    def __post_init__(self) -> None:
        self._read = Material(self.span, self.span.as_of(self._today()))
        self._steps = self._all()

    def step(self) -> bool:
        """Read on for a moment; True when everything was read. Raises VaultDamagedError."""
        until = time.monotonic() + STEP_SECONDS
        with self.vault.reading() as connection:
            for read in self._steps:
                read(connection)
                if time.monotonic() >= until:
                    return False
        return True

    def statistics(self) -> Statistics:
        """What was read, counted."""
        return statistics_of(self._read, self._books)

    # ── what is read, one short piece after the other ────────────────────────────────────────────

    def _all(self) -> Iterator[Read]:
        yield self._known
        stretches = self.span.stretches()
        for part in (part for month in self.span.months() for part in _parts(month)):
            stretch = next(s for s in stretches if s.first <= part.first <= s.last)
            yield partial(self._talks, part=part, stretch=stretch)
            yield partial(self._found, part=part)
            yield partial(self._findings, part=part)
        yield from self._overdue()
        for year in self.span.years:
            yield partial(self._plan, year=year)

    def _known(self, connection: Connection) -> None:
        self._areas = AreaTitles.read(connection)
        self._books = Books(
            kinds.book(connection),
            counts_by_setting(connection),
            self._areas.newest,
            tags.book(connection),
        )

    def _talks(self, connection: Connection, part: Span, stretch: Span) -> None:
        read, days = self._read, self._moments(part)
        read.held += figures.held(connection, *days)
        heard = figures.heard(connection, *days)
        read.heard += heard
        read.heard_in.setdefault(stretch, []).extend(heard)

    def _found(self, connection: Connection, part: Span) -> None:
        self._read.found += figures.found(connection, *self._moments(part), self._areas)

    def _findings(self, connection: Connection, part: Span) -> None:
        days = (part.first, min(part.last, self._read.as_of))
        if days[0] <= days[1]:
            self._read.watch(figures.due(connection, days, self._areas, self.clock.local))
            self._read.watch(figures.closed(connection, days, self._areas, self.clock.local))

    def _overdue(self) -> Iterator[Read]:
        """What was overdue on the last day counted: open to this day, or closed later than that."""
        as_of = self._read.as_of
        yield self._still_open
        while len(self._last_overdue) == OVERDUE_AT_ONCE:
            yield self._still_open
        for month in Span(as_of + _ONE_DAY, self._today()).months():
            yield partial(self._closed_later, month=month)

    def _still_open(self, connection: Connection) -> None:
        after = self._last_overdue[-1] if self._last_overdue else None
        page = OverduePage(self._read.as_of, after, OVERDUE_AT_ONCE)
        self._last_overdue = figures.overdue(connection, page, self._areas, self.clock.local)
        self._read.watch(self._last_overdue)

    def _closed_later(self, connection: Connection, month: Span) -> None:
        days, as_of = (month.first, month.last), self._read.as_of
        found = figures.closed(connection, days, self._areas, self.clock.local, as_of)
        self._read.watch(found)

    def _plan(self, connection: Connection, year: int) -> None:
        """Who is in the plan of a year, and who of them was talked to by the last day counted."""
        whole = Span.of_years(year, year)
        first, before = self._moments(Span(whole.first, whole.as_of(self._read.as_of)))
        rows, talks = plans.rows(connection, year, Days(first, before))
        held = {talk.person_id for talk in talks if talk.counts and first <= talk.day < before}
        planned: dict[PersonId, Planned] = {}
        for row in rows:
            if row.standing is not PlanStanding.DROPPED:
                person = row.item.person_id
                planned.setdefault(person, Planned(person, row.unit_kind, person in held))
        self._read.planned += planned.values()

    def _moments(self, span: Span) -> tuple[datetime, datetime]:
        """The first moment of it by the clock on the wall, and the first after it."""
        return self._start(span.first), self._start(span.last + _ONE_DAY)

    def _start(self, day: date) -> datetime:
        zone = self.clock.local(self.clock.now()).tzinfo
        return datetime(day.year, day.month, day.day, tzinfo=zone)

    def _today(self) -> date:
        return self.clock.local(self.clock.now()).date()


def _parts(month: Span) -> Iterator[Span]:
    """A month in stretches of a few days."""
    first = month.first
    while first <= month.last:
        last = min(first + timedelta(days=_PART_DAYS - 1), month.last)
        yield Span(first, last)
        first = last + _ONE_DAY


@dataclass(slots=True)
class ComparedReading:
    """A period and the time it is compared with (同比), read in short steps."""

    now: FigureReading
    before: FigureReading

    def step(self) -> bool:
        """Read on for a moment; True when everything was read. Raises VaultDamagedError."""
        return self.now.step() and self.before.step()

    def counted(self) -> tuple[Statistics, Statistics]:
        """What was read, counted; needs no vault."""
        return self.now.statistics(), self.before.statistics()
