"""The key file and its second copy on the disk beside the vault, and the third inside it.

The one inside cannot be exchanged without the data key: it tells when an older key file was put
back beside the vault.
"""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path

from app.domain.errors import AppError, FolderUnusableError, KeyFileMissingError
from app.domain.vault_errors import KeyFileRolledBackError, RecoveryCardForeignError
from app.keys.key_file import KeyFile
from app.keys.key_file_reading import parse
from app.keys.opening import Opened
from app.store import settings
from app.store.connection import Connection
from app.store.disk import fault_of
from app.system.files import write_safely

NAMES = ("keys.json", "keys.json.1")
SETTING = "keys.file"
NEWER, ROLLED_BACK = "keys.newer", "keys.rolled_back"
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

    Raises DiskFullError, FolderUnusableError when the first cannot be written; nothing has changed
    then.
    """
    content = file.written()
    try:
        write_safely(folder / NAMES[0], content)
    except OSError as error:
        if not _stands(folder / NAMES[0], content):
            raise fault_of(error, folder) from error
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


def keep(connection: Connection, file: KeyFile) -> None:
    """Keep the key file inside the vault, in a transaction of the caller's."""
    settings.keep(connection, SETTING, file.written().decode())


def kept(connection: Connection) -> KeyFile | None:
    """The key file as the vault knows it; a vault of version 0.1 knows none."""
    text = settings.get(connection, SETTING)
    if text is None:
        return None
    # what stands in the vault was written by the program; what it cannot read it does not need
    with contextlib.suppress(AppError):
        return parse(text.encode())
    return None


def is_kept(connection: Connection, file: KeyFile) -> bool:
    """Whether the vault knows just this key file, as it does as a rule; nothing is parsed."""
    return settings.get(connection, SETTING) == file.written().decode()


def believed(keys: Opened, known: KeyFile | None) -> tuple[Opened, str]:
    """The keys with the key file that counts, and what the trail has to say of it, or nothing.

    known is the key file inside the vault. One that is newer than that was written by somebody who
    had the data key, just before a crash. An older one was put back: it is believed no further than
    the newer one goes. Raises KeyFileRolledBackError, RecoveryCardForeignError.
    """
    if known is None or known == keys.file:
        return keys, ""
    if known.epoch < keys.file.epoch or not known.is_sealed_by(keys.data_key):
        return keys, NEWER
    if known.generation < keys.file.generation:
        return keys, NEWER
    slot = known.slot(keys.slot.id)
    if keys.by_cards and known.recovery != keys.file.recovery:
        raise RecoveryCardForeignError
    if slot is None or not (keys.by_cards or slot.is_wrapped_like(keys.slot)):
        raise KeyFileRolledBackError
    return replace(keys, slot=slot, file=known), ROLLED_BACK


def _stands(path: Path, content: bytes) -> bool:
    """Whether the content is there although writing it complained at last."""
    with contextlib.suppress(OSError):
        return path.read_bytes() == content
    return False
