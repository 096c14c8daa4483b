"""Portraits as they were kept for a talk, and what was asked in earlier talks: the SQL of both."""

from __future__ import annotations

import json
from datetime import datetime

from sqlcipher3 import dbapi2 as sqlite

from app.domain.ids import AnswerId, PersonId, TalkId
from app.domain.portrait import PortraitPart, Section
from app.domain.proposing import LastAsked
from app.store.faults import whole
from app.store.moments import kept, told

_GET = "SELECT body, kept_at FROM portrait WHERE talk_id = ? AND about = ?"
_KEEP = """
INSERT INTO portrait (talk_id, about, body, kept_at) VALUES (?, ?, ?, ?)
ON CONFLICT (talk_id, about) DO UPDATE SET body = excluded.body, kept_at = excluded.kept_at
"""
_HELD = """
SELECT t.id, t.day, t.kind, t.subject, b.summary
FROM (SELECT DISTINCT talk_id FROM participant
    WHERE person_id = :person AND role = 'interviewee' AND is_present) p
CROSS JOIN talk t ON t.id = p.talk_id JOIN talk_body b ON b.talk_id = t.id
WHERE t.id <> :talk AND t.day < :before AND (t.status = 'to_confirm' OR t.status = 'to_sign'
    OR t.status = 'signed' OR t.status = 'sealed')
ORDER BY t.day DESC, t.id DESC LIMIT :limit
"""
_ASKED = """
SELECT coalesce(a.prompt_set_id, ''), coalesce(a.prompt_number, ''),
    coalesce(a.question, p.question), a.text <> '', a.skipped_reason
FROM answer a LEFT JOIN prompt p
    ON p.prompt_set_id = a.prompt_set_id AND p.number = a.prompt_number
WHERE a.talk_id = ? ORDER BY a.place
"""
_ASKED_ONE = """
SELECT coalesce(a.prompt_set_id, ''), coalesce(a.prompt_number, ''),
    coalesce(a.question, p.question), a.text <> '', a.skipped_reason
FROM answer a LEFT JOIN prompt p
    ON p.prompt_set_id = a.prompt_set_id AND p.number = a.prompt_number
WHERE a.talk_id = ? AND a.id = ?
"""


def get(
    connection: sqlite.Connection, talk_id: TalkId, about: str
) -> tuple[tuple[PortraitPart, ...], datetime] | None:
    """The parts that were kept and when, or None."""
    row = connection.execute(_GET, (talk_id, about)).fetchone()
    if row is None:
        return None
    kept_parts = json.loads(whole(row[0]))
    known = {section.value for section in Section}
    parts = tuple(
        PortraitPart(Section(key), text, is_edited)
        for key, text, is_edited in kept_parts
        if key in known
    )
    return parts, told(row[1])


def keep(
    connection: sqlite.Connection,
    talk_id: TalkId,
    about: str,
    parts: tuple[PortraitPart, ...],
    at: datetime,
) -> None:
    """Keep a portrait in place of the one kept before."""
    body = json.dumps(
        [[part.section.value, part.text, part.is_edited] for part in parts], ensure_ascii=False
    )
    connection.execute(_KEEP, (talk_id, about, body, kept(at)))


def held(
    connection: sqlite.Connection,
    person_id: PersonId,
    talk_id: TalkId,
    before: datetime,
    limit: int,
) -> list[tuple[TalkId, datetime, str, str, str]]:
    """Talks that were held with a person before a moment: id, moment, kind, subject, summary."""
    values = {"person": person_id, "talk": talk_id, "before": kept(before), "limit": limit}
    return [
        (TalkId(held_id), told(day), kind, subject, whole(summary))
        for held_id, day, kind, subject, summary in connection.execute(_HELD, values)
    ]


def asked(connection: sqlite.Connection, talk_id: TalkId) -> tuple[LastAsked, ...]:
    """How every question of a talk ended, in order."""
    return tuple(
        LastAsked(set_id, number, question, bool(is_answered), reason)
        for set_id, number, question, is_answered, reason in connection.execute(_ASKED, (talk_id,))
    )


def asked_one(
    connection: sqlite.Connection, talk_id: TalkId, answer_id: AnswerId
) -> LastAsked | None:
    """How one question of a talk ended, or None when there is no such answer."""
    row = connection.execute(_ASKED_ONE, (talk_id, answer_id)).fetchone()
    return LastAsked(row[0], row[1], row[2], bool(row[3]), row[4]) if row else None
