"""Made-up findings for made-up talks: of every age, and so in every status there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
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
from app.domain.finding_course import Course
from app.domain.finding_history import FindingHistory, Issue
from app.domain.ids import FindingId, IssueId
from app.domain.people import Role
from app.domain.talk import Talk
from app.services.made_up_ways import MadeUpWay, Wish
from app.services.trail import Trail
from app.store import finding_history, finding_issues, findings
from app.store.connection import Connection

TERM = 30
_MONTH, _HALF_YEAR = timedelta(days=TERM), timedelta(days=200)
_HOW_MANY = (0, 1, 1, 2)  # of one talk
_WHATS = ("会议记录没有写不同意见", "台账缺了两个月", "谈话提醒只谈了一半", "清单到期没有销号")
_MEASURES = ("补齐台账，每月核对一次", "修订议事规则并公开", "逐人谈一次，结果存档")
_EFFECT = "抽查三个月，没有再发生"
_ADVICE, _COMMON, _PERSONAL, _REPEATED = 0.08, 0.1, 0.05, 0.1  # how many of all
_LATE = 0.05  # look-backs that are not done on their day
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
        found = [self._course(connection, talk) for talk in talks for _ in range(self._how_many())]
        findings.add_many(connection, [course.finding for course in found])
        ways = [(course.finding.id, course.history) for course in found]
        finding_history.add_many(connection, ways)
        for course in found:
            finding = course.finding
            if finding.status in (FindingStatus.ISSUED, FindingStatus.CLAIMED):
                self._issue(connection, finding)
        return len(found)

    def _how_many(self) -> int:
        return self.dice.choice(_HOW_MANY)

    def _course(self, connection: Connection, talk: Talk) -> Course:
        """A finding of the talk and the way it has gone until today."""
        new = self._finding(connection, talk)
        if new.nature is FindingNature.ADVICE:  # it takes no steps
            return Course(new, FindingHistory())
        today = self._day_of(self.trail.clock.now())
        wish = Wish(
            status=self._status(today - self._day_of(new.found_at)),
            extensions=self.dice.choices((0, 1, 2), (88, 9, 3))[0],
            is_late=self.dice.random() < _LATE,
        )
        return MadeUpWay(self.trail.who, today, self.dice).lead(new, wish)

    def _finding(self, connection: Connection, talk: Talk) -> Finding:
        moment = talk.ended_at or talk.planned_at
        day = self._day_of(moment)
        who = talk.in_role(Role.INTERVIEWEE)[0]
        is_advice = self.dice.random() < _ADVICE
        return Finding(
            id=FindingId(self.trail.new_id()),
            number=self._number(connection, day),
            talk_id=talk.id,
            area=self.dice.choice(self.whence.areas),
            manifestation=self.dice.choice(_WHATS),
            found_at=moment,
            deadline=day + _MONTH,
            answer_id=self.dice.choice(talk.answers).id if talk.answers else None,
            unit_id=who.unit_id,
            person_id=who.person_id,
            measure=self.dice.choice(_MEASURES),
            is_common=self.dice.random() < _COMMON,
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
        )

    def _issue(self, connection: Connection, finding: Finding) -> None:
        """The slip of lists that went out and are not worked at yet."""
        is_signed = finding.status is FindingStatus.CLAIMED
        to_person = finding.is_personal or finding.unit_id is None
        issue = Issue(
            IssueId(self.trail.new_id()),
            None if to_person else finding.unit_id,
            finding.person_id if to_person else None,
            self._day_of(finding.found_at),
            (finding.id,),
        )
        finding_issues.add(connection, issue)
        if is_signed:
            day = self._day_of(finding.found_at)
            finding_issues.sign(connection, issue.id, day, finding.responsible)

    def _status(self, age: timedelta) -> FindingStatus:
        chances = _YOUNG if age < _MONTH else _GROWN if age < _HALF_YEAR else _OLD
        return self.dice.choices(tuple(chances), tuple(chances.values()))[0]

    def _day_of(self, moment: datetime) -> date:
        return self.trail.clock.local(moment).date()

    def _number(self, connection: Connection, day: date) -> str:
        key = (day.year, quarter_of(day))
        if key not in self._serials:
            self._serials[key] = int(findings.next_number(connection, day).rsplit("-", 1)[1])
        serial = self._serials[key]
        self._serials[key] = serial + 1
        return finding_number(day, serial)
