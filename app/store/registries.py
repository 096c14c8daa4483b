"""Registries that the office trusts, in the vault; the newest is the one packages go to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from app.domain.package import RegistryIdentity
from app.store.moments import kept

_FIELDS = "name, recipient, public_key"
_ADD = "INSERT INTO registry_identity (name, recipient, public_key, trusted_at) VALUES (?, ?, ?, ?)"
_RENEW = """
UPDATE registry_identity SET name = ?, trusted_at = ? WHERE recipient = ? AND public_key = ?
"""
_NEWEST = f"SELECT id, {_FIELDS} FROM registry_identity ORDER BY trusted_at DESC, id DESC LIMIT 1"  # noqa: S608 — a constant
_ALL = f"SELECT id, {_FIELDS} FROM registry_identity ORDER BY trusted_at DESC, id DESC"  # noqa: S608 — a constant
_BY_ID = f"SELECT id, {_FIELDS} FROM registry_identity WHERE id = ?"  # noqa: S608 — a constant


def trust(connection: sqlite.Connection, identity: RegistryIdentity, at: datetime) -> None:
    """Seal packages to this registry from now on; earlier ones keep theirs."""
    keys = (identity.recipient, identity.public_key)
    if not connection.execute(_RENEW, (identity.name, kept(at), *keys)).rowcount:
        connection.execute(_ADD, (identity.name, *keys, kept(at)))


def trusted(connection: sqlite.Connection) -> tuple[int, RegistryIdentity] | None:
    """The registry that packages go to, with its row's id, or None."""
    row = connection.execute(_NEWEST).fetchone()
    return (row[0], _identity(row)) if row else None


def every(connection: sqlite.Connection) -> list[tuple[int, RegistryIdentity]]:
    """All registries that were ever trusted, the newest first."""
    return [(row[0], _identity(row)) for row in connection.execute(_ALL)]


def by_id(connection: sqlite.Connection, registry_id: int) -> RegistryIdentity:
    """A registry that a package was sealed to."""
    return _identity(connection.execute(_BY_ID, (registry_id,)).fetchone())


def _identity(row: tuple[Any, ...]) -> RegistryIdentity:
    return RegistryIdentity(row[1], row[2], bytes(row[3]))
