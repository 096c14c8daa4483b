"""Findings with the words around them, for lists that leave the vault on paper."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from app.domain.finding import Finding
from app.domain.ids import FindingId, TalkId, UnitId
from app.store import findings
from app.store.moments import kept, told
from app.store.talk_lists import Days

_FIELDS = f"""{findings.columns("f")}, t.number, t.day, coalesce(u.name, ''), coalesce(p.name, ''),
    coalesce(b.prompt_set_id, '')"""
_JOINED = """JOIN talk t ON t.id = f.talk_id
JOIN talk_body b ON b.talk_id = t.id
LEFT JOIN unit u ON u.id = f.unit_id
LEFT JOIN person p ON p.id = f.person_id"""
_ORDER = "ORDER BY f.year, f.quarter, f.serial"
_LISTED = f"""
SELECT {_FIELDS} FROM json_each(?) these CROSS JOIN finding f ON f.id = these.value {_JOINED}
{_ORDER}
"""  # noqa: S608 — constants
_OPEN = "f.status <> 'closed' AND f.status <> 'archived' AND f.status <> 'transferred'"
_IN_TIME = "t.day >= :first AND t.day < :before"
_THESE = "f.id IN (SELECT value FROM json_each(:these))"


@dataclass(frozen=True, slots=True)
class ListedFinding:
    """One finding as it is kept, with the names around it.

    Its area is a key of the prompt set the talk was asked from; day is the moment of the talk.
    """

    finding: Finding
    talk_number: str
    day: datetime
    unit_name: str
    person_name: str
    prompt_set_id: str


@dataclass(frozen=True, slots=True)
class Range:
    """What a list is narrowed to; what is empty narrows nothing. days are those of the talks.

    is_as_found leaves out what a common finding was fanned out to: a talk found it once.
    """

    talk_id: TalkId | None = None
    unit_id: UnitId | None = None
    finding_ids: tuple[FindingId, ...] = ()
    days: Days | None = None
    is_open_only: bool = False
    has_advice: bool = True
    due_until: date | None = None
    is_as_found: bool = False


def ids(connection: sqlite.Connection, wanted: Range, limit: int) -> tuple[FindingId, ...]:
    """Which findings are wanted, in the order of their numbers, at most so many."""
    conditions = " AND ".join(_conditions(wanted)) or "TRUE"
    joined = "JOIN talk t ON t.id = f.talk_id" if wanted.days else ""
    sql = f"SELECT f.id FROM finding f {joined} WHERE {conditions} {_ORDER} LIMIT :limit"  # noqa: S608 — constants
    values = {
        "talk": wanted.talk_id,
        "unit": wanted.unit_id,
        "these": json.dumps(wanted.finding_ids),
        "first": kept(wanted.days.first) if wanted.days else "",
        "before": kept(wanted.days.before) if wanted.days else "",
        "due": wanted.due_until.isoformat() if wanted.due_until else "",
        "limit": limit,
    }
    return tuple(FindingId(one) for (one,) in connection.execute(sql, values))


def listed(connection: sqlite.Connection, these: Sequence[FindingId]) -> list[ListedFinding]:
    """These findings in the order of their numbers."""
    rows = connection.execute(_LISTED, (json.dumps(list(these)),))
    return [_listed(row) for row in rows]


def _conditions(wanted: Range) -> Iterable[str]:
    told: tuple[tuple[object, str], ...] = (
        (wanted.talk_id, "f.talk_id = :talk"),
        (wanted.unit_id, "f.unit_id = :unit"),
        (wanted.finding_ids, _THESE),
        (wanted.days, _IN_TIME),
        (wanted.is_open_only, _OPEN),
        (wanted.is_as_found, "f.common_id IS NULL"),
        (not wanted.has_advice, "f.nature = 'problem'"),
        (wanted.due_until, f"{_OPEN} AND {findings.PUT_RIGHT_ITSELF_F} AND f.deadline <= :due"),
    )
    return (condition for is_narrowed, condition in told if is_narrowed)


def _listed(row: tuple[Any, ...]) -> ListedFinding:
    talk_number, day, unit_name, person_name, prompt_set_id = findings.after(row)
    return ListedFinding(
        finding=findings.of_row(row),
        talk_number=talk_number,
        day=told(day),
        unit_name=unit_name,
        person_name=person_name,
        prompt_set_id=prompt_set_id,
    )
