"""A table of holidays from a file: what it says, what is wrong, what it would alter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.domain.workdays import Holiday, YearTable


class HolidayFaultKind(Enum):
    """Why a row cannot be taken."""

    DATE_MISSING = "date_missing"
    DATE_UNREADABLE = "date_unreadable"
    YEAR_MISSING = "year_missing"
    YEAR_OUTSIDE = "year_outside"
    RANGE_BACKWARDS = "range_backwards"
    RANGE_TOO_LONG = "range_too_long"
    WAY_UNREADABLE = "way_unreadable"
    TITLE_MISSING = "title_missing"
    TITLE_TOO_LONG = "title_too_long"
    CLASH = "clash"
    WORKED_ANYHOW = "worked_anyhow"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class HolidayFault:
    """What is wrong in a row, counted from 1 as the file shows it, and the text that was found."""

    row: int
    kind: HolidayFaultKind
    found: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class HolidayFile:
    """The days a file names, in order, and the rows that cannot be read."""

    file_name: str
    days: tuple[Holiday, ...]
    faults: tuple[HolidayFault, ...] = ()


@dataclass(frozen=True, slots=True)
class DayChange:
    """What is held of a day now and what the file says; None is the rule of the week."""

    day: date
    before: Holiday | None
    after: Holiday | None


@dataclass(frozen=True, slots=True)
class YearChange:
    """What becomes of a year's table. is_whole: the file's days stand instead of all there were."""

    before: YearTable
    days: tuple[Holiday, ...]
    is_whole: bool

    @property
    def year(self) -> int:
        """The year."""
        return self.before.year

    def differences(self) -> tuple[DayChange, ...]:
        """The days that would be another than now, in order."""
        old = {one.day: one for one in self.before.days}
        new = {one.day: one for one in self.days}
        return tuple(
            DayChange(day, old.get(day), new.get(day))
            for day in sorted(old.keys() | new.keys())
            if old.get(day) != new.get(day)
        )


@dataclass(frozen=True, slots=True)
class HolidayPreview:
    """A file as it would be taken in; with faults nothing of it can be."""

    file_name: str
    years: tuple[YearChange, ...]
    faults: tuple[HolidayFault, ...] = ()


def changes_by(days: Iterable[Holiday], tables: dict[int, YearTable]) -> tuple[YearChange, ...]:
    """What the days of a file make of the tables held.

    A file that has the first of January off is the notice of that year and stands instead of its
    table: each notice has that day. Days of another year, such as a Sunday worked in December for
    the New Year after it, are added to what is held of theirs.
    """
    by_year: dict[int, list[Holiday]] = {}
    for one in days:
        by_year.setdefault(one.day.year, []).append(one)
    changes = []
    for year, new in sorted(by_year.items()):
        before = tables.get(year) or YearTable(year, is_known=False)
        is_whole = any(h.day == date(year, 1, 1) and not h.is_working for h in new)
        named = {one.day for one in new}
        kept = [] if is_whole else [one for one in before.days if one.day not in named]
        changes.append(YearChange(before, tuple(sorted((*kept, *new))), is_whole))
    return tuple(changes)
