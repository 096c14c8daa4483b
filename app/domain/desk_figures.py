"""The figures of all offices that the registry's desk counts, in the way the offices count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Counts:
    """The figures of a period: sittings 场次, attendances 人次, persons 人数 and the findings.

    collective: kinds in which many are talked to; advice 意见建议, regulations 建章立制, problems
    问题, undertakings 个人承诺, first_form 第一种形态 in 人次. Closed problems are 已销号.
    """

    sittings: int = 0
    attendances: int = 0
    persons: int = 0
    collective_sittings: int = 0
    collective_attendances: int = 0
    first_form: int = 0
    problems: int = 0
    problems_common: int = 0
    problems_closed: int = 0
    advice: int = 0
    regulations: int = 0
    regulations_new: int = 0
    undertakings: int = 0

    @property
    def problems_individual(self) -> int:
        """个性问题: those that are not common."""
        return self.problems - self.problems_common

    @property
    def regulations_revised(self) -> int:
        """Rules that were revised, not made."""
        return self.regulations - self.regulations_new

    @staticmethod
    def sum(counted: Iterable[Counts]) -> Counts:
        """The sum of several offices: persons and rules of two offices are never one."""
        columns = zip(*(astuple(one) for one in counted), strict=True)
        return Counts(*(sum(column) for column in columns))


@dataclass(frozen=True, slots=True)
class KindCounts:
    """One kind of talk by its title: 场次, 人次, 人数."""

    title: str
    is_collective: bool
    sittings: int
    attendances: int
    persons: int


@dataclass(frozen=True, slots=True)
class Reported:
    """What packages of numbers alone tell, whose period lies wholly within the one asked for.

    It stands beside what was counted and is never added to it: such packages may tell of the same
    talks twice.
    """

    packages: int = 0
    talks: int = 0
    attendances: int = 0


@dataclass(frozen=True, slots=True)
class OfficeFigures:
    """What one office did in the period, by the newest version of each of its talks."""

    code: str
    name: str
    counts: Counts
    kinds: tuple[KindCounts, ...]
    reported: Reported = Reported()


@dataclass(frozen=True, slots=True)
class DeskFigures:
    """The figures from the first to the last day, both counted; offices by code."""

    first: date
    last: date
    offices: tuple[OfficeFigures, ...]

    @property
    def total(self) -> Counts:
        """The sum over all offices."""
        return Counts.sum(office.counts for office in self.offices)

    @property
    def reported(self) -> Reported:
        """The sum of what packages of numbers alone tell."""
        return Reported(
            sum(office.reported.packages for office in self.offices),
            sum(office.reported.talks for office in self.offices),
            sum(office.reported.attendances for office in self.offices),
        )

    @property
    def kinds(self) -> tuple[KindCounts, ...]:
        """The sums by kind; kinds of one title are one, whatever an office calls them inside."""
        lines: dict[tuple[str, bool], KindCounts] = {}
        for line in (line for office in self.offices for line in office.kinds):
            key = (line.title, line.is_collective)
            seen = lines.get(key, KindCounts(*key, 0, 0, 0))
            lines[key] = KindCounts(
                *key,
                seen.sittings + line.sittings,
                seen.attendances + line.attendances,
                seen.persons + line.persons,
            )
        return tuple(sorted(lines.values(), key=lambda k: (-k.sittings, -k.attendances, k.title)))
