"""How often checks point at clean records, and how many planted slips they find, over many.

    python -m tests.long.check_precision 1000

The test command tries a small sample of the same: tests/services/test_checking.py.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from app.services.checking import checked
from app.services.trail import Trail
from app.store.vault import create_vault
from app.system.ids import new_id
from tests.conftest import KEY, StandingClock
from tests.services.realistic_records import make_county, make_record
from tests.services.test_checking import slip_of


def main(count: int) -> int:
    """Try so many records; 1 when more than one in ten is pointed at in vain."""
    clock, told, found, planted = StandingClock(), Counter[str](), 0, 0
    trail = Trail(clock, "试验", new_id)
    with tempfile.TemporaryDirectory() as folder:
        vault = create_vault(Path(folder), bytearray(KEY))
        with vault.transaction() as connection:
            county = make_county(connection, seed=count)
            for number in range(1, count + 1):
                at = trail.clock.now() + timedelta(days=number)
                talk = make_record(county, number, at, connection)
                open_ones = [c.remark for c in checked(connection, talk, clock) if c.is_open]
                told.update(f"{r.name}: {r.words} {r.about}" for r in open_ones)
                name = talk.participants[0].name
                slip = slip_of(name)
                if slip is None or name not in talk.summary:
                    continue
                planted += 1
                bad = replace(talk, summary=talk.summary.replace(name, slip))
                remarks = (c.remark for c in checked(connection, bad, clock))
                found += any(r.is_blocking and r.words == slip for r in remarks)
        vault.close()
    print(f"{count} records, {told.total()} in vain; {found} of {planted} planted slips found")
    print(told.most_common(20))
    return int(told.total() * 10 > count)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
