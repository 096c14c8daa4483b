"""Files written so that a cut of power leaves the old content or the new, never half."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

_PRIVATE_FILE = 0o600
_PRIVATE_FOLDER = 0o700


def write_safely(path: Path, content: bytes) -> None:
    """Replace the file by the content in one step, readable to the owner alone."""
    write_pieces_safely(path, (content,))


def write_pieces_safely(path: Path, pieces: Iterable[bytes]) -> None:
    """Replace the file by the pieces in a row; when they break off, the old file stays."""
    fresh = path.with_name(path.name + ".new")
    with contextlib.suppress(FileNotFoundError):
        fresh.unlink()
    descriptor = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _PRIVATE_FILE)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            fresh.unlink()
        raise
    sync_folder(path.parent)


def make_private_folder(folder: Path) -> None:
    """Make the folder, with the folders above it; it alone is closed to other users."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=_PRIVATE_FOLDER)


def sync_folder(folder: Path) -> None:
    """See that the names in the folder are on the disk. Raises OSError."""
    if os.name == "nt":
        return  # Windows keeps names in its own journal and opens no folder for this
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
