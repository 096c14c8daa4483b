"""The leaves of archives and who took an archive out: all the SQL about them is here."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from app.domain.archive_leaves import ArchiveAccess, AwaitedReply, Leaf, LeafEntry, LeafKind
from app.domain.ids import LeafId, PersonId, UnitId
from app.store.faults import whole
from app.store.moments import kept, kept_if, told, told_if

_FIELDS = """l.id, l.person_id, l.unit_id, l.kind, l.day, l.title, l.number, l.reply_due,
    l.replied_on, l.text, l.made_at, l.removed_at, l.removed_reason"""
_ADD = """
INSERT INTO archive_leaf (id, person_id, unit_id, kind, day, title, number, reply_due, replied_on,
    text, made_at, removed_at, removed_reason)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_KEEP = """
UPDATE archive_leaf SET unit_id = ?, day = ?, title = ?, number = ?, reply_due = ?, replied_on = ?,
    text = ?, removed_at = ?, removed_reason = ?
WHERE id = ?
"""
_GET = f"SELECT {_FIELDS} FROM archive_leaf l WHERE l.id = ?"  # noqa: S608 — a constant
_OF = f"""
SELECT {_FIELDS} FROM archive_leaf l WHERE l.person_id = ? AND l.removed_at IS NULL
ORDER BY l.day DESC, l.made_at DESC, l.id
"""  # noqa: S608 — a constant
# the words of the partial index archive_leaf_awaited, so that it is used
_AWAITED = f"""
SELECT {_FIELDS}, p.name, coalesce(u.name, '')
FROM archive_leaf l JOIN person p ON p.id = l.person_id LEFT JOIN unit u ON u.id = l.unit_id
WHERE l.reply_due IS NOT NULL AND l.replied_on IS NULL AND l.removed_at IS NULL
    AND l.reply_due <= ?
ORDER BY l.reply_due, l.id LIMIT ?
"""  # noqa: S608 — a constant
_ADD_ACCESS = "INSERT INTO archive_access (id, person_id, at, who, reason) VALUES (?, ?, ?, ?, ?)"
_ACCESSES = """
SELECT id, person_id, at, who, reason FROM archive_access WHERE person_id = ?
ORDER BY at DESC, id DESC LIMIT ?
"""


def add(connection: sqlite.Connection, leaf: Leaf) -> None:
    """Keep a new leaf."""
    entry = leaf.entry
    head = (leaf.id, leaf.person_id, entry.unit_id, entry.kind.value)
    connection.execute(_ADD, (*head, *_values(leaf), kept(leaf.made_at), None, ""))


def keep(connection: sqlite.Connection, leaf: Leaf) -> None:
    """Keep a leaf that was changed or taken out; whose it is and of which kind stays."""
    gone = (kept_if(leaf.removed_at), leaf.removed_reason)
    connection.execute(_KEEP, (leaf.entry.unit_id, *_values(leaf), *gone, leaf.id))


def get(connection: sqlite.Connection, leaf_id: LeafId) -> Leaf:
    """The leaf with that id, also one that was taken out; KeyError when there is none."""
    row = connection.execute(_GET, (leaf_id,)).fetchone()
    if row is None:
        raise KeyError(leaf_id)
    return _leaf(row)


def of_person(connection: sqlite.Connection, person_id: PersonId) -> tuple[Leaf, ...]:
    """The leaves of somebody's archive, newest first; what was taken out is not among them."""
    return tuple(_leaf(row) for row in connection.execute(_OF, (person_id,)))


def awaited(connection: sqlite.Connection, until: date, limit: int) -> tuple[AwaitedReply, ...]:
    """建议书 whose reply is still to come and due by that day, the longest due first."""
    rows = connection.execute(_AWAITED, (until.isoformat(), limit))
    return tuple(AwaitedReply(_leaf(row[:13]), row[13], row[14]) for row in rows)


def add_access(connection: sqlite.Connection, access: ArchiveAccess) -> None:
    """Keep that an archive was taken out."""
    values = (access.id, access.person_id, kept(access.at), access.who, access.reason)
    connection.execute(_ADD_ACCESS, values)


def accesses(
    connection: sqlite.Connection, person_id: PersonId, limit: int
) -> tuple[ArchiveAccess, ...]:
    """Who took somebody's archive out, and why, the newest first."""
    return tuple(
        ArchiveAccess(access_id, PersonId(person), told(at), who, whole(reason))
        for access_id, person, at, who, reason in connection.execute(_ACCESSES, (person_id, limit))
    )


def _values(leaf: Leaf) -> tuple[str | None, ...]:
    entry = leaf.entry
    return (
        entry.day.isoformat(),
        entry.title,
        entry.number,
        _written(entry.reply_due),
        _written(entry.replied_on),
        entry.text,
    )


def _leaf(row: tuple[Any, ...]) -> Leaf:
    leaf_id, person_id, unit_id, kind, day, title, number, reply_due, replied_on, text, *ends = row
    made_at, removed_at, removed_reason = ends
    entry = LeafEntry(
        kind=LeafKind(kind),
        day=date.fromisoformat(day),
        title=title,
        text=whole(text),
        unit_id=UnitId(unit_id) if unit_id else None,
        number=number,
        reply_due=_read(reply_due),
        replied_on=_read(replied_on),
    )
    return Leaf(
        id=LeafId(leaf_id),
        person_id=PersonId(person_id),
        entry=entry,
        made_at=told(made_at),
        removed_at=told_if(removed_at),
        removed_reason=removed_reason,
    )


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _read(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None
