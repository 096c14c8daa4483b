"""How problems and undertakings are counted after the talk: due, closed, overdue, days taken."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.figures import Figure, FollowUp
from app.domain.ids import FindingId, TalkId


@dataclass(frozen=True, slots=True)
class Watched:
    """A problem or an undertaking that went on as no clue, with its deadline of today.

    closed_on is the day it was closed, None while it is open; area is a title, tag a key,
    unit_kind what sort of unit it stays with, empty when it stays with none.
    """

    id: FindingId
    talk_id: TalkId
    found_on: date
    deadline: date
    closed_on: date | None
    area: str = ""
    tag: str = ""
    unit_kind: str = ""

    def is_closed_by(self, day: date) -> bool:
        """Whether it was closed that day or before."""
        return self.closed_on is not None and self.closed_on <= day

    def is_closed_within(self, first: date, last: date) -> bool:
        """Whether it was closed between these days, both counted."""
        return self.closed_on is not None and first <= self.closed_on <= last


def followed_up(watched: Iterable[Watched], first: date, as_of: date) -> FollowUp:
    """What became of them from the first day to the last that is counted, by their deadlines."""
    listed = sorted(watched, key=lambda one: (one.deadline, one.id))
    due = [one for one in listed if first <= one.deadline <= as_of]
    closed = [one for one in listed if one.is_closed_within(first, as_of)]
    return FollowUp(
        due=_figure(due),
        due_closed=_figure(one for one in due if one.is_closed_by(as_of)),
        overdue=_figure(o for o in listed if o.deadline < as_of and not o.is_closed_by(as_of)),
        closed=_figure(closed),
        days=sum(_days(one) for one in closed),
    )


def _days(one: Watched) -> int:
    return max(0, (one.closed_on - one.found_on).days) if one.closed_on else 0


def _figure(watched: Iterable[Watched]) -> Figure:
    listed = list(watched)
    talks = tuple(dict.fromkeys(one.talk_id for one in listed))
    return Figure(len(listed), talks, tuple(one.id for one in listed))
