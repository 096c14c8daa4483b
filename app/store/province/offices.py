"""Offices in a province's ledger: whom it trusts, and how far each has come."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, func, select
from sqlalchemy.dialects.postgresql import insert

from app.domain.office_standing import Arrived, OfficeStanding
from app.domain.package import NO_PACKAGE_BEFORE, OfficeCard, Rejection
from app.domain.registry import OfficeRow
from app.store.moments import kept, told, told_if
from app.store.province.tables import OFFICE, OFFICE_CARD, PACKAGE, QUARANTINE


def standing(
    connection: Connection, code: str, sequence: int, *, is_held: bool = False
) -> OfficeStanding | None:
    """How the registry stands with an office as to a number; None when it is not trusted.

    is_held keeps every other desk from moving the office on until this transaction ends.
    """
    asked = select(OFFICE).where(OFFICE.c.code == code, OFFICE.c.distrusted_at.is_(None))
    row = connection.execute(asked.with_for_update() if is_held else asked).first()
    if row is None:
        return None
    came = select(PACKAGE.c.index_digest, PACKAGE.c.bag_root).where(
        PACKAGE.c.office_code == code, PACKAGE.c.sequence == sequence
    )
    arrived = connection.execute(came).first()
    return OfficeStanding(
        card=_card(row),
        last_sequence=row.last_sequence,
        last_root=row.last_root,
        arrived=Arrived(*arrived) if arrived else None,
    )


def trust(connection: Connection, card: OfficeCard, at: datetime, first: int) -> None:
    """Take packages signed with this card from now on, a new office's beginning with first.

    An office that is known keeps its count unless first is greater than one, and is trusted again.
    """
    named = {"name": card.name, "recipient": card.recipient, "public_key": card.public_key}
    renewed = {**named, "trusted_at": kept(at), "distrusted_at": None, "distrust_reason": ""}
    count = {
        "last_sequence": first - 1,
        # who begins in the middle cannot know what came before
        "last_root": NO_PACKAGE_BEFORE if first == 1 else None,
    }
    change = insert(OFFICE).values(code=card.code, **renewed, **count)
    again = {**renewed, **count} if first > 1 else renewed
    connection.execute(change.on_conflict_do_update(index_elements=[OFFICE.c.code], set_=again))
    had = insert(OFFICE_CARD).values(office_code=card.code, trusted_at=kept(at), **named)
    key = [OFFICE_CARD.c.office_code, OFFICE_CARD.c.trusted_at]
    connection.execute(had.on_conflict_do_update(index_elements=key, set_=named))


def distrust(connection: Connection, code: str, at: datetime, reason: str) -> None:
    """Take nothing more of an office. Raises KeyError for one that was never trusted."""
    change = OFFICE.update().where(OFFICE.c.code == code)
    done = connection.execute(change.values(distrusted_at=kept(at), distrust_reason=reason))
    if not done.rowcount:
        raise KeyError(code)


def moved_on(connection: Connection, code: str, sequence: int, root: str) -> None:
    """The office has come to this number."""
    change = OFFICE.update().where(OFFICE.c.code == code)
    connection.execute(change.values(last_sequence=sequence, last_root=root))


def count_talks(connection: Connection, code: str, more: int) -> None:
    """So many talks came for the first time; counting them anew each time would take too long."""
    change = OFFICE.update().where(OFFICE.c.code == code)
    connection.execute(change.values(talks=OFFICE.c.talks + more))


def rows(connection: Connection) -> list[OfficeRow]:
    """All offices ever trusted, by code."""
    came = (
        select(
            PACKAGE.c.office_code,
            func.count().label("packages"),
            func.max(PACKAGE.c.received_at).label("last_received_at"),
        )
        .group_by(PACKAGE.c.office_code)
        .subquery()
    )
    asked = (
        select(OFFICE, came.c.packages, came.c.last_received_at)
        .outerjoin(came, came.c.office_code == OFFICE.c.code)
        .order_by(OFFICE.c.code)
    )
    refused = _refused(connection)
    ahead = _ahead(connection)
    nothing: dict[str, int] = {}
    return [
        _row(row, refused.get(row.code, nothing), ahead.get(row.code, {}))
        for row in connection.execute(asked)
    ]


def _refused(connection: Connection) -> dict[str, dict[str, int]]:
    """Of each office: what lies in quarantine, and the forks and duplicates that ever came."""
    of, believed = QUARANTINE.c, QUARANTINE.c.is_believed
    asked = select(
        of.office_code,
        func.count().filter(of.settled_at.is_(None)).label("open"),
        func.count().filter(believed, of.reason == Rejection.FORK.value).label("forks"),
        func.count().filter(believed, of.reason == Rejection.DUPLICATE.value).label("duplicates"),
    ).group_by(of.office_code)
    return {row.office_code: dict(row._mapping) for row in connection.execute(asked)}  # noqa: SLF001


def _ahead(connection: Connection) -> dict[str, dict[int, bool]]:
    """The numbers of each office known to come after a missing one; whether they lie here."""
    of = QUARANTINE.c
    lies_here = func.bool_or(and_(of.settled_at.is_(None), of.folder != ""))
    asked = (
        select(of.office_code, of.sequence, lies_here)
        .where(of.reason == Rejection.GAP.value, of.is_believed)
        .group_by(of.office_code, of.sequence)
    )
    found: dict[str, dict[int, bool]] = {}
    for code, sequence, waits in connection.execute(asked):
        found.setdefault(code, {})[sequence] = waits
    return found


def _row(row: Row[Any], refused: dict[str, int], told_of: dict[int, bool]) -> OfficeRow:
    ahead = {number: waits for number, waits in told_of.items() if number > row.last_sequence}
    waiting = {number for number, waits in ahead.items() if waits}
    # a number that waits in quarantine is no gap: the one before it is
    missing = set(range(row.last_sequence + 1, max(ahead, default=row.last_sequence) + 1)) - waiting
    return OfficeRow(
        card=_card(row),
        trusted_at=told(row.trusted_at),
        packages=row.packages or 0,
        talks=row.talks,
        last_sequence=row.last_sequence,
        gaps=tuple(sorted(missing)),
        refused=refused.get("open", 0),
        waiting=tuple(sorted(waiting)),
        forks=refused.get("forks", 0),
        duplicates=refused.get("duplicates", 0),
        last_received_at=told_if(row.last_received_at),
        distrusted_at=told_if(row.distrusted_at),
        distrust_reason=row.distrust_reason,
    )


def _card(row: Row[Any]) -> OfficeCard:
    return OfficeCard(row.code, row.name, row.recipient, bytes(row.public_key))
