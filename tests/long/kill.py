"""Hundreds of kills, too long for every test run.

python -m tests.long.kill [kills] [seed]
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

from app.store.vault import create_vault
from tests.store.killing import Tally, kill_once, whole_file

KEY = bytes(range(32))


def main(kills: int = 500, seed: int = 1) -> int:
    """Kill so often, with that seed; 0 when nothing was lost."""
    began, tally, dice = time.monotonic(), Tally(), random.Random(seed)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        create_vault(folder, bytearray(KEY)).close()
        for number in range(1, kills + 1):
            kill_once(folder, KEY, dice, tally)
            if number % 50 == 0 and not whole_file(folder, KEY):
                tally.broken += 1
        size = (folder / "vault.db").stat().st_size
    print(
        f"seed={seed} kills={tally.kills} with-log={tally.hot} commits={tally.kept} "
        f"acknowledged-lost={tally.lost} broken={tally.broken} "
        f"slowest-reopen={tally.slowest * 1000:.0f}ms size={size >> 20}MiB "
        f"seconds={time.monotonic() - began:.0f}"
    )
    return 1 if tally.lost or tally.broken else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))
