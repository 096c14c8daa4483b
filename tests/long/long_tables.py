"""Ledgers and lists of hundreds and thousands of findings: none lost, each page with its head.

    python -m tests.long.long_tables 3000

The test command tries a small sample of the same: tests/documents/test_papers.py.
"""

from __future__ import annotations

import re
import sys
import time
import tracemalloc

from app.documents.finding_lists import finding_lists
from app.documents.ledger import ledger
from app.domain.papers import FindingList, FindingsPaper
from tests.documents.paper import MADE_AT, OFFICE, text_of
from tests.documents.papers_made import make_lines


def main(count: int) -> int:
    """Make both of so many findings; 1 when a finding, a head or the line to sign is missing."""
    data = FindingsPaper("全县", make_lines(count), lists=(FindingList.PROBLEMS,))
    faults = 0
    for make in (ledger, finding_lists):
        began = time.process_time()
        tracemalloc.start()
        pdf = make(data, OFFICE, MADE_AT)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        took = time.process_time() - began
        pages = ["".join(sheet.split()) for sheet in text_of(pdf).split("\f")[:-1]]
        found = re.findall(r"2026-1-(\d{4})", "".join(pages))
        is_whole = found == [f"{number:04}" for number in range(1, count + 1)]
        has_heads = all("问题和具体表现" in page for page in pages)
        is_signed = pages[-1].count("制表人（签名）") == 1
        faults += not (is_whole and has_heads and is_signed)
        print(
            f"{make.__name__}: {count} findings, {len(pages)} pages, {len(pdf):,} bytes, "
            f"{took:.1f} s CPU with memory watched, peak {peak >> 20} MiB, "
            f"{'whole' if is_whole and has_heads and is_signed else 'FAULTY'}"
        )
    return min(faults, 1)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 300))
