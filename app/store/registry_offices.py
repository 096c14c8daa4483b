"""Offices that the registry trusts, and how far each has come."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from app.domain.office_standing import Arrived, OfficeStanding
from app.domain.package import NO_PACKAGE_BEFORE, OfficeCard
from app.domain.registry import OfficeRow
from app.store.moments import kept, told

_GET = """
SELECT code, name, recipient, public_key, last_sequence, last_root FROM office WHERE code = ?
"""
_ARRIVED = "SELECT index_digest, bag_root FROM package WHERE office_code = ? AND sequence = ?"
_ADD = """
INSERT INTO office (code, name, recipient, public_key, trusted_at, last_sequence, last_root)
VALUES (:code, :name, :recipient, :public_key, :at, :last, :root)
"""
_RENEW = """
UPDATE office SET name = :name, recipient = :recipient, public_key = :public_key, trusted_at = :at
WHERE code = :code
"""
_RESTART = "UPDATE office SET last_sequence = :last, last_root = :root WHERE code = :code"
_MOVED = "UPDATE office SET last_sequence = ?, last_root = ? WHERE code = ?"
_ROWS = """
SELECT o.code, o.name, o.recipient, o.public_key, o.trusted_at, o.last_sequence,
    (SELECT count(*) FROM package p WHERE p.office_code = o.code),
    (SELECT coalesce(sum(p.talks), 0) FROM package p WHERE p.office_code = o.code),
    (SELECT count(*) FROM quarantine q WHERE q.office_code = o.code)
FROM office o ORDER BY o.code
"""
_AHEAD = """
SELECT DISTINCT sequence FROM quarantine
WHERE office_code = ? AND reason = 'gap' AND sequence > ? ORDER BY sequence
"""


def standing(connection: sqlite.Connection, code: str, sequence: int) -> OfficeStanding | None:
    """How the registry stands with an office as to a number; None when it is not trusted."""
    row = connection.execute(_GET, (code,)).fetchone()
    if row is None:
        return None
    arrived = connection.execute(_ARRIVED, (code, sequence)).fetchone()
    return OfficeStanding(
        card=_card(row),
        last_sequence=row[4],
        last_root=row[5],
        arrived=Arrived(*arrived) if arrived else None,
    )


def trust(connection: sqlite.Connection, card: OfficeCard, at: datetime, first: int) -> None:
    """Take packages signed with this card from now on, a new office's beginning with that number.

    An office that is known keeps its count unless the number says otherwise.
    """
    values = {
        "code": card.code,
        "name": card.name,
        "recipient": card.recipient,
        "public_key": card.public_key,
        "at": kept(at),
        "last": first - 1,
        # who begins in the middle cannot know what came before
        "root": NO_PACKAGE_BEFORE if first == 1 else None,
    }
    if not connection.execute(_RENEW, values).rowcount:
        connection.execute(_ADD, values)
    elif first > 1:
        connection.execute(_RESTART, values)


def moved_on(connection: sqlite.Connection, code: str, sequence: int, root: str) -> None:
    """The office has come to this number."""
    connection.execute(_MOVED, (sequence, root, code))


def rows(connection: sqlite.Connection) -> list[OfficeRow]:
    """All offices by code."""
    return [_row(connection, row) for row in connection.execute(_ROWS).fetchall()]


def _row(connection: sqlite.Connection, row: tuple[Any, ...]) -> OfficeRow:
    code, last = row[0], row[5]
    ahead = {found[0] for found in connection.execute(_AHEAD, (code, last))}
    # a number that waits in quarantine is no gap: the one before it is
    missing = set(range(last + 1, max(ahead, default=0))) - ahead
    return OfficeRow(
        card=_card(row),
        trusted_at=told(row[4]),
        packages=row[6],
        talks=row[7],
        last_sequence=last,
        gaps=tuple(sorted(missing)),
        refused=row[8],
    )


def _card(row: tuple[Any, ...]) -> OfficeCard:
    return OfficeCard(row[0], row[1], row[2], bytes(row[3]))
