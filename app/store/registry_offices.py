"""Offices that the registry trusts, and how far each has come."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from app.domain.office_standing import Arrived, OfficeStanding
from app.domain.package import NO_PACKAGE_BEFORE, OfficeCard
from app.domain.registry import OfficeRow
from app.store.moments import kept, told, told_if

_GET = """
SELECT code, name, recipient, public_key, last_sequence, last_root FROM office
WHERE code = ? AND distrusted_at IS NULL
"""
_ARRIVED = "SELECT index_digest, bag_root FROM package WHERE office_code = ? AND sequence = ?"
_ADD = """
INSERT INTO office (code, name, recipient, public_key, trusted_at, last_sequence, last_root)
VALUES (:code, :name, :recipient, :public_key, :at, :last, :root)
"""
_RENEW = """
UPDATE office SET name = :name, recipient = :recipient, public_key = :public_key,
    trusted_at = :at, distrusted_at = NULL, distrust_reason = ''
WHERE code = :code
"""
_CARD = """
INSERT INTO office_card (office_code, trusted_at, name, recipient, public_key)
VALUES (:code, :at, :name, :recipient, :public_key)
ON CONFLICT (office_code, trusted_at) DO UPDATE
SET name = excluded.name, recipient = excluded.recipient, public_key = excluded.public_key
"""
_RESTART = "UPDATE office SET last_sequence = :last, last_root = :root WHERE code = :code"
_DISTRUST = "UPDATE office SET distrusted_at = ?, distrust_reason = ? WHERE code = ?"
_MOVED = "UPDATE office SET last_sequence = ?, last_root = ? WHERE code = ?"
_ROWS = """
SELECT o.code, o.name, o.recipient, o.public_key, o.trusted_at, o.last_sequence,
    o.distrusted_at, o.distrust_reason,
    (SELECT count(*) FROM package p WHERE p.office_code = o.code),
    (SELECT count(*) FROM newest_talk t WHERE t.office_code = o.code),
    (SELECT max(p.received_at) FROM package p WHERE p.office_code = o.code)
FROM office o ORDER BY o.code
"""
_REFUSED = """
SELECT count(*) FILTER (WHERE settled_at IS NULL),
    count(*) FILTER (WHERE reason = 'fork' AND is_believed),
    count(*) FILTER (WHERE reason = 'duplicate' AND is_believed)
FROM quarantine WHERE office_code = ?
"""
_AHEAD = """
SELECT sequence, max(settled_at IS NULL AND folder <> '') FROM quarantine
WHERE office_code = ? AND reason = 'gap' AND is_believed AND sequence > ?
GROUP BY sequence ORDER BY sequence
"""
_NAME = "SELECT name FROM office WHERE code = ?"


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
    connection.execute(_CARD, values)


def moved_on(connection: sqlite.Connection, code: str, sequence: int, root: str) -> None:
    """The office has come to this number."""
    connection.execute(_MOVED, (sequence, root, code))


def rows(connection: sqlite.Connection) -> list[OfficeRow]:
    """All offices by code."""
    return [_row(connection, row) for row in connection.execute(_ROWS).fetchall()]


def distrust(connection: sqlite.Connection, code: str, at: datetime, reason: str) -> None:
    """Take nothing more of an office. Raises KeyError."""
    if not connection.execute(_DISTRUST, (kept(at), reason, code)).rowcount:
        raise KeyError(code)


def name_of(connection: sqlite.Connection, code: str) -> str:
    """What an office is called. Raises KeyError."""
    row = connection.execute(_NAME, (code,)).fetchone()
    if row is None:
        raise KeyError(code)
    return str(row[0])


def _row(connection: sqlite.Connection, row: tuple[Any, ...]) -> OfficeRow:
    code, last = row[0], row[5]
    ahead = connection.execute(_AHEAD, (code, last)).fetchall()
    waiting = tuple(sequence for sequence, waits in ahead if waits)
    refused, forks, duplicates = connection.execute(_REFUSED, (code,)).fetchone()
    # a number that waits in quarantine is no gap: the one before it is
    known = max((sequence for sequence, _ in ahead), default=last)
    missing = set(range(last + 1, known + 1)) - set(waiting)
    return OfficeRow(
        card=_card(row),
        trusted_at=told(row[4]),
        packages=row[8],
        talks=row[9],
        last_sequence=last,
        gaps=tuple(sorted(missing)),
        refused=refused,
        waiting=waiting,
        forks=forks,
        duplicates=duplicates,
        last_received_at=told_if(row[10]),
        distrusted_at=told_if(row[6]),
        distrust_reason=row[7],
    )


def _card(row: tuple[Any, ...]) -> OfficeCard:
    return OfficeCard(row[0], row[1], row[2], bytes(row[3]))
