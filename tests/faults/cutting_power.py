"""A desk whose power is cut: a child saves on a disk of its own until the disk is gone.

What the child told before the cut counts; after it the disk is plugged in again, as after a start
of the machine, and everything told must be there.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.store.vault import create_vault
from tests.faults.power import Disk, new_disk
from tests.store.killing import Tally, last, look, whole_file
from tests.toll import ROOT, Toll

KEY = bytes(range(32))
_NUMBER_BYTES = 8


def run(folder: Path, kills: int, seed: int) -> Toll:
    """Cut the power so often; no cut at all where the machine mounts no disk of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        disk = new_disk(folder)
    except pytest.skip.Exception:
        return Toll()
    try:
        return cut_often(disk, kills, random.Random(seed))
    finally:
        disk.unplug()


def cut_often(disk: Disk, cuts: int, dice: random.Random) -> Toll:
    """Cut the power of a plugged-in disk so often; it is plugged in at the end."""
    vault = disk.folder / "vault"
    vault.mkdir()
    create_vault(vault, bytearray(KEY)).close()
    tally = Tally()
    for _ in range(cuts):
        told = _cut_once(disk, vault, dice)
        tally.kills += 1
        tally.hot += (vault / "vault.db-wal").exists()
        look(vault, KEY, told, tally)
    tally.broken += not whole_file(vault, KEY)
    return Toll(tally.kills, tally.lost, tally.broken, tally.hot)


def _cut_once(disk: Disk, vault: Path, dice: random.Random) -> int:
    """Let the child save for a moment and cut; the number it had told by then."""
    reading, writing = os.pipe()
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.store.killing", str(vault), KEY.hex(), str(writing)],
        cwd=ROOT,
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,  # it ends by the disk's failure, as it should
    )
    os.close(writing)
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        told = pipe.read(_NUMBER_BYTES)
        time.sleep(dice.random() * 0.3)
        os.set_blocking(pipe.fileno(), False)
        # read before the cut: what is told while the power goes, nobody has been told
        while more := pipe.read(1 << 16):
            told += more
        disk.cut_power()
        child.kill()
        child.wait()
    disk.unplug()
    disk.plug_in()
    return last(told)
