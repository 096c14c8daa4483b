"""The yearly plan: who is to be talked to, in which month, by whom, and how far it has come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from app.domain.ids import PersonId, PlanItemId, TalkId, UnitId
from app.domain.people import UnitKind
from app.domain.plan_errors import (
    DropReasonMissingError,
    PlanItemArrangedError,
    PlanItemDroppedError,
)

UNSETTLED = 0  # the month of an item that has none yet
FIRST_MONTH, LAST_MONTH = 1, 12


class PlanStanding(Enum):
    """How far one item of the plan has come."""

    OPEN = "open"
    ARRANGED = "arranged"
    ABSENT = "absent"
    HELD = "held"
    DROPPED = "dropped"


WAITING = (PlanStanding.OPEN, PlanStanding.ABSENT)


@dataclass(frozen=True, slots=True)
class Interviewer:
    """Who is to lead a talk; person_id is empty for somebody who is not in the register."""

    name: str = ""
    person_id: PersonId | None = None


NOBODY = Interviewer()


@dataclass(frozen=True, slots=True)
class TalkOfPlan:
    """A talk, seen from one of its interviewees; one that was called off is none."""

    person_id: PersonId
    talk_id: TalkId
    number: str
    kind: str
    day: datetime
    is_held: bool
    is_present: bool

    @property
    def counts(self) -> bool:
        """Whether the person was talked to in it."""
        return self.is_held and self.is_present


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One talk that is to be held in a year. month is 1 to 12, or 0 while it is not settled.

    unit_id is the unit for which the person was planned; talk_id the talk arranged from the item.
    """

    id: PlanItemId
    year: int
    month: int
    kind: str
    person_id: PersonId
    unit_id: UnitId | None = None
    interviewer: Interviewer = NOBODY
    is_delegated: bool = False
    note: str = ""
    dropped_reason: str = ""
    talk_id: TalkId | None = None

    @property
    def is_dropped(self) -> bool:
        """Whether the talk is no longer to be held."""
        return bool(self.dropped_reason)

    def talk_among(self, talks: Iterable[TalkOfPlan]) -> TalkOfPlan | None:
        """The talk this item became, among those of the person.

        It is the one arranged from it, or any of its kind; one in which the person was talked to
        comes first, so that a 补谈 counts.
        """
        mine = [talk for talk in talks if talk.talk_id == self.talk_id or talk.kind == self.kind]
        order = [(talk.counts, talk.talk_id == self.talk_id, talk.day) for talk in mine]
        return mine[order.index(max(order))] if mine else None

    def standing(self, talk: TalkOfPlan | None) -> PlanStanding:
        """How far the item has come by that talk."""
        if self.is_dropped:
            return PlanStanding.DROPPED
        if talk is None:
            return PlanStanding.OPEN
        if not talk.is_held:
            return PlanStanding.ARRANGED
        return PlanStanding.HELD if talk.is_present else PlanStanding.ABSENT

    def changed(self, change: PlanChange) -> PlanItem:
        """The item with what the change names. Raises PlanItemDroppedError."""
        if self.is_dropped:
            raise PlanItemDroppedError
        interviewer = self.interviewer if change.interviewer is None else change.interviewer
        delegated = self.is_delegated if change.is_delegated is None else change.is_delegated
        return replace(
            self,
            month=self.month if change.month is None else change.month,
            kind=change.kind or self.kind,
            interviewer=interviewer,
            is_delegated=delegated,
            note=self.note if change.note is None else change.note.strip(),
        )

    def dropped(self, reason: str, talk_number: str = "") -> PlanItem:
        """The item struck from the plan; it stays in it with its reason.

        talk_number names the talk that was arranged from it, if there is one that still stands.
        Raises DropReasonMissingError, PlanItemArrangedError.
        """
        if talk_number:
            raise PlanItemArrangedError(talk_number)
        if not reason.strip():
            raise DropReasonMissingError
        return replace(self, dropped_reason=reason.strip())

    def taken_up(self) -> PlanItem:
        """The item back in the plan."""
        return replace(self, dropped_reason="")

    def arranged(self, talk_id: TalkId) -> PlanItem:
        """The item with the talk that was arranged from it. Raises PlanItemDroppedError."""
        if self.is_dropped:
            raise PlanItemDroppedError
        return replace(self, talk_id=talk_id)


@dataclass(frozen=True, slots=True)
class PlanChange:
    """What is to be different in one item or in several; None leaves it as it is in each."""

    month: int | None = None
    kind: str | None = None
    interviewer: Interviewer | None = None
    is_delegated: bool | None = None
    note: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return self == PlanChange()


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One line of the plan as it is read: names, the title held now, and the talk it became."""

    item: PlanItem
    name: str
    unit_name: str
    unit_kind: UnitKind
    title: str
    kind_title: str
    standing: PlanStanding
    talk_id: TalkId | None = None
    talk_number: str = ""

    def is_late(self, year: int, month: int) -> bool:
        """Whether, in that month of that year, the talk should have been held before."""
        if self.standing in (PlanStanding.HELD, PlanStanding.DROPPED) or not self.item.month:
            return False
        return (self.item.year, self.item.month) < (year, month)

    def is_waiting(self) -> bool:
        """Whether a talk has still to be arranged."""
        return self.standing in WAITING


@dataclass(frozen=True, slots=True)
class Coverage:
    """已谈/应谈 of one kind of unit: persons, each counted once."""

    unit_kind: UnitKind
    due: int
    held: int


@dataclass(frozen=True, slots=True)
class PlanView:
    """The plan of a year, in the order of months; unplanned counts principals it leaves out."""

    year: int
    rows: tuple[PlanRow, ...]
    coverage: tuple[Coverage, ...]
    unplanned: int = 0

    @property
    def due(self) -> int:
        """How many persons are to be talked to."""
        return sum(one.due for one in self.coverage)

    @property
    def held(self) -> int:
        """How many of them were talked to."""
        return sum(one.held for one in self.coverage)


@dataclass(frozen=True, slots=True)
class PlanReminder:
    """What the first page says of the plan in one line.

    open_now names who is planned for this month and has no talk yet, late counts who should have
    been talked to before; is_missing tells that the year has no plan although it has begun.
    """

    year: int
    month: int
    open_now: tuple[str, ...] = ()
    late: int = 0
    due: int = 0
    held: int = 0
    is_missing: bool = False

    @property
    def is_silent(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.open_now or self.late or self.is_missing)


def coverage_of(rows: tuple[PlanRow, ...], talked_to: frozenset[PersonId]) -> tuple[Coverage, ...]:
    """已谈/应谈 by kind of unit, in the order of UnitKind; kinds nobody is planned in are left out.

    talked_to are those with whom a talk was held in the year while they were present.
    """
    planned: dict[UnitKind, dict[PersonId, bool]] = {kind: {} for kind in UnitKind}
    seen: set[PersonId] = set()
    for row in rows:
        person = row.item.person_id
        if row.standing is PlanStanding.DROPPED or person in seen:
            continue
        seen.add(person)
        planned[row.unit_kind][person] = person in talked_to
    return tuple(
        Coverage(kind, len(persons), sum(persons.values()))
        for kind, persons in planned.items()
        if persons
    )
