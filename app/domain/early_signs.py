"""Early signs (苗头): plain rules over findings, units and the plan, which anybody can read.

Each rule says how many, and some within how many months. A rule looks at units, at findings and at
the office's own plan; it never looks at what one person has done, and nobody gets a score.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Any

from app.domain.early_sign_errors import SignLimitError
from app.domain.facts import UnitFigure
from app.domain.finding import FindingStatus
from app.domain.ids import UnitId

WHOLE = 100  # per cent
FEWEST_COMPARED = 5  # persons: a share of fewer says nothing


class SignKind(Enum):
    """What is looked for.

    One tag again and again in a unit; deadlines moved again and again; what is long overdue; talks
    of the plan that are behind; a unit that fell in a ranking; fewer talked to than last year.
    """

    REPEATED_TAG = "repeated_tag"
    EXTENDED = "extended"
    LONG_OVERDUE = "long_overdue"
    PLAN_BEHIND = "plan_behind"
    FALLEN_PLACE = "fallen_place"
    FEWER_TALKS = "fewer_talks"


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between which numbers a number of a rule may lie, both counted."""

    lowest: int
    highest: int

    def holds(self, number: int) -> bool:
        """Whether the number lies within."""
        return self.lowest <= number <= self.highest


COUNTS = {
    SignKind.REPEATED_TAG: Bounds(2, 50),
    SignKind.EXTENDED: Bounds(2, 9),  # the index of the vault knows two and more
    SignKind.LONG_OVERDUE: Bounds(1, 365),
    SignKind.PLAN_BEHIND: Bounds(1, 200),
    SignKind.FALLEN_PLACE: Bounds(1, 100),
    SignKind.FEWER_TALKS: Bounds(1, 90),
}
MONTHS = {SignKind.REPEATED_TAG: Bounds(1, 60)}


@dataclass(frozen=True, slots=True)
class SignRule:
    """One rule. count is how many findings, times, days, persons, places or per cent it takes;

    months is within how many, 0 for a rule that knows no such bound.
    """

    kind: SignKind
    count: int
    months: int = 0
    is_on: bool = True

    def checked(self) -> SignRule:
        """The rule as it may be kept. Raises SignLimitError."""
        if not COUNTS[self.kind].holds(self.count):
            raise _out_of(self.kind, "count", self.count, COUNTS[self.kind])
        bounds = MONTHS.get(self.kind, Bounds(0, 0))
        if not bounds.holds(self.months):
            raise _out_of(self.kind, "months", self.months, bounds)
        return self


SHIPPED = (
    SignRule(SignKind.REPEATED_TAG, 3, 12),
    SignRule(SignKind.EXTENDED, 2),
    SignRule(SignKind.LONG_OVERDUE, 30),
    SignRule(SignKind.PLAN_BEHIND, 3),
    SignRule(SignKind.FALLEN_PLACE, 3),
    SignRule(SignKind.FEWER_TALKS, 30),
)


@dataclass(frozen=True, slots=True)
class EarlySign:
    """Something a rule found. unit_id is None for findings of no unit and for the office itself.

    many is how many rows made it; now and before are the two numbers that were compared, of a rule
    that compares: places of a ranking, or persons talked to. name is the tag's key or the figure's
    name, title what is shown of it.
    """

    kind: SignKind
    many: int
    unit_id: UnitId | None = None
    unit_name: str = ""
    name: str = ""
    title: str = ""
    now: int = 0
    before: int = 0


@dataclass(frozen=True, slots=True)
class SignsFound:
    """What one rule found: the strongest signs, and how many there are in all."""

    rule: SignRule
    total: int
    signs: tuple[EarlySign, ...]


class RowSource(Enum):
    """What a row behind a sign is: a finding, a line of the plan, a figure, persons of a year."""

    FINDING = "finding"
    PLAN_LINE = "plan_line"
    FIGURE = "figure"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class SignRow:
    """A row that made a sign. subject is the id of what it opens.

    amount is how many days it is overdue, how often it was given more time, the month of the plan,
    the place in the ranking (out_of so many), or how many persons came to talks. status is how far
    a finding has come.
    """

    source: RowSource
    subject: str
    title: str
    text: str
    day: date
    amount: int = 0
    out_of: int = 0
    status: FindingStatus | None = None


def rules_of(written: str | None) -> tuple[SignRule, ...]:
    """The rules as they were kept, one of each kind in order; what was never kept is as shipped."""
    kept = {told["kind"]: told for told in json.loads(written or "[]")}
    return tuple(_read(rule, kept.get(rule.kind.value)) for rule in SHIPPED)


def written_rules(rules: Iterable[SignRule]) -> str:
    """The rules as they are kept."""
    told = [
        {"kind": r.kind.value, "count": r.count, "months": r.months, "is_on": r.is_on}
        for r in rules
    ]
    return json.dumps(told)


def with_rule(rules: Iterable[SignRule], changed: SignRule) -> tuple[SignRule, ...]:
    """The rules with one of them changed. Raises SignLimitError."""
    checked = changed.checked()
    return tuple(checked if rule.kind is checked.kind else rule for rule in rules)


def fallen(
    figures: Iterable[tuple[str, UnitFigure]], year: int, rule: SignRule
) -> tuple[EarlySign, ...]:
    """The units that stand so many places lower than the year before, the deepest fall first.

    figures are those of this year and of the two before it, each with the name of its unit; of each
    ranking the newest place counts, and it must stand beside one of the year before it.
    """
    places: dict[tuple[UnitId, str], dict[int, tuple[str, int]]] = {}
    for unit_name, one in figures:
        if one.place is not None and one.year <= year:
            known = places.setdefault((one.unit_id, one.name), {})
            known[one.year] = (unit_name, one.place)
    found = []
    for (unit_id, name), of_years in places.items():
        newest = max(of_years)
        if newest - 1 not in of_years:
            continue
        unit_name, now = of_years[newest]
        _, before = of_years[newest - 1]
        if now - before >= rule.count:
            kind = SignKind.FALLEN_PLACE
            found.append(EarlySign(kind, 2, unit_id, unit_name, name, name, now, before))
    return tuple(sorted(found, key=lambda s: (s.before - s.now, s.unit_name, s.name)))


def fewer(now: int, before: int, rule: SignRule) -> tuple[EarlySign, ...]:
    """A sign when so many per cent fewer were talked to this year than in the same days before."""
    if before >= FEWEST_COMPARED and (before - now) * WHOLE >= before * rule.count:
        return (EarlySign(SignKind.FEWER_TALKS, 2, now=now, before=before),)
    return ()


def _read(shipped: SignRule, told: dict[str, Any] | None) -> SignRule:
    if told is None:
        return shipped
    return replace(shipped, count=told["count"], months=told["months"], is_on=told["is_on"])


def _out_of(kind: SignKind, field: str, found: int, bounds: Bounds) -> SignLimitError:
    return SignLimitError(kind.value, field, found, bounds.lowest, bounds.highest)
