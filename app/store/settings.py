"""Settings of the vault: short texts under fixed keys."""

from __future__ import annotations

from sqlcipher3 import dbapi2 as sqlite

_SELECT = "SELECT value FROM setting WHERE key = ?"
_KEEP = (
    "INSERT INTO setting (key, value) VALUES (?, ?) "
    "ON CONFLICT (key) DO UPDATE SET value = excluded.value"
)
_FORGET = "DELETE FROM setting WHERE key = ?"
_FORGET_ALL = "DELETE FROM setting WHERE key >= ? AND key < ?"
_LAST = "\U0010ffff"


def get(connection: sqlite.Connection, key: str) -> str | None:
    """The setting's value, or None when it was never kept."""
    row = connection.execute(_SELECT, (key,)).fetchone()
    return str(row[0]) if row else None


def keep(connection: sqlite.Connection, key: str, value: str) -> None:
    """Keep the value under the key, in place of an earlier one."""
    connection.execute(_KEEP, (key, value))


def forget(connection: sqlite.Connection, key: str) -> None:
    """Remove what was kept under the key, if anything was."""
    connection.execute(_FORGET, (key,))


def forget_all(connection: sqlite.Connection, prefix: str) -> None:
    """Remove what was kept under every key that begins so."""
    connection.execute(_FORGET_ALL, (prefix, prefix + _LAST))
