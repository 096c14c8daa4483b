"""The list of talks: one line of it, and what it is narrowed to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.ids import TalkId
from app.domain.talk import TalkStatus


@dataclass(frozen=True, slots=True)
class TalkRow:
    """One line in the list of talks; kind_title is what its kind is called."""

    id: TalkId
    number: str
    kind: str
    status: TalkStatus
    day: datetime
    interviewees: str
    unit_names: str
    subject: str
    is_received: bool
    kind_title: str


@dataclass(frozen=True, slots=True)
class TalkFilter:
    """What the list of talks is narrowed to; empty means all.

    text is found in name or unit, or as pinyin initials of a name; it may be a talk's number.
    is_received asks for sealed talks the registry has, or has not.
    """

    text: str = ""
    statuses: tuple[TalkStatus, ...] = ()
    year: int | None = None
    is_received: bool | None = None
