"""The office's own keys in the vault: one pair for each purpose."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlcipher3 import dbapi2 as sqlite

_SELECT = "SELECT private, public FROM credential WHERE purpose = ?"
_BEGINNING = (
    "SELECT purpose, private, public FROM credential "
    "WHERE substr(purpose, 1, length(:start)) = :start ORDER BY purpose"
)
_KEEP = (
    "INSERT INTO credential (purpose, private, public) VALUES (?, ?, ?) "
    "ON CONFLICT (purpose) DO UPDATE SET private = excluded.private, public = excluded.public"
)


@dataclass(frozen=True, slots=True)
class Credential:
    """A private key and its public half or certificate, in the form its purpose asks for."""

    purpose: str
    private: bytes = field(repr=False)
    public: bytes


def keep(connection: sqlite.Connection, purpose: str, private: bytes, public: bytes) -> None:
    """Keep a pair for the purpose, in place of an earlier one."""
    connection.execute(_KEEP, (purpose, private, public))


def get(connection: sqlite.Connection, purpose: str) -> Credential | None:
    """The pair for the purpose, or None when there is none yet."""
    row = connection.execute(_SELECT, (purpose,)).fetchone()
    return Credential(purpose, bytes(row[0]), bytes(row[1])) if row else None


def beginning(connection: sqlite.Connection, start: str) -> tuple[Credential, ...]:
    """Every pair whose purpose begins so."""
    return tuple(
        Credential(purpose, bytes(private), bytes(public))
        for purpose, private, public in connection.execute(_BEGINNING, {"start": start})
    )
