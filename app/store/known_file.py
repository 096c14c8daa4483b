"""An encrypted file that is known, and one made on the spot: whether the database still seals."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from app.store import pragmas

WORD = "山水如画，一字不差。"
KEY = bytes(range(32))  # of a file that holds nothing but the word above
_FILE = "known.db"
_MAKE = "CREATE TABLE known (word TEXT NOT NULL)"
_ADD = "INSERT INTO known (word) VALUES (?)"
_READ = "SELECT word FROM known"


def make(path: Path, key: bytes = KEY) -> None:
    """Make the file; how the shipped one was made, and each one that is made on the spot."""
    with contextlib.closing(sqlite.connect(path, isolation_level=None)) as connection:
        pragmas.silence(connection)
        pragmas.unlock(connection, bytearray(key))
        connection.execute(_MAKE)
        connection.execute(_ADD, (WORD,))


def reads_right(path: Path, key: bytes = KEY) -> bool:
    """Whether the word comes out of the file."""
    return _read(path, key) == WORD


def is_closed(path: Path) -> bool:
    """Whether the file stays shut to another key and to none, and its bytes show nothing."""
    content = path.read_bytes()
    if WORD.encode() in content or content.startswith(b"SQLite format"):
        return False
    return _read(path, bytes(32)) is None and _read(path, None) is None


def seals_anew(folder: Path) -> bool:
    """Whether a file made now under a key of its own opens by it, and by nothing else."""
    path, key = folder / _FILE, os.urandom(32)
    make(path, key)
    return reads_right(path, key) and is_closed(path)


def _read(path: Path, key: bytes | None) -> str | None:
    # immutable: nothing is written beside a file that may stand where nobody may write
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    with contextlib.closing(sqlite.connect(uri, uri=True, isolation_level=None)) as connection:
        pragmas.silence(connection)
        if key is not None:
            pragmas.unlock(connection, bytearray(key))
        try:
            row = connection.execute(_READ).fetchone()
        except sqlite.DatabaseError:
            return None
    return str(row[0]) if row else None
