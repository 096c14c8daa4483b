"""Lists of records to be destroyed: the SQL about them is here; the end itself is destroying.py."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from app.domain.ids import DestructionId, RecordId, TalkId
from app.domain.retention import (
    Approval,
    Destruction,
    DestructionItem,
)
from app.domain.retention_kinds import DestructionState
from app.store.moments import kept, kept_if, told, told_if

_FIELDS = """id, serial, proposed_at, proposed_by, reason, state, approved_on, approved_by,
    watched_by, begun_at, begun_by, ended_at"""
_NEXT = "SELECT coalesce(max(serial), 0) + 1 FROM destruction"
_ADD = f"INSERT INTO destruction ({_FIELDS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
_KEEP = """
UPDATE destruction SET state = ?, approved_on = ?, approved_by = ?, watched_by = ?, begun_at = ?,
    begun_by = ?, ended_at = ? WHERE id = ?
"""
_ALL = f"SELECT {_FIELDS} FROM destruction ORDER BY serial DESC LIMIT ?"  # noqa: S608
_GET = f"SELECT {_FIELDS} FROM destruction WHERE id = ?"  # noqa: S608
_ITEM = """record_id, number, day, kind_title, class_title, due_on, pages, files, text_digest,
    destroyed_at"""
_ADD_ITEM = f"""
INSERT INTO destruction_item (destruction_id, {_ITEM}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""  # noqa: S608
_ITEMS = f"SELECT {_ITEM} FROM destruction_item WHERE destruction_id = ? ORDER BY day, number"  # noqa: S608
_DONE = "UPDATE destruction_item SET destroyed_at = ? WHERE destruction_id = ? AND record_id = ?"
_IS_GONE = "SELECT EXISTS (SELECT 1 FROM destroyed_record WHERE id = ?)"
_NUMBER = """
SELECT number FROM destruction_item WHERE record_id = ? AND destroyed_at IS NOT NULL
"""
_SIZE = """
SELECT coalesce(sum(pages), 0), count(*) FROM attachment
WHERE talk_id = :record OR leaf_id = :record
    OR finding_id IN (SELECT id FROM finding WHERE talk_id = :record)
"""
_DIGEST = "SELECT text_digest FROM talk_body WHERE talk_id = ?"


def next_serial(connection: sqlite.Connection) -> int:
    """The serial of the next list."""
    return int(connection.execute(_NEXT).fetchone()[0])


def add(connection: sqlite.Connection, one: Destruction) -> None:
    """Keep a new list with what stands on it."""
    head = (one.id, one.serial, kept(one.proposed_at), one.proposed_by, one.reason)
    connection.execute(_ADD, (*head, *_values(one)))
    rows = [(one.id, *_item_values(item)) for item in one.items]
    connection.executemany(_ADD_ITEM, rows)


def keep(connection: sqlite.Connection, one: Destruction) -> None:
    """Keep how far a list is; what stands on it never changes."""
    connection.execute(_KEEP, (*_values(one), one.id))


def get(connection: sqlite.Connection, destruction_id: DestructionId) -> Destruction:
    """The list with its items. KeyError when there is none."""
    row = connection.execute(_GET, (destruction_id,)).fetchone()
    if row is None:
        raise KeyError(destruction_id)
    return _destruction(connection, row)


def newest(connection: sqlite.Connection, limit: int) -> list[Destruction]:
    """The lists with their items, the newest first."""
    rows = connection.execute(_ALL, (limit,)).fetchall()
    return [_destruction(connection, row) for row in rows]


def note_done(
    connection: sqlite.Connection, destruction_id: DestructionId, record_id: RecordId, at: datetime
) -> None:
    """A record of the list is destroyed."""
    connection.execute(_DONE, (kept(at), destruction_id, record_id))


def is_destroyed(connection: sqlite.Connection, record_id: RecordId | TalkId) -> bool:
    """Whether nothing is left of the record but its line."""
    return bool(connection.execute(_IS_GONE, (record_id,)).fetchone()[0])


def number_of(connection: sqlite.Connection, record_id: RecordId) -> str:
    """What a record that was destroyed was called. KeyError when it was not."""
    row = connection.execute(_NUMBER, (record_id,)).fetchone()
    if row is None:
        raise KeyError(record_id)
    return str(row[0])


def extent(connection: sqlite.Connection, record_id: RecordId) -> tuple[int, int, str]:
    """How many pages and files a record has, and the digest of its text."""
    pages, files = connection.execute(_SIZE, {"record": record_id}).fetchone()
    digest = connection.execute(_DIGEST, (record_id,)).fetchone()
    return int(pages), int(files), str(digest[0]) if digest else ""


def _values(one: Destruction) -> tuple[str | None, ...]:
    agreed = one.approval
    return (
        one.state.value,
        agreed.approved_on.isoformat() if agreed else None,
        agreed.approved_by if agreed else "",
        json.dumps(list(agreed.watched_by) if agreed else [], ensure_ascii=False),
        kept_if(one.begun_at),
        one.begun_by,
        kept_if(one.ended_at),
    )


def _item_values(item: DestructionItem) -> tuple[str | int | None, ...]:
    return (
        item.record_id,
        item.number,
        item.day.isoformat(),
        item.kind_title,
        item.class_title,
        item.due_on.isoformat(),
        item.pages,
        item.files,
        item.text_digest,
        kept_if(item.destroyed_at),
    )


def _destruction(connection: sqlite.Connection, row: tuple[Any, ...]) -> Destruction:
    one, serial, proposed_at, proposed_by, reason, state, *more = row
    approved_on, approved_by, watched_by, begun_at, begun_by, ended_at = more
    agreed = None
    if approved_on:
        watchers = tuple(json.loads(watched_by))
        agreed = Approval(approved_by, date.fromisoformat(approved_on), watchers)
    return Destruction(
        id=DestructionId(one),
        serial=serial,
        proposed_at=told(proposed_at),
        proposed_by=proposed_by,
        reason=reason,
        state=DestructionState(state),
        approval=agreed,
        begun_at=told_if(begun_at),
        begun_by=begun_by,
        ended_at=told_if(ended_at),
        items=tuple(_item(found) for found in connection.execute(_ITEMS, (one,))),
    )


def _item(row: tuple[Any, ...]) -> DestructionItem:
    record_id, number, day, kind_title, class_title, due_on, pages, files, digest, at = row
    return DestructionItem(
        record_id=RecordId(record_id),
        number=number,
        day=date.fromisoformat(day),
        kind_title=kind_title,
        class_title=class_title,
        due_on=date.fromisoformat(due_on),
        pages=pages,
        files=files,
        text_digest=digest,
        destroyed_at=told_if(at),
    )
