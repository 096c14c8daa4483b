"""Which days are worked, and what day a term comes to.

Saturday and Sunday are off. The notice of the State Council for each year makes other days off and
has some Saturdays and Sundays worked; what no notice tells yet follows the rules for yearly
holidays alone (全国年节及纪念日放假办法). A term whose last day is off ends on the next day that is
worked (民法典第二百零三条).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.domain.calendar import months_later
from app.domain.holiday_errors import (
    HolidayTitleMissingError,
    HolidayTitleTooLongError,
    HolidayYearError,
)
from app.domain.terms_of_time import Term, TermUnit

_SATURDAY = 5
_ONE = timedelta(days=1)
EARLIEST_YEAR, LATEST_YEAR = 2000, 2199
LONGEST_HOLIDAY_TITLE = 30


@dataclass(frozen=True, slots=True, order=True)
class Holiday:
    """A day that is off though it might be worked, or worked though it is a Saturday or Sunday."""

    day: date
    is_working: bool
    title: str = ""

    def checked(self) -> Holiday:
        """The day with its title tidied.

        Raises HolidayYearError, HolidayTitleMissingError, HolidayTitleTooLongError.
        """
        check_year(self.day.year)
        title = " ".join(self.title.split())
        if not title:
            raise HolidayTitleMissingError
        if len(title) > LONGEST_HOLIDAY_TITLE:
            raise HolidayTitleTooLongError(len(title), LONGEST_HOLIDAY_TITLE)
        return replace(self, title=title)


@dataclass(frozen=True, slots=True)
class YearTable:
    """The holidays of a year, in order, and who says so.

    source names the notice. is_official tells what was published from what was reckoned by the
    rules; is_own, what was kept in this vault from what the program brought along.
    is_known is false for a year nobody has a table of: weekends alone are off then.
    """

    year: int
    days: tuple[Holiday, ...] = ()
    source: str = ""
    is_official: bool = False
    is_own: bool = False
    is_known: bool = True


def check_year(year: int) -> None:
    """See that a table can be kept of that year. Raises HolidayYearError."""
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise HolidayYearError(year, EARLIEST_YEAR, LATEST_YEAR)


@dataclass(frozen=True, slots=True)
class Workdays:
    """Which days are off or worked against the rule of the week, and of which years it is told."""

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    known_years: frozenset[int] = frozenset()
    reckoned_years: frozenset[int] = frozenset()

    @classmethod
    def of(cls, years: tuple[YearTable, ...]) -> Workdays:
        """The table that these years make together; reckoned are those no notice was out for."""
        days = [holiday for year in years for holiday in year.days]
        return cls(
            off=frozenset(one.day for one in days if not one.is_working),
            worked=frozenset(one.day for one in days if one.is_working),
            known_years=frozenset(year.year for year in years if year.is_known),
            reckoned_years=frozenset(y.year for y in years if y.is_known and not y.is_official),
        )

    def is_workday(self, day: date) -> bool:
        """Whether it is worked on that day."""
        if day in self.worked:
            return True
        return day not in self.off and day.weekday() < _SATURDAY

    def next_workday(self, day: date) -> date:
        """The day itself when it is worked, otherwise the next that is."""
        while not self.is_workday(day):
            day += _ONE
        return day

    def after(self, start: date, term: Term) -> date:
        """The last day of a term that begins on start; start itself is not counted."""
        if term.unit is TermUnit.WORKDAYS:
            return self._workdays_later(start, term.count)
        if term.unit is TermUnit.MONTHS:
            return self.next_workday(months_later(start, term.count))
        return self.next_workday(start + timedelta(days=term.count))

    def workdays_between(self, start: date, end: date) -> int:
        """How many days are worked after start, up to and with end; negative when end is before."""
        if end < start:
            return -self.workdays_between(end, start)
        return sum(self.is_workday(start + _ONE * n) for n in range(1, (end - start).days + 1))

    def unknown_years(self, start: date, end: date) -> tuple[int, ...]:
        """The years from start to end that there is no table of."""
        return tuple(y for y in range(start.year, end.year + 1) if y not in self.known_years)

    def unannounced_years(self, start: date, end: date) -> tuple[int, ...]:
        """The years from start to end whose table was reckoned before the notice came out."""
        return tuple(y for y in range(start.year, end.year + 1) if y in self.reckoned_years)

    def _workdays_later(self, day: date, count: int) -> date:
        while count:
            day += _ONE
            count -= self.is_workday(day)
        return day
