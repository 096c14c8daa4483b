"""The files that lie encrypted beside a vault: an office's attachments, a desk's members."""

from __future__ import annotations

from typing import Final

from sqlcipher3 import dbapi2 as sqlite

from app.store.attachment_files import StoredFile

TABLES: Final = ("attachment", "member")  # the office's attachments, the members of packages taken
_THERE = "SELECT name FROM sqlite_master WHERE type = 'table'"
_FILES = {table: f"SELECT id, size, sha256 FROM {table} ORDER BY id" for table in TABLES}  # noqa: S608 — constants


def files(connection: sqlite.Connection) -> list[StoredFile]:
    """Every file that a row of the vault names, by id; a vault of either kind."""
    there = {name for (name,) in connection.execute(_THERE)}
    rows = (connection.execute(_FILES[table]) for table in TABLES if table in there)
    return [StoredFile(*row) for found in rows for row in found]
