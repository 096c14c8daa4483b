"""Talks in the vault, head and body; their people, answers, breaks and corrections are beside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from app.domain.ids import TalkId
from app.domain.people import Role
from app.domain.talk import Participant, Talk, TalkStatus
from app.store import answers, participants, search_index
from app.store.faults import whole
from app.store.moments import kept, kept_if, told, told_if
from app.store.search_index import FoundKind, Owner

_NEXT_SERIAL = "SELECT coalesce(max(serial), 0) + 1 FROM talk WHERE number_year = ?"
_ADD = """
INSERT OR ROLLBACK INTO talk (id, number, number_year, serial, kind, status, day, subject,
    interviewees, unit_names, attendance, received_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_ADD_BODY = """
INSERT OR ROLLBACK INTO talk_body (planned_at, place, prompt_set_id, began_at, ended_at, summary,
    requirement, statement, text_digest, minutes_pages, scan_pages, refusal_note, cancel_reason,
    sealed_at, delegation, talk_id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_KEEP = """
UPDATE OR ROLLBACK talk SET kind = ?, status = ?, day = ?, subject = ?, interviewees = ?,
    unit_names = ?, attendance = ? WHERE id = ?
"""
_KEEP_BODY = """
UPDATE OR ROLLBACK talk_body SET planned_at = ?, place = ?, prompt_set_id = ?, began_at = ?,
    ended_at = ?, summary = ?, requirement = ?, statement = ?, text_digest = ?, minutes_pages = ?,
    scan_pages = ?, refusal_note = ?, cancel_reason = ?, sealed_at = ?,
    delegation = ? WHERE talk_id = ?
"""
_GET = """
SELECT t.id, t.number, t.kind, t.subject, t.status, t.received_at,
    b.planned_at, b.place, b.prompt_set_id, b.began_at, b.ended_at, b.summary, b.requirement,
    b.statement, b.text_digest, b.minutes_pages, b.scan_pages, b.refusal_note, b.cancel_reason,
    b.sealed_at, b.delegation
FROM talk t JOIN talk_body b ON b.talk_id = t.id WHERE t.id = ?
"""
_BY_NUMBER = "SELECT id FROM talk WHERE number = ?"
_RECEIVED = """
UPDATE OR ROLLBACK talk SET received_at = ?
WHERE number = ? AND status = 'sealed' AND received_at IS NULL
"""
_NAMES_SHOWN = 3  # in a list; a collective talk may have dozens


def next_number(connection: sqlite.Connection, year: int) -> str:
    """The number of the year's next talk; call it in the transaction that adds the talk."""
    return next_numbers(connection, [year])[0]


def next_numbers(connection: sqlite.Connection, years: Iterable[int]) -> list[str]:
    """The numbers of several new talks, one for each year named; for the same transaction."""
    serials: dict[int, int] = {}
    numbers = []
    for year in years:
        if year not in serials:
            serials[year] = connection.execute(_NEXT_SERIAL, (year,)).fetchone()[0]
        numbers.append(f"{year}-{serials[year]:04}")
        serials[year] += 1
    return numbers


def add(connection: sqlite.Connection, talk: Talk) -> None:
    """Keep a new talk with its people and answers."""
    with search_index.noting_talk(connection, talk.id):
        _add(connection, [talk])


def add_many(connection: sqlite.Connection, new: Sequence[Talk]) -> None:
    """Keep new talks with their people and answers, at whatever step they are.

    Many at once wait to be taken into the index of words.
    """
    _add(connection, new)
    new_owners = ((Owner(FoundKind.TALK, t.id), kept(t.began_at or t.planned_at)) for t in new)
    search_index.expect(connection, new_owners)


def _add(connection: sqlite.Connection, new: Sequence[Talk]) -> None:
    # the head last: once it says sealed, nothing can be added; references wait for the commit
    connection.executemany(_ADD_BODY, [_body(talk) for talk in new])
    participants.add(connection, new)
    answers.add_all(connection, new)
    connection.executemany(
        _ADD, [(t.id, *_number(t), *_head(t), kept_if(t.received_at)) for t in new]
    )


def get(connection: sqlite.Connection, talk_id: TalkId) -> Talk:
    """The talk with all that is in it; KeyError when there is none."""
    row = connection.execute(_GET, (talk_id,)).fetchone()
    if row is None:
        raise KeyError(talk_id)
    return _talk(connection, row)


def by_number(connection: sqlite.Connection, number: str) -> TalkId | None:
    """The talk with that number, or None."""
    row = connection.execute(_BY_NUMBER, (number,)).fetchone()
    return TalkId(row[0]) if row else None


def keep(connection: sqlite.Connection, talk: Talk) -> None:
    """Keep the changed head and body of a talk; its people and answers are kept beside."""
    with search_index.noting_talk(connection, talk.id):
        _keep(connection, talk)


def _keep(connection: sqlite.Connection, talk: Talk) -> None:
    # the body first: once the head says sealed, the body takes no change any more
    connection.execute(_KEEP_BODY, _body(talk))
    connection.execute(_KEEP, (*_head(talk), talk.id))


def keep_people(connection: sqlite.Connection, talk: Talk) -> None:
    """Keep a talk whose participants have changed."""
    with search_index.noting_talk(connection, talk.id, with_all=True):
        participants.replace(connection, talk)
        _keep(connection, talk)


def keep_questions(connection: sqlite.Connection, talk: Talk) -> None:
    """Keep a talk for which other questions were chosen."""
    with search_index.noting_talk(connection, talk.id):
        _keep(connection, talk)
        answers.replace(connection, talk)


def mark_received(connection: sqlite.Connection, numbers: Iterable[str], at: datetime) -> int:
    """Note that sealed talks lie with the registry; tells how many were not noted before."""
    return sum(
        int(connection.execute(_RECEIVED, (kept(at), number)).rowcount) for number in numbers
    )


def _shortened(names: Iterable[str]) -> str:
    distinct = list(dict.fromkeys(name for name in names if name))
    more = "等" if len(distinct) > _NAMES_SHOWN else ""
    return "、".join(distinct[:_NAMES_SHOWN]) + more


def _number(talk: Talk) -> tuple[str, int, int]:
    year, serial = talk.number.split("-")
    return talk.number, int(year), int(serial)


def _head(talk: Talk) -> tuple[str | int, ...]:
    interviewees = talk.in_role(Role.INTERVIEWEE)
    return (
        talk.kind,
        talk.status.value,
        kept(talk.began_at or talk.planned_at),
        talk.subject,
        _named(interviewees),
        _shortened(p.unit_name for p in interviewees),
        sum(p.is_present for p in interviewees),
    )


def _named(interviewees: tuple[Participant, ...]) -> str:
    # the count must not be cut off by a narrow column, so of many only one is named
    if len(interviewees) > _NAMES_SHOWN:
        return f"{interviewees[0].name}等{len(interviewees)}人"
    return "、".join(p.name for p in interviewees)


def _body(talk: Talk) -> tuple[str | int | None, ...]:
    return (
        kept(talk.planned_at),
        talk.place,
        talk.prompt_set_id or None,
        kept_if(talk.began_at),
        kept_if(talk.ended_at),
        talk.summary,
        talk.requirement,
        talk.statement,
        talk.text_digest,
        talk.minutes_pages,
        talk.scan_pages,
        talk.refusal_note,
        talk.cancel_reason,
        kept_if(talk.sealed_at),
        talk.delegation,
        talk.id,
    )


def _talk(connection: sqlite.Connection, row: tuple[Any, ...]) -> Talk:
    talk_id, number, kind, subject, status, received_at, planned_at, place, prompt_set_id = row[:9]
    began_at, ended_at, summary, requirement, statement, digest, pages, scan_pages = row[9:17]
    refusal_note, cancel_reason, sealed_at, delegation = row[17:]
    return Talk(
        id=TalkId(talk_id),
        number=number,
        kind=kind,
        subject=subject,
        planned_at=told(planned_at),
        place=place,
        status=TalkStatus(status),
        participants=participants.of(connection, talk_id),
        prompt_set_id=prompt_set_id or "",
        answers=answers.of(connection, talk_id),
        breaks=answers.breaks_of(connection, talk_id),
        corrections=answers.corrections_of(connection, talk_id),
        began_at=told_if(began_at),
        ended_at=told_if(ended_at),
        summary=whole(summary),
        requirement=whole(requirement),
        statement=whole(statement),
        text_digest=digest,
        minutes_pages=pages,
        scan_pages=scan_pages,
        refusal_note=refusal_note,
        cancel_reason=cancel_reason,
        sealed_at=told_if(sealed_at),
        received_at=told_if(received_at),
        delegation=delegation,
    )
