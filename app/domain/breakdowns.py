"""The figures of a period put together from what was read, whole and by area, tag, unit kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from app.domain.figure_counting import (
    Found,
    Heard,
    HeldTalk,
    Period,
    attendances_of,
    counted,
    findings_of,
    persons_of,
)
from app.domain.figure_spans import Span
from app.domain.figures import Bucket, Figure, SectionFigures, Share, Statistics
from app.domain.finding import FindingNature
from app.domain.follow_up import Watched, followed_up, in_order
from app.domain.ids import FindingId, PersonId
from app.domain.kinds import KindBook
from app.domain.people import UnitKind
from app.domain.tags import TagBook

NO_TAG = "没有标签"
NO_AREA = "没有写明聚焦"
NO_UNIT = "没有登记单位"
UNIT_KIND_WORDS = {
    UnitKind.TOWNSHIP: "乡镇",
    UnitKind.DEPARTMENT: "部门",
    UnitKind.ENTERPRISE: "国企",
    UnitKind.OTHER: "其他",
}
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Planned:
    """Somebody in the plan of a year, and whether talked to in it by the last day counted."""

    person_id: PersonId
    unit_kind: UnitKind
    is_held: bool


@dataclass(frozen=True, slots=True)
class Books:
    """What is known whatever the period: kinds, the local rule, areas in their order, tags."""

    kinds: KindBook
    by_setting: bool
    areas: tuple[str, ...]
    tags: TagBook


@dataclass(slots=True)
class Material:
    """Everything that was read of a period, gathered in steps; stretches are those of its plots.

    watched is by id: a finding may be due, closed and overdue at once.
    """

    span: Span
    as_of: date
    held: list[HeldTalk] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)
    watched: dict[FindingId, Watched] = field(default_factory=dict)
    planned: list[Planned] = field(default_factory=list)
    heard_in: dict[Span, list[Heard]] = field(default_factory=dict)

    def watch(self, seen: Iterable[Watched]) -> None:
        """Take these in, each once."""
        self.watched |= {one.id: one for one in seen}


def statistics_of(read: Material, books: Books) -> Statistics:
    """Everything that is counted of what was read."""
    watched = in_order(read.watched.values())
    period = Period(read.held, read.heard, read.found, books.kinds, books.by_setting)
    return Statistics(
        span=read.span,
        as_of=read.as_of,
        talks=counted(period),
        follow_up=followed_up(watched, read.span.first, read.as_of),
        coverage=_coverage(read.planned),
        areas=tuple(_Breakdown(read, watched).by_area(books.areas)),
        tags=tuple(_Breakdown(read, watched).by_tag(books.tags)),
        unit_kinds=tuple(_Breakdown(read, watched).by_unit_kind()),
        buckets=tuple(_buckets(read, watched)),
    )


class _Breakdown:
    """Puts what was read apart by one thing, so that each line looks at its own alone."""

    def __init__(self, read: Material, watched: Sequence[Watched]) -> None:
        self._read, self._all_watched = read, watched
        self._found: dict[str, list[Found]] = {}
        self._watched: dict[str, list[Watched]] = {}
        self._heard: dict[str, list[Heard]] = {}
        self._planned: dict[str, list[Planned]] = {}

    def by_area(self, titles: Sequence[str]) -> Iterator[SectionFigures]:
        self._found = _apart(self._read.found, lambda f: f.area)
        self._watched = _apart(self._all_watched, lambda w: w.area)
        known = (*titles, *sorted(set(self._found) | set(self._watched)))
        for title in dict.fromkeys(t for t in known if t):
            yield self._section(title, title)
        yield self._section("", NO_AREA)

    def by_tag(self, book: TagBook) -> Iterator[SectionFigures]:
        self._found = _apart(self._read.found, lambda f: f.tag)
        self._watched = _apart(self._all_watched, lambda w: w.tag)
        for gap in book.under():
            parts = book.under(gap.key)
            keys = {gap.key, *(part.key for part in parts)}
            found = [one for one in self._read.found if one.tag in keys]
            watched = [one for one in self._all_watched if one.tag in keys]
            yield self._of_findings(gap.key, gap.title, found, watched)
            for part in parts:
                yield self._section(part.key, part.title, is_part=True)
        known = {tag.key for tag in book.tags}
        for key in sorted((set(self._found) | set(self._watched)) - known - {""}):
            yield self._section(key, key)
        yield self._section("", NO_TAG)

    def by_unit_kind(self) -> Iterator[SectionFigures]:
        self._found = _apart(self._read.found, lambda f: f.unit_kind)
        self._watched = _apart(self._all_watched, lambda w: w.unit_kind)
        self._heard = _apart(self._read.heard, lambda h: h.unit_kind)
        self._planned = _apart(self._read.planned, lambda p: p.unit_kind.value)
        for kind in UnitKind:
            yield self._section(kind.value, UNIT_KIND_WORDS[kind])
        yield self._section("", NO_UNIT)

    def _section(self, key: str, title: str, is_part: bool = False) -> SectionFigures:
        found, watched = self._found.get(key, []), self._watched.get(key, [])
        heard = self._heard.get(key, [])
        return replace(
            self._of_findings(key, title, found, watched),
            is_part=is_part,
            attendances=attendances_of(heard),
            persons=persons_of(heard),
            coverage=_coverage(self._planned.get(key, [])),
        )

    def _of_findings(
        self, key: str, title: str, found: Sequence[Found], watched: Sequence[Watched]
    ) -> SectionFigures:
        problems = [one for one in found if one.is_problem]
        return SectionFigures(
            key=key,
            title=title,
            problems=findings_of(problems),
            problems_common=findings_of(f for f in problems if f.is_common),
            problems_individual=findings_of(f for f in problems if not f.is_common),
            advice=findings_of(f for f in found if f.nature is FindingNature.ADVICE),
            follow_up=followed_up(watched, self._read.span.first, self._read.as_of),
        )


def _buckets(read: Material, watched: Sequence[Watched]) -> Iterator[Bucket]:
    for stretch in read.span.stretches():
        if stretch.first > read.as_of:
            return  # of what is yet to come nothing is told
        last = min(stretch.last, read.as_of)
        due = (one for one in watched if stretch.first <= one.deadline <= last)
        yield Bucket(
            read.span.stretch_title(stretch),
            attendances_of(read.heard_in.get(stretch, ())),
            followed_up(due, stretch.first, last).rate,
        )


def _coverage(planned: Sequence[Planned]) -> Share:
    held = [one for one in planned if one.is_held]
    return Share(_persons(held), _persons(planned))


def _persons(planned: Sequence[Planned]) -> Figure:
    return Figure(len(planned), persons=tuple(dict.fromkeys(one.person_id for one in planned)))


def _apart(things: Iterable[Thing], key: Callable[[Thing], str]) -> dict[str, list[Thing]]:
    found: dict[str, list[Thing]] = defaultdict(list)
    for thing in things:
        found[key(thing)].append(thing)
    return found
