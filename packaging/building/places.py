"""Where the building reads and writes, and the words every step of it uses."""

from __future__ import annotations

import platform
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
BUILD = HOME / "build"
PRODUCTS = HOME / "dist"
LISTS = (HOME / "packaging/requirements.txt", HOME / "packaging/requirements-build.txt")
MACHINE = {"AMD64": "x86_64", "arm64": "aarch64"}.get(platform.machine(), platform.machine())
PLATFORM = f"linux-{MACHINE}"
PARTS = ("app", "ui", "resources", "packaging/building")
PROGRAM = "tanxinbu"


class BuildError(Exception):
    """The building cannot go on; the message says what is missing, or what went wrong."""


def version() -> str:
    """The version in pyproject.toml."""
    facts: str = tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    return facts


def moment() -> int:
    """The second all files of a build are dated with: when the newest commit was made."""
    told = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=HOME, capture_output=True, text=True, check=False
    )
    if told.returncode == 0 and told.stdout.strip():
        return int(told.stdout)
    return int((HOME / "pyproject.toml").stat().st_mtime)  # a source without its history


def commit() -> str:
    """What the build was made from: the commit, with a plus when files differ from it."""
    words = ["git", "describe", "--always", "--abbrev=12", "--dirty=+"]
    told = subprocess.run(words, cwd=HOME, capture_output=True, text=True, check=False)
    return told.stdout.strip() or "source without history"


def call(words: Sequence[str | Path], log: Path | None = None, **more: object) -> None:
    """Run it; what it says goes to the log. Raises BuildError with the end of it on failure."""
    done = subprocess.run(
        [str(word) for word in words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, errors="replace", check=False, **more,
    )  # fmt: skip
    if log is not None:
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(done.stdout, "utf-8")
    if done.returncode != 0:
        raise BuildError(f"{words[0]} failed ({done.returncode}):\n{done.stdout[-3000:]}")


def say(text: str) -> None:
    """One line to whoever builds."""
    print(text, flush=True)


def python() -> str:
    """The interpreter of the environment this runs in."""
    return sys.executable
