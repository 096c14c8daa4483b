"""Dates as documents and rosters write them: sometimes only a month, always in one style."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta

_PATTERNS = tuple(
    re.compile(p)
    for p in (
        r"(\d{4})年(\d{1,2})月(?:(\d{1,2})日)?",
        r"(\d{4})[.\-/](\d{1,2})(?:[.\-/](\d{1,2}))?",
        r"(\d{4})(\d{2})(\d{2})?",
        r"(\d{4})年?()()",
    )
)


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date of which the day, or month and day, may be unknown (0)."""

    year: int
    month: int = 0
    day: int = 0

    def __post_init__(self) -> None:
        valid = 1850 <= self.year <= 2199 and 0 <= self.month <= 12
        if valid and self.day:
            valid = self.month > 0 and self.day <= monthrange(self.year, self.month)[1]
        if not valid or self.day < 0:
            raise ValueError(f"no such date: {self.year}-{self.month}-{self.day}")

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read 1990.01, 1990-01-05, 199001, 1990年1月 or 1990, also in full-width digits.

        Raises ValueError when it is none of these.
        """
        plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
        for pattern in _PATTERNS:
            if found := pattern.fullmatch(plain):
                year, month, day = (int(g) if g else 0 for g in found.groups())
                return cls(year, month, day)
        raise ValueError(f"not a date: {text}")

    def iso(self) -> str:
        """The date as kept in the vault: 1990, 1990-01 or 1990-01-05."""
        parts = [f"{self.year:04}"]
        if self.month:
            parts.append(f"{self.month:02}")
        if self.day:
            parts.append(f"{self.day:02}")
        return "-".join(parts)

    def written(self) -> str:
        """The date as documents write it: 1990年1月5日."""
        month = f"{self.month}月" if self.month else ""
        day = f"{self.day}日" if self.day else ""
        return f"{self.year}年{month}{day}"

    def first_day(self) -> date:
        """The earliest day it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    def last_day(self) -> date:
        """The latest day it can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])


def written_date(day: date) -> str:
    """A day as documents write it: 2026年3月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def written_time(moment: datetime) -> str:
    """A local moment as documents write it: 2026年3月5日9时05分."""
    return f"{written_date(moment.date())}{moment.hour}时{moment.minute:02}分"


def months_later(day: date, months: int) -> date:
    """The same day so many months on, or the last day of a shorter month."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def quarter_of(day: date) -> int:
    """The quarter of the year, 1 to 4."""
    return (day.month - 1) // 3 + 1


def days_of(year: int, months: tuple[int, int]) -> tuple[date, date]:
    """The first and the last day of those months of the year, the first and the last counted."""
    first, last = months
    after = date(year + last // 12, last % 12 + 1, 1)
    return date(year, first, 1), after - timedelta(days=1)


def written_period(year: int, months: tuple[int, int]) -> str:
    """What those months are called: 2026年全年, 2026年上半年, 2026年第二季度, 2026年3月至5月."""
    first, last = months
    if months in _HALVES:
        return f"{year}年{_HALVES[months]}"
    if last - first == _QUARTER - 1 and last % _QUARTER == 0:
        return f"{year}年第{'一二三四'[last // _QUARTER - 1]}季度"
    return f"{year}年{first}月" if first == last else f"{year}年{first}月至{last}月"


_HALVES = {(1, 12): "全年", (1, 6): "上半年", (7, 12): "下半年"}
_QUARTER = 3
