"""Hundreds of kills and cuts of power in all that writes, too long for every test run.

python -m tests.long.faults [kills] [seed] [kinds…]

Each kind gets its share of the kills; saving and sealing get nearly a half. Cuts of power, one for
every five kills, need root and a machine that mounts a disk of its own; elsewhere they are left out
and the line says so. The last line sums up; the exit code is 1 when anything was lost or broken.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.faults import cutting_power
from tests.services import (
    killing_backups,
    killing_handover,
    killing_keys,
    killing_rotation,
    killing_talks,
)
from tests.store import killing, killing_migration
from tests.toll import Toll

Run = Callable[[Path, int, int], Toll]
# name, the trial, its share of the kills in hundredths
KINDS: dict[str, tuple[Run, int]] = {
    "save": (killing.run, 42),
    "seal": (killing_talks.run, 6),
    "backup": (killing_backups.run, 14),
    "passphrase": (killing_keys.run, 14),
    "rotation": (killing_rotation.run, 10),
    "migration": (killing_migration.run, 14),
    "hand-over": (killing_handover.run, 14),
    "power": (cutting_power.run, 20),
}


def main(kills: int = 500, seed: int = 1, *kinds: str) -> int:
    """Run all trials, or those named; 0 when nothing was lost and nothing broken."""
    began, total = time.monotonic(), Toll()
    for name, (run, share) in KINDS.items():
        if kinds and name not in kinds:
            continue
        before = time.monotonic()
        with tempfile.TemporaryDirectory() as place:
            toll = run(Path(place) / "trial", max(1, kills * share // 100), seed)
        total += toll
        seconds = time.monotonic() - before
        print(f"{name}: {told(toll)} seconds={seconds:.0f}", flush=True)
    print(f"all: seed={seed} {told(total)} seconds={time.monotonic() - began:.0f}")
    return 0 if total.is_nothing else 1


def told(toll: Toll) -> str:
    """The toll as a line."""
    return f"kills={toll.kills} amid-work={toll.met} lost={toll.lost} broken={toll.broken}"


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:3]]
    sys.exit(main(*numbers, *sys.argv[3:]))
