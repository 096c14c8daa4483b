"""What the table of holidays refuses."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.errors import InputError, RefusedError


@dataclass(eq=False)
class HolidayYearError(RefusedError):
    """The day lies outside the years that a table can be kept of."""

    year: int
    earliest: int
    latest: int


class HolidayTitleMissingError(RefusedError):
    """A day is off or worked without saying what for."""


@dataclass(eq=False)
class HolidayTitleTooLongError(RefusedError):
    """What the day is called does not fit on a line."""

    length: int
    longest: int


class HolidaySourceMissingError(RefusedError):
    """A table of a year is taken without saying where it comes from."""


@dataclass(eq=False)
class HolidayHeadingsMissingError(InputError):
    """No row of the file names the three columns: the day, off or worked, and what it is called."""

    file_name: str


@dataclass(eq=False)
class NoHolidaysFoundError(InputError):
    """Nothing below the headings of the file tells of a holiday."""

    file_name: str
