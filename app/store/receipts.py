"""Receipts in the vault: what the registry answered to which package."""

from __future__ import annotations

from datetime import datetime

from sqlcipher3 import dbapi2 as sqlite

from app.domain.package import Receipt
from app.store.moments import kept

_ADD = """
INSERT INTO receipt (number, index_digest, registry_name, received_at, taken_at, file)
VALUES (?, ?, ?, ?, ?, ?)
"""
_RECEIVED = "UPDATE package SET state = 'received' WHERE number = ?"
_FILE = "SELECT file FROM receipt WHERE number = ?"
_FILES = "SELECT file FROM receipt ORDER BY number"
_UNRECEIPTED = "SELECT number FROM package WHERE state = 'written' ORDER BY number"


def add(connection: sqlite.Connection, receipt: Receipt, file: bytes, at: datetime) -> None:
    """Keep a believed receipt; the package counts as received."""
    values = (
        receipt.sequence,
        receipt.index_digest,
        receipt.registry_name,
        kept(receipt.received_at),
        kept(at),
        file,
    )
    connection.execute(_ADD, values)
    connection.execute(_RECEIVED, (receipt.sequence,))


def file_of(connection: sqlite.Connection, number: int) -> bytes | None:
    """The receipt that was taken for a package, or None."""
    row = connection.execute(_FILE, (number,)).fetchone()
    return bytes(row[0]) if row else None


def files(connection: sqlite.Connection) -> list[bytes]:
    """Every receipt that was taken, by the number of its package."""
    return [bytes(file) for (file,) in connection.execute(_FILES)]


def unreceipted(connection: sqlite.Connection) -> tuple[int, ...]:
    """The packages that were written and not yet answered, oldest first."""
    return tuple(row[0] for row in connection.execute(_UNRECEIPTED))
