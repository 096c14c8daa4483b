"""Opens the program anew once this process has let go of everything."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from app.system.installation import clean_environment


def command_line(program: Path | None, leave_out: Sequence[str]) -> list[str]:
    """What starts the program as this process was started, without the words to be left out.

    program is another file to be started with the same words, such as a newer version.
    """
    words = [word for word in sys.argv[1:] if word not in leave_out]
    if program is not None:
        return [str(program), *words]
    if getattr(sys, "frozen", False):
        return [sys.executable, *words]
    return [word for word in sys.orig_argv if word not in leave_out]


def relaunch(program: Path | None = None, leave_out: Sequence[str] = ()) -> subprocess.Popen[bytes]:
    """Start the program in a process of its own that outlives this one. Raises OSError."""
    return subprocess.Popen(  # noqa: S603 — the very program that runs, with its own words
        command_line(program, leave_out),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=clean_environment(),
        start_new_session=True,
    )
