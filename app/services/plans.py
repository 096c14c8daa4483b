"""What users do with the yearly plan: read it, alter its lines, and see how far it has come."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from app.domain.canonical import digest_of, plain
from app.domain.changes import Changes
from app.domain.ids import PersonId, PlanItemId, TalkId, UnitId
from app.domain.people import UnitKind
from app.domain.plan import (
    NOBODY,
    UNSETTLED,
    PlanChange,
    PlanItem,
    PlanReminder,
    PlanRow,
    PlanView,
    coverage_of,
)
from app.domain.planning import PlanWish, Principal, Proposal
from app.services.plan_building import PlanBuilding
from app.store import people, plans
from app.store.connection import Connection

# a year without a plan is spoken of while there is still time to make one
MONTHS_TO_PLAN_IN = 2


class Plans(PlanBuilding):
    """The commands and queries about the yearly plan; how one is made is in PlanBuilding."""

    __slots__ = ()

    # ── reading ──────────────────────────────────────────────────────────────────────────────────

    def year(self, year: int) -> PlanView:
        """The plan of that year with its coverage 已谈/应谈."""
        with self.vault.reading() as connection:
            view = self._progress(connection, year)
            return replace(view, unplanned=self._left_out(connection, view))

    def years(self) -> list[int]:
        """The years that have a plan, and the present one, in order."""
        with self.vault.reading() as connection:
            return sorted({*plans.years(connection), self._today().year})

    def row(self, item_id: PlanItemId) -> PlanRow:
        """One line of the plan; KeyError when there is none."""
        with self.vault.reading() as connection:
            year = plans.get(connection, item_id).year
            found, _ = plans.rows(connection, year, self._days(year))
        return next(row for row in found if row.item.id == item_id)

    def reminder(self) -> PlanReminder:
        """What the first page says of the plan of this year."""
        with self.vault.reading() as connection:
            return self.remind(connection)

    def remind(self, connection: Connection) -> PlanReminder:
        """The same inside a transaction of the caller's."""
        today = self._today()
        view = self._progress(connection, today.year)
        is_early = today.month <= MONTHS_TO_PLAN_IN
        is_missing = is_early and not view.rows and bool(self._left_out(connection, view))
        now = [r.name for r in view.rows if r.item.month == today.month and r.is_waiting()]
        return PlanReminder(
            year=today.year,
            month=today.month,
            open_now=tuple(now),
            late=sum(row.is_late(today.year, today.month) for row in view.rows),
            due=view.due,
            held=view.held,
            is_missing=is_missing,
        )

    def today(self) -> date:
        """The day it is."""
        return self._today()

    # ── changing ─────────────────────────────────────────────────────────────────────────────────

    def add(self, year: int, person_id: PersonId, line: PlanChange) -> Changes:
        """Write one more person into the plan, with the post the person holds now.

        Raises NothingProposedError when the person is in it for that kind of talk.
        """
        with self.vault.reading() as connection:
            who = self._principal(connection, person_id)
        proposal = Proposal(
            who,
            line.month or UNSETTLED,
            line.kind or PlanWish().kind,
            line.interviewer or NOBODY,
            bool(line.is_delegated),
            line.note or "",
        )
        return self.build(year, [proposal])[1]

    def change(self, ids: Iterable[PlanItemId], change: PlanChange) -> Changes:
        """Alter one line or several. Raises PlanItemDroppedError."""
        return self._alter(ids, "plan.change", lambda _, item: item.changed(change))

    def drop(self, ids: Iterable[PlanItemId], reason: str) -> Changes:
        """Strike lines from the plan, with a reason.

        Raises DropReasonMissingError, PlanItemArrangedError.
        """

        def dropped(connection: Connection, item: PlanItem) -> PlanItem:
            return item.dropped(reason, plans.standing_talk(connection, item.id))

        return self._alter(ids, "plan.drop", dropped)

    def take_up(self, ids: Iterable[PlanItemId]) -> Changes:
        """Put lines that were struck out back into the plan."""
        return self._alter(ids, "plan.take_up", lambda _, item: item.taken_up())

    def arranged(self, item_id: PlanItemId, talk_id: TalkId) -> Changes:
        """Note which talk was arranged from a line. Raises PlanItemDroppedError."""
        return self.arranged_together([item_id], talk_id)

    def arranged_together(self, ids: Iterable[PlanItemId], talk_id: TalkId) -> Changes:
        """Note which collective talk was arranged from several lines.

        Raises PlanItemDroppedError.
        """
        return self._alter(ids, "plan.arrange", lambda _, item: item.arranged(talk_id))

    # ── inside a transaction ─────────────────────────────────────────────────────────────────────

    def _alter(
        self,
        ids: Iterable[PlanItemId],
        act: str,
        alter: Callable[[Connection, PlanItem], PlanItem],
    ) -> Changes:
        with self.vault.transaction() as connection:
            for item_id in ids:
                item = alter(connection, plans.get(connection, item_id))
                plans.keep(connection, item)
                self.trail.write(connection, act, item.id, digest_of(plain(item)))
        return Changes.PLANS

    def _progress(self, connection: Connection, year: int) -> PlanView:
        days = self._days(year)
        rows, talks = plans.rows(connection, year, days)
        first, before = days.first, days.before
        talked_to = frozenset(
            talk.person_id for talk in talks if talk.counts and first <= talk.day < before
        )
        return PlanView(year, rows, coverage_of(rows, talked_to))

    def _left_out(self, connection: Connection, view: PlanView) -> int:
        """How many principals of today are not in that plan."""
        planned = {row.item.person_id for row in view.rows}
        own = self._ground(connection, view.year).own_units
        found = plans.principals(connection, self._today())
        return len({p.person_id for p in found if p.unit_id not in own} - planned)

    def _principal(self, connection: Connection, person_id: PersonId) -> Principal:
        view = people.post_on(connection, person_id, self._today())
        person = people.person(connection, person_id)
        if view is None:
            return Principal(person_id, person.name, UnitId(""), "", UnitKind.OTHER)
        post = view.post
        return Principal(
            person_id, person.name, post.unit_id, view.unit_name, view.unit_kind, post.title
        )
