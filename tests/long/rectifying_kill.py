"""Kills amid the steps of a finding; too long for every test run.

python -m tests.long.rectifying_kill [kills] [seed]
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from tests.services.killing_findings import run


def main(kills: int = 200, seed: int = 1) -> int:
    """Kill so often, with that seed; 0 when nothing was lost."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as place:
        toll = run(Path(place), kills, seed)
    print(
        f"seed={seed} kills={toll.kills} amid-work={toll.met} acknowledged-lost={toll.lost} "
        f"broken={toll.broken} seconds={time.monotonic() - began:.0f}"
    )
    return 1 if toll.lost or toll.broken else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))
