"""Planned and used time by area, and where the cursor stood: all their SQL is here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlcipher3 import dbapi2 as sqlite

from app.domain.ids import TalkId
from app.domain.talk_times import OUTSIDE, Cursor, TalkTimes
from app.store.moments import kept, told

_AREAS = "SELECT area, planned_minutes, used_seconds FROM talk_area WHERE talk_id = ?"
_CURSOR = """
SELECT c.place, c.position, c.scroll, c.kept_at, coalesce(a.area, p.area, '')
FROM talk_cursor c
LEFT JOIN answer a ON a.talk_id = c.talk_id AND a.id = c.place
LEFT JOIN prompt p ON p.prompt_set_id = a.prompt_set_id AND p.number = a.prompt_number
WHERE c.talk_id = ?
"""
_AREA_AT = """
SELECT coalesce(a.area, p.area, '') FROM answer a
LEFT JOIN prompt p ON p.prompt_set_id = a.prompt_set_id AND p.number = a.prompt_number
WHERE a.talk_id = ? AND a.id = ?
"""
_IS_UNDER_WAY = "SELECT 1 FROM talk WHERE id = ? AND status = 'under_way'"
_PLAN = """
INSERT INTO talk_area (talk_id, area, planned_minutes) VALUES (?, ?, ?)
ON CONFLICT (talk_id, area) DO UPDATE SET planned_minutes = excluded.planned_minutes
"""
_USE = """
INSERT INTO talk_area (talk_id, area, used_seconds) VALUES (?, ?, ?)
ON CONFLICT (talk_id, area) DO UPDATE SET used_seconds = excluded.used_seconds
"""
_KEEP_CURSOR = """
INSERT INTO talk_cursor (talk_id, place, position, scroll, kept_at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (talk_id) DO UPDATE SET place = excluded.place, position = excluded.position,
    scroll = excluded.scroll, kept_at = excluded.kept_at
"""
_LAST_KEPT = "SELECT kept_at FROM talk_cursor WHERE talk_id = ?"


def of(connection: sqlite.Connection, talk_id: TalkId) -> TalkTimes:
    """The times of a talk, complete until the cursor was kept last."""
    planned: dict[str, int] = {}
    used: dict[str, int] = {}
    for area, minutes, seconds in connection.execute(_AREAS, (talk_id,)):
        if minutes:
            planned[area] = minutes
        if seconds:
            used[area] = seconds
    row = connection.execute(_CURSOR, (talk_id,)).fetchone()
    if row is None:
        return TalkTimes(planned, used)
    place, position, scroll, kept_at, area = row
    return TalkTimes(planned, used, Cursor(place, position, scroll), area, told(kept_at))


def area_at(connection: sqlite.Connection, talk_id: TalkId, place: str) -> str:
    """The area of the question at that place, or nothing."""
    row = connection.execute(_AREA_AT, (talk_id, place)).fetchone()
    return str(row[0]) if row else OUTSIDE


def is_under_way(connection: sqlite.Connection, talk_id: TalkId) -> bool:
    """Whether the talk is going on."""
    return connection.execute(_IS_UNDER_WAY, (talk_id,)).fetchone() is not None


def keep(
    connection: sqlite.Connection, talk_id: TalkId, before: TalkTimes, times: TalkTimes
) -> None:
    """Keep the cursor and what has changed of the seconds used; before is what the vault holds."""
    if times.cursor is None or times.noted_at is None:
        return
    for area, seconds in times.used.items():
        if before.used.get(area) != seconds:
            connection.execute(_USE, (talk_id, area, seconds))
    cursor = times.cursor
    values = (talk_id, cursor.place, cursor.position, cursor.scroll, kept(times.noted_at))
    connection.execute(_KEEP_CURSOR, values)


def plan(connection: sqlite.Connection, talk_id: TalkId, minutes: Mapping[str, int]) -> None:
    """Keep how many minutes each area is to take."""
    connection.executemany(_PLAN, [(talk_id, area, count) for area, count in minutes.items()])


def last_kept(connection: sqlite.Connection, talk_id: TalkId) -> datetime | None:
    """When the cursor of a talk, and with it what was typed, was kept last."""
    row = connection.execute(_LAST_KEPT, (talk_id,)).fetchone()
    return told(row[0]) if row else None
