"""The periods a search is offered for, reckoned from today."""

from __future__ import annotations

from datetime import date

from app.domain.calendar import months_later

ALL, OWN = "all", "own"
PERIODS: tuple[tuple[str, str], ...] = (
    ("不限时间", ALL),
    ("今年", "year"),
    ("去年", "last_year"),
    ("近三个月", "quarter"),
    ("近三年", "three_years"),
    ("自定起止…", OWN),
)


def days_of(period: str, today: date) -> tuple[date | None, date | None]:
    """The first and the last day of a period; both None for all times."""
    year = today.year
    days: dict[str, tuple[date | None, date | None]] = {
        "year": (date(year, 1, 1), date(year, 12, 31)),
        "last_year": (date(year - 1, 1, 1), date(year - 1, 12, 31)),
        "quarter": (months_later(today, -3), today),
        "three_years": (months_later(today, -36), today),
    }
    return days.get(period, (None, None))
