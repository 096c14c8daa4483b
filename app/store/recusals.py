"""Pairs that must not meet in a talk (回避): all the SQL about them is here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from sqlcipher3 import dbapi2 as sqlite

from app.domain.ids import PersonId
from app.domain.recusal import Recusal, RecusalRow
from app.store.moments import kept, told

# each pair stands once; from one person's side the other may be in either place
_OTHERS = """
SELECT other_id AS other, ground, noted_at FROM recusal WHERE person_id = :person
UNION ALL
SELECT person_id AS other, ground, noted_at FROM recusal WHERE other_id = :person
"""
_OF = f"""
SELECT r.other, p.name, (
    SELECT u.name || q.title FROM post q JOIN unit u ON u.id = q.unit_id
    WHERE q.person_id = p.id AND q.until_day >= :today
    ORDER BY q.is_principal DESC, q.since_day DESC, q.id LIMIT 1
), r.ground, r.noted_at
FROM ({_OTHERS}) r JOIN person p ON p.id = r.other ORDER BY p.sort_key, p.id
"""  # noqa: S608 — constants
_NAMED = f"SELECT r.other, p.name, r.ground FROM ({_OTHERS}) r JOIN person p ON p.id = r.other"  # noqa: S608
_ALL = "SELECT person_id, other_id FROM recusal"
_ADD = """
INSERT INTO recusal (person_id, other_id, ground, noted_at) VALUES (?, ?, ?, ?)
ON CONFLICT (person_id, other_id) DO UPDATE SET ground = excluded.ground
"""
_REMOVE = "DELETE FROM recusal WHERE person_id = ? AND other_id = ?"


def of(connection: sqlite.Connection, person_id: PersonId, today: date) -> tuple[RecusalRow, ...]:
    """Of whom a person must keep away, in the order of names."""
    values = {"person": person_id, "today": today.isoformat()}
    return tuple(
        RecusalRow(PersonId(other), name, post or "", ground, told(noted_at))
        for other, name, post, ground, noted_at in connection.execute(_OF, values)
    )


def pairs(
    connection: sqlite.Connection, persons: Iterable[PersonId]
) -> Iterator[tuple[PersonId, PersonId, str, str]]:
    """Each of these persons with everybody to keep away from: that one's id, name, the ground."""
    for person in persons:
        for other, name, ground in connection.execute(_NAMED, {"person": person}):
            yield person, PersonId(other), name, ground


def everybody(connection: sqlite.Connection) -> frozenset[frozenset[PersonId]]:
    """All pairs."""
    found = connection.execute(_ALL)
    return frozenset(frozenset({PersonId(one), PersonId(other)}) for one, other in found)


def keep(connection: sqlite.Connection, recusal: Recusal) -> None:
    """Keep a pair; one that is known gets the new ground."""
    noted_at = kept(recusal.noted_at)
    connection.execute(_ADD, (recusal.person_id, recusal.other_id, recusal.ground, noted_at))


def remove(connection: sqlite.Connection, one: PersonId, other: PersonId) -> None:
    """Let these two meet again."""
    connection.execute(_REMOVE, tuple(sorted((one, other))))
