"""The yearly plan in the vault: all the SQL about it is here."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from app.domain.ids import PersonId, PlanItemId, TalkId, UnitId
from app.domain.people import UnitKind
from app.domain.plan import Interviewer, PlanItem, PlanRow, TalkOfPlan
from app.domain.planning import Principal
from app.store.moments import kept, told
from app.store.talk_lists import Days

_FIELDS = """i.id, i.year, i.month, i.kind, i.person_id, i.unit_id, i.interviewer_id,
    coalesce(w.name, i.interviewer_name), i.is_delegated, i.note, i.dropped_reason, i.talk_id"""
_FROM = "FROM plan_item i LEFT JOIN person w ON w.id = i.interviewer_id"
_GET = f"SELECT {_FIELDS} {_FROM} WHERE i.id = ?"
_TITLE = """
SELECT q.title FROM post q WHERE q.person_id = i.person_id AND q.unit_id = i.unit_id
ORDER BY q.until_day DESC, q.is_principal DESC, q.since_day DESC LIMIT 1
"""
_ROWS = f"""
SELECT {_FIELDS}, p.name, u.name, u.kind, ({_TITLE}), coalesce(k.title, i.kind)
{_FROM}
JOIN person p ON p.id = i.person_id
LEFT JOIN unit u ON u.id = i.unit_id
LEFT JOIN talk_kind k ON k.key = i.kind
WHERE i.year = :year
ORDER BY i.month = 0, i.month, u.kind IS NULL, u.kind <> 'township', u.kind, u.sort_key,
    p.sort_key, i.id
"""
_TALK = "f.person_id, x.id, x.number, x.kind, x.day, x.status, f.is_present"
# Of all the talks the persons of a plan were ever in, few are of its year: which, two indexes tell
# without reading a talk. (In one query the year's ids would be sorted first, which takes longer.)
_IDS_OF_YEAR = """
SELECT id FROM talk INDEXED BY talk_by_day WHERE day >= :first AND day < :before
UNION ALL SELECT talk_id FROM plan_item WHERE year = :year AND talk_id IS NOT NULL
"""
_IDS_OF_PERSONS = """
SELECT f.person_id, f.talk_id FROM (SELECT DISTINCT person_id FROM plan_item WHERE year = :year) i
CROSS JOIN participant f INDEXED BY participant_by_person
    ON f.person_id = i.person_id AND f.role = 'interviewee'
"""
_TALKS = f"""
SELECT {_TALK} FROM json_each(:ids) j CROSS JOIN talk x ON x.id = j.value
CROSS JOIN participant f ON f.talk_id = x.id AND f.role = 'interviewee'
WHERE x.status <> 'cancelled' AND f.person_id IS NOT NULL
"""  # noqa: S608 — constants
_PRINCIPALS = """
SELECT p.id, p.name, u.id, u.name, u.kind, o.title
FROM post o JOIN unit u ON u.id = o.unit_id JOIN person p ON p.id = o.person_id
WHERE o.is_principal AND o.since_day <= :today AND o.until_day >= :today
ORDER BY u.sort_key, u.id, o.since_day, o.id
"""
_PLANNED = "SELECT person_id, kind FROM plan_item WHERE year = ?"
_YEARS = "SELECT DISTINCT year FROM plan_item ORDER BY year"
_ADD = """
INSERT INTO plan_item (year, month, kind, person_id, unit_id, interviewer_id, interviewer_name,
    is_delegated, note, dropped_reason, talk_id, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_KEEP = """
UPDATE plan_item SET year = ?, month = ?, kind = ?, person_id = ?, unit_id = ?,
    interviewer_id = ?, interviewer_name = ?, is_delegated = ?, note = ?, dropped_reason = ?,
    talk_id = ? WHERE id = ?
"""
_STANDING_TALK = """
SELECT t.number FROM plan_item i JOIN talk t ON t.id = i.talk_id
WHERE i.id = ? AND t.status <> 'cancelled'
"""
_HELD_STATUSES = frozenset({"to_confirm", "to_sign", "signed", "sealed"})


def get(connection: sqlite.Connection, item_id: PlanItemId) -> PlanItem:
    """The item with that id; KeyError when there is none."""
    row = connection.execute(_GET, (item_id,)).fetchone()
    if row is None:
        raise KeyError(item_id)
    return _item(row)


def rows(
    connection: sqlite.Connection, year: int, days: Days
) -> tuple[tuple[PlanRow, ...], list[TalkOfPlan]]:
    """The year's plan in the order of its months, items without a month last, and its talks.

    These are the talks of the year and those arranged from its plan, once for each interviewee;
    a year without a plan has none.
    """
    found = connection.execute(_ROWS, {"year": year}).fetchall()
    talks = _talks(connection, year, days) if found else []
    by_person: dict[PersonId, list[TalkOfPlan]] = {}
    for talk in talks:
        by_person.setdefault(talk.person_id, []).append(talk)
    return tuple(_row(row, by_person) for row in found), talks


def _talks(connection: sqlite.Connection, year: int, days: Days) -> list[TalkOfPlan]:
    values = {"year": year, "first": kept(days.first), "before": kept(days.before)}
    of_year = {row[0] for row in connection.execute(_IDS_OF_YEAR, values)}
    heard = connection.execute(_IDS_OF_PERSONS, {"year": year})
    of_plan = {(person, talk) for person, talk in heard if talk in of_year}
    ids = json.dumps(sorted({talk for _, talk in of_plan}))
    return [
        TalkOfPlan(
            PersonId(person),
            TalkId(talk_id),
            number,
            kind,
            told(day),
            is_held=status in _HELD_STATUSES,
            is_present=bool(is_present),
        )
        for person, talk_id, number, kind, day, status, is_present in connection.execute(
            _TALKS, {"ids": ids}
        )
        if (person, talk_id) in of_plan
    ]


def principals(connection: sqlite.Connection, today: date) -> list[Principal]:
    """Who leads a unit on that day, in the order of the units; a unit may have two."""
    found = connection.execute(_PRINCIPALS, {"today": today.isoformat()})
    return [
        Principal(PersonId(person), name, UnitId(unit), unit_name, UnitKind(kind), title)
        for person, name, unit, unit_name, kind, title in found
    ]


def planned(connection: sqlite.Connection, year: int) -> frozenset[tuple[PersonId, str]]:
    """Who is in the year's plan, struck out or not, with the kind of talk."""
    return frozenset((PersonId(p), kind) for p, kind in connection.execute(_PLANNED, (year,)))


def years(connection: sqlite.Connection) -> list[int]:
    """The years that have a plan."""
    return [int(row[0]) for row in connection.execute(_YEARS)]


def add(connection: sqlite.Connection, items: Iterable[PlanItem]) -> None:
    """Keep new items."""
    connection.executemany(_ADD, [_values(item) for item in items])


def keep(connection: sqlite.Connection, item: PlanItem) -> None:
    """Keep a changed item."""
    connection.execute(_KEEP, _values(item))


def standing_talk(connection: sqlite.Connection, item_id: PlanItemId) -> str:
    """The number of the talk that was arranged from the item and still stands, or nothing."""
    row = connection.execute(_STANDING_TALK, (item_id,)).fetchone()
    return str(row[0]) if row else ""


def _values(item: PlanItem) -> tuple[str | int | None, ...]:
    return (
        item.year,
        item.month,
        item.kind,
        item.person_id,
        item.unit_id,
        item.interviewer.person_id,
        item.interviewer.name,
        int(item.is_delegated),
        item.note,
        item.dropped_reason,
        item.talk_id,
        item.id,
    )


def _item(row: tuple[Any, ...]) -> PlanItem:
    item_id, year, month, kind, person, unit, leader, name, delegated, note, dropped, talk = row
    return PlanItem(
        id=PlanItemId(item_id),
        year=year,
        month=month,
        kind=kind,
        person_id=PersonId(person),
        unit_id=UnitId(unit) if unit else None,
        interviewer=Interviewer(name, PersonId(leader) if leader else None),
        is_delegated=bool(delegated),
        note=note,
        dropped_reason=dropped,
        talk_id=TalkId(talk) if talk else None,
    )


def _row(row: tuple[Any, ...], by_person: dict[PersonId, list[TalkOfPlan]]) -> PlanRow:
    item = _item(row[:12])
    name, unit_name, unit_kind, title, kind_title = row[12:]
    talk = item.talk_among(by_person.get(item.person_id, []))
    return PlanRow(
        item=item,
        name=name,
        unit_name=unit_name or "",
        unit_kind=UnitKind(unit_kind) if unit_kind else UnitKind.OTHER,
        title=title or "",
        kind_title=kind_title,
        standing=item.standing(talk),
        talk_id=talk.talk_id if talk else None,
        talk_number=talk.number if talk else "",
    )
