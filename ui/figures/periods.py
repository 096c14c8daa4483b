"""The periods figures are asked for: a year, its halves, quarters and months."""

from __future__ import annotations

from datetime import date, timedelta

_QUARTERS = "一二三四"


def periods() -> list[tuple[str, tuple[int, int]]]:
    """Name, first and last month of every period of a year."""
    found = [("全年", (1, 12)), ("上半年", (1, 6)), ("下半年", (7, 12))]
    found += [(f"{word}季度", (3 * n + 1, 3 * n + 3)) for n, word in enumerate(_QUARTERS)]
    return [*found, *((f"{month} 月", (month, month)) for month in range(1, 13))]


def days_of(year: int, months: tuple[int, int]) -> tuple[date, date]:
    """The first and the last day of those months."""
    first, last = months
    after = date(year + last // 12, last % 12 + 1, 1)
    return date(year, first, 1), after - timedelta(days=1)
