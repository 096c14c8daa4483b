"""Findings in the vault: all the SQL about them is here."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from app.domain.calendar import quarter_of
from app.domain.finding import (
    Finding,
    FindingNature,
    FindingSource,
    FindingStatus,
    MeasureKind,
    finding_number,
)
from app.domain.ids import FindingId, PersonId, TalkId, UnitId
from app.store import search_index
from app.store.faults import whole
from app.store.moments import kept, told
from app.store.search_index import FoundKind, Owner

_NEXT = "SELECT coalesce(max(serial), 0) + 1 FROM finding WHERE year = ? AND quarter = ?"
_HEAD = ("id", "number", "year", "quarter", "serial", "talk_id", "found_at", "common_id")
_CHANGING = (
    "answer_id",
    "area",
    "manifestation",
    "measure",
    "deadline",
    "unit_id",
    "person_id",
    "is_common",
    "status",
    "tag",
    "nature",
    "is_personal",
    "regulation",
    "is_regulation_new",
    "source",
    "is_repeated",
    "measure_kind",
    "evidence_wanted",
    "leader",
    "responsible",
    "effect",
    "supervisor",
    "term",
    "first_deadline",
    "done_on",
    "closed_on",
    "look_back_on",
    "extensions",
    "returns",
    "relapses",
    "clue",
)
_ALL = (*_HEAD, *_CHANGING)
_ADD = f"INSERT INTO finding ({', '.join(_ALL)}) VALUES ({', '.join('?' * len(_ALL))})"  # noqa: S608
_KEEP = f"UPDATE finding SET {', '.join(f'{name} = ?' for name in _CHANGING)} WHERE id = ?"  # noqa: S608
_TOLD = ("id", "number", "talk_id", "found_at", "common_id", *_CHANGING)
_FIELDS = ", ".join(_TOLD)
# the words of the partial index finding_open, so that it is used
OPEN = "status <> 'closed' AND status <> 'archived' AND status <> 'transferred'"
# What a common finding was fanned out to is put right in its stead: it is counted by its parts.
# Not counted by them is what a talk found: that is one thing, in however many units it shows.
PUT_RIGHT_ITSELF = "finding.id NOT IN (SELECT common_id FROM finding WHERE common_id IS NOT NULL)"
PUT_RIGHT_ITSELF_F = PUT_RIGHT_ITSELF.replace("finding.id", "f.id")
_GET = f"SELECT {_FIELDS} FROM finding WHERE id = ?"  # noqa: S608 — a constant
_OF = f"""
SELECT {_FIELDS} FROM finding WHERE talk_id = ? AND common_id IS NULL
ORDER BY year, quarter, serial
"""  # noqa: S608 — a constant
# equal signs, so that the indexes by unit and by person go on to the status
_STILL_OPEN = """(status = 'registered' OR status = 'issued' OR status = 'claimed' OR
    status = 'under_way' OR status = 'submitted')"""
# what stays with a unit, and what moves with a person
_THEIRS = """
SELECT {fields} FROM finding WHERE unit_id = :unit AND {condition} AND NOT is_personal
    AND nature = 'problem' AND talk_id <> :talk
UNION ALL
SELECT {fields} FROM finding WHERE person_id = :person AND {condition}
    AND (is_personal OR unit_id IS NULL) AND nature = 'problem' AND talk_id <> :talk
ORDER BY {order}, number
"""
_OPEN_BEFORE = _THEIRS.format(fields=_FIELDS, condition=_STILL_OPEN, order="deadline")
_TO_LOOK_BACK = _THEIRS.format(
    fields=_FIELDS,
    condition="status = 'closed' AND look_back_on IS NOT NULL",
    order="look_back_on",
)


def columns(alias: str) -> str:
    """The columns of a finding, for a query that joins it under that name; of_row reads them."""
    return ", ".join(f"{alias}.{name}" for name in _TOLD)


def of_row(row: tuple[Any, ...]) -> Finding:
    """The finding that a row begins with, and nothing behind it; columns says in which order."""
    return _finding(row[: len(_TOLD)])


def after(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """What stands in a row behind the columns of a finding."""
    return row[len(_TOLD) :]


def next_number(connection: sqlite.Connection, day: date) -> str:
    """The number of the quarter's next finding; call it in the transaction that adds it."""
    serial = connection.execute(_NEXT, (day.year, quarter_of(day))).fetchone()[0]
    return finding_number(day, serial)


def add(connection: sqlite.Connection, finding: Finding) -> None:
    """Keep a new finding."""
    with _noting(connection, finding):
        connection.execute(_ADD, (*_head(finding), *_values(finding)))


def add_many(connection: sqlite.Connection, new: Sequence[Finding]) -> None:
    """Keep new findings, at whatever step they are; they wait to be taken into the index."""
    connection.executemany(_ADD, [(*_head(finding), *_values(finding)) for finding in new])
    owners = ((Owner(FoundKind.FINDING, f.id), kept(f.found_at)) for f in new)
    search_index.expect(connection, owners)


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
    """The findings of a talk in the order of their numbers.

    What a common one was fanned out to is no part of the talk: it came to be later, in units.
    """
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


def to_look_back(
    connection: sqlite.Connection,
    talk_id: TalkId,
    unit_id: UnitId | None,
    person_id: PersonId | None,
) -> list[Finding]:
    """What other talks found, is closed and has a look-back ahead, the next to look at first."""
    values = {"talk": talk_id, "unit": unit_id, "person": person_id}
    return [_finding(row) for row in connection.execute(_TO_LOOK_BACK, values)]


def _head(finding: Finding) -> tuple[str | int | None, ...]:
    """What never changes, in the order of the columns."""
    year, quarter, serial = (int(part) for part in finding.number.split("-"))
    head = (finding.id, finding.number, year, quarter, serial, finding.talk_id)
    return (*head, kept(finding.found_at), finding.common_id)


def _values(finding: Finding) -> tuple[str | int | None, ...]:
    """What may change, in the order of the columns."""
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
        finding.source.value,
        int(finding.is_repeated),
        finding.measure_kind.value,
        finding.evidence_wanted,
        finding.leader,
        finding.responsible,
        finding.effect,
        finding.supervisor,
        finding.term,
        (finding.first_deadline or finding.deadline).isoformat(),
        _day(finding.done_on),
        _day(finding.closed_on),
        _day(finding.look_back_on),
        finding.extensions,
        finding.returns,
        finding.relapses,
        finding.clue,
    )


def _finding(row: tuple[Any, ...]) -> Finding:
    told_of = dict(zip(_TOLD, row, strict=True))
    for name in _TEXTS:
        told_of[name] = whole(told_of[name])
    for name in _DAYS:
        told_of[name] = date.fromisoformat(told_of[name]) if told_of[name] else None
    for name in _SWITCHES:
        told_of[name] = bool(told_of[name])
    for name, made in _WORDS.items():
        told_of[name] = made(told_of[name])
    told_of["found_at"] = told(told_of["found_at"])
    return Finding(**told_of)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


_TEXTS = ("manifestation", "measure", "regulation", "evidence_wanted", "effect")
_DAYS = ("deadline", "first_deadline", "done_on", "closed_on", "look_back_on")
_SWITCHES = ("is_common", "is_personal", "is_regulation_new", "is_repeated")
_WORDS: dict[str, Callable[[str], object]] = {
    "status": FindingStatus,
    "nature": FindingNature,
    "source": FindingSource,
    "measure_kind": MeasureKind,
}
