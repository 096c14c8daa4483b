"""What was done in a period, in figures; each knows the records behind it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.domain.figures import Figure, KindFigures, PeriodFigures
from app.domain.finding import FindingNature
from app.domain.ids import TalkId
from app.domain.kinds import KindBook
from app.domain.talk_list import TalkRow
from app.services.kinds import counts_by_setting
from app.services.trail import Trail
from app.store import figures, kinds, talk_lists
from app.store.figures import Found, Heard, HeldTalk
from app.store.vault import Vault


@dataclass(frozen=True, slots=True)
class Figures:
    """The queries about figures of a period."""

    vault: Vault
    trail: Trail

    def of(self, first: date, last: date) -> PeriodFigures:
        """The figures from the first to the last day, both counted, by the days of the talks."""
        days = (self._start(first), self._start(last + timedelta(days=1)))
        with self.vault.reading() as connection:
            return _counted(
                _Period(
                    held=figures.held(connection, *days),
                    heard=figures.heard(connection, *days),
                    found=figures.found(connection, *days),
                    book=kinds.book(connection),
                    by_setting=counts_by_setting(connection),
                )
            )

    def behind(self, figure: Figure, limit: int) -> list[TalkRow]:
        """The talks a figure stands on, newest first, at most so many."""
        with self.vault.reading() as connection:
            return talk_lists.by_id(connection, figure.talks[-limit:])

    def _start(self, day: date) -> datetime:
        zone = self.trail.clock.local(self.trail.clock.now()).tzinfo
        return datetime(day.year, day.month, day.day, tzinfo=zone)


@dataclass(frozen=True, slots=True)
class _Period:
    held: list[HeldTalk]
    heard: list[Heard]
    found: list[Found]
    book: KindBook
    by_setting: bool


def _counted(period: _Period) -> PeriodFigures:
    kind_of = {talk.id: talk.kind for talk in period.held}
    collective = {kind.key for kind in period.book.kinds if kind.is_collective}
    together = [talk for talk in period.held if talk.kind in collective]
    problems = [f for f in period.found if f.nature is FindingNature.PROBLEM and not f.is_personal]
    rules = [f for f in period.found if f.regulation.strip()]
    made = {_folded(f.regulation) for f in rules if f.is_regulation_new}
    return PeriodFigures(
        sittings=_sittings(period.held),
        attendances=_attendances(period.heard),
        persons=_persons(period.heard),
        kinds=_by_kind(period, kind_of),
        collective_sittings=_sittings(together),
        collective_attendances=_attendances(
            h for h in period.heard if kind_of[h.talk_id] in collective
        ),
        advice=_findings(f for f in period.found if f.nature is FindingNature.ADVICE),
        regulations=_regulations(rules),
        regulations_new=_regulations(f for f in rules if _folded(f.regulation) in made),
        regulations_revised=_regulations(f for f in rules if _folded(f.regulation) not in made),
        problems=_findings(problems),
        problems_common=_findings(f for f in problems if f.is_common),
        problems_individual=_findings(f for f in problems if not f.is_common),
        undertakings=_findings(f for f in period.found if f.is_personal),
        first_form=_attendances(
            h
            for h in period.heard
            if period.book.of(kind_of[h.talk_id]).is_first_form(h.is_first_form, period.by_setting)
        ),
    )


def _by_kind(period: _Period, kind_of: dict[TalkId, str]) -> tuple[KindFigures, ...]:
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
                attendances=_attendances(heard),
                persons=_persons(heard),
            )
        )
    return tuple(lines)


def _place(order: list[str], key: str) -> int:
    return order.index(key) if key in order else len(order)


def _sittings(held: list[HeldTalk]) -> Figure:
    """Who was absent and is talked to later adds to 人次 and 人数, not to 场次."""
    return Figure(sum(not talk.is_make_up for talk in held), talks=tuple(talk.id for talk in held))


def _attendances(heard: Iterable[Heard]) -> Figure:
    there = list(heard)
    return Figure(len(there), talks=_talks(there))


def _persons(heard: Iterable[Heard]) -> Figure:
    there = list(heard)
    return Figure(len({h.who for h in there}), talks=_talks(there))


def _talks(there: list[Heard]) -> tuple[TalkId, ...]:
    return tuple(dict.fromkeys(h.talk_id for h in there))


def _findings(found: Iterable[Found]) -> Figure:
    counted = list(found)
    return Figure(
        len(counted),
        talks=tuple(dict.fromkeys(f.talk_id for f in counted)),
        findings=tuple(f.id for f in counted),
    )


def _regulations(found: Iterable[Found]) -> Figure:
    """A rule named at several findings is one rule; new as soon as one of them calls it new."""
    counted = list(found)
    return Figure(
        len({_folded(f.regulation) for f in counted}),
        talks=tuple(dict.fromkeys(f.talk_id for f in counted)),
        findings=tuple(f.id for f in counted),
    )


def _folded(regulation: str) -> str:
    name = unicodedata.normalize("NFKC", regulation)
    return "".join(name.split()).strip('《》〈〉“”"')
