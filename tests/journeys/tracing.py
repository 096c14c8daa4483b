"""The program at home in a folder of a test's own, and somebody who notes its sockets."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST_SECONDS = 240
STRACE = ["strace", "-f", "-qq", "-e", "trace=network"]
WATCH = [sys.executable, "-m", "tests.journeys.socket_watch"]
SOCKET = re.compile(r"\bsocket(?:pair)?\((\w+)")
CONNECT = re.compile(r"\b(?:connect|bind|sendto)\(.*sa_family=(\w+)")


def strace_refusal() -> str:
    """Why strace cannot be used here, or nothing."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    tried = subprocess.run([*STRACE, "-o", os.devnull, "true"], capture_output=True, text=True)
    return f"strace is not permitted here: {tried.stderr.strip()}" if tried.returncode else ""


def watch_refusal() -> str:
    """Why the kernel cannot be had to ask before each socket, or nothing."""
    command = [*WATCH, os.devnull, "true"]
    tried = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    return f"sockets cannot be watched: {tried.stderr.strip()[-80:]}" if tried.returncode else ""


NO_STRACE, NO_WATCH = strace_refusal(), watch_refusal()
needs_strace = pytest.mark.skipif(bool(NO_STRACE), reason=NO_STRACE)
needs_watch = pytest.mark.skipif(bool(NO_WATCH), reason=NO_WATCH)


def at_home_in(folder: Path) -> dict[str, str]:
    """An environment whose home, and every folder a program may write to, is this one."""
    places = {
        "HOME": folder,
        "XDG_CONFIG_HOME": folder / "config",
        "XDG_DATA_HOME": folder / "data",
        "XDG_STATE_HOME": folder / "state",
        "XDG_CACHE_HOME": folder / "cache",
        "XDG_RUNTIME_DIR": folder / "runtime",
        "TMPDIR": folder / "tmp",
    }
    for place in places.values():
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return {
        **os.environ,
        **{name: str(place) for name, place in places.items()},
        "QT_QPA_PLATFORM": "offscreen",
        # without a bus of its own Qt would start one, and strace would wait for that to end
        "DBUS_SESSION_BUS_ADDRESS": "disabled:",
    }


def traced(home: Path, *arguments: str, **surroundings: str) -> str:
    """Run the program under strace; give every act on a socket by it and its children."""
    return _run([] if NO_STRACE else [*STRACE, "-o"], home, arguments, surroundings)


def watched(home: Path, *arguments: str) -> str:
    """Run the program; give the kind of every socket it and its children made. For long stories."""
    return _run([] if NO_WATCH else WATCH, home, arguments, {})


def _run(
    watching: list[str], home: Path, arguments: tuple[str, ...], surroundings: dict[str, str]
) -> str:
    log = home / "sockets.txt"
    done = subprocess.run(
        [*watching, *([str(log)] if watching else []), sys.executable, "-m", "ui.main", *arguments],
        cwd=ROOT,
        env={**at_home_in(home), **surroundings},
        capture_output=True,
        text=True,
        timeout=LONGEST_SECONDS,
    )
    assert done.returncode == 0, done.stderr
    told = log.read_text("utf-8", errors="replace") if log.exists() else ""
    log.unlink(missing_ok=True)
    return told


def families(log: str) -> set[str]:
    """Every kind of address that was spoken of."""
    return {*SOCKET.findall(log), *CONNECT.findall(log)}
