"""Made-up findings for made-up talks: of every age, and so in every status there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from app.domain.calendar import quarter_of
from app.domain.finding import (
    Finding,
    FindingNature,
    FindingSource,
    FindingStatus,
    MeasureKind,
    finding_number,
)
from app.domain.ids import FindingId
from app.domain.people import Role
from app.domain.talk import Talk
from app.services.trail import Trail
from app.store import findings
from app.store.connection import Connection

TERM = 30
_MONTH, _HALF_YEAR = timedelta(days=TERM), timedelta(days=200)
_STEP = timedelta(days=90)
_HOW_MANY = (0, 1, 1, 2)  # of one talk
_WHATS = ("会议记录没有写不同意见", "台账缺了两个月", "谈话提醒只谈了一半", "清单到期没有销号")
_MEASURES = ("补齐台账，每月核对一次", "修订议事规则并公开", "逐人谈一次，结果存档")
_ADVICE, _COMMON, _PERSONAL, _REPEATED = 0.08, 0.1, 0.05, 0.1  # how many of all
_EFFECT = "抽查三个月，没有再发生"
# what becomes of a hundred findings: within their month, within half a year, later
_YOUNG = {
    FindingStatus.REGISTERED: 30,
    FindingStatus.ISSUED: 15,
    FindingStatus.CLAIMED: 15,
    FindingStatus.UNDER_WAY: 30,
    FindingStatus.SUBMITTED: 7,
    FindingStatus.CLOSED: 3,
}
_GROWN = {
    FindingStatus.UNDER_WAY: 14,
    FindingStatus.SUBMITTED: 6,
    FindingStatus.CLOSED: 78,
    FindingStatus.TRANSFERRED: 2,
}
_OLD = {
    FindingStatus.UNDER_WAY: 1,
    FindingStatus.ARCHIVED: 97,
    FindingStatus.TRANSFERRED: 2,
}


@dataclass(frozen=True, slots=True)
class Whence:
    """What a made-up finding may be about: the areas of the prompts, the tags that are offered."""

    areas: tuple[str, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MadeUpFindings:
    """Finds things in talks. They are kept before their talks, which are sealed already."""

    trail: Trail
    dice: Random
    whence: Whence
    _serials: dict[tuple[int, int], int] = field(default_factory=dict)

    def find(self, connection: Connection, talks: Sequence[Talk]) -> int:
        """Keep findings of talks that are about to be kept; how many that were."""
        found = [
            one
            for talk in talks
            for _ in range(self.dice.choice(_HOW_MANY))
            for one in (self._finding(connection, talk),)
        ]
        findings.add_many(connection, found)
        return len(found)

    def _finding(self, connection: Connection, talk: Talk) -> Finding:
        moment = talk.ended_at or talk.planned_at
        day = self.trail.clock.local(moment).date()
        today = self.trail.clock.local(self.trail.clock.now()).date()
        is_advice = self.dice.random() < _ADVICE
        # advice takes no steps
        status = FindingStatus.REGISTERED if is_advice else self._status(today - day)
        extensions = self.dice.choices((0, 1, 2), (88, 9, 3))[0]
        deadline = day + _MONTH * (1 + extensions)
        closed_on = self._closed_on(status, deadline, today)
        who = talk.in_role(Role.INTERVIEWEE)[0]
        return Finding(
            id=FindingId(self.trail.new_id()),
            number=self._number(connection, day),
            talk_id=talk.id,
            area=self.dice.choice(self.whence.areas),
            manifestation=self.dice.choice(_WHATS),
            found_at=moment,
            deadline=deadline,
            answer_id=self.dice.choice(talk.answers).id if talk.answers else None,
            unit_id=who.unit_id,
            person_id=who.person_id,
            measure=self.dice.choice(_MEASURES),
            is_common=self.dice.random() < _COMMON,
            status=status,
            tag=self.dice.choice(self.whence.tags) if self.whence.tags else "",
            nature=FindingNature.ADVICE if is_advice else FindingNature.PROBLEM,
            is_personal=self.dice.random() < _PERSONAL,
            source=self.dice.choices(tuple(FindingSource), (75, 5, 5, 5, 5, 5))[0],
            is_repeated=self.dice.random() < _REPEATED,
            measure_kind=MeasureKind.BY_DEADLINE,
            leader=who.name,
            responsible=who.name,
            effect=_EFFECT,
            term=f"{TERM}d",
            first_deadline=day + _MONTH,
            done_on=closed_on,
            closed_on=closed_on,
            look_back_on=self._look_back_on(status, closed_on, today),
            extensions=extensions,
            clue="移送〔2026〕1号" if status is FindingStatus.TRANSFERRED else "",
        )

    def _status(self, age: timedelta) -> FindingStatus:
        chances = _YOUNG if age < _MONTH else _GROWN if age < _HALF_YEAR else _OLD
        return self.dice.choices(tuple(chances), tuple(chances.values()))[0]

    def _closed_on(self, status: FindingStatus, deadline: date, today: date) -> date | None:
        if status not in (FindingStatus.CLOSED, FindingStatus.ARCHIVED):
            return None
        return min(deadline - timedelta(days=self.dice.randrange(-5, 20)), today)

    def _look_back_on(
        self, status: FindingStatus, closed_on: date | None, today: date
    ) -> date | None:
        if status is not FindingStatus.CLOSED or closed_on is None:
            return None
        # few are late with their look-back
        return max(closed_on + _MONTH, today - timedelta(days=self.dice.randrange(20)))

    def _number(self, connection: Connection, day: date) -> str:
        key = (day.year, quarter_of(day))
        if key not in self._serials:
            self._serials[key] = int(findings.next_number(connection, day).rsplit("-", 1)[1])
        serial = self._serials[key]
        self._serials[key] = serial + 1
        return finding_number(day, serial)
