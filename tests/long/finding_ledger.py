"""The ledger of 200,000 findings: how long its counts, its pages and the week hold the vault lane.

    tanxinbu demo DIR --talks 200000
    python -m tests.long.finding_ledger DIR/vault PASSPHRASE

It works on the vault as it is, so give it a copy. Every chip in every order, and every choice, is
read four pages down; the slowest are told. The small sample of it is in the tests of the service.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from app import bootstrap
from app.domain.finding import FindingSource, FindingStatus
from app.domain.finding_views import (
    FindingChip,
    FindingFilter,
    FindingKey,
    FindingOrder,
    FindingRow,
)
from app.domain.progress import NoProgress
from app.services.finding_ledger import FindingLedger

PAGE, PAGES, SLOWEST = 100, 4, 12
WORDS = ("会议记录", "台账 两个月", "王", "2020-1-0001", "没有这样的话")
_CHIPS_LAST = (FindingChip.ALL, FindingChip.ADVICE)


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """How many milliseconds of a processor it took, and what came of it.

    What else the machine does at the time is not counted: the vault is in its cache or in memory.
    """
    began = time.process_time()
    result = work()
    return (time.process_time() - began) * 1000, result


def filters(ledger: FindingLedger) -> Iterator[FindingFilter]:
    """Every chip alone, every choice alone, and some together."""
    choices = ledger.choices()
    unit = choices.units[0][0]
    yield from (FindingFilter(chip=chip) for chip in FindingChip)
    yield from (FindingFilter(unit_id=unit, chip=chip) for chip in FindingChip)
    yield from (FindingFilter(area=key) for key, _ in choices.areas)
    yield from (FindingFilter(tag=tag.key) for tag in choices.tags.offered)
    yield from (FindingFilter(source=source) for source in FindingSource)
    yield from (FindingFilter(status=status) for status in FindingStatus)
    yield from (FindingFilter(year=year) for year in (1999, 2012, 2020, 2026))
    yield from (FindingFilter(text=text) for text in WORDS)
    yield FindingFilter(is_open_only=True)


def pages(ledger: FindingLedger, wanted: FindingFilter, order: FindingOrder) -> Iterator[float]:
    """How long each of the first pages took."""
    after: FindingRow | None = None
    for _ in range(PAGES):
        took, rows = timed(lambda a=after: ledger.page(wanted, order, a, PAGE))
        yield took
        if len(rows) < PAGE:
            return
        after = rows[-1]


def main(folder: Path, passphrase: str) -> None:
    """Measure that vault."""
    with TemporaryDirectory() as preferences:
        access = bootstrap.access(Path(preferences))
        application = access.unlock(folder, passphrase, NoProgress())
        ledger = application.finding_ledger
        first = [chip for chip in FindingChip if chip not in _CHIPS_LAST]
        for name, work in (
            ("counts of what is open", lambda: ledger.counts(*first)),
            ("counts of all there ever was", lambda: ledger.counts(*_CHIPS_LAST)),
            ("all counts", ledger.counts),
            ("choices", ledger.choices),
            ("the week", ledger.monday),
        ):
            print(f"{name}: {', '.join(f'{timed(work)[0]:.1f}' for _ in range(3))} ms")
        told = []
        for wanted in filters(ledger):
            for order in (FindingOrder(key, way) for key in FindingKey for way in (False, True)):
                slowest = max(pages(ledger, wanted, order))
                told.append((slowest, order.key.value, order.is_descending, wanted))
        told.sort(key=lambda one: -one[0])
        usual = sorted(one[0] for one in told)
        print(f"{len(told)} lists: half under {usual[len(usual) // 2]:.1f} ms")
        print(f"nine of ten under {usual[len(usual) * 9 // 10]:.1f} ms")
        for took, key, way, wanted in told[:SLOWEST]:
            named = {n: getattr(wanted, n) for n in FindingFilter.__slots__ if getattr(wanted, n)}
            print(f"{took:7.1f} ms by {key}{' down' if way else ''}: {named}")
        application.lock()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
