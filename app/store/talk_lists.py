"""The list of talks, newest first: paged by key, narrowed by status, year, name, unit, initials."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from app.domain.ids import PersonId, TalkId
from app.domain.talk import Talk, TalkStatus
from app.domain.talk_list import TalkFilter, TalkRow
from app.store import kinds
from app.store.moments import kept, told
from app.store.person_lists import FOUND, FOUND_UNITS, looked_for

FEW = 2_000  # found talks up to so many are gathered and sorted; more lie dense enough to walk to

_FIELDS = """t.id AS id, t.number, t.kind, t.status, t.day AS day, t.interviewees, t.unit_names,
    t.subject, t.received_at IS NOT NULL"""
_ORDER = "ORDER BY day DESC, id DESC LIMIT :limit"
_AFTER = "(t.day, t.id) < (:after_day, :after_id)"
_NOT_RECEIVED = "t.status = 'sealed' AND t.received_at IS NULL"

_FOUND = f"""
SELECT talk_id FROM participant WHERE role = 'interviewee' AND person_id IN ({FOUND})
UNION ALL
SELECT talk_id FROM participant WHERE role = 'interviewee' AND guest_key IS NOT NULL
    AND guest_key LIKE :part ESCAPE '!'
UNION ALL
SELECT talk_id FROM participant WHERE role = 'interviewee' AND unit_id IN
    ({FOUND_UNITS})
"""  # noqa: S608 — constants
_COUNT_FOUND = f"SELECT count(*) FROM ({_FOUND} LIMIT :few)"  # noqa: S608 — constants
# CROSS JOIN keeps the order: first the few that were found, then their heads
_GATHERED = f"(SELECT DISTINCT talk_id FROM ({_FOUND})) f CROSS JOIN talk t ON t.id = f.talk_id"  # noqa: S608
_IS_FOUND = f"""
EXISTS (SELECT 1 FROM participant f WHERE f.talk_id = t.id AND f.role = 'interviewee' AND (
    f.person_id IN ({FOUND})
    OR f.guest_key LIKE :part ESCAPE '!'
    OR f.unit_id IN ({FOUND_UNITS})))
"""  # noqa: S608 — constants
_OF_PERSON = f"""
SELECT DISTINCT {_FIELDS} FROM participant f CROSS JOIN talk t ON t.id = f.talk_id
WHERE f.person_id = :person AND f.role = 'interviewee' {_ORDER}
"""  # noqa: S608 — constants
# a talk that is over lasted until it ended, any other as long as a talk lasts at least
_MEANWHILE = """t.day > :earliest AND t.day < :before
    AND CASE WHEN b.ended_at IS NULL THEN t.day > :after ELSE b.ended_at > :start END"""
_AT_ONCE = f"""
SELECT DISTINCT t.number FROM participant theirs JOIN talk t ON t.id = theirs.talk_id
JOIN talk_body b ON b.talk_id = t.id
WHERE theirs.person_id = :person AND t.id <> :talk AND t.status <> 'cancelled'
    AND {_MEANWHILE}
ORDER BY t.number
"""  # noqa: S608 — constants
_PLACE_AT_ONCE = f"""
SELECT t.number FROM talk t JOIN talk_body b ON b.talk_id = t.id
WHERE t.id <> :talk AND t.status <> 'cancelled' AND {_MEANWHILE} AND b.place = :place
ORDER BY t.number
"""  # noqa: S608 — constants
_BY_ID = f"""
SELECT {_FIELDS} FROM json_each(:ids) j CROSS JOIN talk t ON t.id = j.value {_ORDER}
"""  # noqa: S608 — constants
LONGEST_TALK = timedelta(hours=12)
SHORTEST_TALK = timedelta(minutes=45)  # what a talk at least takes, when its end is not known
_NUMBER = re.compile(r"\d{4}-\d+")
_AFTER_EVERYTHING = ("9999", "~")


@dataclass(frozen=True, slots=True)
class Days:
    """The time a list is narrowed to: from one moment until before another."""

    first: datetime
    before: datetime


def page(
    connection: sqlite.Connection,
    wanted: TalkFilter,
    days: Days | None,
    after: TalkRow | None,
    limit: int,
) -> list[TalkRow]:
    """The next talks, newest first."""
    values = page_values(wanted, days, after, limit)
    sql = page_query(wanted, days, _found_many(connection, wanted, values))
    return _rows(connection, sql, values)


def of_person(connection: sqlite.Connection, person_id: PersonId, limit: int) -> list[TalkRow]:
    """The newest talks a person was talked to in."""
    values = {"person": person_id, "limit": limit}
    return _rows(connection, _OF_PERSON, values)


def by_id(connection: sqlite.Connection, ids: Sequence[TalkId]) -> list[TalkRow]:
    """These talks, newest first."""
    return _rows(connection, _BY_ID, {"ids": json.dumps(list(ids)), "limit": len(ids)})


def place_at_once(connection: sqlite.Connection, talk: Talk) -> list[str]:
    """The numbers of other talks in the same place at the same time."""
    if not talk.place:
        return []
    found = connection.execute(_PLACE_AT_ONCE, {**_while(talk), "place": talk.place})
    return [str(row[0]) for row in found]


def at_once(connection: sqlite.Connection, talk: Talk) -> list[tuple[str, str]]:
    """Who of this talk is in another one at the same time: the name and the other's number.

    The talk need not be kept yet.
    """
    values = _while(talk)
    return [
        (who.name, number)
        for who in talk.participants
        if who.person_id
        for (number,) in connection.execute(_AT_ONCE, {**values, "person": who.person_id})
    ]


def _while(talk: Talk) -> dict[str, str]:
    start = talk.began_at or talk.planned_at
    end = talk.ended_at or start + SHORTEST_TALK
    after = kept(start - SHORTEST_TALK)
    earliest = kept(start - LONGEST_TALK)
    moments = {"after": after, "start": kept(start), "before": kept(end), "earliest": earliest}
    return {"talk": talk.id, **moments}


def page_query(wanted: TalkFilter, days: Days | None, is_dense: bool) -> str:
    """The query behind page; is_dense tells that the text is found in very many talks."""
    conditions = [_AFTER]
    if days:
        conditions.append("t.day >= :first_day")  # where the days end, the mark begins
    if wanted.is_received is not None:
        return _received(wanted, conditions, is_dense)
    if wanted.text.strip() and not is_dense:
        return _gathered(wanted, conditions)
    if wanted.text.strip():
        conditions.append(_IS_FOUND)
    # one branch for each status: each walks its own index, and SQLite merges them in order
    statuses = [f"t.status = '{status.value}'" for status in wanted.statuses] or ["TRUE"]
    branches = [_branch("talk t", [*conditions, status]) for status in statuses]
    return " UNION ALL ".join(branches) + f" {_ORDER}"


def _received(wanted: TalkFilter, conditions: list[str], is_dense: bool) -> str:
    is_received = "t.received_at IS NOT NULL" if wanted.is_received else _NOT_RECEIVED
    if wanted.text.strip() and not is_dense:
        return _gathered(wanted, [*conditions, is_received])
    if wanted.text.strip():
        conditions = [*conditions, _IS_FOUND]
    index = "talk_received" if wanted.is_received else "talk_not_received"
    return f"{_branch(f'talk t INDEXED BY {index}', [*conditions, is_received])} {_ORDER}"


def _gathered(wanted: TalkFilter, conditions: list[str]) -> str:
    if wanted.statuses:
        statuses = ", ".join(f"'{status.value}'" for status in wanted.statuses)
        conditions = [*conditions, f"t.status IN ({statuses})"]
    if _NUMBER.fullmatch(wanted.text.strip()):
        return f"{_branch('talk t', [*conditions, 't.number = :number'])} {_ORDER}"
    return f"{_branch(_GATHERED, conditions)} {_ORDER}"


def _branch(source: str, conditions: list[str]) -> str:
    return f"SELECT {_FIELDS} FROM {source} WHERE {' AND '.join(conditions)}"  # noqa: S608 — ours


def _found_many(connection: sqlite.Connection, wanted: TalkFilter, values: dict[str, Any]) -> bool:
    text = wanted.text.strip()
    if not text or _NUMBER.fullmatch(text):
        return False
    count = connection.execute(_COUNT_FOUND, {**values, "few": FEW + 1}).fetchone()[0]
    return bool(count > FEW)


def page_values(
    wanted: TalkFilter, days: Days | None, after: TalkRow | None, limit: int
) -> dict[str, Any]:
    """The values for page_query."""
    end = (kept(days.before), "") if days else _AFTER_EVERYTHING
    after_day, after_id = (kept(after.day), after.id) if after else end
    values = {"after_day": after_day, "after_id": after_id, "limit": limit}
    if days:
        values["first_day"] = kept(days.first)
    return {**values, **looked_for(wanted.text), "number": wanted.text.strip()}


def _rows(connection: sqlite.Connection, sql: str, values: dict[str, Any]) -> list[TalkRow]:
    titles = kinds.titles(connection)  # a handful, cheaper than to join them to every head
    return [_row(row, titles) for row in connection.execute(sql, values)]


def _row(row: tuple[Any, ...], titles: dict[str, str]) -> TalkRow:
    talk_id, number, kind, status, day, interviewees, unit_names, subject, is_received = row
    return TalkRow(
        id=TalkId(talk_id),
        number=number,
        kind=kind,
        status=TalkStatus(status),
        day=told(day),
        interviewees=interviewees,
        unit_names=unit_names,
        subject=subject,
        is_received=bool(is_received),
        kind_title=titles.get(kind, kind),
    )
