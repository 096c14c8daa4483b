"""A talk before it begins: planned, put off, called off, prepared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from app.domain.calendar import months_later
from app.domain.changes import Changes
from app.domain.facts import is_bottom_ranked
from app.domain.ids import AnswerId, TalkId
from app.domain.people import Post, Role, clean_name
from app.domain.prompts import PromptSet, Situation
from app.domain.proposing import OutlineItem, blank_answers
from app.domain.talk import Participant, Talk
from app.services.talk_entries import ParticipantEntry, TalkEntry
from app.services.talk_work import TalkWork
from app.store import facts, findings, kinds, people, prompts, talk_times, talks
from app.store.connection import Connection

NEW_IN_POST_MONTHS = 12  # so long after the appointment the questions for newcomers apply


class TalkPlanning(TalkWork):
    """The commands and queries about a talk that has not begun."""

    __slots__ = ()

    def plan(self, entry: TalkEntry) -> tuple[TalkId, Changes]:
        """Plan a talk; it gets the next number of its year.

        Raises NameMissingError, NameTooLongError, NameUnprintableError.
        """
        with self.vault.transaction() as connection:
            talk = Talk(
                id=TalkId(self.trail.new_id()),
                number=talks.next_number(connection, self._day(entry.planned_at).year),
                kind=entry.kind,
                subject=entry.subject.strip(),
                planned_at=entry.planned_at,
                place=entry.place.strip(),
                participants=self._participants(connection, entry),
                delegation=entry.delegation.strip(),
            )
            talks.add(connection, talk)
            self._trace(connection, "talk.plan", talk)
        return talk.id, Changes.TALKS

    def change_plan(self, talk_id: TalkId, entry: TalkEntry) -> Changes:
        """Change a talk that has not begun; the posts are those of the new day.

        Raises WrongStatusError, TalkSealedError, NameMissingError, NameTooLongError,
        NameUnprintableError.
        """
        with self.vault.transaction() as connection:
            old = talks.get(connection, talk_id).planned_anew(entry.planned_at, entry.place.strip())
            talk = replace(
                old,
                kind=entry.kind,
                subject=entry.subject.strip(),
                delegation=entry.delegation.strip(),
            )
            talk = talk.with_participants(self._participants(connection, entry))
            talks.keep_people(connection, talk)
            self._trace(connection, "talk.change_plan", talk)
        return Changes.TALKS

    def reschedule(self, talk_id: TalkId, at: datetime, place: str) -> Changes:
        """Put a talk off to another time or place. Raises WrongStatusError, TalkSealedError."""
        self._step(talk_id, "talk.reschedule", lambda talk: talk.planned_anew(at, place.strip()))
        return Changes.TALKS

    def cancel(self, talk_id: TalkId, reason: str) -> Changes:
        """Call a talk off. Raises WrongStatusError, TalkSealedError, ReasonMissingError."""
        self._step(talk_id, "talk.cancel", lambda talk: talk.cancelled(reason))
        return Changes.TALKS

    def situation(self, talk_id: TalkId) -> Situation:
        """What is known of the interviewee and the unit, by which prompts apply."""
        with self.vault.reading() as connection:
            talk = talks.get(connection, talk_id)
            for interviewee in talk.in_role(Role.INTERVIEWEE):
                return self._situation(connection, talk, interviewee)
        return Situation()

    def situations(self, talk_id: TalkId) -> tuple[Situation, ...]:
        """The situations of all who are talked to, each once; one that is blank for nobody."""
        with self.vault.reading() as connection:
            talk = talks.get(connection, talk_id)
            return self._situations(connection, talk)

    def prepare(
        self,
        talk_id: TalkId,
        items: tuple[str | OutlineItem, ...],
        minutes: Mapping[str, int] | None = None,
    ) -> Changes:
        """Choose what is asked, in the order given: prompts of the newest set, own questions.

        An item that is a text is the number of a prompt. minutes are planned for each area.
        In a talk of the full form a required prompt that applies and is neither an item nor skipped
        by one comes after them: the talk cannot end before it is answered or skipped with a reason.
        Raises WrongStatusError, TalkSealedError, NothingAskedError and what check_people raises.
        """
        with self.vault.transaction() as connection:
            prompt_set = prompts.newest(connection)
            planned = talks.get(connection, talk_id)
            if prompt_set and items and kinds.of(connection, planned.kind).asks_all_required:
                items = (*items, *self._left_out(connection, planned, prompt_set, items))
            ids = (AnswerId(self.trail.new_id()) for _ in items)
            answers = blank_answers(prompt_set, items, ids) if prompt_set else ()
            talk = planned.prepared(prompt_set.id if prompt_set else "", answers)
            talks.keep_questions(connection, talk)
            if minutes is not None:
                talk_times.plan(connection, talk_id, minutes)
            self._trace(connection, "talk.prepare", talk)
        return Changes.TALKS | Changes.ANSWERS

    def _participants(self, connection: Connection, entry: TalkEntry) -> tuple[Participant, ...]:
        day = self._day(entry.planned_at)
        return tuple(participant(connection, typed, day) for typed in entry.participants)

    def _situations(self, connection: Connection, talk: Talk) -> tuple[Situation, ...]:
        whos = talk.in_role(Role.INTERVIEWEE)
        found = [self._situation(connection, talk, who) for who in whos]
        return tuple(dict.fromkeys(found)) or (Situation(),)

    def _left_out(
        self,
        connection: Connection,
        talk: Talk,
        prompt_set: PromptSet,
        items: tuple[str | OutlineItem, ...],
    ) -> tuple[str, ...]:
        """The numbers of required prompts that apply to somebody and are not among the items."""
        named = {item if isinstance(item, str) else item.prompt_number for item in items}
        left = {
            prompt.number
            for situation in self._situations(connection, talk)
            for prompt in prompt_set.left_out(situation, named)
        }
        return tuple(prompt.number for prompt in prompt_set.prompts if prompt.number in left)

    def _situation(self, connection: Connection, talk: Talk, who: Participant) -> Situation:
        day = self._day(talk.planned_at)
        unit = people.unit(connection, who.unit_id) if who.unit_id else None
        return Situation(
            unit_kind=unit.kind if unit else None,
            is_newly_appointed=bool(
                who.person_id
                and (view := people.post_on(connection, who.person_id, day, who.unit_id))
                and is_new_in_post(view.post, day)
            ),
            has_open_findings=bool(
                findings.open_elsewhere(connection, talk.id, who.unit_id, who.person_id)
            ),
            is_bottom_ranked=bool(
                who.unit_id and is_bottom_ranked(facts.figures(connection, who.unit_id), day.year)
            ),
        )


def is_new_in_post(post: Post, day: date) -> bool:
    """Whether the post was taken up so lately that the questions for newcomers apply."""
    since = post.since.first_day() if post.since else None
    return since is not None and since <= day < months_later(since, NEW_IN_POST_MONTHS)


def participant(connection: Connection, typed: ParticipantEntry, day: date) -> Participant:
    """The participant with the post of that day from the register, where it was not typed.

    Raises NameMissingError, NameTooLongError, NameUnprintableError.
    """
    if typed.person_id is None:
        name = clean_name(typed.name, "person")
        return Participant(typed.role, name, typed.unit_name.strip(), typed.title.strip())
    person = people.person(connection, typed.person_id)
    view = people.post_on(connection, typed.person_id, day, typed.unit_id)
    return Participant(
        role=typed.role,
        name=person.name,
        unit_name=typed.unit_name.strip() or (view.unit_name if view else ""),
        title=typed.title.strip() or (view.post.title if view else ""),
        person_id=person.id,
        unit_id=view.post.unit_id if view else typed.unit_id,
    )
