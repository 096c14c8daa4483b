"""A talk with many: who came, who came late, what was stated for whom, and making up (补谈)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta

from app.domain.canonical import digest_of
from app.domain.changes import Changes
from app.domain.ids import TalkId
from app.domain.kind_errors import NobodyOwedError
from app.domain.make_up import MakeUps, absentees, make_up_of
from app.domain.talk import Participant, Talk
from app.services.talk_entries import ParticipantEntry
from app.services.talk_planning import participant
from app.services.talk_work import TalkWork
from app.store import make_ups, talks
from app.store.connection import Connection

SUBJECT_OF_MAKE_UP = "（补谈）"
_MORNING = time(9)


class TalkCollective(TalkWork):
    """The commands and queries about attendance and what follows from it."""

    __slots__ = ()

    def set_present(
        self, talk_id: TalkId, position: int, is_present: bool, reason: str = ""
    ) -> Changes:
        """Note whether a participant came; position counts from 0 in Talk.participants.

        Why somebody did not come may be written later, but before the talk ends. Raises
        WrongStatusError, TalkSealedError.
        """
        absence = "" if is_present else reason.strip()

        def mark(who: Participant) -> Participant:
            return replace(who, is_present=is_present, absence_reason=absence)

        return self._mark(talk_id, position, "talk.attend", mark)

    def arrive_late(self, talk_id: TalkId, position: int) -> Changes:
        """Note that somebody came after the talk had begun, and when.

        Raises WrongStatusError, TalkSealedError.
        """
        now = self.trail.clock.local(self._now())
        remark = f"{now.hour}时{now.minute:02}分到会"

        def mark(who: Participant) -> Participant:
            return replace(who, is_present=True, absence_reason=remark)

        return self._mark(talk_id, position, "talk.attend", mark)

    def state_first_form(self, talk_id: TalkId, position: int, is_stated: bool) -> Changes:
        """Note that for this person the talk is 第一种形态, or take it back.

        Raises WrongStatusError, TalkSealedError.
        """

        def mark(who: Participant) -> Participant:
            return replace(who, is_first_form=is_stated)

        return self._mark(talk_id, position, "talk.first_form", mark)

    # ── making up for absence ────────────────────────────────────────────────────────────────────

    def make_ups(self, talk_id: TalkId) -> MakeUps:
        """Who was absent, who is still owed a talk, and the talks that hang together with this."""
        with self.vault.reading() as connection:
            return self._make_ups(connection, talks.get(connection, talk_id))

    def make_up(self, talk_id: TalkId) -> tuple[TalkId, Changes]:
        """Plan a talk for all who were absent and are still owed one, for the next morning.

        It has the kind, the place and our side of the first; all can be changed before it begins.
        Raises NobodyOwedError, WrongStatusError.
        """
        with self.vault.transaction() as connection:
            first = talks.get(connection, talk_id)
            people = make_up_of(first, owed := self._make_ups(connection, first).owed)
            if not owed:
                raise NobodyOwedError(first.number)
            at = self._next_morning()
            talk = Talk(
                id=TalkId(self.trail.new_id()),
                number=talks.next_number(connection, self._day(at).year),
                kind=first.kind,
                subject=first.subject.removesuffix(SUBJECT_OF_MAKE_UP) + SUBJECT_OF_MAKE_UP,
                planned_at=at,
                place=first.place,
                participants=tuple(self._as_of(connection, who, at) for who in people),
                delegation=first.delegation,
            )
            talks.add(connection, talk)
            make_ups.add(connection, talk.id, first.id)
            self._trace(connection, "talk.plan", talk)
            self.trail.write(connection, "talk.make_up", talk.id, digest_of([first.id, talk.id]))
        return talk.id, Changes.TALKS

    # ── inside ───────────────────────────────────────────────────────────────────────────────────

    def _mark(
        self,
        talk_id: TalkId,
        position: int,
        act: str,
        mark: Callable[[Participant], Participant],
    ) -> Changes:
        with self.vault.transaction() as connection:
            talk = talks.get(connection, talk_id)
            there = list(talk.participants)
            there[position] = mark(there[position])
            talk = talk.with_participants(tuple(there))
            talks.keep_people(connection, talk)
            self._trace(connection, act, talk)
        return Changes.TALKS

    def _make_ups(self, connection: Connection, talk: Talk) -> MakeUps:
        links = make_ups.later(connection, talk.id)
        later = tuple(talks.get(connection, link.id) for link in links)
        before = make_ups.original(connection, talk.id)
        return MakeUps(before, links, absentees(talk, later))

    def _next_morning(self) -> datetime:
        now = self.trail.clock.local(self._now())
        return datetime.combine(now.date() + timedelta(days=1), _MORNING, now.tzinfo)

    def _as_of(self, connection: Connection, who: Participant, at: datetime) -> Participant:
        """The participant with the post of that day, where the register knows it."""
        if who.person_id is None:
            return who
        return participant(
            connection,
            ParticipantEntry(who.role, who.person_id, unit_id=who.unit_id),
            self._day(at),
        )
