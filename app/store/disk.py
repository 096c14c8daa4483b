"""What files of a vault ask of their disk, and what its refusals are called."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from app.domain.errors import DiskFullError, FolderUnusableError

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


def new_file(path: Path) -> BinaryIO:
    """A file that is not there yet, readable to the owner alone. Raises OSError."""
    return os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")


def sync_file(path: Path) -> None:
    """Have a file's bytes on its medium. Raises OSError."""
    with path.open("r+b") as file:  # Windows syncs only what is open for writing
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on its medium. Raises OSError."""
    if os.name == "nt":
        return  # Windows keeps names in its own journal and opens no folder for this
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def lacks_room(error: OSError) -> bool:
    """Whether the disk, or what the user may have of it, is full."""
    return error.errno in _NO_ROOM


def fault_of(error: OSError, folder: Path) -> DiskFullError | FolderUnusableError:
    """What the disk's refusal is called."""
    if lacks_room(error):
        try:
            return DiskFullError(free_bytes=shutil.disk_usage(folder).free)
        except OSError:
            pass  # the medium is gone meanwhile, which is another thing than full
    return FolderUnusableError(folder=str(folder))


@contextmanager
def disk_faults_named(folder: Path) -> Iterator[None]:
    """Run the block; the disk's refusals come out as named failures.

    Raises DiskFullError, FolderUnusableError.
    """
    try:
        yield
    except OSError as error:
        raise fault_of(error, folder) from error
