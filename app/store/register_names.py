"""The names of everybody in the register and of all units, for checks of a record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlcipher3 import dbapi2 as sqlite

_PERSONS = """
SELECT p.name, coalesce(u.name, '') FROM person p
LEFT JOIN post o ON o.person_id = p.id AND o.since_day <= :day AND o.until_day >= :day
LEFT JOIN unit u ON u.id = o.unit_id
"""
_FORMER = """
SELECT f.name_key, coalesce(u.name, '') FROM person_former_name f
LEFT JOIN post o ON o.person_id = f.person_id AND o.since_day <= :day AND o.until_day >= :day
LEFT JOIN unit u ON u.id = o.unit_id
"""
_UNITS = "SELECT name FROM unit"


def persons(connection: sqlite.Connection, day: date) -> Iterator[tuple[str, str]]:
    """Everybody's name, present or former, with a unit of that day; nobody is left out."""
    bound = {"day": day.isoformat()}
    yield from connection.execute(_PERSONS, bound)
    yield from connection.execute(_FORMER, bound)


def units(connection: sqlite.Connection) -> frozenset[str]:
    """The names of all units."""
    return frozenset(row[0] for row in connection.execute(_UNITS))
