"""Refused packages set aside: plain files under a package's names alone."""

from __future__ import annotations

import re
import shutil
import stat
from pathlib import Path

from app.domain.errors import PackageRejectedError
from app.handover.arrival import copy_plain
from app.system.files import write_safely

_OURS = re.compile(r"([0-9]{6}-[0-9]{6})\.(?:json|json\.minisig|[0-9]{3})\Z")
_MOST_BYTES = 4 * 1024**3


def quarantined(folder: Path, place: Path, error: PackageRejectedError) -> Path | None:
    """Copy a refused package aside with the reason: plain files under a package's names alone.

    None when there is nothing to copy or too much of it; the reason is kept in the vault anyway.
    """
    try:
        files = [path for path in folder.iterdir() if _OURS.match(path.name) and _is_plain(path)]
        size = sum(path.stat().st_size for path in files)
        room = shutil.disk_usage(place.parent.parent).free // 2
        if not files or size > min(_MOST_BYTES, room):
            return None
        place.mkdir(parents=True)
        for path in files:
            copy_plain(path, place / path.name)
        write_safely(place / "reason.txt", f"{error.reason}\n{error.detail}\n".encode())
    except (OSError, PackageRejectedError):
        # the stick fails or changes: the package stays on it, and no half of it here
        shutil.rmtree(place, ignore_errors=True)
        return None
    return place


def _is_plain(path: Path) -> bool:
    return stat.S_ISREG(path.lstat().st_mode)
