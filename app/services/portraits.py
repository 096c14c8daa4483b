"""What users do with portraits (精准画像): made from stored facts, edited, kept, printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.canonical import digest_of
from app.domain.changes import Changes
from app.domain.facts import compared, is_bottom_ranked
from app.domain.finding import Finding
from app.domain.ids import TalkId
from app.domain.people import Role
from app.domain.portrait import (
    EarlierTalk,
    Portrait,
    PortraitGround,
    PortraitPart,
    Section,
    about,
)
from app.domain.portrait_words import parts_of
from app.domain.talk import Participant, Talk
from app.services.settings import read_office
from app.services.talk_planning import is_new_in_post
from app.services.trail import Trail
from app.services.typefaces import fonts_of, read_profile
from app.store import facts, findings, kinds, people, portraits, talks
from app.store.connection import Connection
from app.store.vault import Vault

MOST_EARLIER = 50


@dataclass(frozen=True, slots=True)
class PortraitPaper:
    """The page, and the parts of which lines were left off because it is one page."""

    pdf: bytes
    left_off: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Portraits:
    """The commands and queries about portraits; about tells which interviewee is meant."""

    vault: Vault
    trail: Trail

    def names(self, talk_id: TalkId) -> tuple[tuple[str, str], ...]:
        """Whom a talk has a portrait of: about, and the name; the interviewees in their order."""
        with self.vault.reading() as connection:
            whos = talks.get(connection, talk_id).in_role(Role.INTERVIEWEE)
        return tuple((about(who), who.name) for who in whos)

    def get(self, talk_id: TalkId, whom: str) -> Portrait:
        """The portrait as it was kept, else as stored facts write it now.

        KeyError when the talk has no such interviewee.
        """
        with self.vault.reading() as connection:
            return self._get(connection, talk_id, whom)[0]

    def keep(self, talk_id: TalkId, whom: str, section: Section, text: str) -> Changes:
        """Keep one part in other words for this talk. Raises PortraitTooLongError."""
        with self.vault.transaction() as connection:
            portrait, _ = self._get(connection, talk_id, whom)
            if portrait.text(section) != text:
                self._keep(connection, portrait.edited(section, text))
        return Changes.NONE

    def refresh(self, talk_id: TalkId, whom: str) -> Changes:
        """Make every part anew from stored facts that no hand has written."""
        with self.vault.transaction() as connection:
            portrait, fresh = self._get(connection, talk_id, whom)
            self._keep(connection, portrait.refreshed(fresh))
        return Changes.NONE

    def restore(self, talk_id: TalkId, whom: str, section: Section) -> Changes:
        """Give up what a hand wrote in one part: stored facts write it again."""
        with self.vault.transaction() as connection:
            portrait, fresh = self._get(connection, talk_id, whom)
            self._keep(connection, portrait.restored(section, fresh))
        return Changes.NONE

    def pdf(self, talk_id: TalkId, whom: str) -> tuple[PortraitPaper, Changes]:
        """The portrait as one A4 page, which is noted in the trail.

        Raises MissingGlyphError, FontMissingError.
        """
        # starts faster: the fonts and the PDF library are needed for documents alone
        from app.documents.portrait import PortraitFacts, typeset

        with self.vault.transaction() as connection:
            portrait, _ = self._get(connection, talk_id, whom)
            talk = talks.get(connection, talk_id)
            made_at = self.trail.clock.local(self.trail.clock.now())
            office = read_office(connection).name
            with fonts_of(read_profile(connection)):
                pdf, left_off = typeset(portrait, PortraitFacts(office, talk.number, made_at))
            self.trail.write(connection, "portrait.print", talk_id, digest_of(_plain(portrait)))
        return PortraitPaper(pdf, left_off), Changes.NONE

    # ── inside a transaction ─────────────────────────────────────────────────────────────────────

    def _get(
        self, connection: Connection, talk_id: TalkId, whom: str
    ) -> tuple[Portrait, tuple[PortraitPart, ...]]:
        """The portrait, and what stored facts would write now."""
        talk = talks.get(connection, talk_id)
        who = next((p for p in talk.in_role(Role.INTERVIEWEE) if about(p) == whom), None)
        if who is None:
            raise KeyError(whom)
        fresh = parts_of(self._ground(connection, talk, who))
        kept = portraits.get(connection, talk_id, whom)
        if kept is None:
            return Portrait(talk_id, whom, who.name, fresh), fresh
        parts, at = kept
        return Portrait(talk_id, whom, who.name, parts, at).beside(fresh), fresh

    def _keep(self, connection: Connection, portrait: Portrait) -> None:
        now = self.trail.clock.now()
        portraits.keep(connection, portrait.talk_id, portrait.about, portrait.parts, now)
        content = digest_of(_plain(portrait))
        self.trail.write(connection, "portrait.keep", portrait.talk_id, content)

    def _ground(self, connection: Connection, talk: Talk, who: Participant) -> PortraitGround:
        day = self._day(talk)
        figures = facts.figures(connection, who.unit_id) if who.unit_id else ()
        held = self._held(connection, talk, who)
        last = portraits.asked(connection, held[0][0]) if held else ()
        where = (connection, talk.id, who.unit_id, who.person_id)
        left = [*findings.open_elsewhere(*where), *findings.to_look_back(*where)]
        view = (
            people.post_on(connection, who.person_id, day, who.unit_id) if who.person_id else None
        )
        return PortraitGround(
            day=day,
            who=who,
            person=people.person(connection, who.person_id) if who.person_id else None,
            unit=people.unit(connection, who.unit_id) if who.unit_id else None,
            posts=people.posts(connection, who.person_id) if who.person_id else (),
            figures=compared(figures, day.year),
            is_bottom_ranked=is_bottom_ranked(figures, day.year),
            is_newly_appointed=view is not None and is_new_in_post(view.post, day),
            facts=facts.known(connection, who.unit_id, who.person_id),
            talks=tuple(earlier for _, earlier in held),
            last_asked=last,
            unit_findings=tuple(f for f in left if f.unit_id == who.unit_id and _is_units(f)),
            own_findings=tuple(f for f in left if _is_own(f, who)),
        )

    def _held(
        self, connection: Connection, talk: Talk, who: Participant
    ) -> list[tuple[TalkId, EarlierTalk]]:
        if who.person_id is None:
            return []
        before = talk.began_at or talk.planned_at
        rows = portraits.held(connection, who.person_id, talk.id, before, MOST_EARLIER)
        titles = kinds.titles(connection)
        local = self.trail.clock.local
        return [
            (held_id, EarlierTalk(local(at).date(), titles.get(kind, kind), subject, summary))
            for held_id, at, kind, subject, summary in rows
        ]

    def _day(self, talk: Talk) -> date:
        return self.trail.clock.local(talk.began_at or talk.planned_at).date()


def _is_units(finding: Finding) -> bool:
    return finding.unit_id is not None and not finding.is_personal


def _is_own(finding: Finding, who: Participant) -> bool:
    """What moves with the person: an undertaking, or what was found on nobody's unit."""
    is_theirs = who.person_id is not None and finding.person_id == who.person_id
    return is_theirs and not _is_units(finding)


def _plain(portrait: Portrait) -> list[list[str]]:
    return [[part.section.value, part.text] for part in portrait.parts]
