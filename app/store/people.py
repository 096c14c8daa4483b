"""Units, persons and posts in the vault: all the SQL about them is here."""

from __future__ import annotations

import contextlib
from datetime import date
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from app.domain.calendar import PartialDate
from app.domain.ids import PersonId, PostId, UnitId
from app.domain.people import (
    Person,
    PersonCard,
    Post,
    PostView,
    Unit,
    UnitKind,
    name_key,
)
from app.store import search_index
from app.store.pinyin import initials, sort_key
from app.store.search_index import FoundKind, Owner

_UNITS = "SELECT id, name, kind FROM unit ORDER BY sort_key, id"
_UNIT = "SELECT id, name, kind FROM unit WHERE id = ?"
_UNIT_NAMED = "SELECT id, name, kind FROM unit WHERE name = ?"
_ADD_UNIT = "INSERT INTO unit (id, name, name_key, sort_key, kind) VALUES (?, ?, ?, ?, ?)"
_KEEP_UNIT = "UPDATE unit SET name = ?, name_key = ?, sort_key = ?, kind = ? WHERE id = ?"

_PERSON_FIELDS = "id, name, gender, ethnicity, political_status, born, note"
_PERSON = f"SELECT {_PERSON_FIELDS} FROM person WHERE id = ?"  # noqa: S608 — a constant
_PERSONS_NAMED = f"SELECT {_PERSON_FIELDS} FROM person WHERE name_key = ? ORDER BY id"  # noqa: S608
_ADD_PERSON = """
INSERT INTO person (id, name, name_key, sort_key, gender, ethnicity, political_status, born, note)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_KEEP_PERSON = """
UPDATE person SET name = ?, name_key = ?, sort_key = ?, gender = ?, ethnicity = ?,
    political_status = ?, born = ?, note = ? WHERE id = ?
"""
_ADD_INITIALS = "INSERT OR IGNORE INTO person_initials (initials, person_id) VALUES (?, ?)"
# old talks show old names; whoever reads one there must find it
_KEEP_FORMER_NAME = """
INSERT OR IGNORE INTO person_former_name SELECT name_key, id FROM person
WHERE id = ? AND name_key <> ?
"""
_KEEP_FORMER_UNIT_NAME = """
INSERT OR IGNORE INTO unit_former_name SELECT name_key, id FROM unit
WHERE id = ? AND name_key <> ?
"""

_POST_FIELDS = "id, person_id, unit_id, title, rank, is_principal, since, until"
_POST = f"SELECT {_POST_FIELDS} FROM post WHERE id = ?"  # noqa: S608 — a constant
_ADD_POST = """
INSERT INTO post (unit_id, title, rank, is_principal, since, until, since_day, until_day,
    id, person_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_KEEP_POST = """
UPDATE post SET unit_id = ?, title = ?, rank = ?, is_principal = ?, since = ?, until = ?,
    since_day = ?, until_day = ? WHERE id = ? AND person_id = ?
"""
_POSTS = """
SELECT p.id, p.person_id, p.unit_id, p.title, p.rank, p.is_principal, p.since, p.until,
    u.name, u.kind
FROM post p JOIN unit u ON u.id = p.unit_id
WHERE p.person_id = ? ORDER BY p.until_day DESC, p.since_day DESC, p.is_principal DESC, p.id
"""


def units(connection: sqlite.Connection) -> list[Unit]:
    """All units in the order of their names."""
    return [_unit(row) for row in connection.execute(_UNITS)]


def unit(connection: sqlite.Connection, unit_id: UnitId) -> Unit:
    """The unit with that id; KeyError when there is none."""
    return _unit(_one(connection, _UNIT, unit_id))


def unit_named(connection: sqlite.Connection, name: str) -> Unit | None:
    """The unit with exactly that name, or None."""
    row = connection.execute(_UNIT_NAMED, (name,)).fetchone()
    return _unit(row) if row else None


def add_unit(connection: sqlite.Connection, unit: Unit) -> None:
    """Keep a new unit."""
    values = (unit.id, unit.name, name_key(unit.name), sort_key(unit.name), unit.kind.value)
    connection.execute(_ADD_UNIT, values)


def keep_unit(connection: sqlite.Connection, unit: Unit) -> None:
    """Keep a changed unit; it is found by its former name as well."""
    with search_index.noting_unit(connection, unit.id):
        connection.execute(_KEEP_FORMER_UNIT_NAME, (unit.id, name_key(unit.name)))
        values = (unit.name, name_key(unit.name), sort_key(unit.name), unit.kind.value, unit.id)
        connection.execute(_KEEP_UNIT, values)


def person(connection: sqlite.Connection, person_id: PersonId) -> Person:
    """The person with that id; KeyError when there is none."""
    return _person(_one(connection, _PERSON, person_id))


def persons_named(connection: sqlite.Connection, name: str) -> list[Person]:
    """Everybody whose name is written that way, but for spaces, dots and width."""
    return [_person(row) for row in connection.execute(_PERSONS_NAMED, (name_key(name),))]


def add_person(connection: sqlite.Connection, person: Person) -> None:
    """Keep a new person, to be found by every reading of the name."""
    with _noting(connection, person.id):
        connection.execute(_ADD_PERSON, (person.id, *_person_values(person)))
        _keep_initials(connection, person)


def keep_person(connection: sqlite.Connection, person: Person) -> None:
    """Keep a changed person, who is found by the former name as well."""
    with _noting(connection, person.id):
        connection.execute(_KEEP_FORMER_NAME, (person.id, name_key(person.name)))
        connection.execute(_KEEP_PERSON, (*_person_values(person), person.id))
        _keep_initials(connection, person)


def post(connection: sqlite.Connection, post_id: PostId) -> Post:
    """The post with that id; KeyError when there is none."""
    return _post(_one(connection, _POST, post_id))


def add_post(connection: sqlite.Connection, post: Post) -> None:
    """Keep a new post."""
    with _noting(connection, post.person_id):
        connection.execute(_ADD_POST, _post_values(post))


def keep_post(connection: sqlite.Connection, post: Post) -> None:
    """Keep a changed post."""
    with _noting(connection, post.person_id):
        connection.execute(_KEEP_POST, _post_values(post))


def posts(connection: sqlite.Connection, person_id: PersonId) -> tuple[PostView, ...]:
    """All posts of a person with the names of their units, newest first."""
    rows = connection.execute(_POSTS, (person_id,))
    return tuple(PostView(_post(row[:8]), row[8], UnitKind(row[9])) for row in rows)


def card(connection: sqlite.Connection, person_id: PersonId) -> PersonCard:
    """A person with all posts; KeyError when there is none."""
    return PersonCard(person(connection, person_id), posts(connection, person_id))


def post_on(
    connection: sqlite.Connection, person_id: PersonId, day: date, unit_id: UnitId | None = None
) -> PostView | None:
    """The post a person held on a day: the principal one first, then the newest.

    Who held none on that day keeps the last post before it, or the first after it.
    """
    views = [v for v in posts(connection, person_id) if unit_id in {None, v.post.unit_id}]
    held = [v for v in views if v.post.is_held_on(day)]
    if held:
        return min(held, key=lambda v: not v.post.is_principal)
    begun = [v for v in views if not v.post.since or v.post.since.first_day() <= day]
    return next(iter(begun), views[-1] if views else None)


def _one(connection: sqlite.Connection, sql: str, key: str) -> tuple[Any, ...]:
    row: tuple[Any, ...] | None = connection.execute(sql, (key,)).fetchone()
    if row is None:
        raise KeyError(key)
    return row


def _noting(
    connection: sqlite.Connection, person_id: PersonId
) -> contextlib.AbstractContextManager[None]:
    return search_index.noting(connection, Owner(FoundKind.PERSON, person_id))


def _keep_initials(connection: sqlite.Connection, person: Person) -> None:
    rows = [(letters, person.id) for letters in sorted(initials(person.name))]
    connection.executemany(_ADD_INITIALS, rows)


def _person_values(person: Person) -> tuple[str | None, ...]:
    return (
        person.name,
        name_key(person.name),
        sort_key(person.name),
        person.gender,
        person.ethnicity,
        person.political_status,
        person.born.iso() if person.born else None,
        person.note,
    )


def _post_values(post: Post) -> tuple[str | int | None, ...]:
    return (
        post.unit_id,
        post.title,
        post.rank,
        int(post.is_principal),
        post.since.iso() if post.since else None,
        post.until.iso() if post.until else None,
        post.since.first_day().isoformat() if post.since else "0000",
        post.until.last_day().isoformat() if post.until else "9999",
        post.id,
        post.person_id,
    )


def _unit(row: tuple[Any, ...]) -> Unit:
    return Unit(UnitId(row[0]), row[1], UnitKind(row[2]))


def _person(row: tuple[Any, ...]) -> Person:
    person_id, name, gender, ethnicity, political_status, born, note = row
    return Person(PersonId(person_id), name, gender, ethnicity, political_status, _date(born), note)


def _post(row: tuple[Any, ...]) -> Post:
    post_id, person_id, unit_id, title, rank, is_principal, since, until = row
    return Post(
        id=PostId(post_id),
        person_id=PersonId(person_id),
        unit_id=UnitId(unit_id),
        title=title,
        rank=rank,
        is_principal=bool(is_principal),
        since=_date(since),
        until=_date(until),
    )


def _date(iso: str | None) -> PartialDate | None:
    return PartialDate.parse(iso) if iso else None
