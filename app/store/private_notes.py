"""The interviewer's private notes, one for each talk: all the SQL about them is here.

No document, no package, no search and no list reads this table; tests hold it to that.
"""

from __future__ import annotations

from datetime import datetime

from sqlcipher3 import dbapi2 as sqlite

from app.domain.ids import TalkId
from app.store.faults import whole
from app.store.moments import kept

_GET = "SELECT text FROM private_note WHERE talk_id = ?"
_KEEP = """
INSERT INTO private_note (talk_id, text, kept_at) VALUES (?, ?, ?)
ON CONFLICT (talk_id) DO UPDATE SET text = excluded.text, kept_at = excluded.kept_at
"""
_REMOVE = "DELETE FROM private_note WHERE talk_id = ?"


def get(connection: sqlite.Connection, talk_id: TalkId) -> str:
    """What was noted for a talk, or nothing."""
    row = connection.execute(_GET, (talk_id,)).fetchone()
    return whole(row[0]) if row else ""


def keep(connection: sqlite.Connection, talk_id: TalkId, text: str, at: datetime) -> None:
    """Keep what is noted in place of what was; an empty note is forgotten."""
    if text:
        connection.execute(_KEEP, (talk_id, text, kept(at)))
    else:
        forget(connection, talk_id)


def forget(connection: sqlite.Connection, talk_id: TalkId) -> None:
    """Forget what was noted for a talk."""
    connection.execute(_REMOVE, (talk_id,))
