"""The newest version of each talk at the registry's desk: its line, and what is counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from app.domain.registry import FoundTalk, TakenTalk
from app.store import registry_words

_KNOWN = "SELECT full_sequence, day FROM newest_talk WHERE office_code = ? AND talk_id = ?"
_NEWEST = """
INSERT INTO newest_talk (office_code, talk_id, sequence, full_sequence, number, kind, kind_title,
    is_collective, is_make_up, day, subject, interviewees, unit_names, findings)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (office_code, talk_id) DO UPDATE SET
    sequence = excluded.sequence, full_sequence = excluded.full_sequence,
    number = excluded.number, kind = excluded.kind, kind_title = excluded.kind_title,
    is_collective = excluded.is_collective, is_make_up = excluded.is_make_up,
    day = excluded.day, subject = excluded.subject, interviewees = excluded.interviewees,
    unit_names = excluded.unit_names, findings = excluded.findings
"""
_FORGET = (
    "DELETE FROM newest_heard WHERE office_code = ? AND day = ? AND talk_id = ?",
    "DELETE FROM newest_finding WHERE office_code = ? AND day = ? AND talk_id = ?",
)
_HEARD = """
INSERT INTO newest_heard (office_code, day, talk_id, position, kind_title, is_collective, who,
    is_first_form)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
_FINDING = """
INSERT INTO newest_finding (office_code, day, talk_id, finding_id, status, nature, is_common,
    is_personal, regulation, is_regulation_new)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_LINE = """
SELECT t.office_code, o.name, t.sequence, t.full_sequence, t.talk_id, t.number, t.kind_title,
    t.day, t.subject, t.interviewees, t.unit_names, t.findings
FROM newest_talk t CROSS JOIN office o ON o.code = t.office_code
"""
_BY_ID = f"{_LINE} WHERE t.office_code = ? AND t.talk_id = ?"
_KINDS = "SELECT DISTINCT kind_title FROM newest_talk ORDER BY kind_title"
_UNREAD = """
SELECT office_code, sequence, talk_id FROM talk_unread
ORDER BY office_code, sequence, talk_id LIMIT ?
"""
_READ = "DELETE FROM talk_unread WHERE office_code = ? AND sequence = ? AND talk_id = ?"


def bring_up(connection: sqlite.Connection, talk: TakenTalk) -> None:
    """The version that comes now is the newest one; its words are taken in by and by."""
    key = (talk.office_code, talk.talk_id)
    known = connection.execute(_KNOWN, key).fetchone()
    full = talk.sequence if talk.is_full else (known[0] if known else 0)
    connection.execute(
        _NEWEST,
        (
            *key,
            talk.sequence,
            full,
            talk.number,
            talk.kind,
            talk.kind_title,
            int(talk.is_collective),
            int(talk.is_make_up),
            talk.day,
            talk.subject,
            talk.interviewees,
            talk.unit_names,
            len(talk.findings),
        ),
    )
    if known:
        for forget in _FORGET:
            connection.execute(forget, (talk.office_code, known[1], talk.talk_id))
    _count(connection, talk)
    registry_words.wait(connection, *key)


def _count(connection: sqlite.Connection, talk: TakenTalk) -> None:
    """What figures walk: who came, and what the talk brought up."""
    key = (talk.office_code, talk.day, talk.talk_id)
    kind = (talk.kind_title, int(talk.is_collective))
    connection.executemany(
        _HEARD,
        ((*key, at, *kind, h.who, int(h.is_first_form)) for at, h in enumerate(talk.heard)),
    )
    connection.executemany(
        _FINDING,
        (
            (
                *key,
                f.id,
                f.status,
                f.nature,
                int(f.is_common),
                int(f.is_personal),
                f.regulation,
                int(f.is_regulation_new),
            )
            for f in talk.findings
        ),
    )


def line(connection: sqlite.Connection, office_code: str, talk_id: str, mark: str) -> FoundTalk:
    """A talk in a list. Raises KeyError."""
    row = connection.execute(_BY_ID, (office_code, talk_id)).fetchone()
    if row is None:
        raise KeyError(talk_id)
    return told(row, mark)


def lines(
    connection: sqlite.Connection, where: str, values: Sequence[object], limit: int
) -> list[FoundTalk]:
    """Talks by a condition of the caller's making, the newest day first."""
    order = "ORDER BY t.day DESC, t.office_code, t.talk_id LIMIT ?"
    sql = f"{_LINE} WHERE {where} {order}"
    found = connection.execute(sql, (*values, limit)).fetchall()
    return [told(row, mark_of(row[7], row[0], row[4])) for row in found]


def mark_of(day: str, office_code: str, talk_id: str) -> str:
    """Where the next page begins after this talk."""
    return f"{day} {office_code} {talk_id}"


def kinds(connection: sqlite.Connection) -> list[str]:
    """The titles of all kinds of talk that came."""
    return [row[0] for row in connection.execute(_KINDS)]


def unread(connection: sqlite.Connection, limit: int) -> list[tuple[str, int, str]]:
    """Talks of a desk of old that have no newest version yet, each package after the other."""
    found = connection.execute(_UNREAD, (limit,)).fetchall()
    return [(code, sequence, talk_id) for code, sequence, talk_id in found]


def read(connection: sqlite.Connection, office_code: str, sequence: int, talk_id: str) -> None:
    """A talk of old was brought up."""
    connection.execute(_READ, (office_code, sequence, talk_id))


def told(row: tuple[Any, ...], mark: str) -> FoundTalk:
    """A row of the line as a talk in a list."""
    code, name, sequence, full, talk_id, number, kind, day, subject, *people, findings = row
    interviewees, unit_names = people
    return FoundTalk(
        office_code=code,
        office_name=name,
        sequence=sequence,
        full_sequence=full,
        talk_id=talk_id,
        number=number,
        kind_title=kind,
        day=date.fromisoformat(day),
        subject=subject,
        interviewees=interviewees,
        unit_names=unit_names,
        findings=findings,
        mark=mark,
    )
