"""The figures of a period, each with the records behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.figure_spans import Span
from app.domain.ids import FindingId, PersonId, TalkId


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and what was counted: talks, findings or persons, in the order of their days."""

    count: int
    talks: tuple[TalkId, ...] = ()
    findings: tuple[FindingId, ...] = ()
    persons: tuple[PersonId, ...] = ()


NOUGHT = Figure(0)


@dataclass(frozen=True, slots=True)
class KindFigures:
    """One kind of talk: 场次, 人次, 人数. A talk that makes up for absence adds no 场次."""

    kind: str
    title: str
    is_collective: bool
    sittings: Figure
    attendances: Figure
    persons: Figure


@dataclass(frozen=True, slots=True)
class PeriodFigures:
    """All figures of the talks of a period; kinds has a line for every kind that was held in it.

    sittings 场次, attendances 人次, persons 人数; collective: kinds in which many are talked to;
    advice 意见建议, regulations 建章立制, problems 问题, undertakings 个人承诺,
    first_form 第一种形态 in 人次; problems_closed are those of the problems that are no longer
    open today (已销号).
    """

    sittings: Figure
    attendances: Figure
    persons: Figure
    kinds: tuple[KindFigures, ...]
    collective_sittings: Figure
    collective_attendances: Figure
    advice: Figure
    regulations: Figure
    regulations_new: Figure
    regulations_revised: Figure
    problems: Figure
    problems_common: Figure
    problems_individual: Figure
    undertakings: Figure
    first_form: Figure
    problems_closed: Figure = NOUGHT

    def of_kind(self, key: str) -> KindFigures:
        """The line of one kind; nothing was held of a kind that has no line."""
        nothing = KindFigures(key, key, False, NOUGHT, NOUGHT, NOUGHT)
        return next((line for line in self.kinds if line.kind == key), nothing)


@dataclass(frozen=True, slots=True)
class Share:
    """A rate: a part of a whole, each with the records behind it."""

    part: Figure = NOUGHT
    whole: Figure = NOUGHT

    @property
    def tenths(self) -> int | None:
        """The rate in tenths of a percent, half a tenth rounded up; None when the whole is 0."""
        whole = self.whole.count
        return (2000 * self.part.count + whole) // (2 * whole) if whole else None


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What became of problems and undertakings by the last day that is counted.

    due 到期应销: their deadline of today lies in the period and has come; due_closed are those of
    them that were closed by then. overdue 逾期: past their deadline then and not closed, whenever
    it was. closed 期内销号: closed in the period; days is the sum of the days they took.
    What went on as a clue is left out of all of them.
    """

    due: Figure = NOUGHT
    due_closed: Figure = NOUGHT
    overdue: Figure = NOUGHT
    closed: Figure = NOUGHT
    days: int = 0

    @property
    def rate(self) -> Share:
        """整改率: 已销号/到期应销."""
        return Share(self.due_closed, self.due)

    @property
    def average_tenths(self) -> int | None:
        """平均用时 in tenths of a day, half a tenth rounded up; None when none was closed."""
        many = self.closed.count
        return (20 * self.days + many) // (2 * many) if many else None


@dataclass(frozen=True, slots=True)
class SectionFigures:
    """One line of a breakdown: a focus area, a tag or a kind of unit; key finds it elsewhere.

    is_part tells that it is a part of a line above it. coverage is 已谈/应谈, of kinds of unit
    alone; nobody is talked to under an area or a tag, so attendances are nought there.
    """

    key: str
    title: str
    is_part: bool = False
    attendances: Figure = NOUGHT
    persons: Figure = NOUGHT
    problems: Figure = NOUGHT
    problems_common: Figure = NOUGHT
    problems_individual: Figure = NOUGHT
    advice: Figure = NOUGHT
    follow_up: FollowUp = FollowUp()
    coverage: Share = Share()

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was counted in it."""
        watched = self.follow_up
        counted = (self.attendances, self.problems, self.advice, watched.due, watched.overdue)
        return not any(one.count for one in (*counted, watched.closed, self.coverage.whole))


@dataclass(frozen=True, slots=True)
class Bucket:
    """One stretch of a period, a month or a year: who came, and what was closed of what was due."""

    title: str
    attendances: Figure
    rate: Share


@dataclass(frozen=True, slots=True)
class Statistics:
    """Everything that is counted of a period. as_of is the last day that is counted.

    coverage 覆盖率: of those in the plans of the years, who was talked to by that day.
    """

    span: Span
    as_of: date
    talks: PeriodFigures
    follow_up: FollowUp = FollowUp()
    coverage: Share = Share()
    areas: tuple[SectionFigures, ...] = ()
    tags: tuple[SectionFigures, ...] = ()
    unit_kinds: tuple[SectionFigures, ...] = ()
    buckets: tuple[Bucket, ...] = ()
