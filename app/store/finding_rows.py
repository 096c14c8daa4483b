"""Lines of the ledger of findings with the words around them; by id, in the order asked for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from app.domain.finding import FindingNature, FindingSource, FindingStatus, MeasureKind
from app.domain.finding_views import FindingRow
from app.domain.ids import FindingId, PersonId, UnitId
from app.store import tags
from app.store.faults import whole

_NAMES = (
    "id",
    "number",
    "manifestation",
    "deadline",
    "first_deadline",
    "status",
    "nature",
    "unit_id",
    "unit_name",
    "person_id",
    "person_name",
    "area",
    "tag",
    "source",
    "measure",
    "measure_kind",
    "effect",
    "leader",
    "responsible",
    "supervisor",
    "closed_on",
    "look_back_on",
    "extensions",
    "returns",
    "relapses",
    "is_common",
    "is_personal",
    "has_waiting_extension",
    "evidence",
)
_ROWS = """
SELECT f.id, f.number, f.manifestation, f.deadline, f.first_deadline, f.status, f.nature,
    f.unit_id, coalesce(u.name, ''), f.person_id, coalesce(p.name, ''), f.area, f.tag, f.source,
    f.measure, f.measure_kind, f.effect, f.leader, f.responsible, f.supervisor, f.closed_on,
    f.look_back_on, f.extensions, f.returns, f.relapses, f.is_common, f.is_personal,
    f.status <> 'transferred' AND
        EXISTS (SELECT 1 FROM finding_extension e WHERE e.finding_id = f.id AND e.outcome = ''),
    (SELECT count(*) FROM attachment a WHERE a.finding_id = f.id), b.prompt_set_id
FROM json_each(:ids) j CROSS JOIN finding f ON f.id = j.value
JOIN talk_body b ON b.talk_id = f.talk_id
LEFT JOIN unit u ON u.id = f.unit_id
LEFT JOIN person p ON p.id = f.person_id
ORDER BY j.key
"""
_AREAS = """
SELECT s.id, a.value ->> 'key', a.value ->> 'title'
FROM json_each(:sets) j CROSS JOIN prompt_set s ON s.id = j.value,
    json_each(s.body, '$.areas') a
"""
# an application that nobody has decided yet, and how many of its chain have agreed
_CLOSINGS = """
SELECT c.finding_id, c.chain, (SELECT count(*) FROM finding_approval a
    WHERE a.finding_id = c.finding_id AND a.closing = c.serial)
FROM json_each(:ids) j CROSS JOIN finding_closing c ON c.finding_id = j.value
WHERE c.outcome = ''
"""
_TEXTS = ("manifestation", "measure", "effect")
_DAYS = ("deadline", "first_deadline", "closed_on", "look_back_on")
_SWITCHES = ("is_common", "is_personal", "has_waiting_extension")


def rows(connection: sqlite.Connection, ids: Sequence[FindingId]) -> list[FindingRow]:
    """These findings as lines of the ledger. Raises VaultDamagedError."""
    found = connection.execute(_ROWS, {"ids": json.dumps(list(ids))}).fetchall()
    areas = _areas(connection, {row[-1] for row in found})
    book = tags.book(connection)
    waiting = [row[0] for row in found if row[5] == FindingStatus.SUBMITTED.value]
    closings = _closings(connection, waiting)
    return [_row(row, areas, book.title(row[12]), closings.get(row[0], "")) for row in found]


def _areas(
    connection: sqlite.Connection, sets: set[str | None]
) -> dict[tuple[str | None, str], str]:
    """What the areas of these prompt sets are called."""
    named = {"sets": json.dumps(sorted(filter(None, sets)))}
    return {(one, key): title for one, key, title in connection.execute(_AREAS, named)}


def _closings(connection: sqlite.Connection, ids: list[str]) -> dict[str, str]:
    """Whose decision on the application is awaited, and on what: 监督检查室初审."""
    found = {}
    for finding_id, chain, decided in connection.execute(_CLOSINGS, {"ids": json.dumps(ids)}):
        titles = [title for title, _ in json.loads(chain)]
        found[finding_id] = titles[decided] if decided < len(titles) else ""
    return found


def _row(
    row: tuple[Any, ...], areas: dict[tuple[str | None, str], str], tag: str, closing: str
) -> FindingRow:
    told = dict(zip(_NAMES, row[:-1], strict=True))
    for name in _TEXTS:
        told[name] = whole(told[name])
    for name in _DAYS:
        told[name] = date.fromisoformat(told[name]) if told[name] else None
    for name in _SWITCHES:
        told[name] = bool(told[name])
    told["id"] = FindingId(told["id"])
    told["unit_id"] = UnitId(told["unit_id"]) if told["unit_id"] else None
    told["person_id"] = PersonId(told["person_id"]) if told["person_id"] else None
    told["status"], told["nature"] = FindingStatus(told["status"]), FindingNature(told["nature"])
    told["source"] = FindingSource(told["source"])
    told["measure_kind"] = MeasureKind(told["measure_kind"])
    told["area"], told["tag"] = areas.get((row[-1], told["area"]), told["area"]), tag
    return FindingRow(**told, closing=closing)
