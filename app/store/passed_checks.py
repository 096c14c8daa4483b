"""Remarks that somebody looked at and left, with the reason: all the SQL about them is here."""

from __future__ import annotations

from sqlcipher3 import dbapi2 as sqlite

from app.domain.ids import TalkId
from app.domain.remarks import Passed
from app.store.faults import whole
from app.store.moments import kept, told

_OF = "SELECT rule, mark, reason, at FROM passed_check WHERE talk_id = ? ORDER BY at, rule, mark"
_ADD = """
INSERT INTO passed_check (talk_id, rule, mark, reason, at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (talk_id, rule, mark) DO UPDATE SET reason = excluded.reason, at = excluded.at
"""
_REMOVE = "DELETE FROM passed_check WHERE talk_id = ? AND mark = ?"


def of(connection: sqlite.Connection, talk_id: TalkId) -> dict[str, Passed]:
    """What was passed in a talk, by its mark."""
    rows = connection.execute(_OF, (talk_id,))
    return {mark: Passed(rule, mark, whole(reason), told(at)) for rule, mark, reason, at in rows}


def add(connection: sqlite.Connection, talk_id: TalkId, passed: Passed) -> None:
    """Keep that a remark was passed; a later reason takes the place of an earlier one."""
    values = (talk_id, passed.rule, passed.mark, passed.reason, kept(passed.at))
    connection.execute(_ADD, values)


def remove(connection: sqlite.Connection, talk_id: TalkId, mark: str) -> bool:
    """Take back that a remark was passed; whether it had been."""
    return int(connection.execute(_REMOVE, (talk_id, mark)).rowcount) == 1
