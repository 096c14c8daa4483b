"""A disk is tried where vaults stand: how much room it has, and how long one sure write takes."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import time
from pathlib import Path
from statistics import median

_WRITES, _BLOCK = 12, 4096


def free_bytes(folder: Path) -> int:
    """The room that is left on the disk of the folder. Raises OSError."""
    return shutil.disk_usage(folder).free


def nearest(folder: Path) -> Path | None:
    """The folder itself, or the nearest above it that is there; None when its disk is gone."""
    return next((one for one in (folder, *folder.parents) if one.is_dir()), None)


def milliseconds_a_write(folder: Path) -> float:
    """The median time of a write that is on the disk when it is done; leaves nothing behind.

    The file is renamed once and removed, as whatever is kept safely is. Raises OSError.
    """
    path = folder / f".tanxinbu-{secrets.token_hex(8)}"
    moved = path.with_suffix(".moved")
    try:
        times = list(_timed(path))
        path.replace(moved)
    finally:
        for one in (path, moved):
            with contextlib.suppress(OSError):
                one.unlink(missing_ok=True)
    return median(times) * 1000


def _timed(path: Path) -> list[float]:
    times = []
    with path.open("xb", buffering=0) as file:
        for _ in range(_WRITES):
            begun = time.perf_counter()
            file.write(secrets.token_bytes(_BLOCK))
            os.fsync(file.fileno())
            times.append(time.perf_counter() - begun)
    return times
