"""Answers in the vault: what the registry said to which package, and what was never answered."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlcipher3 import dbapi2 as sqlite

from app.domain.audit import AuditHead
from app.domain.package import Receipt
from app.store.moments import kept, told, told_if

_ADD = """
INSERT INTO receipt (number, index_digest, registry_name, received_at, taken_at, file)
VALUES (?, ?, ?, ?, ?, ?)
"""
_RECEIVED = "UPDATE package SET state = 'received' WHERE number = ?"
_FILE = "SELECT file FROM receipt WHERE number = ?"
_FILES = "SELECT file FROM receipt ORDER BY number"
_UNRECEIPTED = "SELECT number FROM package WHERE state = 'written' ORDER BY number"
# a registry's desk keeps its own vault, where no package was ever written
_IS_OFFICE = "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'package_copy')"
_ANCHOR = """
SELECT p.head_sequence, p.head_digest FROM receipt r JOIN package p ON p.number = r.number
ORDER BY p.head_sequence DESC LIMIT 1
"""
_ADD_REFUSAL = """
INSERT INTO package_refusal (number, answered_at, reason, missing, taken_at, file)
VALUES (?, ?, ?, ?, ?, ?)
"""
_NEWEST_REFUSAL = """
SELECT answered_at, file FROM package_refusal WHERE number = ? ORDER BY answered_at DESC LIMIT 1
"""
_HAS_REFUSAL = "SELECT EXISTS (SELECT 1 FROM package_refusal WHERE number = ? AND file = ?)"
# the newest answer of each package that was not received since
_REFUSED = """
SELECT f.number, f.answered_at, f.reason, f.missing
FROM package_refusal f JOIN package p ON p.number = f.number
WHERE p.state <> 'received' AND f.answered_at =
    (SELECT max(l.answered_at) FROM package_refusal l WHERE l.number = f.number)
ORDER BY f.number
"""
_WAITING = """
SELECT p.number, p.created_at,
    (SELECT min(c.verified_at) FROM package_copy c WHERE c.number = p.number)
FROM package p WHERE p.state = 'written' ORDER BY p.number
"""
_RECEIVED_NUMBERS = "SELECT number FROM package WHERE state = 'received'"
_UNFINISHED = "0" * 64  # of such a root is what is only being put together
_LEFT_OUT = """
SELECT number FROM package WHERE state = 'reserved' AND bag_root <> ?
    AND number < (SELECT max(number) FROM package WHERE state <> 'reserved')
ORDER BY number
"""


@dataclass(frozen=True, slots=True)
class KeptRefusal:
    """What the registry last answered to a package that it has not taken."""

    number: int
    answered_at: datetime
    reason: str
    missing: tuple[int, ...]


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


def add_refusal(connection: sqlite.Connection, answer: Receipt, file: bytes, at: datetime) -> None:
    """Keep what the registry answered to a package that it did not take."""
    values = (
        answer.sequence,
        kept(answer.received_at),
        answer.reason,
        json.dumps(answer.missing),
        kept(at),
        file,
    )
    connection.execute(_ADD_REFUSAL, values)


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


def waiting(connection: sqlite.Connection) -> list[tuple[int, datetime]]:
    """The same with the moment at which each was first written whole."""
    return [
        (number, told_if(verified) or told(created))
        for number, created, verified in connection.execute(_WAITING)
    ]


def received(connection: sqlite.Connection) -> frozenset[int]:
    """The numbers that the registry has."""
    return frozenset(row[0] for row in connection.execute(_RECEIVED_NUMBERS))


def left_out(connection: sqlite.Connection) -> tuple[int, ...]:
    """Numbers that were never written whole although a later one was."""
    return tuple(row[0] for row in connection.execute(_LEFT_OUT, (_UNFINISHED,)))


def refused(connection: sqlite.Connection) -> list[KeptRefusal]:
    """The newest refusal of each package that was not received since, by number."""
    return [
        KeptRefusal(number, told(at), reason, tuple(json.loads(missing)))
        for number, at, reason, missing in connection.execute(_REFUSED)
    ]


def refused_at(connection: sqlite.Connection, number: int) -> datetime | None:
    """When the registry last refused the package, or None."""
    row = connection.execute(_NEWEST_REFUSAL, (number,)).fetchone()
    return told(row[0]) if row else None


def has_refusal(connection: sqlite.Connection, number: int, file: bytes) -> bool:
    """Whether this very answer was taken before."""
    return bool(connection.execute(_HAS_REFUSAL, (number, file)).fetchone()[0])


def last_anchor(connection: sqlite.Connection) -> AuditHead | None:
    """The newest end of the trail that a registry has countersigned, or None."""
    if not connection.execute(_IS_OFFICE).fetchone()[0]:
        return None
    row = connection.execute(_ANCHOR).fetchone()
    return AuditHead(*row) if row else None
