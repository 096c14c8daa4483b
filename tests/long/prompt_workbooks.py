"""Many random prompt sets out to workbooks and back, and whatever may stand in a sheet read.

python -m tests.long.prompt_workbooks
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.prompt_workbook_out import prompt_workbook
from tests.documents.intake import test_prompt_workbook as sample

SETS, SHEETS = 400, 1_000


def main() -> int:
    """Try them all; 0 when each set came back the same and each sheet was read or explained."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "prompts.xlsx"

        @settings(max_examples=SETS, deadline=None)
        @given(sample.sets())
        def out_and_back(made):
            path.write_bytes(prompt_workbook([made]))
            found = sample.read(path)
            assert not found.faults
            assert found.draft.finished(made.id, made.version) == made

        @settings(max_examples=SHEETS, deadline=None)
        @given(st.lists(st.lists(sample.CELLS, max_size=6), max_size=12))
        def read_or_explained(rows):
            found = sample.read(sample.book_of(path, [sample.ANY_HEADINGS, *sample.seen(rows)]))
            assert found.faults or not found.draft.faults()

        out_and_back()
        read_or_explained()
    print(f"sets={SETS} sheets={SHEETS} seconds={time.monotonic() - began:.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
