"""The program that carries its vaults with it: a file `portable.txt` beside the executable."""

from __future__ import annotations

import os
import sys
from pathlib import Path

MARKER = "portable.txt"
_DATA = "data"


def data_folder() -> Path | None:
    """Where everything lies in portable mode; None when the program stands on a machine.

    A program that runs from its source is never portable.
    """
    if not getattr(sys, "frozen", False):
        return None
    beside = Path(sys.executable).resolve().parent
    return beside / _DATA if (beside / MARKER).is_file() else None


def keep_caches_here() -> None:
    """In portable mode let libraries keep their caches beside the program, not in the home."""
    folder = data_folder()
    if folder is not None:
        os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
