"""The kinds of talk in the vault: all the SQL about them is here."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from app.domain.kinds import FirstForm, KindBook, TalkKind

_FIELDS = """key, title, is_collective, needs_two, has_fingerprint, deadline_months, first_form,
    forms, is_retired, place"""
_ALL = f"SELECT {_FIELDS} FROM talk_kind ORDER BY place, key"  # noqa: S608 — a constant
_GET = f"SELECT {_FIELDS} FROM talk_kind WHERE key = ?"  # noqa: S608 — a constant
_TITLES = "SELECT key, title FROM talk_kind"
_ADD = f"INSERT INTO talk_kind ({_FIELDS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
_KEEP = """
UPDATE talk_kind SET title = ?, is_collective = ?, needs_two = ?, has_fingerprint = ?,
    deadline_months = ?, first_form = ?, forms = ?, is_retired = ?, place = ? WHERE key = ?
"""
_PLACE = "UPDATE talk_kind SET place = ? WHERE key = ?"
_USED = "SELECT count(*) FROM (SELECT 1 FROM talk WHERE kind = ? LIMIT ?)"
MANY = 1000  # more talks than these are not counted


def book(connection: sqlite.Connection) -> KindBook:
    """All kinds in their order."""
    return KindBook(tuple(_kind(row) for row in connection.execute(_ALL)))


def of(connection: sqlite.Connection, key: str) -> TalkKind:
    """The kind with that key; one that is not known here shows its key and brings no rule."""
    row = connection.execute(_GET, (key,)).fetchone()
    return _kind(row) if row else TalkKind(key, key)


def titles(connection: sqlite.Connection) -> dict[str, str]:
    """What each kind is called."""
    return dict(connection.execute(_TITLES).fetchall())


def count_talks(connection: sqlite.Connection, key: str) -> int:
    """How many talks are of that kind, up to MANY."""
    return int(connection.execute(_USED, (key, MANY)).fetchone()[0])


def add(connection: sqlite.Connection, kind: TalkKind) -> None:
    """Keep a new kind."""
    connection.execute(_ADD, (kind.key, *_values(kind)))


def keep(connection: sqlite.Connection, kind: TalkKind) -> None:
    """Keep a changed kind."""
    connection.execute(_KEEP, (*_values(kind), kind.key))


def keep_order(connection: sqlite.Connection, keys: Iterable[str]) -> None:
    """Keep the order of the kinds."""
    connection.executemany(_PLACE, [(place, key) for place, key in enumerate(keys, 1)])


def _values(kind: TalkKind) -> tuple[str | int, ...]:
    return (
        kind.title,
        int(kind.is_collective),
        int(kind.needs_two),
        int(kind.has_fingerprint),
        kind.deadline_months,
        kind.first_form.value,
        json.dumps(kind.forms),
        int(kind.is_retired),
        kind.place,
    )


def _kind(row: tuple[Any, ...]) -> TalkKind:
    key, title, is_collective, needs_two, has_fingerprint, months, first_form, forms = row[:8]
    is_retired, place = row[8:]
    return TalkKind(
        key=key,
        title=title,
        is_collective=bool(is_collective),
        needs_two=bool(needs_two),
        has_fingerprint=bool(has_fingerprint),
        deadline_months=months,
        first_form=FirstForm(first_form),
        forms=tuple(json.loads(forms)),
        is_retired=bool(is_retired),
        place=place,
    )
