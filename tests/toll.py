"""What kills cost: a child works and tells what it was told was kept, until kill -9.

A module of kills (killing_*.py) holds both sides. The child is the module run as a program, with
the descriptor it tells to as its last argument; the parent calls told_until_killed, looks for all
that was told, and sums up in a Toll. Each such module offers

    run(folder: Path, kills: int, seed: int) -> Toll
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
_PATIENCE = 60


@dataclass(frozen=True, slots=True)
class Toll:
    """What kills found: lost is told-as-kept and gone, broken is there and not whole.

    met counts the kills that fell while the work was really going on; a trial whose kills all
    came too late proves nothing.
    """

    kills: int = 0
    lost: int = 0
    broken: int = 0
    met: int = 0

    def __add__(self, other: Toll) -> Toll:
        return Toll(
            self.kills + other.kills,
            self.lost + other.lost,
            self.broken + other.broken,
            self.met + other.met,
        )

    @property
    def is_nothing(self) -> bool:
        """Whether the kills cost nothing."""
        return not (self.lost or self.broken)


@dataclass(frozen=True, slots=True)
class Killed:
    """The lines a killed child told, whole ones alone; ended: it was through before the blow."""

    told: tuple[bytes, ...]
    ended: bool


def told_until_killed(
    module: str,
    arguments: Sequence[str],
    dice: random.Random,
    awaited: bytes = b"\n",
    longest: float = 0.5,
) -> Killed:
    """Run `python -m module arguments… descriptor`, and kill it somewhere after the awaited words.

    The blow falls up to `longest` seconds after the child told `awaited`. A child that ended by
    itself with a failure raises RuntimeError: its trial would prove nothing.
    """
    reading, writing = os.pipe()
    child = subprocess.Popen(
        [sys.executable, "-m", module, *arguments, str(writing)], cwd=ROOT, pass_fds=(writing,)
    )
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = b""
        while awaited not in told and (line := pipe.readline()):
            told += line
        _wait(child, dice.random() * longest)
        ended = child.poll() is not None
        child.send_signal(signal.SIGKILL)
        if child.wait(_PATIENCE) not in (0, -signal.SIGKILL):
            raise RuntimeError(f"{module} failed by itself")
        told += pipe.read()
    return Killed(tuple(told[: told.rfind(b"\n") + 1].splitlines()), ended)


def _wait(child: subprocess.Popen[bytes], seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and child.poll() is None:
        time.sleep(0.001)


def tell(descriptor: int, *words: str) -> None:
    """The child's side: one line of words that were kept."""
    os.write(descriptor, " ".join(words).encode() + b"\n")
