"""Entries that a desk owes its own trail: kept with each change, written into the vault after it.

A desk that dies between the two finds them at its next opening. The vault keeps the number of the
last entry with the entry itself, so that none is written twice.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from app.store.province.tables import TRAIL_OWED


@dataclass(frozen=True, slots=True)
class Owed:
    """An entry to be written: a verb, what it is about, a digest. number is its place in line."""

    number: int
    what: str
    which: str
    content: str


def owe(connection: Connection, desk: str, entry: Owed, written: int) -> int:
    """Keep with the change that this desk must write of it; give its number.

    The entry's own number is not looked at; those up to the one that is written are forgotten.
    """
    of = TRAIL_OWED.c
    connection.execute(TRAIL_OWED.delete().where(of.desk == desk, of.number <= written))
    values = {"desk": desk, "what": entry.what, "which": entry.which, "content": entry.content}
    kept = connection.execute(TRAIL_OWED.insert().values(values).returning(of.number))
    return int(kept.scalar_one())


def owed(connection: Connection, desk: str, written: int) -> list[Owed]:
    """What a desk has still to write after the number, in the order of what it did."""
    of = TRAIL_OWED.c
    asked = select(of.number, of.what, of.which, of.content)
    asked = asked.where(of.desk == desk, of.number > written).order_by(of.number)
    return [Owed(*row) for row in connection.execute(asked)]
