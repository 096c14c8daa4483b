"""A portrait (精准画像): one page on whoever is talked to, from stored facts, edited by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum

from app.domain.facts import FigureChange, SourceFact
from app.domain.finding import Finding
from app.domain.ids import TalkId
from app.domain.people import Person, PostView, Unit, name_key
from app.domain.preparing_errors import PortraitTooLongError
from app.domain.proposing import LastAsked
from app.domain.talk import Participant

LONGEST_SECTION = 4000


class Section(Enum):
    """The parts of a portrait from top to bottom."""

    WHO = "who"
    POSTS = "posts"
    FIGURES = "figures"
    SOURCES = "sources"
    TALKS = "talks"
    UNIT_FINDINGS = "unit_findings"
    OWN_FINDINGS = "own_findings"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class EarlierTalk:
    """One talk that was held with somebody before."""

    day: date
    kind: str
    subject: str
    summary: str = ""


@dataclass(frozen=True, slots=True)
class PortraitGround:
    """What is stored of one interviewee on the day of the talk; a guest has no person.

    facts and talks are newest first; last_asked is what the newest talk asked.
    """

    day: date
    who: Participant
    person: Person | None = None
    unit: Unit | None = None
    posts: tuple[PostView, ...] = ()
    figures: tuple[FigureChange, ...] = ()
    is_bottom_ranked: bool = False
    is_newly_appointed: bool = False
    facts: tuple[SourceFact, ...] = ()
    talks: tuple[EarlierTalk, ...] = ()
    last_asked: tuple[LastAsked, ...] = ()
    unit_findings: tuple[Finding, ...] = ()
    own_findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class PortraitPart:
    """One part of a portrait; is_edited tells that a hand wrote it."""

    section: Section
    text: str
    is_edited: bool = False


@dataclass(frozen=True, slots=True)
class Portrait:
    """What is said of one interviewee for one talk; kept_at is empty until it was kept.

    news names the parts that stored facts would now write in other words; those edited by hand
    are not among them.
    """

    talk_id: TalkId
    about: str
    name: str
    parts: tuple[PortraitPart, ...]
    kept_at: datetime | None = None
    news: tuple[Section, ...] = ()

    def text(self, section: Section) -> str:
        """The words of one part."""
        return next((part.text for part in self.parts if part.section is section), "")

    def edited(self, section: Section, text: str) -> Portrait:
        """The portrait with one part in other words. Raises PortraitTooLongError."""
        if len(text) > LONGEST_SECTION:
            raise PortraitTooLongError(len(text), LONGEST_SECTION)
        return replace(
            self,
            parts=tuple(
                PortraitPart(section, text, is_edited=True) if p.section is section else p
                for p in self.parts
            ),
        )

    def refreshed(self, fresh: Iterable[PortraitPart]) -> Portrait:
        """The portrait with every part made anew that no hand has written."""
        new = {part.section: part for part in fresh}
        return replace(
            self,
            parts=tuple(p if p.is_edited else new.get(p.section, p) for p in self.parts),
            news=(),
        )

    def restored(self, section: Section, fresh: Iterable[PortraitPart]) -> Portrait:
        """The portrait with one part as stored facts write it, what a hand wrote given up."""
        new = {part.section: part for part in fresh}
        return replace(
            self,
            parts=tuple(new.get(section, p) if p.section is section else p for p in self.parts),
            news=tuple(s for s in self.news if s is not section),
        )

    def beside(self, fresh: Iterable[PortraitPart]) -> Portrait:
        """The portrait that knows which parts would be written otherwise now."""
        new = {part.section: part.text for part in fresh}
        stale = (p for p in self.parts if not p.is_edited and new.get(p.section) != p.text)
        return replace(self, news=tuple(part.section for part in stale))


def about(who: Participant) -> str:
    """By what a portrait is kept: the person's id, or the folded name and unit of a guest."""
    return who.person_id or "@".join(filter(None, (name_key(who.name), name_key(who.unit_name))))
