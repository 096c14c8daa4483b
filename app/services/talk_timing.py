"""The time of a talk by area, and the place where one writes; kept while one talks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from app.domain.canonical import digest_of
from app.domain.changes import Changes
from app.domain.ids import TalkId
from app.domain.talk import BEFORE_TALK, OPEN_TEXT
from app.domain.talk_times import Cursor, TalkTimes
from app.services.talk_work import TalkWork
from app.store import answers, talk_times, talks
from app.store.connection import Connection

LONGEST_MINUTES = 600  # nobody plans more for one area; ten hours


class TalkTiming(TalkWork):
    """The commands and queries about time and place in a talk."""

    __slots__ = ()

    def times(self, talk_id: TalkId) -> TalkTimes:
        """Planned and used time, complete until the cursor was kept last, and that cursor."""
        with self.vault.reading() as connection:
            return talk_times.of(connection, talk_id)

    def plan_minutes(self, talk_id: TalkId, minutes: Mapping[str, int]) -> Changes:
        """Keep how many minutes each area is to take, 0 for no plan, as long as its text is open.

        Minutes below 0 or above LONGEST_MINUTES are taken as the nearest of these.
        Raises WrongStatusError, TalkSealedError.
        """
        held = {area: min(max(0, count), LONGEST_MINUTES) for area, count in minutes.items()}
        with self.vault.transaction() as connection:
            talks.get(connection, talk_id).check_step("plan_minutes", *BEFORE_TALK, *OPEN_TEXT)
            talk_times.plan(connection, talk_id, held)
            self.trail.write(connection, "talk.minutes", talk_id, digest_of(sorted(held.items())))
        return Changes.TALKS

    def keep_cursor(self, talk_id: TalkId, cursor: Cursor) -> Changes:
        """Keep where one writes, with the time used until now; of a talk under way alone.

        It leaves no trace in the trail: nothing of the record is altered by it.
        """
        with self.vault.transaction() as connection:
            if talk_times.is_under_way(connection, talk_id):
                self._note_cursor(connection, talk_id, cursor)
        return Changes.NONE

    def record_interruption(
        self, talk_id: TalkId, before: TalkTimes, until: datetime, note: str
    ) -> Changes:
        """Note as a break the time in which the talk was broken off.

        before is what was known when it was opened again, until the moment of that; if time was
        noted since, the gap is taken back from the area it had been charged to.
        Raises WrongStatusError, TalkSealedError, BreakOpenError, EndBeforeStartError.
        """
        with self.vault.transaction() as connection:
            old = talks.get(connection, talk_id)
            talk = old.interrupted(before.noted_at or until, until, note.strip())
            noted = talk_times.of(connection, talk_id)
            answers.add_break(connection, talk_id, talk.breaks[-1])
            mended = noted.without(before, until, old.breaks)
            talk_times.keep(connection, talk_id, noted, mended)
            self._trace(connection, "talk.interrupt", talk)
        return Changes.TALKS

    def _note_cursor(self, connection: Connection, talk_id: TalkId, cursor: Cursor) -> None:
        """Add the time since the last note to the area it belongs to, and move the cursor."""
        before = talk_times.of(connection, talk_id)
        area = before.area
        if before.cursor is None or before.cursor.place != cursor.place:
            area = talk_times.area_at(connection, talk_id, cursor.place)
        times = before.until(self._now(), answers.breaks_of(connection, talk_id))
        talk_times.keep(connection, talk_id, before, times.turned_to(cursor, area))

    def _note_time(self, connection: Connection, talk_id: TalkId) -> None:
        """Add the time since the last note where the cursor is, as the talk comes to its end."""
        before = talk_times.of(connection, talk_id)
        times = before.until(self._now(), answers.breaks_of(connection, talk_id))
        talk_times.keep(connection, talk_id, before, times)
