"""Kills amid typing, signing and sealing, through the whole program; too long for every test run.

python -m tests.long.talk_kill [kills] [seed]
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

from tests.services.killing_talks import kill_once, set_up


def main(kills: int = 50, seed: int = 1) -> int:
    """Kill so often, with that seed; 0 when nothing was lost."""
    began, dice = time.monotonic(), random.Random(seed)
    with tempfile.TemporaryDirectory() as place:
        desk = set_up(Path(place))
        for _ in range(kills):
            kill_once(desk, dice)
    met = " ".join(f"{status}:{count}" for status, count in sorted(desk.met.items()))
    print(
        f"seed={seed} kills={desk.kills} talks={len(desk.reached)} saves={desk.saves} "
        f"acknowledged-lost={desk.lost} broken={desk.broken} ended-by-itself={desk.failed} latest-talk-at-kill=[{met}] "
        f"seconds={time.monotonic() - began:.0f}"
    )
    return 1 if desk.lost or desk.broken or desk.failed else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))
