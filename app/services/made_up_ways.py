"""The way of a made-up finding, led by the rules of the trade from the day it was found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from random import Random

from app.domain.finding import Finding, FindingStatus
from app.domain.finding_closing import (
    ClosingEntry,
    Decision,
    LookBackEntry,
    LookBackPlan,
    decided,
    looked_back,
    submitted,
)
from app.domain.finding_course import Course, Hand, claimed, issued, reported, transferred
from app.domain.finding_history import FindingHistory, LookBackMethod
from app.domain.finding_pleas import asked_more_time, decided_more_time
from app.domain.rectifying_rules import DEFAULT_CHAIN, DEFAULT_LOOK_BACKS
from app.domain.workdays import Workdays

_MORE_TIME = timedelta(days=30)
_METHODS = (LookBackMethod.SITE, LookBackMethod.PHONE, LookBackMethod.PAPERS)
_S = FindingStatus
_NOON = time(12, tzinfo=timezone(timedelta()))
_PLAN = LookBackPlan(DEFAULT_LOOK_BACKS, Workdays().next_workday)
_CHECKED, _AGREED, _CLUE = "监督检查室", "同意。", "移送〔2026〕1号"


@dataclass(frozen=True, slots=True)
class Wish:
    """How far a finding has come, how often it was given more time, and whether one looks back
    late.
    """

    status: FindingStatus
    extensions: int = 0
    is_late: bool = False


@dataclass(slots=True)
class MadeUpWay:
    """Leads one finding after the other; no step lies after today."""

    who: str
    today: date
    dice: Random

    def lead(self, new: Finding, wish: Wish) -> Course:
        """The finding at the status that is wished for, with all it went through."""
        course = Course(new, FindingHistory())
        if wish.status is _S.REGISTERED:
            return course
        course = issued(course, self._hand(course, 1), self._day(course, 1), "责任单位")
        if wish.status is _S.ISSUED:
            return course
        course = claimed(course, self._hand(course, 3), self._day(course, 3), new.responsible)
        if wish.status is _S.CLAIMED:
            return course
        hand, day = self._hand(course, 10), self._day(course, 10)
        course = reported(course, hand, "正在整改，已经开过一次会。", day)
        for number in range(wish.extensions):
            course = self._given_more_time(course, 15 + 15 * number)
        if wish.status is _S.UNDER_WAY:
            return course
        if wish.status is _S.TRANSFERRED:
            return transferred(course, self._hand(course, 20), _CLUE)
        return self._to_the_end(course, wish)

    def _given_more_time(self, course: Course, after: int) -> Course:
        hand, day = self._hand(course, after), self._day(course, after)
        wanted = course.finding.deadline + _MORE_TIME
        course = asked_more_time(course, hand, wanted, "工程还没有验收。", day)
        hand, day = self._hand(course, after + 2), self._day(course, after + 2)
        return decided_more_time(course, hand, Decision(True, _CHECKED, _AGREED, day))

    def _to_the_end(self, course: Course, wish: Wish) -> Course:
        after = 20 + 30 * wish.extensions + self.dice.randrange(15)
        hand, day = self._hand(course, after), self._day(course, after)
        entry = ClosingEntry("已经改好，材料附后。", day, day, course.finding.responsible)
        course = submitted(course, hand, entry, DEFAULT_CHAIN, 1)
        places = len(DEFAULT_CHAIN) - 1
        agreed = self.dice.randrange(places) if wish.status is _S.SUBMITTED else places
        for place in range(1, agreed + 1):
            hand, day = self._hand(course, after + place), self._day(course, after + place)
            decision = Decision(True, DEFAULT_CHAIN[place].title, _AGREED, day)
            course = decided(course, hand, decision, _PLAN)
        return self._looked_back(course, wish)

    def _looked_back(self, course: Course, wish: Wish) -> Course:
        """Look back on every day that has come; to the last when it is to be archived."""
        while course.finding.status is _S.CLOSED:
            ahead = course.history.next_look_back
            is_wanted = wish.status is _S.ARCHIVED
            if ahead is None or (not is_wanted and (ahead.due_on > self.today or wish.is_late)):
                break
            day = min(ahead.due_on, self.today)
            method = self.dice.choice(_METHODS)
            entry = LookBackEntry(method, "没有反弹。", _CHECKED, day)
            course = looked_back(course, self._on(day), entry)
        return course

    def _day(self, course: Course, after: int) -> date:
        """So many days after it was found, or today."""
        return min(course.finding.found_at.date() + timedelta(days=after), self.today)

    def _hand(self, course: Course, after: int) -> Hand:
        return self._on(self._day(course, after))

    def _on(self, day: date) -> Hand:
        return Hand(datetime.combine(day, _NOON), self.who, self.today)
