"""一人一档: the dated loose leaves (活页) of a person's archive, and who took it out, and why.

What is kept here besides talks and findings: 述责述廉和民主评议, 民主生活会, 纪检监察建议书 with
its number and the day a reply is due, and public interviews. Access to an archive asks a reason.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum

from app.domain.archive_errors import (
    LeafDatesError,
    LeafReplyDueMissingError,
    LeafWordMissingError,
    LeafWordTooLongError,
)
from app.domain.ids import LeafId, PersonId, UnitId

LONGEST_TITLE = 200
LONGEST_NUMBER = 60
LONGEST_TEXT = 5000
LONGEST_REASON = 200


class LeafKind(Enum):
    """述责述廉和民主评议, 民主生活会, 纪检监察建议书, 公开访谈, 其他."""

    DUTY_REPORT = "duty_report"
    LIFE_MEETING = "life_meeting"
    PROPOSAL = "proposal"
    INTERVIEW = "interview"
    OTHER = "other"

    @property
    def is_answered(self) -> bool:
        """Whether a leaf of this kind carries a number and waits for a reply."""
        return self is LeafKind.PROPOSAL


@dataclass(frozen=True, slots=True)
class LeafEntry:
    """A leaf as it is typed in; number, reply_due and replied_on are those of a 建议书."""

    kind: LeafKind
    day: date
    title: str
    text: str = ""
    unit_id: UnitId | None = None
    number: str = ""
    reply_due: date | None = None
    replied_on: date | None = None

    def checked(self) -> LeafEntry:
        """The entry as it is kept; what its kind does not have is left out.

        Raises LeafWordMissingError, LeafWordTooLongError, LeafReplyDueMissingError,
        LeafDatesError.
        """
        kept = replace(
            self, title=self.title.strip(), text=self.text.strip(), number=self.number.strip()
        )
        if not self.kind.is_answered:
            kept = replace(kept, number="", reply_due=None, replied_on=None)
        _refuse_words(kept)
        _refuse_days(kept)
        return kept


@dataclass(frozen=True, slots=True)
class Leaf:
    """One dated leaf of somebody's archive; one that was taken out stays, with the reason."""

    id: LeafId
    person_id: PersonId
    entry: LeafEntry
    made_at: datetime
    removed_at: datetime | None = None
    removed_reason: str = ""

    @property
    def is_awaited(self) -> bool:
        """Whether a reply is still to come."""
        entry = self.entry
        return self.removed_at is None and entry.reply_due is not None and entry.replied_on is None

    def days_left(self, today: date) -> int | None:
        """Days until the reply is due, below 0 once it is past; None when none is awaited."""
        due = self.entry.reply_due
        return (due - today).days if due is not None and self.is_awaited else None


@dataclass(frozen=True, slots=True)
class AwaitedReply:
    """A 建议书 whose reply is still to come, with the name of who is to answer for it."""

    leaf: Leaf
    person_name: str
    unit_name: str


@dataclass(frozen=True, slots=True)
class ArchiveAccess:
    """That an archive was taken out: when, by whom and why."""

    id: str
    person_id: PersonId
    at: datetime
    who: str
    reason: str


def _refuse_words(entry: LeafEntry) -> None:
    if not entry.title:
        raise LeafWordMissingError("title")
    if entry.kind.is_answered and not entry.number:
        raise LeafWordMissingError("number")
    limits = (
        ("title", entry.title, LONGEST_TITLE),
        ("number", entry.number, LONGEST_NUMBER),
        ("text", entry.text, LONGEST_TEXT),
    )
    for field, text, longest in limits:
        if len(text) > longest:
            raise LeafWordTooLongError(field, len(text), longest)


def _refuse_days(entry: LeafEntry) -> None:
    if entry.kind.is_answered and entry.reply_due is None:
        raise LeafReplyDueMissingError(entry.number)
    for field, day in (("reply_due", entry.reply_due), ("replied_on", entry.replied_on)):
        if day is not None and day < entry.day:
            raise LeafDatesError(field, entry.day, day)
