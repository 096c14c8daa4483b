"""What users do with outlines (提纲): proposed with reasons, and printed in large type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from app.domain.changes import Changes
from app.domain.finding import Finding
from app.domain.ids import TalkId
from app.domain.people import Role
from app.domain.prompts import PromptSet
from app.domain.proposing import (
    LastAsked,
    OutlineGround,
    OutlineItem,
    Past,
    Proposed,
    items_of,
)
from app.domain.talk import BEFORE_TALK, Talk
from app.services.local_talk import in_local_time
from app.services.settings import read_office
from app.services.talk_planning import TalkPlanning
from app.services.trail import Trail
from app.services.typefaces import fonts_of, read_profile
from app.store import findings, kinds, portraits, prompts, talk_times, talks
from app.store.connection import Connection
from app.store.vault import Vault


@dataclass(frozen=True, slots=True)
class Outlines:
    """The commands and queries about what is going to be asked."""

    vault: Vault
    trail: Trail

    def ground(self, talk_id: TalkId) -> OutlineGround:
        """All that an outline is made from; KeyError in a vault without prompts.

        Before the talk it is the newest set, and of an outline kept with an older one what that
        set still has; afterwards the very set the talk was prepared with.
        """
        situations = TalkPlanning(self.vault, self.trail).situations(talk_id)
        with self.vault.reading() as connection:
            talk = talks.get(connection, talk_id)
            in_force = self._set(connection, talk)
            return OutlineGround(
                prompts=in_force,
                situations=situations,
                past=self._past(connection, talk),
                items=_carried(talk, in_force),
                minutes=talk_times.of(connection, talk_id).planned,
            )

    def propose(self, talk_id: TalkId) -> tuple[Proposed, ...]:
        """Every prompt of the set in order, with the reasons to ask it."""
        return self.ground(talk_id).proposed()

    def pdf(self, talk_id: TalkId) -> tuple[bytes, Changes]:
        """The outline that was kept, in large type; private notes are never on it.

        Noted in the trail. Raises MissingGlyphError, FontMissingError.
        """
        # starts faster: the fonts and the PDF library are needed for documents alone
        from app.documents.outline import OutlineFacts, typeset

        with self.vault.transaction() as connection:
            talk = in_local_time(talks.get(connection, talk_id), self.trail.clock)
            used = prompts.get(connection, talk.prompt_set_id) if talk.prompt_set_id else None
            facts = OutlineFacts(
                office=read_office(connection).name,
                kind=kinds.of(connection, talk.kind).title,
                areas={area.key: area.title for area in used.areas} if used else {},
                minutes=talk_times.of(connection, talk_id).planned,
                made_at=self.trail.clock.local(self.trail.clock.now()),
            )
            with fonts_of(read_profile(connection)):
                pdf = typeset(talk, facts)
            self.trail.write(connection, "talk.outline", talk_id)
        return pdf, Changes.NONE

    # ── inside a transaction ─────────────────────────────────────────────────────────────────────

    def _set(self, connection: Connection, talk: Talk) -> PromptSet:
        """The set to choose from; in a kind of talk that is free in what it asks nothing binds."""
        if talk.prompt_set_id and talk.status not in BEFORE_TALK:
            used = prompts.get(connection, talk.prompt_set_id)
        elif (newest := prompts.newest(connection)) is None:
            raise KeyError
        else:
            used = newest
        return used if kinds.of(connection, talk.kind).asks_all_required else used.unbound()

    def _past(self, connection: Connection, talk: Talk) -> Past:
        """What the newest talk with the same person left; of several persons only the findings."""
        whos = talk.in_role(Role.INTERVIEWEE)
        opened: dict[str, Finding] = {}
        closed: dict[str, Finding] = {}
        for who in whos:
            where = (connection, talk.id, who.unit_id, who.person_id)
            opened.update((one.id, one) for one in findings.open_elsewhere(*where))
            closed.update((one.id, one) for one in findings.to_look_back(*where))
        left = tuple(sorted(opened.values(), key=lambda f: (f.deadline, f.number)))
        past = Past(
            findings=left,
            raised=tuple(_raised(connection, left)),
            looked_at=tuple(_raised(connection, closed.values())),
        )
        if len(whos) != 1 or whos[0].person_id is None:
            return past
        before = talk.began_at or talk.planned_at
        held = portraits.held(connection, whos[0].person_id, talk.id, before, 1)
        if not held:
            return past
        day = self.trail.clock.local(held[0][1]).date()
        return replace(past, day=day, asked=portraits.asked(connection, held[0][0]))


def _raised(connection: Connection, findings: Iterable[Finding]) -> Iterator[tuple[LastAsked, str]]:
    """Which question brought up which finding."""
    for finding in findings:
        if finding.answer_id is not None:
            asked = portraits.asked_one(connection, finding.talk_id, finding.answer_id)
            if asked is not None:
                yield asked, finding.number


def _carried(talk: Talk, in_force: PromptSet) -> tuple[OutlineItem, ...]:
    """The outline that was kept, in the numbers of the set in force."""
    items = items_of(talk)
    if talk.prompt_set_id == in_force.id:
        return items
    numbers = {prompt.text: prompt.number for prompt in in_force.prompts}
    areas = {area.key for area in in_force.areas}
    words = {answer.prompt_number: answer.question for answer in talk.answers}
    carried = []
    for item in items:
        if not item.prompt_number:
            area = item.area if item.area in areas else in_force.areas[0].key
            carried.append(OutlineItem(area=area, question=item.question))
        elif number := numbers.get(words[item.prompt_number]):
            area = in_force.prompt(number).area
            carried.append(OutlineItem(number, area, skipped_reason=item.skipped_reason))
    return tuple(carried)
