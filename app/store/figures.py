"""Numbers about many talks at once."""

from __future__ import annotations

from datetime import datetime

from sqlcipher3 import dbapi2 as sqlite

from app.store.moments import kept

_NOT_RECEIVED = """
SELECT count(*) FROM talk INDEXED BY talk_not_received
WHERE status = 'sealed' AND received_at IS NULL
"""
_ATTENDANCES = """
SELECT coalesce(sum(attendance), 0) FROM talk WHERE day >= ? AND day < ?
    AND status IN ('under_way', 'to_confirm', 'to_sign', 'signed', 'sealed')
"""


def count_ready(connection: sqlite.Connection) -> int:
    """How many sealed talks the registry does not have yet."""
    return int(connection.execute(_NOT_RECEIVED).fetchone()[0])


def attendances(connection: sqlite.Connection, first: datetime, before: datetime) -> int:
    """How many interviewees came to talks in that time (人次)."""
    values = (kept(first), kept(before))
    return int(connection.execute(_ATTENDANCES, values).fetchone()[0])
