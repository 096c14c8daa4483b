"""Starts the program, or a small part of it, anew: what is measured begins in its own process.

From source that is the interpreter with a module's name; frozen, the one executable with a word
that only its own measures say.
"""

from __future__ import annotations

import runpy
import sys
from collections.abc import Sequence

WORD = "--measured"
PROGRAM = "ui.main"
_MEASURED = ("ui.bare_window", "app.cli.measures.cold_paper", "app.cli.measures.peak")


def command(module: str, *words: str) -> list[str]:
    """The command line that runs a module of ours in a new process."""
    if not getattr(sys, "frozen", False):
        return [sys.executable, "-m", module, *words]
    return [sys.executable, *(() if module == PROGRAM else (WORD, module)), *words]


def run(words: Sequence[str]) -> int:
    """Do what the word asks, in the frozen program; the exit code."""
    if not words or words[0] not in _MEASURED:
        return 2
    sys.argv = list(words)
    runpy.run_module(words[0], run_name="__main__", alter_sys=True)
    return 0
