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


def followed_up(watched: Iterable[Watched], first: date, as_of: date) -> FollowUp:
    """What became of them from the first day to the last that is counted, by their deadlines."""
    due, due_closed, overdue, closed, days = [], [], [], [], 0
    for one in watched:
        is_closed = one.is_closed_by(as_of)
        if first <= one.deadline <= as_of:
            due.append(one.id)
            if is_closed:
                due_closed.append(one.id)
        if not is_closed and one.deadline < as_of:
            overdue.append(one.id)
        if one.closed_on is not None and first <= one.closed_on <= as_of:
            closed.append(one.id)
            days += max(0, (one.closed_on - one.found_on).days)
    return FollowUp(_figure(due), _figure(due_closed), _figure(overdue), _figure(closed), days)


def in_order(watched: Iterable[Watched]) -> list[Watched]:
    """The same in the order of their deadlines."""
    return sorted(watched, key=lambda one: (one.deadline, one.id))


def _figure(ids: list[FindingId]) -> Figure:
    return Figure(len(ids), findings=tuple(ids))
