"""Numbers about many talks at once."""

from __future__ import annotations

from datetime import datetime

from sqlcipher3 import dbapi2 as sqlite

from app.domain.figure_counting import Found, Heard, HeldTalk
from app.domain.finding import FindingNature
from app.domain.ids import FindingId, TalkId
from app.store.moments import kept

_NOT_RECEIVED = """
SELECT count(*) FROM talk INDEXED BY talk_not_received
WHERE status = 'sealed' AND received_at IS NULL
"""
_ATTENDANCES = """
SELECT coalesce(sum(attendance), 0) FROM talk WHERE day >= ? AND day < ?
    AND status IN ('under_way', 'to_confirm', 'to_sign', 'signed', 'sealed')
"""
_IN_TIME = """t.day >= ? AND t.day < ?
    AND t.status IN ('under_way', 'to_confirm', 'to_sign', 'signed', 'sealed')"""
_HELD = f"""
SELECT t.id, t.kind, EXISTS (SELECT 1 FROM make_up_talk m WHERE m.talk_id = t.id) FROM talk t
WHERE {_IN_TIME} ORDER BY t.day, t.id
"""  # noqa: S608 — constants
_HEARD = f"""
SELECT p.talk_id, coalesce(p.person_id, p.guest_key || char(10) || p.unit_name), p.is_first_form
FROM talk t CROSS JOIN participant p ON p.talk_id = t.id
WHERE {_IN_TIME} AND p.role = 'interviewee' AND p.is_present ORDER BY t.day, t.id, p.position
"""  # noqa: S608 — constants
_FOUND = f"""
SELECT f.id, f.talk_id, f.nature, f.is_common, f.is_personal, f.regulation, f.is_regulation_new
FROM talk t CROSS JOIN finding f ON f.talk_id = t.id
WHERE {_IN_TIME} ORDER BY t.day, t.id, f.year, f.quarter, f.serial
"""  # noqa: S608 — constants


def count_ready(connection: sqlite.Connection) -> int:
    """How many sealed talks the registry does not have yet."""
    return int(connection.execute(_NOT_RECEIVED).fetchone()[0])


def attendances(connection: sqlite.Connection, first: datetime, before: datetime) -> int:
    """How many interviewees came to talks in that time (人次)."""
    values = (kept(first), kept(before))
    return int(connection.execute(_ATTENDANCES, values).fetchone()[0])


def held(connection: sqlite.Connection, first: datetime, before: datetime) -> list[HeldTalk]:
    """The talks begun or held in that time, in the order of their days."""
    values = (kept(first), kept(before))
    return [
        HeldTalk(TalkId(talk_id), kind, bool(is_make_up))
        for talk_id, kind, is_make_up in connection.execute(_HELD, values)
    ]


def heard(connection: sqlite.Connection, first: datetime, before: datetime) -> list[Heard]:
    """Who was talked to in that time, once for each talk."""
    values = (kept(first), kept(before))
    return [
        Heard(TalkId(talk_id), who, bool(is_first_form))
        for talk_id, who, is_first_form in connection.execute(_HEARD, values)
    ]


def found(connection: sqlite.Connection, first: datetime, before: datetime) -> list[Found]:
    """What the talks of that time brought up."""
    values = (kept(first), kept(before))
    return [
        Found(
            FindingId(finding_id),
            TalkId(talk_id),
            FindingNature(nature),
            bool(is_common),
            bool(is_personal),
            regulation,
            bool(is_new),
        )
        for finding_id, talk_id, nature, is_common, is_personal, regulation, is_new in (
            connection.execute(_FOUND, values)
        )
    ]
