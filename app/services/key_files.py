"""The key file and its second copy, on the disk beside the vault."""

from __future__ import annotations

import contextlib
from pathlib import Path

from app.domain.errors import FolderUnusableError, KeyFileMissingError
from app.keys.key_file import KeyFile
from app.system.files import write_safely

NAMES = ("keys.json", "keys.json.1")
_MOST_BYTES = (1 << 20) + 1  # one more than any key file may have, so that a longer one is noticed


def read(folder: Path) -> tuple[bytes, ...]:
    """The bytes of both copies, as far as they are there.

    Raises KeyFileMissingError, FolderUnusableError.
    """
    found: list[bytes] = []
    for name in NAMES:
        try:
            with (folder / name).open("rb") as file:
                found.append(file.read(_MOST_BYTES))
        except FileNotFoundError:
            continue
        except OSError as error:
            raise FolderUnusableError(folder=str(folder)) from error
    if not found:
        raise KeyFileMissingError
    return tuple(found)


def write(folder: Path, file: KeyFile) -> None:
    """Write both copies, one after the other, each in one step.

    Raises FolderUnusableError when the first cannot be written; nothing has changed then.
    """
    content = file.written()
    try:
        write_safely(folder / NAMES[0], content)
    except OSError as error:
        raise FolderUnusableError(folder=str(folder)) from error
    # the first copy counts already, and the next unlocking mends the second
    with contextlib.suppress(OSError):
        write_safely(folder / NAMES[1], content)


def repair(folder: Path, file: KeyFile) -> bool:
    """Make both copies the believed one again; whether anything was amiss."""
    content = file.written()
    is_amiss = False
    for name in NAMES:
        path = folder / name
        with contextlib.suppress(OSError):
            if path.is_file() and path.read_bytes() == content:
                continue
            is_amiss = True
            write_safely(path, content)
    return is_amiss
