"""The periods figures are asked for: months of a year, a term of years, or any two days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.calendar import days_of, months_later, written_date, written_period

_LAST_MONTH = 12
_ONE_DAY = timedelta(days=1)
_MOST_MONTHS = 13  # of a longer period, years are compared


@dataclass(frozen=True, slots=True)
class Span:
    """From the first to the last day, both counted."""

    first: date
    last: date

    @classmethod
    def of_months(cls, year: int, months: tuple[int, int]) -> Span:
        """Those months of a year, the first and the last counted."""
        return cls(*days_of(year, months))

    @classmethod
    def of_years(cls, first: int, last: int) -> Span:
        """A term (届): whole years, the first and the last counted."""
        return cls(date(first, 1, 1), date(last, _LAST_MONTH, 31))

    @property
    def title(self) -> str:
        """What it is called: 2026年第二季度, 2021年至2025年, 2026年3月1日至2026年5月9日."""
        if self.first == self.last or not self._has_whole_months:
            return f"{written_date(self.first)}至{written_date(self.last)}"
        if self.first.year == self.last.year:
            return written_period(self.first.year, (self.first.month, self.last.month))
        if self.first.month == 1 and self.last.month == _LAST_MONTH:
            return f"{self.first.year}年至{self.last.year}年"
        return f"{self.first.year}年{self.first.month}月至{self.last.year}年{self.last.month}月"

    @property
    def years_back(self) -> int:
        """How many years before it lies what it is compared with: the least that keep apart."""
        years = 1
        while _years_earlier(self._end, years) > self.first:
            years += 1
        return years

    @property
    def before(self) -> Span:
        """What it is compared with (同比): the same days so many years earlier."""
        years = self.years_back
        first = _years_earlier(self.first, years)
        if first.month != self.first.month:
            first -= _ONE_DAY  # of a leap day that was not, a period begins the day before
        return Span(first, _years_earlier(self._end, years) - _ONE_DAY)

    @property
    def before_title(self) -> str:
        """What the time it is compared with is called: 上年同期, or 前5年 of a term of five."""
        return "上年同期" if self.years_back == 1 else f"前{self.years_back}年"

    def so_far(self, today: date) -> Span:
        """As much of it as has been: what goes on is compared with as many days of before."""
        return Span(self.first, max(self.first, self.as_of(today)))

    def as_of(self, today: date) -> date:
        """The last day that is counted: its own last day, or today while it goes on."""
        return min(self.last, today)

    def months(self) -> Iterator[Span]:
        """Its calendar months, the first and the last perhaps cut."""
        first = self.first
        while first <= self.last:
            after = months_later(first.replace(day=1), 1)
            yield Span(first, min(after - _ONE_DAY, self.last))
            first = after

    def stretches(self) -> tuple[Span, ...]:
        """What its plots compare: its months, or its years when there are many months."""
        months = tuple(self.months())
        if len(months) <= _MOST_MONTHS:
            return months
        years = range(self.first.year, self.last.year + 1)
        return tuple(
            Span(max(self.first, date(y, 1, 1)), min(self.last, date(y, _LAST_MONTH, 31)))
            for y in years
        )

    def stretch_title(self, stretch: Span) -> str:
        """What one of the stretches is called below a plot."""
        if len(tuple(self.months())) > _MOST_MONTHS:
            return f"{stretch.first.year}年"
        if self.first.year == self.last.year:
            return f"{stretch.first.month}月"
        return f"{stretch.first.year % 100}年{stretch.first.month}月"

    @property
    def years(self) -> range:
        """The years it lies in."""
        return range(self.first.year, self.last.year + 1)

    @property
    def _end(self) -> date:
        return self.last + _ONE_DAY

    @property
    def _has_whole_months(self) -> bool:
        return self.first.day == 1 and self._end.day == 1


def _years_earlier(day: date, years: int) -> date:
    """The same day so many years earlier; of a leap day that was not, the day after."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 3, 1)
