"""The findings and persons behind a figure, by their ids."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from sqlcipher3 import dbapi2 as sqlite

from app.domain.figure_records import FindingRecord, PersonRecord
from app.domain.finding import FindingNature, FindingStatus
from app.domain.ids import FindingId, PersonId
from app.store.faults import whole

# CROSS JOIN keeps the order of the ids
_FINDINGS = """
SELECT f.id, f.number, f.manifestation,
    CASE WHEN f.is_personal THEN coalesce(p.name, '') ELSE coalesce(u.name, p.name, '') END,
    f.nature, f.status, f.is_common, f.is_personal, f.deadline, f.closed_on, f.regulation
FROM json_each(:ids) j CROSS JOIN finding f ON f.id = j.value
LEFT JOIN unit u ON u.id = f.unit_id LEFT JOIN person p ON p.id = f.person_id
ORDER BY j.key
"""
_POST = "SELECT {} FROM post q {} WHERE q.person_id = p.id ORDER BY q.until_day DESC, q.id LIMIT 1"
_UNIT, _TITLE = (
    _POST.format("w.name", "JOIN unit w ON w.id = q.unit_id"),
    _POST.format("q.title", ""),
)
_PERSONS = f"""
SELECT p.id, p.name, coalesce(({_UNIT}), ''), coalesce(({_TITLE}), '')
FROM json_each(:ids) j CROSS JOIN person p ON p.id = j.value ORDER BY j.key
"""  # noqa: S608 — constants


def findings(connection: sqlite.Connection, ids: Sequence[FindingId]) -> list[FindingRecord]:
    """These findings, in the order of the ids."""
    rows = connection.execute(_FINDINGS, {"ids": json.dumps(list(ids))})
    return [
        FindingRecord(
            FindingId(finding_id),
            number,
            whole(manifestation),
            whose,
            FindingNature(nature),
            FindingStatus(status),
            bool(is_common),
            bool(is_personal),
            date.fromisoformat(deadline),
            date.fromisoformat(closed_on) if closed_on else None,
            whole(regulation),
        )
        for (
            finding_id,
            number,
            manifestation,
            whose,
            nature,
            status,
            is_common,
            is_personal,
            deadline,
            closed_on,
            regulation,
        ) in rows
    ]


def persons(connection: sqlite.Connection, ids: Sequence[PersonId]) -> list[PersonRecord]:
    """These persons, in the order of the ids, with the post that lasts longest."""
    rows = connection.execute(_PERSONS, {"ids": json.dumps(list(ids))})
    return [PersonRecord(PersonId(person), *words) for person, *words in rows]
