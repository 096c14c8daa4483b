"""Looking for words in everything the vault holds: what is asked, and what is found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from app.domain.finding import FindingStatus
from app.domain.ids import TalkId, UnitId
from app.domain.talk import TalkStatus


class FoundKind(Enum):
    """What sort of thing was found."""

    PERSON = "person"
    TALK = "talk"
    FINDING = "finding"
    ATTACHMENT = "attachment"


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """What a search is narrowed to; empty means all.

    first_day and last_day are days by the clock on the wall, both within. kinds are keys of kinds
    of talk, areas and tags their keys; a tag of the upper level stands for those under it.
    """

    first_day: date | None = None
    last_day: date | None = None
    kinds: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    statuses: tuple[TalkStatus, ...] = ()
    unit_id: UnitId | None = None
    found: tuple[FoundKind, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is narrowed; the sort of thing alone narrows nothing."""
        return self == SearchFilter(found=self.found)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text that was found; is_hit tells the words that were looked for."""

    text: str
    is_hit: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found.

    id names it among its sort; talk_id the talk it belongs to, if any. place names the answer
    within the talk where the words stand, or is empty. day is None for a person.
    """

    kind: FoundKind
    id: str
    talk_id: TalkId | None
    title: str
    subtitle: str
    day: datetime | None
    snippet: tuple[Piece, ...] = ()
    status: TalkStatus | FindingStatus | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class SearchMark:
    """Where a page of hits ended; what it means is the search's own affair."""

    day: str = ""
    owner: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Some hits, the first of all before the others.

    next is where the page after this one begins, None after the last. about is how many things
    may fit: exact only with is_exact, and at_least tells that there are more than were counted.
    waiting is how many records the index has not taken in yet: they cannot be found.
    """

    hits: tuple[Hit, ...] = ()
    next: SearchMark | None = None
    about: int = 0
    is_exact: bool = True
    at_least: bool = False
    waiting: int = 0
