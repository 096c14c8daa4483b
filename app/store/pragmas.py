"""The key and the settings every connection to a vault must have, each one read back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlcipher3 import dbapi2 as sqlite

from app.domain.errors import SettingRefusedError, VaultDamagedError

_HEX = b"0123456789abcdef"
# These stand before the key: SQLCipher otherwise tells of failures on standard error, and
# memory taken before the setting would not be wiped.
_BEFORE_KEY = (("cipher_log_level", "NONE", "NONE"), ("cipher_memory_security", "ON", "1"))
# Defaults of SQLCipher 4: asserted, because an unknown value is ignored without an error.
_CIPHER = (
    ("cipher_status", "1"),
    ("cipher_page_size", "4096"),
    ("cipher_use_hmac", "1"),
    ("cipher_hmac_algorithm", "HMAC_SHA512"),
    ("cipher_plaintext_header_size", "0"),
)
# NORMAL loses commits at a cut of power; temporary files would carry plain text to the disk.
_AFTER_KEY = (
    ("temp_store", "MEMORY", "2"),
    ("cache_size", "-65536", "-65536"),
    ("secure_delete", "ON", "1"),
    ("foreign_keys", "ON", "1"),
    ("trusted_schema", "OFF", "0"),
    ("recursive_triggers", "ON", "1"),
    ("cell_size_check", "ON", "1"),
    ("mmap_size", "0", "0"),
)
_WRITING = (
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", "2"),
    ("journal_size_limit", "67108864", "67108864"),
    ("wal_autocheckpoint", "1000", "1000"),
)


def silence(connection: sqlite.Connection) -> None:
    """What must be set before anything is read: no words on standard error, memory wiped."""
    for name, wanted, expected in _BEFORE_KEY:
        _set(connection, name, wanted, expected)


def unlock(connection: sqlite.Connection, key: bytearray) -> None:
    """Give the connection its raw 32-byte key; no copy of it is left in text or bytes."""
    spec = bytearray(b"x'" + b"0" * (2 * len(key)) + b"'")
    for place, value in enumerate(key):
        spec[2 + 2 * place] = _HEX[value >> 4]
        spec[3 + 2 * place] = _HEX[value & 15]
    try:
        connection.set_key(spec)
    finally:
        wipe(spec)


def settle(connection: sqlite.Connection, *, writing: bool = True) -> None:
    """Set and read back everything else.

    Raises SettingRefusedError.
    """
    for name, expected in _CIPHER:
        _check(connection, name, expected)
    for name, wanted, expected in _AFTER_KEY + (_WRITING if writing else ()):
        _set(connection, name, wanted, expected)


@contextmanager
def seals_watched(connection: sqlite.Connection | sqlite.Cursor) -> Iterator[None]:
    """Run the block, and believe nothing that was read in it once a page's seal was broken.

    SQLCipher hands out such a page as noughts and says nothing until the next page is wanted; only
    its status tells at once. Raises VaultDamagedError in place of whatever the noughts led to.
    """
    try:
        yield
    finally:
        if connection.execute("PRAGMA cipher_status").fetchall() != [("1",)]:
            raise VaultDamagedError


def wipe(secret: bytearray) -> None:
    """Overwrite a secret; as far as Python lets us, not a promise about every copy."""
    secret[:] = bytes(len(secret))


def _set(connection: sqlite.Connection, name: str, wanted: str, expected: str) -> None:
    connection.execute(f"PRAGMA {name} = {wanted}").fetchall()
    _check(connection, name, expected)


def _check(connection: sqlite.Connection, name: str, expected: str) -> None:
    row = connection.execute(f"PRAGMA {name}").fetchone()
    found = "" if row is None else str(row[0])
    if found != expected:
        raise SettingRefusedError(name=name, wanted=expected, found=found)
