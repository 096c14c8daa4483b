"""The periods papers and figures are asked for: a year, its halves, quarters and months."""

from __future__ import annotations

_QUARTERS = "一二三四"


def periods() -> list[tuple[str, tuple[int, int]]]:
    """Name, first and last month of every period of a year."""
    found = [("全年", (1, 12)), ("上半年", (1, 6)), ("下半年", (7, 12))]
    found += [(f"{word}季度", (3 * n + 1, 3 * n + 3)) for n, word in enumerate(_QUARTERS)]
    return [*found, *((f"{month} 月", (month, month)) for month in range(1, 13))]
