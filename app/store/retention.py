"""Classes of retention, what is held, and which records are due: the SQL about them is here."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from app.domain.ids import RecordId
from app.domain.retention import (
    USUAL_CLASS,
    DueRecord,
    RetentionBook,
    RetentionClass,
)
from app.domain.retention_kinds import Obstacle
from app.store.moments import kept, told

Local = Callable[[datetime], datetime]
_CLASSES = "SELECT key, title, years, place, is_retired FROM retention_class ORDER BY place, key"
_KINDS = "SELECT kind, class_key FROM retention_kind"
_KEEP_CLASS = """
INSERT INTO retention_class (key, title, years, place, is_retired) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET title = excluded.title, years = excluded.years,
    place = excluded.place, is_retired = excluded.is_retired
"""
_KEEP_KIND = """
INSERT INTO retention_kind (kind, class_key) VALUES (?, ?)
ON CONFLICT (kind) DO UPDATE SET class_key = excluded.class_key
"""
_MARK_CLASS = """
INSERT INTO retention_mark (record_id, class_key) VALUES (?, ?)
ON CONFLICT (record_id) DO UPDATE SET class_key = excluded.class_key
"""
_HOLD = """
INSERT INTO retention_mark (record_id, hold_reason, held_at) VALUES (?, ?, ?)
ON CONFLICT (record_id) DO UPDATE SET hold_reason = excluded.hold_reason,
    held_at = excluded.held_at
"""
_CLASS_OF = "coalesce(m.class_key, k.class_key, :usual)"
# a finding whose look-backs are not over is not at its end either
_OPEN_FINDING = """
EXISTS (SELECT 1 FROM finding f WHERE f.talk_id = t.id AND f.nature = 'problem'
    AND f.status <> 'archived' AND f.status <> 'transferred'
    AND (f.status <> 'closed' OR f.look_back_on IS NOT NULL))
"""
_COPY_OUT = """
EXISTS (SELECT 1 FROM paper_copy p WHERE p.document = 'minutes' AND p.owner_id = t.id
        AND p.returned_at IS NULL AND p.destroyed_at IS NULL)
    OR EXISTS (SELECT 1 FROM amendment a JOIN paper_copy p
        ON p.document = 'amendment' AND p.owner_id = a.id
        WHERE a.talk_id = t.id AND p.returned_at IS NULL AND p.destroyed_at IS NULL)
"""
# its content stands in a package that may have to be written again
_NOT_RECEIVED = """
t.received_at IS NULL OR EXISTS (SELECT 1 FROM package_talk g JOIN package x ON x.number = g.number
    WHERE g.talk_id = t.id AND x.state <> 'received')
"""
_LISTED = """
EXISTS (SELECT 1 FROM destruction_item i JOIN destruction d ON d.id = i.destruction_id
    WHERE i.record_id = t.id AND (d.state = 'proposed' OR d.state = 'under_way'))
"""
_FIELDS = f"""t.id, t.number, t.day, coalesce(n.title, t.kind), t.interviewees, t.unit_names,
    {_CLASS_OF}, coalesce(m.hold_reason, ''), {_OPEN_FINDING}, {_COPY_OUT}, {_NOT_RECEIVED},
    {_LISTED}"""
_FROM = """
FROM talk t LEFT JOIN retention_mark m ON m.record_id = t.id
LEFT JOIN retention_kind k ON k.kind = t.kind
LEFT JOIN talk_kind n ON n.key = t.kind
"""
_DUE = f"""
SELECT {_FIELDS} {_FROM}
JOIN json_each(:cutoffs) c ON c.key = {_CLASS_OF}
WHERE t.status = 'sealed' AND t.day < :latest AND t.day < c.value
    AND NOT EXISTS (SELECT 1 FROM destroyed_record g WHERE g.id = t.id)
ORDER BY coalesce(m.hold_reason, '') <> '' OR {_OPEN_FINDING} OR {_COPY_OUT} OR {_NOT_RECEIVED}
    OR {_LISTED}, t.day, t.id LIMIT :limit
"""  # noqa: S608 — constants
_HELD = f"""
SELECT {_FIELDS} {_FROM} WHERE m.held_at IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM destroyed_record g WHERE g.id = t.id)
ORDER BY m.held_at DESC, t.id LIMIT :limit
"""  # noqa: S608 — constants
_GIVEN = f"""
SELECT {_FIELDS} {_FROM} WHERE t.id IN (SELECT value FROM json_each(:talks))
    AND t.status = 'sealed' AND NOT EXISTS (SELECT 1 FROM destroyed_record g WHERE g.id = t.id)
ORDER BY t.day, t.id
"""  # noqa: S608 — constants


def book(connection: sqlite.Connection) -> RetentionBook:
    """The classes, and which of them each kind of talk gets."""
    classes = tuple(
        RetentionClass(key, title, years, place, bool(is_retired))
        for key, title, years, place, is_retired in connection.execute(_CLASSES)
    )
    return RetentionBook(classes, dict(connection.execute(_KINDS).fetchall()))


def keep_class(connection: sqlite.Connection, one: RetentionClass) -> None:
    """Keep a class, new or changed."""
    values = (one.key, one.title, one.years, one.place, int(one.is_retired))
    connection.execute(_KEEP_CLASS, values)


def keep_kind(connection: sqlite.Connection, kind: str, class_key: str) -> None:
    """The records of a kind of talk get that class from now on."""
    connection.execute(_KEEP_KIND, (kind, class_key))


def mark(connection: sqlite.Connection, record_id: RecordId, class_key: str | None) -> None:
    """Give one record a class of its own, or with None that of its kind again."""
    connection.execute(_MARK_CLASS, (record_id, class_key))


def hold(
    connection: sqlite.Connection, record_id: RecordId, reason: str, at: datetime | None
) -> None:
    """Keep a record from being destroyed, or with no reason let it go."""
    connection.execute(_HOLD, (record_id, reason, kept(at) if at else None))


def due(
    connection: sqlite.Connection, cutoffs: dict[str, datetime], limit: int, local: Local
) -> list[DueRecord]:
    """The records whose term is over, those nothing is against first.

    cutoffs has a moment for each class: its records are due when their talks were held before it.
    """
    if not cutoffs:
        return []
    values = {
        "usual": USUAL_CLASS,
        "cutoffs": json.dumps({key: kept(moment) for key, moment in cutoffs.items()}),
        "latest": kept(max(cutoffs.values())),
        "limit": limit,
    }
    return _records(connection, _DUE, values, local)


def held(connection: sqlite.Connection, limit: int, local: Local) -> list[DueRecord]:
    """The records that are held, the newest hold first."""
    return _records(connection, _HELD, {"usual": USUAL_CLASS, "limit": limit}, local)


def given(
    connection: sqlite.Connection, record_ids: Iterable[RecordId], local: Local
) -> list[DueRecord]:
    """These records as they stand, sealed ones alone, oldest first."""
    values = {"usual": USUAL_CLASS, "talks": json.dumps(list(record_ids))}
    return _records(connection, _GIVEN, values, local)


def _records(
    connection: sqlite.Connection, sql: str, values: dict[str, Any], local: Local
) -> list[DueRecord]:
    known = book(connection)
    return [_record(row, known, local) for row in connection.execute(sql, values)]


def _record(row: tuple[Any, ...], known: RetentionBook, local: Local) -> DueRecord:
    talk_id, number, day, kind_title, interviewees, unit_names, class_key, hold_reason = row[:8]
    moment, one = local(told(day)), known.of(class_key)
    made = DueRecord(
        record_id=RecordId(talk_id),
        number=number,
        day=moment.date(),
        kind_title=kind_title,
        interviewees=interviewees,
        unit_names=unit_names,
        class_title=one.title,
        due_on=one.due_on(moment.year) or date.max,
        hold_reason=hold_reason,
    )
    hindered = (bool(hold_reason), *map(bool, row[8:]))
    obstacles = zip(_IN_ORDER, hindered, strict=True)
    return replace(made, obstacle=next((why for why, is_so in obstacles if is_so), None))


_IN_ORDER = (
    Obstacle.HELD,
    Obstacle.FINDINGS_OPEN,
    Obstacle.COPIES_OUT,
    Obstacle.NOT_RECEIVED,
    Obstacle.LISTED,
)
