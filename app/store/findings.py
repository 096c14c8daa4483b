"""Findings in the vault: all the SQL about them is here."""

from __future__ import annotations

import contextlib
from datetime import date
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from app.domain.calendar import quarter_of
from app.domain.finding import Finding, FindingNature, FindingStatus, finding_number
from app.domain.ids import AnswerId, FindingId, PersonId, TalkId, UnitId
from app.store import search_index
from app.store.faults import whole
from app.store.moments import kept, told
from app.store.search_index import FoundKind, Owner

_NEXT = "SELECT coalesce(max(serial), 0) + 1 FROM finding WHERE year = ? AND quarter = ?"
_ADD = """
INSERT INTO finding (id, number, year, quarter, serial, talk_id, found_at, answer_id, area,
    manifestation, measure, deadline, unit_id, person_id, is_common, status,
    tag, nature, is_personal, regulation, is_regulation_new)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_KEEP = """
UPDATE finding SET answer_id = ?, area = ?, manifestation = ?, measure = ?, deadline = ?,
    unit_id = ?, person_id = ?, is_common = ?, status = ?, tag = ?, nature = ?, is_personal = ?,
    regulation = ?, is_regulation_new = ? WHERE id = ?
"""
_FIELDS = """id, number, talk_id, area, manifestation, found_at, deadline, answer_id, unit_id,
    person_id, measure, is_common, status, tag, nature, is_personal, regulation,
    is_regulation_new"""
_GET = f"SELECT {_FIELDS} FROM finding WHERE id = ?"  # noqa: S608 — a constant
_OF = f"SELECT {_FIELDS} FROM finding WHERE talk_id = ? ORDER BY year, quarter, serial"  # noqa: S608
_OPEN_BEFORE = f"""
SELECT {_FIELDS} FROM finding WHERE status = 'registered' AND talk_id <> :talk
    AND nature = 'problem' AND ((unit_id = :unit AND NOT is_personal)
    OR (person_id = :person AND (is_personal OR unit_id IS NULL))) ORDER BY deadline, number
"""  # noqa: S608 — a constant
_OVERDUE = """
SELECT count(*) FROM finding WHERE status = 'registered' AND deadline < ? AND nature = 'problem'
"""


def next_number(connection: sqlite.Connection, day: date) -> str:
    """The number of the quarter's next finding; call it in the transaction that adds it."""
    serial = connection.execute(_NEXT, (day.year, quarter_of(day))).fetchone()[0]
    return finding_number(day, serial)


def add(connection: sqlite.Connection, finding: Finding) -> None:
    """Keep a new finding."""
    year, quarter, serial = (int(part) for part in finding.number.split("-"))
    head = (finding.id, finding.number, year, quarter, serial, finding.talk_id)
    with _noting(connection, finding):
        connection.execute(_ADD, (*head, kept(finding.found_at), *_values(finding)))


def keep(connection: sqlite.Connection, finding: Finding) -> None:
    """Keep a changed finding."""
    with _noting(connection, finding):
        connection.execute(_KEEP, (*_values(finding), finding.id))


def _noting(
    connection: sqlite.Connection, finding: Finding
) -> contextlib.AbstractContextManager[None]:
    """The talk is found by the areas and tags of its findings."""
    owners = (Owner(FoundKind.FINDING, finding.id), Owner(FoundKind.TALK, finding.talk_id))
    return search_index.noting(connection, *owners)


def get(connection: sqlite.Connection, finding_id: FindingId) -> Finding:
    """The finding with that id; KeyError when there is none."""
    row = connection.execute(_GET, (finding_id,)).fetchone()
    if row is None:
        raise KeyError(finding_id)
    return _finding(row)


def of(connection: sqlite.Connection, talk_id: TalkId) -> list[Finding]:
    """The findings of a talk in the order of their numbers."""
    return [_finding(row) for row in connection.execute(_OF, (talk_id,))]


def open_elsewhere(
    connection: sqlite.Connection,
    talk_id: TalkId,
    unit_id: UnitId | None,
    person_id: PersonId | None,
) -> list[Finding]:
    """What other talks found and is still open, the most urgent first; advice is not among it.

    A finding stays with the unit, an undertaking moves with the person.
    """
    values = {"talk": talk_id, "unit": unit_id, "person": person_id}
    return [_finding(row) for row in connection.execute(_OPEN_BEFORE, values)]


def count_overdue(connection: sqlite.Connection, today: date) -> int:
    """How many open findings are past their deadline."""
    return int(connection.execute(_OVERDUE, (today.isoformat(),)).fetchone()[0])


def _values(finding: Finding) -> tuple[str | int | None, ...]:
    return (
        finding.answer_id,
        finding.area,
        finding.manifestation,
        finding.measure,
        finding.deadline.isoformat(),
        finding.unit_id,
        finding.person_id,
        int(finding.is_common),
        finding.status.value,
        finding.tag,
        finding.nature.value,
        int(finding.is_personal),
        finding.regulation,
        int(finding.is_regulation_new),
    )


def _finding(row: tuple[Any, ...]) -> Finding:
    finding_id, number, talk_id, area, manifestation, found_at, deadline, answer_id = row[:8]
    unit_id, person_id, measure, is_common, status, tag, nature, is_personal = row[8:16]
    regulation, is_regulation_new = row[16:]
    return Finding(
        id=FindingId(finding_id),
        number=number,
        talk_id=TalkId(talk_id),
        area=area,
        manifestation=whole(manifestation),
        found_at=told(found_at),
        deadline=date.fromisoformat(deadline),
        answer_id=AnswerId(answer_id) if answer_id else None,
        unit_id=UnitId(unit_id) if unit_id else None,
        person_id=PersonId(person_id) if person_id else None,
        measure=whole(measure),
        is_common=bool(is_common),
        status=FindingStatus(status),
        tag=tag,
        nature=FindingNature(nature),
        is_personal=bool(is_personal),
        regulation=whole(regulation),
        is_regulation_new=bool(is_regulation_new),
    )
