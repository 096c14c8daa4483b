"""How the time of a talk is spent, planned and used by area, and where the recorder writes.

Time is counted for the area of the question on screen, from one noted moment to the next, breaks
left out. So nothing need tick: what a lock, a crash or a pause hides is reckoned afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from app.domain.talk import Break, Talk

OUTSIDE = ""  # the area of what belongs to none: attendance and the closing words


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where one writes: place is an answer's id, a closing word or attendance.

    position and scroll are what the editor counts: units of UTF-16 and lines.
    """

    place: str
    position: int = 0
    scroll: int = 0


@dataclass(frozen=True, slots=True)
class TalkTimes:
    """Minutes planned and seconds used by area, complete until the moment noted.

    From then on time belongs to the area of the cursor. noted_at is empty before the talk begins.
    """

    planned: Mapping[str, int] = field(default_factory=dict)
    used: Mapping[str, int] = field(default_factory=dict)
    cursor: Cursor | None = None
    area: str = OUTSIDE
    noted_at: datetime | None = None

    def until(self, moment: datetime, breaks: Iterable[Break]) -> TalkTimes:
        """The times with what was spent since they were noted, without the breaks.

        A clock that was set back costs nothing and gives nothing.
        """
        if self.noted_at is None:
            return replace(self, noted_at=moment)
        spent = _spoken_seconds(self.noted_at, moment, breaks)
        used = dict(self.used)
        if spent:
            used[self.area] = used.get(self.area, 0) + spent
        return replace(self, used=used, noted_at=max(moment, self.noted_at))

    def turned_to(self, cursor: Cursor, area: str) -> TalkTimes:
        """The times with the cursor there; ask until first, or the time since goes there too."""
        return replace(self, cursor=cursor, area=area)

    def without(self, since: TalkTimes, until: datetime, breaks: Iterable[Break]) -> TalkTimes:
        """The times without a span that turned out to be no talk, from when since was noted.

        What was noted after that span had charged it to the area of its beginning; breaks are
        those that were known then, for they were never charged.
        """
        if self.noted_at is None or since.noted_at is None or self.noted_at < until:
            return self
        charged = _spoken_seconds(since.noted_at, until, breaks)
        return replace(
            self, used={**self.used, since.area: max(0, self.used.get(since.area, 0) - charged)}
        )

    def used_minutes(self, area: str) -> int:
        """How many whole minutes were spent on an area."""
        return self.used.get(area, 0) // 60

    def over(self, area: str) -> int:
        """By how many whole minutes an area took longer than planned; 0 without a plan."""
        planned = self.planned.get(area, 0)
        return max(0, self.used_minutes(area) - planned) if planned else 0


def area_of(talk: Talk, place: str) -> str:
    """The area to which the time at a place belongs."""
    return next((answer.area for answer in talk.answers if answer.id == place), OUTSIDE)


def _spoken_seconds(since: datetime, until: datetime, breaks: Iterable[Break]) -> int:
    """Whole seconds between two moments that were talk: pieces of a span add up to the span."""
    first, last = int(since.timestamp()), int(until.timestamp())
    rested = 0
    for pause in breaks:
        began = max(first, int(pause.began_at.timestamp()))
        ended = min(last, int(pause.ended_at.timestamp()) if pause.ended_at else last)
        rested += max(0, ended - began)
    return max(0, last - first - rested)
