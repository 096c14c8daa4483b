"""Which leaves of archives are due or held, and how one ends: the SQL about that is here."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from app.domain.archive_leaves import LeafKind
from app.domain.archive_words import LEAF_KIND_WORDS
from app.domain.ids import RecordId
from app.domain.retention import LEAF, USUAL_CLASS, DueRecord, RetentionBook
from app.domain.retention_kinds import Obstacle
from app.store import retention

_CLASS_OF = "coalesce(m.class_key, k.class_key, :usual)"
_AWAITED = "l.reply_due IS NOT NULL AND l.replied_on IS NULL AND l.removed_at IS NULL"
_LISTED = """
EXISTS (SELECT 1 FROM destruction_item i JOIN destruction d ON d.id = i.destruction_id
    WHERE i.record_id = l.id AND (d.state = 'proposed' OR d.state = 'under_way'))
"""
_FIELDS = f"""l.id, l.number, l.day, l.kind, p.name, coalesce(u.name, ''), {_CLASS_OF},
    coalesce(m.hold_reason, ''), {_AWAITED}, {_LISTED}"""
_FROM = f"""
FROM archive_leaf l JOIN person p ON p.id = l.person_id
LEFT JOIN unit u ON u.id = l.unit_id
LEFT JOIN retention_mark m ON m.record_id = l.id
LEFT JOIN retention_kind k ON k.kind = '{LEAF}' || l.kind
"""
_DUE = f"""
SELECT {_FIELDS} {_FROM}
JOIN json_each(:cutoffs) c ON c.key = {_CLASS_OF}
WHERE l.day < :latest AND l.day < c.value
ORDER BY coalesce(m.hold_reason, '') <> '' OR {_AWAITED} OR {_LISTED}, l.day, l.id LIMIT :limit
"""
_HELD = f"""
SELECT {_FIELDS} {_FROM} WHERE m.held_at IS NOT NULL ORDER BY m.held_at DESC, l.id LIMIT :limit
"""
_GIVEN = f"""
SELECT {_FIELDS} {_FROM} WHERE l.id IN (SELECT value FROM json_each(:records))
ORDER BY l.day, l.id
"""  # noqa: S608 — constants
_IS_LEAF = "SELECT EXISTS (SELECT 1 FROM archive_leaf WHERE id = ?)"
_FILES = "SELECT id FROM attachment WHERE leaf_id = ?"
_DELETE = (
    "DELETE FROM attachment WHERE leaf_id = ?",
    "DELETE FROM paper_removed WHERE leaf_id = ?",
    "DELETE FROM archive_leaf WHERE id = ?",
)
_NO_NUMBER = "活页"


def due(connection: sqlite.Connection, cutoffs: dict[str, datetime], limit: int) -> list[DueRecord]:
    """The leaves whose term is over, those nothing is against first.

    cutoffs has a local moment for each class: its leaves are due when they are of a day before it.
    """
    if not cutoffs:
        return []
    days = {key: moment.date().isoformat() for key, moment in cutoffs.items()}
    values = {"cutoffs": json.dumps(days), "latest": max(days.values()), "limit": limit}
    return _records(connection, _DUE, values)


def held(connection: sqlite.Connection, limit: int) -> list[DueRecord]:
    """The leaves that are held, the newest hold first."""
    return _records(connection, _HELD, {"limit": limit})


def given(connection: sqlite.Connection, record_ids: Iterable[RecordId]) -> list[DueRecord]:
    """Those of these records that are leaves, oldest first."""
    return _records(connection, _GIVEN, {"records": json.dumps(list(record_ids))})


def is_leaf(connection: sqlite.Connection, record_id: RecordId) -> bool:
    """Whether the record is a leaf of an archive."""
    return bool(connection.execute(_IS_LEAF, (record_id,)).fetchone()[0])


def files_of(connection: sqlite.Connection, record_id: RecordId) -> tuple[str, ...]:
    """The ids of the files that hang on the leaf."""
    return tuple(row[0] for row in connection.execute(_FILES, (record_id,)))


def destroy(connection: sqlite.Connection, record_id: RecordId) -> None:
    """Take a leaf out of the vault with its papers; it stands on a list that is under way."""
    for sql in _DELETE:
        connection.execute(sql, (record_id,))


def _records(connection: sqlite.Connection, sql: str, values: dict[str, Any]) -> list[DueRecord]:
    known = retention.book(connection)
    rows = connection.execute(sql, {"usual": USUAL_CLASS, **values})
    return [_record(row, known) for row in rows]


def _record(row: tuple[Any, ...], known: RetentionBook) -> DueRecord:
    record_id, number, day, kind, name, unit_name, class_key, hold_reason, *against = row
    of, one = date.fromisoformat(day), known.of(class_key)
    is_awaited, is_listed = map(bool, against)
    obstacles = (
        (bool(hold_reason), Obstacle.HELD),
        (is_awaited, Obstacle.REPLY_AWAITED),
        (is_listed, Obstacle.LISTED),
    )
    return DueRecord(
        record_id=RecordId(record_id),
        number=number or _NO_NUMBER,
        day=of,
        kind_title=LEAF_KIND_WORDS[LeafKind(kind)],
        interviewees=name,
        unit_names=unit_name,
        class_title=one.title,
        due_on=one.due_on(of.year) or date.max,
        hold_reason=hold_reason,
        obstacle=next((why for is_so, why in obstacles if is_so), None),
    )
