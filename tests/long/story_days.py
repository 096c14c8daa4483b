"""The whole demonstration without its pictures, made as on days of every kind and on days at random.

python -m tests.long.story_days [days at random] [seed]; prints each day, fails on the first story
that cannot be told to its end.
"""

from __future__ import annotations

import sys
import time
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from app.cli.story.county import County
from tests.conftest import CHEAP

FIRST, LAST = date(2026, 1, 1), date(2028, 12, 31)
OF_EVERY_KIND = (
    date(2026, 1, 1),  # the year's turn, and its other side
    date(2026, 12, 31),
    date(2026, 2, 24),  # after the longest holiday, and before it
    date(2027, 2, 5),
    date(2026, 3, 6),  # the day on which it once broke off
    date(2028, 2, 29),  # a leap day, and the day after
    date(2028, 3, 1),
    date(2026, 10, 8),  # a Thursday
    date(2027, 1, 31),  # a Sunday at a month's end
    date(2027, 8, 30),  # a Monday
    date(2028, 4, 29),  # a Saturday
)


def main(more: int, seed: int) -> None:
    dice = Random(seed)
    days = [FIRST + timedelta(days=dice.randint(0, (LAST - FIRST).days)) for _ in range(more)]
    for day in (*OF_EVERY_KIND, *days):
        begun = time.perf_counter()
        with TemporaryDirectory() as place:
            County(Path(place) / "demo", lambda _: None, CHEAP, day).perform()
        print(f"{day:%Y-%m-%d %A}: told in {time.perf_counter() - begun:.0f} s", flush=True)


if __name__ == "__main__":
    main(*(int(word) for word in (*sys.argv[1:], "10", "2026")[:2]))
