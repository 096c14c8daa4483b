"""Which talk makes up for the absence from which: all the SQL about it is here."""

from __future__ import annotations

from sqlcipher3 import dbapi2 as sqlite

from app.domain.ids import TalkId
from app.domain.make_up import TalkLink
from app.domain.talk import TalkStatus

_ADD = "INSERT INTO make_up_talk (talk_id, original_id) VALUES (?, ?)"
_ORIGINAL = """
SELECT t.id, t.number, t.status FROM make_up_talk m CROSS JOIN talk t ON t.id = m.original_id
WHERE m.talk_id = ?
"""
_LATER = """
SELECT t.id, t.number, t.status FROM make_up_talk m CROSS JOIN talk t ON t.id = m.talk_id
WHERE m.original_id = ? ORDER BY t.number_year, t.serial
"""


def add(connection: sqlite.Connection, talk_id: TalkId, original: TalkId) -> None:
    """Keep that one talk makes up for another."""
    connection.execute(_ADD, (talk_id, original))


def original(connection: sqlite.Connection, talk_id: TalkId) -> TalkLink | None:
    """The talk this one makes up for, if it does."""
    return next((_link(*row) for row in connection.execute(_ORIGINAL, (talk_id,))), None)


def later(connection: sqlite.Connection, talk_id: TalkId) -> tuple[TalkLink, ...]:
    """The talks that make up for this one, in the order of their numbers."""
    return tuple(_link(*row) for row in connection.execute(_LATER, (talk_id,)))


def _link(talk_id: str, number: str, status: str) -> TalkLink:
    return TalkLink(TalkId(talk_id), number, TalkStatus(status))
