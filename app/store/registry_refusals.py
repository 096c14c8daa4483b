"""What the registry refused: kept with the reason, open until it is settled."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from app.domain.registry import Refusal, SettledHow
from app.store.moments import kept, kept_if, told, told_if

_FIELDS = """id, at, office_code, sequence, reason, detail, folder, is_believed, settled_at,
    settled_how"""
_ADD = f"INSERT INTO quarantine ({_FIELDS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 — a constant
_ALL = f"SELECT {_FIELDS} FROM quarantine ORDER BY at DESC, id DESC LIMIT ?"  # noqa: S608 — a constant
_OPEN = f"""
SELECT {_FIELDS} FROM quarantine WHERE settled_at IS NULL ORDER BY at DESC, id DESC LIMIT ?
"""  # noqa: S608 — a constant
_IS_THERE = "SELECT 1 FROM quarantine WHERE id = ?"
_SETTLE = """
UPDATE quarantine SET settled_at = ?, settled_how = ? WHERE id = ? AND settled_at IS NULL
"""
_TAKEN = """
UPDATE quarantine SET settled_at = ?, settled_how = ?
WHERE office_code = ? AND sequence = ? AND settled_at IS NULL AND is_believed AND reason <> 'fork'
"""


def add(connection: sqlite.Connection, refusal: Refusal) -> None:
    """Keep that a package was refused, and why."""
    connection.execute(
        _ADD,
        (
            refusal.id,
            kept(refusal.at),
            refusal.office_code,
            refusal.sequence,
            refusal.reason,
            refusal.detail,
            refusal.folder,
            int(refusal.is_believed),
            kept_if(refusal.settled_at),
            refusal.settled_how,
        ),
    )


def rows(connection: sqlite.Connection, limit: int, *, open_only: bool) -> list[Refusal]:
    """What was refused, the newest first."""
    found = connection.execute(_OPEN if open_only else _ALL, (limit,))
    return [_refusal(row) for row in found]


def settle(connection: sqlite.Connection, refusal_id: str, how: str, at: datetime) -> bool:
    """Settle an open refusal; whether it was open. Raises KeyError."""
    if connection.execute(_IS_THERE, (refusal_id,)).fetchone() is None:
        raise KeyError(refusal_id)
    return bool(connection.execute(_SETTLE, (kept(at), how, refusal_id)).rowcount)


def taken(connection: sqlite.Connection, office_code: str, sequence: int, at: datetime) -> None:
    """What was refused of a number before its package was taken is settled, but forks."""
    connection.execute(_TAKEN, (kept(at), SettledHow.TAKEN.value, office_code, sequence))


def _refusal(row: tuple[Any, ...]) -> Refusal:
    return Refusal(
        id=row[0],
        at=told(row[1]),
        office_code=row[2],
        sequence=row[3],
        reason=row[4],
        detail=row[5],
        folder=row[6],
        is_believed=bool(row[7]),
        settled_at=told_if(row[8]),
        settled_how=row[9],
    )
