"""How talks are counted: 场次, 人次, 人数, problems, advice and rules made; one way for all lists.

The figures page, a package's statistics and the registry's desk count what they know in this way,
so that the sum over all offices is what each of them counted.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.figures import Figure, KindFigures, PeriodFigures
from app.domain.finding import FindingNature
from app.domain.ids import FindingId, TalkId
from app.domain.kinds import KindBook


@dataclass(frozen=True, slots=True)
class HeldTalk:
    """A talk that was held: its kind, and whether it made up for absence from another."""

    id: TalkId
    kind: str
    is_make_up: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """One interviewee who came; who tells persons apart, guests by name and unit.

    unit_kind is what sort of unit the person was of that day, empty when it is not in the register.
    """

    talk_id: TalkId
    who: str
    is_first_form: bool
    unit_kind: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One finding in what figures need of it: area is a title, tag a key.

    is_done tells that it is open no longer.
    """

    id: FindingId
    talk_id: TalkId
    nature: FindingNature
    is_common: bool
    is_personal: bool
    regulation: str
    is_regulation_new: bool
    is_done: bool = False
    area: str = ""
    tag: str = ""
    unit_kind: str = ""

    @property
    def is_problem(self) -> bool:
        """Whether it is a problem of a unit: neither advice nor somebody's undertaking."""
        return self.nature is FindingNature.PROBLEM and not self.is_personal


@dataclass(frozen=True, slots=True)
class Period:
    """What was held, heard and found in a period, as it is counted.

    by_setting tells whether kinds that count 第一种形态 by the local rule do count.
    """

    held: list[HeldTalk]
    heard: list[Heard]
    found: list[Found]
    book: KindBook
    by_setting: bool


def counted(period: Period) -> PeriodFigures:
    """The figures of a period."""
    kind_of = {talk.id: talk.kind for talk in period.held}
    collective = {kind.key for kind in period.book.kinds if kind.is_collective}
    together = [talk for talk in period.held if talk.kind in collective]
    problems = [f for f in period.found if f.is_problem]
    books = {key: period.book.of(key) for key in set(kind_of.values())}
    rules = [f for f in period.found if f.regulation.strip()]
    made = {folded_rule(f.regulation) for f in rules if f.is_regulation_new}
    return PeriodFigures(
        sittings=_sittings(period.held),
        attendances=attendances_of(period.heard),
        persons=persons_of(period.heard),
        kinds=_by_kind(period, kind_of),
        collective_sittings=_sittings(together),
        collective_attendances=attendances_of(
            h for h in period.heard if kind_of[h.talk_id] in collective
        ),
        advice=findings_of(f for f in period.found if f.nature is FindingNature.ADVICE),
        regulations=_regulations(rules),
        regulations_new=_regulations(f for f in rules if folded_rule(f.regulation) in made),
        regulations_revised=_regulations(f for f in rules if folded_rule(f.regulation) not in made),
        problems=findings_of(problems),
        problems_common=findings_of(f for f in problems if f.is_common),
        problems_individual=findings_of(f for f in problems if not f.is_common),
        problems_closed=findings_of(f for f in problems if f.is_done),
        undertakings=findings_of(f for f in period.found if f.is_personal),
        first_form=attendances_of(
            h
            for h in period.heard
            if books[kind_of[h.talk_id]].is_first_form(h.is_first_form, period.by_setting)
        ),
    )


def _by_kind(period: Period, kind_of: dict[TalkId, str]) -> tuple[KindFigures, ...]:
    lines = []
    order = [kind.key for kind in period.book.kinds]
    keys = sorted(set(kind_of.values()), key=lambda k: (k not in order, _place(order, k), k))
    for key in keys:
        kind = period.book.of(key)
        heard = [h for h in period.heard if kind_of[h.talk_id] == key]
        lines.append(
            KindFigures(
                kind=key,
                title=kind.title,
                is_collective=kind.is_collective,
                sittings=_sittings([talk for talk in period.held if talk.kind == key]),
                attendances=attendances_of(heard),
                persons=persons_of(heard),
            )
        )
    return tuple(lines)


def _place(order: list[str], key: str) -> int:
    return order.index(key) if key in order else len(order)


def _sittings(held: list[HeldTalk]) -> Figure:
    """Who was absent and is talked to later adds to 人次 and 人数, not to 场次."""
    return Figure(sum(not talk.is_make_up for talk in held), talks=tuple(talk.id for talk in held))


def attendances_of(heard: Iterable[Heard]) -> Figure:
    """人次: each interviewee who came, once for each talk."""
    there = list(heard)
    return Figure(len(there), talks=_talks(there))


def persons_of(heard: Iterable[Heard]) -> Figure:
    """人数: each person once."""
    there = list(heard)
    return Figure(len({h.who for h in there}), talks=_talks(there))


def _talks(there: list[Heard]) -> tuple[TalkId, ...]:
    return tuple(dict.fromkeys(h.talk_id for h in there))


def findings_of(found: Iterable[Found]) -> Figure:
    """How many findings, with their talks."""
    listed = list(found)
    return Figure(
        len(listed),
        talks=tuple(dict.fromkeys(f.talk_id for f in listed)),
        findings=tuple(f.id for f in listed),
    )


def _regulations(found: Iterable[Found]) -> Figure:
    """A rule named at several findings is one rule; new as soon as one of them calls it new."""
    listed = list(found)
    return Figure(
        len({folded_rule(f.regulation) for f in listed}),
        talks=tuple(dict.fromkeys(f.talk_id for f in listed)),
        findings=tuple(f.id for f in listed),
    )


def folded_rule(regulation: str) -> str:
    """The name of a rule without the marks around it, so that one rule counts once."""
    name = unicodedata.normalize("NFKC", regulation)
    return "".join(name.split()).strip('《》〈〉“”"')
