"""Settings of the vault: short texts under fixed keys."""

from __future__ import annotations

from sqlcipher3 import dbapi2 as sqlite

_SELECT = "SELECT value FROM setting WHERE key = ?"
_KEEP = (
    "INSERT INTO setting (key, value) VALUES (?, ?) "
    "ON CONFLICT (key) DO UPDATE SET value = excluded.value"
)


def get(connection: sqlite.Connection, key: str) -> str | None:
    """The setting's value, or None when it was never kept."""
    row = connection.execute(_SELECT, (key,)).fetchone()
    return str(row[0]) if row else None


def keep(connection: sqlite.Connection, key: str, value: str) -> None:
    """Keep the value under the key, in place of an earlier one."""
    connection.execute(_KEEP, (key, value))
