"""The program is read aloud without a pause while it is used: nothing may crash, minute for minute.

    nice python -m tests.long.screen_reader [MINUTES] [SEED]

Two readers walk the whole tree over a real accessibility bus, each as fast as it is answered. Under
their eyes a talk is written down question by question; folders are looked through in Qt's own
dialog; somebody presses at random on all pages, through locks and dialogs (tests.ui.monkey). What
is read is asked as screen readers ask: names, roles, children and their states.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.at_spi import SHOWING, Eyes, Thing, accessibility_bus
from tests.buses import Bus, own_bus
from tests.journeys.test_screen_reader import LAUNCHER, kept_up

MINUTES, SEED = 6.0, 20260305
_SHARES = ("talk", "files", "anywhere")  # each a third of the time
_READERS = 2
_GRACE_S = 120.0


@dataclass(slots=True)
class Reading:
    """How much was read."""

    count: int = 0
    words: int = 0
    is_over: bool = False


def main(minutes: float, seed: int) -> int:
    """Go through all; 1 when the program ended before its time."""
    crashed = []
    for what in _SHARES:
        seconds = minutes * 60 / len(_SHARES)
        with tempfile.TemporaryDirectory(prefix="read-") as home, session(Path(home)) as place:
            code, lived, read = watched(what, Path(home), seconds, seed, *place)
        print(f"{what}: {read:,} things read in {lived:.0f} s, exit {code}", flush=True)
        crashed += [what] if code else []
    return int(bool(crashed))


@contextmanager
def session(home: Path) -> Iterator[tuple[Bus, dict[str, str]]]:
    """A screen without glass, a session's bus and its accessibility bus."""
    with own_bus(home / "home") as bus:
        words = ["Xvfb", "-displayfd", "1", "-nolisten", "tcp", "-screen", "0", "1366x768x24"]
        with kept_up(words, dict(os.environ), stdout=subprocess.PIPE) as shown:
            around = bus.environment() | {
                "DISPLAY": f":{shown.stdout.readline().decode().strip()}",
                "QT_QPA_PLATFORM": "xcb",
                "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
                "PYTHONUTF8": "1",
            }
            silent = subprocess.DEVNULL
            with kept_up([LAUNCHER, "--launch-immediately"], around, stdout=silent):
                time.sleep(1)
                yield bus, around


def watched(
    what: str, home: Path, seconds: float, seed: int, bus: Bus, around: dict[str, str]
) -> tuple[int, float, int]:
    """Have the program used that way and read: its exit code, its seconds, how much was read."""
    words = [sys.executable, "-m", "tests.long.being_read", what, str(home), str(seconds)]
    began, reading = time.monotonic(), Reading()
    with subprocess.Popen([*words, str(seed)], env=around) as program:
        readers = [threading.Thread(target=read, args=(bus, reading)) for _ in range(_READERS)]
        for reader in readers:
            reader.start()
        try:
            code = program.wait(seconds + _GRACE_S)
        except subprocess.TimeoutExpired:
            program.kill()
            code = program.wait()
        lived = time.monotonic() - began
        reading.is_over = True
        for reader in readers:
            reader.join()
    return code, lived, reading.count


def read(bus: Bus, reading: Reading) -> None:
    """Walk the tree again and again."""
    while not reading.is_over:
        with suppress(LookupError, OSError, ValueError, TimeoutError):
            tree = accessibility_bus(bus.address)
            try:
                while not reading.is_over:
                    for window in Eyes(tree, "tanxinbu").windows():
                        _walk(window, reading)
            finally:
                tree.close()
        time.sleep(0.1)


def _walk(window: Thing, reading: Reading) -> None:
    waiting = [window]
    while waiting and not reading.is_over:
        thing = waiting.pop(0)
        with suppress(LookupError):  # it went away while it was being asked
            reading.words += len(thing.name) + len(thing.role)
            waiting += [child for child in thing.children() if SHOWING in child.states()]
            reading.count += 1


if __name__ == "__main__":
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else MINUTES
    sys.exit(main(minutes, int(sys.argv[2]) if len(sys.argv) > 2 else SEED))
