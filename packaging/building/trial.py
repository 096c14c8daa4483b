"""Starts what was built where it will be started: in the old Debian and in a newer one, without
network, with the packages it says it needs and no other."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from building.places import PROGRAM, BuildError, say, version
from building.root import Errand, Root

_INSIDE = "/opt/tanxinbu"
_SHOWN = "--exit-when-shown"
_DISPLAY = 77


def start(root: Root, frozen: Path) -> None:
    """Let it say its version, show its window offscreen and on a screen, and test itself.

    Raises BuildError with what it said.
    """
    say(f"· started in {root.suite}, without network")
    offscreen = {"QT_QPA_PLATFORM": "offscreen"}
    _expect(root, frozen, ["version"], {}, f"谈心簿 {version()}")
    _expect(root, frozen, [_SHOWN], offscreen)
    _on_a_screen(root, frozen)
    _expect(root, frozen, ["selftest"], offscreen)


def _expect(
    root: Root, frozen: Path, words: list[str], environment: dict[str, str], wanted: str = ""
) -> None:
    errand = Errand([f"{_INSIDE}/{PROGRAM}", *words], {frozen: _INSIDE}, environment)
    done = subprocess.run(root.command(errand), capture_output=True, text=True, check=False)
    if done.returncode != 0 or wanted not in done.stdout:
        raise BuildError(
            f"{root.suite}: {words} ended with {done.returncode}: {done.stdout}{done.stderr}"
        )


def _on_a_screen(root: Root, frozen: Path) -> None:
    """A real window under X11, on a screen that lies in memory; left out where there is no Xvfb."""
    server = shutil.which("Xvfb")
    if server is None:
        say("  no Xvfb here: the window was shown offscreen alone")
        return
    with tempfile.TemporaryFile() as said:
        screen = ["-screen", "0", "1366x768x24", "-nolisten", "tcp"]
        running = subprocess.Popen([server, f":{_DISPLAY}", *screen], stderr=said)
        try:
            place = Path(f"/tmp/.X11-unix/X{_DISPLAY}")  # noqa: S108  (where X keeps its sockets)
            for _ in range(100):
                if place.exists():
                    break
                time.sleep(0.1)
            errand = Errand(
                [f"{_INSIDE}/{PROGRAM}", _SHOWN],
                {frozen: _INSIDE, place.parent: str(place.parent)},
                {"DISPLAY": f":{_DISPLAY}", "QT_QPA_PLATFORM": "xcb"},
            )
            done = subprocess.run(root.command(errand), capture_output=True, text=True, check=False)
            if done.returncode != 0:
                raise BuildError(f"{root.suite}: no window under X11: {done.stderr}")
        finally:
            running.terminate()
            running.wait()
