"""What happened to somebody, year by year: the timeline of an archive."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import groupby

from app.domain.archive_leaves import Leaf
from app.domain.calendar import PartialDate
from app.domain.finding import FindingNature, FindingStatus
from app.domain.ids import FindingId
from app.domain.people import PostView
from app.domain.talk_list import TalkRow


class TimelineKind(Enum):
    """What a line tells of: 任职, 谈话, 问题与整改, 个人承诺, 廉政档案."""

    POST = "post"
    TALK = "talk"
    FINDING = "finding"
    UNDERTAKING = "undertaking"
    LEAF = "leaf"


class Moment(Enum):
    """Which of its days: when it began (or was), when it ended, when a reply came."""

    BEGUN = "begun"
    ENDED = "ended"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class ArchiveFinding:
    """A finding as an archive lists it: an archive has hundreds, so no more of each is read.

    found_on is the local day it was found; unit_name is empty for what is no unit's affair.
    """

    id: FindingId
    number: str
    manifestation: str
    found_on: date
    deadline: date
    status: FindingStatus
    nature: FindingNature
    is_personal: bool
    closed_on: date | None
    unit_name: str = ""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One line: a day (of a post perhaps only the month), and what it tells of."""

    day: PartialDate
    kind: TimelineKind
    what: PostView | TalkRow | ArchiveFinding | Leaf
    moment: Moment = Moment.BEGUN

    @property
    def subject(self) -> str:
        """The id of what it tells of."""
        return self.what.post.id if isinstance(self.what, PostView) else self.what.id


@dataclass(frozen=True, slots=True)
class TimelineYear:
    """The lines of one year, newest first."""

    year: int
    entries: tuple[TimelineEntry, ...]


def by_year(entries: Iterable[TimelineEntry]) -> tuple[TimelineYear, ...]:
    """The lines grouped by year, newest first; days that are known in part come as their last."""
    ordered = sorted(entries, key=lambda one: (one.day.last_day(), one.subject), reverse=True)
    return tuple(
        TimelineYear(year, tuple(lines))
        for year, lines in groupby(ordered, key=lambda one: one.day.year)
    )


def on(day: date) -> PartialDate:
    """A day that is known whole."""
    return PartialDate(day.year, day.month, day.day)
