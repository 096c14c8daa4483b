"""Making a year's plan: proposals out of the register or the year before, then writing them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from app.domain.canonical import digest_of, plain
from app.domain.changes import Changes
from app.domain.ids import PersonId, PlanItemId, UnitId
from app.domain.plan import Interviewer, PlanChange, PlanItem, PlanRow
from app.domain.plan_errors import NothingProposedError
from app.domain.planning import (
    Ground,
    PlanWish,
    Principal,
    Proposal,
    carried_forward,
    proposed,
)
from app.services.settings import read_office
from app.services.trail import Trail
from app.store import people, plans, recusals, settings, talk_lists
from app.store.connection import Connection
from app.store.vault import Vault

DEPUTIES = "plan.deputies"  # who was last chosen to talk on the owner's behalf
_BETWEEN_NAMES = re.compile(r"[、，,；;\s]+")


@dataclass(frozen=True, slots=True)
class PlanBuilding:
    """The vault and the hand that writes, and what a plan is made with."""

    vault: Vault
    trail: Trail

    def owner(self) -> Interviewer:
        """The secretary, who talks to the townships himself."""
        with self.vault.reading() as connection:
            return _interviewer(connection, read_office(connection).secretary)

    def deputies(self) -> tuple[Interviewer, ...]:
        """Who talked on his behalf when a plan was made last."""
        with self.vault.reading() as connection:
            return _interviewers(connection, settings.get(connection, DEPUTIES) or "")

    def interviewers(self, names: str) -> tuple[Interviewer, ...]:
        """Those names, parted by 、 or blanks, with who they are in the register.

        A name that several bear, or nobody, stays a name.
        """
        with self.vault.reading() as connection:
            return _interviewers(connection, names)

    def led_by(self, change: PlanChange, name: str | None) -> PlanChange:
        """The change with who leads, looked up by name; None leaves that as it is."""
        if name is None:
            return change
        with self.vault.reading() as connection:
            return replace(change, interviewer=_interviewer(connection, name.strip()))

    def propose(self, year: int, wish: PlanWish) -> tuple[Proposal, ...]:
        """A line for each present principal of the wish who is not in the year's plan yet."""
        with self.vault.reading() as connection:
            ground = self._ground(connection, year)
            return proposed(plans.principals(connection, self._today()), wish, ground)

    def copy_forward(self, year: int) -> tuple[Proposal, ...]:
        """The lines of the year before for this one; who left is replaced or asked about."""
        with self.vault.reading() as connection:
            before, _ = plans.rows(connection, year - 1, self._days(year - 1))
            known = {row.item.person_id: _as_planned(row) for row in before}
            return carried_forward(
                (row.item for row in before),
                known,
                plans.principals(connection, self._today()),
                self._ground(connection, year),
            )

    def build(self, year: int, proposals: Iterable[Proposal]) -> tuple[int, Changes]:
        """Write these lines into the year's plan; tells how many, without those it has already.

        Raises NothingProposedError.
        """
        with self.vault.transaction() as connection:
            planned = set(plans.planned(connection, year))
            items = []
            for one in proposals:
                if (key := (one.principal.person_id, one.kind)) not in planned:
                    planned.add(key)
                    items.append(self._item(year, one))
            if not items:
                raise NothingProposedError
            plans.add(connection, items)
            _remember_deputies(connection, items)
            content = digest_of([plain(item) for item in items])
            self.trail.write(connection, "plan.build", str(year), content)
        return len(items), Changes.PLANS

    # ── inside a transaction ─────────────────────────────────────────────────────────────────────

    def _item(self, year: int, one: Proposal) -> PlanItem:
        who = one.principal
        return PlanItem(
            id=PlanItemId(self.trail.new_id()),
            year=year,
            month=one.month,
            kind=one.kind,
            person_id=who.person_id,
            unit_id=who.unit_id or None,
            interviewer=one.interviewer,
            is_delegated=one.is_delegated,
            note=one.note,
        )

    def _ground(self, connection: Connection, year: int) -> Ground:
        return Ground(
            planned=plans.planned(connection, year),
            apart=recusals.everybody(connection),
            own_units=_own_units(connection),
        )

    def _today(self) -> date:
        return self.trail.clock.local(self.trail.clock.now()).date()

    def _days(self, year: int) -> talk_lists.Days:
        zone = self.trail.clock.local(self.trail.clock.now()).tzinfo
        return talk_lists.Days(
            datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)
        )


def _own_units(connection: Connection) -> frozenset[UnitId]:
    own = people.unit_named(connection, read_office(connection).name)
    return frozenset({own.id}) if own else frozenset()


def _as_planned(row: PlanRow) -> Principal:
    """Somebody with the unit of last year's plan; the unit may be lost, then its id is empty."""
    return Principal(
        person_id=row.item.person_id,
        name=row.name,
        unit_id=row.item.unit_id or UnitId(""),
        unit_name=row.unit_name,
        unit_kind=row.unit_kind,
        title=row.title,
    )


def _interviewers(connection: Connection, names: str) -> tuple[Interviewer, ...]:
    distinct = dict.fromkeys(filter(None, _BETWEEN_NAMES.split(names)))
    return tuple(_interviewer(connection, name) for name in distinct)


def _interviewer(connection: Connection, name: str) -> Interviewer:
    known = people.persons_named(connection, name) if name else []
    if len(known) == 1:
        return Interviewer(known[0].name, PersonId(known[0].id))
    return Interviewer(name)


def _remember_deputies(connection: Connection, items: Iterable[PlanItem]) -> None:
    names = dict.fromkeys(item.interviewer.name for item in items if item.is_delegated)
    if names:
        settings.keep(connection, DEPUTIES, "、".join(names))
