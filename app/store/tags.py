"""The problem tags in the vault: all the SQL about them is here."""

from __future__ import annotations

from collections.abc import Iterable

from sqlcipher3 import dbapi2 as sqlite

from app.domain.tags import ProblemTag, TagBook

_ALL = """
SELECT key, title, coalesce(parent, ''), place, is_retired FROM problem_tag ORDER BY place, key
"""
_ADD = """
INSERT INTO problem_tag (key, title, parent, place, is_retired) VALUES (?, ?, nullif(?, ''), ?, ?)
"""
_KEEP = "UPDATE problem_tag SET title = ?, is_retired = ? WHERE key = ?"
_PLACE = "UPDATE problem_tag SET place = ? WHERE key = ?"


def book(connection: sqlite.Connection) -> TagBook:
    """All tags in their order."""
    return TagBook(
        tuple(
            ProblemTag(key, title, parent, place, bool(is_retired))
            for key, title, parent, place, is_retired in connection.execute(_ALL)
        )
    )


def add(connection: sqlite.Connection, tag: ProblemTag) -> None:
    """Keep a new tag."""
    connection.execute(_ADD, (tag.key, tag.title, tag.parent, tag.place, int(tag.is_retired)))


def keep(connection: sqlite.Connection, tag: ProblemTag) -> None:
    """Keep a changed tag."""
    connection.execute(_KEEP, (tag.title, int(tag.is_retired), tag.key))


def keep_order(connection: sqlite.Connection, keys: Iterable[str]) -> None:
    """Keep the order of the tags of one level."""
    connection.executemany(_PLACE, [(place, key) for place, key in enumerate(keys, 1)])
