"""Proposing a year's plan: out of the register, or out of the year before. Nothing is written here.

Who left the post is never carried on in silence: the successor takes the place and is marked, or
the user is asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from app.domain.ids import PersonId, UnitId
from app.domain.people import UnitKind
from app.domain.plan import FIRST_MONTH, LAST_MONTH, NOBODY, UNSETTLED, Interviewer, PlanItem

DELEGATED_KINDS = frozenset({UnitKind.DEPARTMENT, UnitKind.ENTERPRISE, UnitKind.OTHER})


class Doubt(Enum):
    """Why a proposal should be looked at; some are not ticked before somebody did."""

    NONE = "none"
    SUCCESSOR = "successor"
    LEFT = "left"
    SEVERAL_SUCCESSORS = "several_successors"
    OWN_SIDE = "own_side"
    RECUSED = "recused"


ASKED = (Doubt.LEFT, Doubt.SEVERAL_SUCCESSORS, Doubt.OWN_SIDE, Doubt.RECUSED)


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody who leads a unit at present."""

    person_id: PersonId
    name: str
    unit_id: UnitId
    unit_name: str
    unit_kind: UnitKind
    title: str = ""


@dataclass(frozen=True, slots=True)
class PlanWish:
    """What a plan is to be made of.

    The owner talks to townships, the deputies in turn to everybody else on his behalf (受委托);
    without deputies the owner talks to all. months are spread over evenly; none leaves it open.
    """

    unit_kinds: frozenset[UnitKind] = frozenset(UnitKind)
    kind: str = "supervision"
    months: tuple[int, ...] = tuple(range(FIRST_MONTH, LAST_MONTH + 1))
    owner: Interviewer = NOBODY
    deputies: tuple[Interviewer, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A line of a plan that is not written yet; about says whom a doubt is about."""

    principal: Principal
    month: int
    kind: str
    interviewer: Interviewer = NOBODY
    is_delegated: bool = False
    note: str = ""
    doubt: Doubt = Doubt.NONE
    about: str = ""

    @property
    def is_ticked(self) -> bool:
        """Whether it is written unless somebody takes it out."""
        return self.doubt not in ASKED


@dataclass(frozen=True, slots=True)
class Ground:
    """What proposals are measured against.

    planned are the persons already in the year's plan for the kind of talk, with that kind;
    apart the pairs that must not meet; own_units the units of our own side.
    """

    planned: frozenset[tuple[PersonId, str]] = frozenset()
    apart: frozenset[frozenset[PersonId]] = frozenset()
    own_units: frozenset[UnitId] = frozenset()

    def must_not_meet(self, person: PersonId, interviewer: Interviewer) -> bool:
        """Whether these two must not sit opposite each other."""
        other = interviewer.person_id
        return other is not None and frozenset({person, other}) in self.apart


def spread(count: int, months: Sequence[int]) -> tuple[int, ...]:
    """So many talks over these months as evenly as can be, in order; no month leaves it open."""
    if not months:
        return (UNSETTLED,) * count
    ordered = sorted(set(months))
    return tuple(ordered[number * len(ordered) // count] for number in range(count))


def proposed(
    principals: Iterable[Principal], wish: PlanWish, ground: Ground
) -> tuple[Proposal, ...]:
    """A line for each principal the wish names who is not in the plan yet, townships first."""
    order = list(UnitKind)
    wanted = sorted(
        (
            one
            for one in principals
            if one.unit_kind in wish.unit_kinds and (one.person_id, wish.kind) not in ground.planned
        ),
        key=lambda one: order.index(one.unit_kind),
    )
    table = _Table(wish, ground)
    lines = tuple(table.line(one) for one in _once(wanted))
    ticked = iter(spread(sum(line.is_ticked for line in lines), wish.months))
    return tuple(replace(one, month=next(ticked)) if one.is_ticked else one for one in lines)


def carried_forward(
    items: Iterable[PlanItem],
    known: Mapping[PersonId, Principal],
    principals: Sequence[Principal],
    ground: Ground,
) -> tuple[Proposal, ...]:
    """Last year's lines for this year.

    known has everybody of those items with the unit they were planned for; principals who leads a
    unit now. Who left is replaced by the one successor, else it is asked.
    """
    items = [item for item in items if not item.is_dropped]
    by_unit: dict[UnitId, list[Principal]] = {}
    for one in principals:
        by_unit.setdefault(one.unit_id, []).append(one)
    staying = {(item.person_id, item.kind) for item in items if _stays(item, by_unit)}
    lines: list[Proposal] = []
    for item in items:
        lines += _carried(item, known[item.person_id], by_unit, frozenset(staying))
    return tuple(_checked(one, ground) for one in _merged(lines) if not _is_planned(one, ground))


def _merged(lines: Iterable[Proposal]) -> list[Proposal]:
    """Each person once for each kind of talk; who takes the place of two is marked with both."""
    merged: dict[tuple[PersonId, str], Proposal] = {}
    for one in lines:
        key = (one.principal.person_id, one.kind)
        if (before := merged.get(key)) is None:
            merged[key] = one
            continue
        about = "、".join(dict.fromkeys(filter(None, (before.about, one.about))))
        merged[key] = replace(before if before.is_ticked else one, about=about)
    return list(merged.values())


def _is_planned(one: Proposal, ground: Ground) -> bool:
    return (one.principal.person_id, one.kind) in ground.planned


def _stays(item: PlanItem, by_unit: Mapping[UnitId, list[Principal]]) -> bool:
    here = by_unit.get(item.unit_id, []) if item.unit_id else []
    return any(one.person_id == item.person_id for one in here)


def _carried(
    item: PlanItem,
    before: Principal,
    by_unit: Mapping[UnitId, list[Principal]],
    staying: frozenset[tuple[PersonId, str]],
) -> list[Proposal]:
    here = by_unit.get(item.unit_id, []) if item.unit_id else []
    line = Proposal(before, item.month, item.kind, item.interviewer, item.is_delegated, item.note)
    for one in here:
        if one.person_id == item.person_id:
            return [replace(line, principal=one)]
    new = [one for one in here if (one.person_id, item.kind) not in staying]
    if not new:
        return [replace(line, doubt=Doubt.LEFT)]
    doubt = Doubt.SUCCESSOR if len(new) == 1 else Doubt.SEVERAL_SUCCESSORS
    return [replace(line, principal=one, doubt=doubt, about=before.name) for one in new]


def _checked(line: Proposal, ground: Ground) -> Proposal:
    if ground.must_not_meet(line.principal.person_id, line.interviewer):
        return replace(line, doubt=Doubt.RECUSED, about=line.interviewer.name)
    return line


def _once(principals: Iterable[Principal]) -> list[Principal]:
    """Each person once, for the first unit: who leads two is talked to once."""
    unique: dict[PersonId, Principal] = {}
    for one in principals:
        unique.setdefault(one.person_id, one)
    return list(unique.values())


class _Table:
    """Who leads which talk: the owner, or the deputies in turn."""

    def __init__(self, wish: PlanWish, ground: Ground) -> None:
        self._wish, self._ground = wish, ground
        self._ours = {one.person_id for one in (wish.owner, *wish.deputies) if one.person_id}
        self._turns: Counter[Interviewer] = Counter()

    def line(self, principal: Principal) -> Proposal:
        """The line of one principal, its month still open."""
        wish = self._wish
        blank = Proposal(principal, UNSETTLED, wish.kind, wish.owner)
        if principal.person_id in self._ours or principal.unit_id in self._ground.own_units:
            return replace(blank, doubt=Doubt.OWN_SIDE)
        if principal.unit_kind in DELEGATED_KINDS and (
            deputies := self._who_may_meet(principal, wish.deputies)
        ):
            chosen = min(deputies, key=lambda one: self._turns[one])
            self._turns[chosen] += 1
            return replace(blank, interviewer=chosen, is_delegated=True)
        if self._who_may_meet(principal, (wish.owner,)):
            return blank
        return replace(blank, doubt=Doubt.RECUSED, about=wish.owner.name)

    def _who_may_meet(
        self, principal: Principal, among: tuple[Interviewer, ...]
    ) -> list[Interviewer]:
        person = principal.person_id
        return [one for one in among if not self._ground.must_not_meet(person, one)]
