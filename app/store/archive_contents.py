"""What belongs into somebody's archive besides the leaves: found by the talks the person was in.

A finding belongs to it that is the person's own, that a talk with the person found on the unit of
that day or common to all, or that is open in the unit where the person is today. What a guest of
the same talk was found with, or undertook, must not get into another's archive.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from app.domain.archive_timeline import ArchiveFinding
from app.domain.archives import PaperOrigin
from app.domain.finding import FindingNature, FindingStatus
from app.domain.ids import FindingId, PersonId, UnitId
from app.store import findings
from app.store.faults import whole
from app.store.moments import told

_FINDINGS = f"""
SELECT f.id, f.number, f.manifestation, f.found_at, f.deadline, f.status, f.nature, f.is_personal,
    f.closed_on, coalesce(u.name, '')
FROM finding f LEFT JOIN unit u ON u.id = f.unit_id WHERE f.id IN (
    SELECT id FROM finding WHERE person_id = :person
    UNION
    SELECT g.id FROM participant p CROSS JOIN finding g ON g.talk_id = p.talk_id
    WHERE p.person_id = :person AND p.role = 'interviewee' AND g.person_id IS NULL
        AND NOT g.is_personal
        AND (g.unit_id = p.unit_id OR (g.unit_id IS NULL AND g.is_common))
    UNION
    SELECT id FROM finding WHERE unit_id = :unit AND unit_id IS NOT NULL AND NOT is_personal
        AND {findings.OPEN})
ORDER BY f.year DESC, f.quarter DESC, f.serial DESC
"""  # noqa: S608 — constants
# of minutes to which signatures were added only the newest is told of
_PAPERS = """
SELECT a.id, 'talk', t.number, t.id FROM participant p
CROSS JOIN attachment a ON a.talk_id = p.talk_id JOIN talk t ON t.id = a.talk_id
WHERE p.person_id = :person AND p.role = 'interviewee' AND (a.purpose <> 'minutes' OR a.id = (
    SELECT m.id FROM attachment m WHERE m.talk_id = a.talk_id AND m.purpose = 'minutes'
    ORDER BY m.made_at DESC, m.id DESC LIMIT 1))
UNION
SELECT a.id, 'finding', f.number, f.id FROM json_each(:findings) j
CROSS JOIN attachment a ON a.finding_id = j.value JOIN finding f ON f.id = a.finding_id
UNION
SELECT a.id, 'leaf', l.title, l.id FROM archive_leaf l
CROSS JOIN attachment a ON a.leaf_id = l.id
WHERE l.person_id = :person AND l.removed_at IS NULL
"""


def found_in(
    connection: sqlite.Connection,
    person_id: PersonId,
    unit_id: UnitId | None,
    local: Callable[[datetime], datetime],
) -> tuple[ArchiveFinding, ...]:
    """The findings of somebody's archive, newest first; unit_id is the unit of today."""
    values = {"person": person_id, "unit": unit_id}
    return tuple(_finding(row, local) for row in connection.execute(_FINDINGS, values))


def paper_origins(
    connection: sqlite.Connection, person_id: PersonId, found: Iterable[FindingId]
) -> dict[str, PaperOrigin]:
    """Where each file of an archive belongs, by its id: of talks, these findings, and leaves."""
    values = {"person": person_id, "findings": json.dumps(list(found))}
    rows = connection.execute(_PAPERS, values)
    return {attachment: PaperOrigin(sort, name, owner) for attachment, sort, name, owner in rows}


def _finding(row: tuple[Any, ...], local: Callable[[datetime], datetime]) -> ArchiveFinding:
    finding_id, number, manifestation, found_at, deadline, status, nature, *more = row
    is_personal, closed_on, unit_name = more
    return ArchiveFinding(
        id=FindingId(finding_id),
        number=number,
        manifestation=whole(manifestation),
        found_on=local(told(found_at)).date(),
        deadline=date.fromisoformat(deadline),
        status=FindingStatus(status),
        nature=FindingNature(nature),
        is_personal=bool(is_personal),
        closed_on=date.fromisoformat(closed_on) if closed_on else None,
        unit_name=unit_name,
    )
