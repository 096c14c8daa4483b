"""What SQLite says of a medium or of damage, as the failures of the domain."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from app.domain.errors import (
    AppError,
    DiskFullError,
    FolderUnusableError,
    VaultDamagedError,
    VaultInUseError,
)

_ERROR_KINDS = 0xFF  # SQLite keeps the kind of an error in the lowest byte of its code
_FULL = 13
_DAMAGED = frozenset({11, 26})  # malformed, or a page whose HMAC fails; garbage in the first page
_READ_FAULTS = frozenset({266, 522})  # a page that cannot be read, or is cut short
_FAILING = 10
_LEAST_ROOM = 1 << 20  # without it SQLite cannot even make the small file beside its log
_TAKEN = frozenset({5, 6})  # another program writes to the file in spite of the lock beside it
_UNUSABLE = frozenset({8, _FAILING, 14})  # read-only, failing, or not to be opened at all
# Copying page by page gives no code with its error, only SQLite's own fixed words for it.
_BY_WORDS = {
    "database is locked": 5,
    "attempt to write a readonly database": 8,
    "disk I/O error": _FAILING,
    "database disk image is malformed": 11,
    "database or disk is full": _FULL,
    "unable to open database file": 14,
    "file is not a database": 26,
}
# A page of nothing but noughts passes for one that was never written: the text on it breaks off.
_HALF_A_CHARACTER = "Could not decode to UTF-8"


@contextmanager
def faults_named(folder: Path) -> Iterator[None]:
    """Run the block; what SQLite says of the medium or of damage comes out as a named failure.

    Raises DiskFullError, VaultDamagedError, VaultInUseError, FolderUnusableError.
    """
    try:
        yield
    except sqlite.DatabaseError as error:
        named = _named(error, folder)
        if named is None:
            raise
        raise named from error


def whole(text: str) -> str:
    """A long text as it was read, when it does not break off in the noughts of an empty page.

    Raises VaultDamagedError.
    """
    if text.endswith("\0"):
        raise VaultDamagedError
    return text


def _named(error: sqlite.DatabaseError, folder: Path) -> AppError | None:
    code = int(getattr(error, "sqlite_errorcode", 0)) or _BY_WORDS.get(str(error), 0)
    if str(error).startswith(_HALF_A_CHARACTER):
        return VaultDamagedError()
    kind = code & _ERROR_KINDS
    if kind == _FULL or (kind == _FAILING and _free_bytes(folder) < _LEAST_ROOM):
        return DiskFullError(free_bytes=_free_bytes(folder))
    if kind in _DAMAGED or code in _READ_FAULTS:
        return VaultDamagedError()
    if kind in _TAKEN:
        return VaultInUseError(since="")
    if kind in _UNUSABLE:
        return FolderUnusableError(folder=str(folder))
    return None


def _free_bytes(folder: Path) -> int:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return _LEAST_ROOM  # the medium is gone, which is another thing than full
