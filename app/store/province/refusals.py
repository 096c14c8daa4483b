"""What was refused, in a province's ledger."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from app.domain.package import Rejection
from app.domain.registry import Refusal, SettledHow
from app.store.moments import kept, kept_if, told, told_if
from app.store.province.tables import QUARANTINE


def refuse(connection: Connection, refusal: Refusal) -> None:
    """Keep that a package was refused, and why."""
    values = {
        "id": refusal.id,
        "at": kept(refusal.at),
        "office_code": refusal.office_code,
        "sequence": refusal.sequence,
        "reason": refusal.reason,
        "detail": refusal.detail.replace(
            "\0", "\ufffd"
        ),  # the one sign PostgreSQL takes in no text
        "folder": refusal.folder,
        "is_believed": refusal.is_believed,
        "settled_at": kept_if(refusal.settled_at),
        "settled_how": refusal.settled_how,
    }
    connection.execute(QUARANTINE.insert().values(values))


def settle(connection: Connection, refusal_id: str, how: str, at: datetime) -> bool:
    """Settle an open refusal; whether it was open. Raises KeyError when there is none."""
    of = QUARANTINE.c
    change = QUARANTINE.update().where(of.id == refusal_id, of.settled_at.is_(None))
    if connection.execute(change.values(settled_at=kept(at), settled_how=how)).rowcount:
        return True
    if connection.execute(select(of.id).where(of.id == refusal_id)).first() is None:
        raise KeyError(refusal_id)
    return False


def settle_taken(connection: Connection, code: str, sequence: int, at: datetime) -> None:
    """What was refused of a number before its package was taken is settled, but forks."""
    of = QUARANTINE.c
    change = QUARANTINE.update().where(
        of.office_code == code,
        of.sequence == sequence,
        of.settled_at.is_(None),
        of.is_believed,
        of.reason != Rejection.FORK.value,
    )
    how = SettledHow.TAKEN.value
    connection.execute(change.values(settled_at=kept(at), settled_how=how))


def rows(connection: Connection, *, open_only: bool, limit: int) -> list[Refusal]:
    """What was refused, the newest first, at most so many."""
    of = QUARANTINE.c
    asked = select(QUARANTINE).order_by(of.at.desc(), of.id.desc()).limit(limit)
    if open_only:
        asked = asked.where(of.settled_at.is_(None))
    return [
        Refusal(
            id=row.id,
            at=told(row.at),
            office_code=row.office_code,
            sequence=row.sequence,
            reason=row.reason,
            detail=row.detail,
            folder=row.folder,
            is_believed=row.is_believed,
            settled_at=told_if(row.settled_at),
            settled_how=row.settled_how,
        )
        for row in connection.execute(asked)
    ]
