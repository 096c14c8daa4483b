"""Figures among 200,000 talks: how long a step holds the vault, how long all of them take.

    tanxinbu demo DIR --talks 200000
    python -m tests.long.figures_scale DIR/vault PASSPHRASE

It works on the vault as it is, so give it a copy.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from app import bootstrap
from app.domain.figure_spans import Span
from app.domain.figures import Statistics
from app.domain.progress import NoProgress
from app.services.figures import Figures
from app.services.figures_workbook import WorkbookReading

LONGEST_STEP_MS = 100
LONGEST_LIST = 300


def steps_of(step: Callable[[], bool]) -> list[float]:
    """What each step took, in milliseconds, to the last."""
    took, is_over = [], False
    while not is_over:
        began = time.perf_counter()
        is_over = step()
        took.append((time.perf_counter() - began) * 1000)
    return took


def told(figures: Figures, name: str, span: Span) -> tuple[float, Statistics]:
    """Read and count a period; print what it took and give the longest step."""
    reading = figures.reading(span)
    took = steps_of(reading.step)
    began = time.perf_counter()
    now, before = reading.counted()
    counting = (time.perf_counter() - began) * 1000
    began = time.perf_counter()
    figures.behind(now.talks.attendances, LONGEST_LIST)
    figures.findings_behind(now.follow_up.due, LONGEST_LIST)
    listing = (time.perf_counter() - began) * 1000
    book = steps_of(WorkbookReading(figures, now, before).step)
    print(
        f"{name:<12} {now.talks.attendances.count:>7,} 人次 {now.follow_up.due.count:>7,} due"
        f" {now.follow_up.overdue.count:>6,} overdue | {len(took):>4} steps, {sum(took):>7.0f} ms,"
        f" longest {max(took):>4.0f} | counted beside {counting:>6.0f} ms | lists {listing:>3.0f} ms"
        f" | records {len(book):>4} steps, longest {max(book):>4.0f} ms",
        flush=True,
    )
    return max(*took, *book, listing), now


def measure(figures: Figures) -> float:
    """Figures of a month, a quarter, years and a term; the longest the vault was held."""
    year = figures.today().year
    periods = (
        ("month", Span.of_months(year - 1, (6, 6))),
        ("quarter", Span.of_months(year - 1, (4, 6))),
        ("this year", Span.of_months(year, (1, 12))),
        ("last year", Span.of_months(year - 1, (1, 12))),
        ("long ago", Span.of_months(year - 9, (1, 12))),
        ("a term", Span.of_years(year - 5, year - 1)),
    )
    return max(told(figures, name, span)[0] for name, span in periods)


def main(folder: Path, passphrase: str) -> None:
    """Print the table; 1 when a step held the vault for too long."""
    with TemporaryDirectory() as preferences:
        application = bootstrap.access(Path(preferences)).unlock(folder, passphrase, NoProgress())
        longest = measure(application.figures)
        application.lock()
    print(f"longest hold of the vault: {longest:.0f} ms")
    sys.exit(longest > LONGEST_STEP_MS)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
