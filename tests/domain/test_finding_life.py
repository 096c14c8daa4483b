"""A finding driven at random on its way: no illegal move, and nothing that was decided is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from app.domain.errors import AppError
from app.domain.finding import FindingNature, FindingStatus, MeasureKind
from app.domain.finding_course import Course, Hand, claimed, followed, issued
from app.domain.finding_errors import FindingDayError, FindingStepError, Hindrance
from app.domain.finding_history import (
    ClosingOutcome,
    CommonPart,
    ExtensionOutcome,
    FindingAct,
    FindingHistory,
)
from app.domain.finding_steps import allowed, why_not
from app.domain.five_fixes import Fix, five_fixes
from tests.finding_acts import FOUND_AT, attempts, good, make_finding, on_rules

S, A = FindingStatus, FindingAct
OPEN = (S.REGISTERED, S.ISSUED, S.CLAIMED, S.UNDER_WAY, S.SUBMITTED)
MOVES = {
    (S.REGISTERED, S.ISSUED),
    (S.ISSUED, S.CLAIMED),
    (S.ISSUED, S.UNDER_WAY),
    (S.CLAIMED, S.UNDER_WAY),
    (S.UNDER_WAY, S.SUBMITTED),
    (S.SUBMITTED, S.UNDER_WAY),
    (S.SUBMITTED, S.CLOSED),
    (S.CLOSED, S.UNDER_WAY),
    (S.CLOSED, S.ARCHIVED),
    *((status, S.SUBMITTED) for status in OPEN[:3]),  # 立行立改
    *((status, S.TRANSFERRED) for status in OPEN),
}


class FindingLife(RuleBasedStateMachine):
    """Each rule tries an act, allowed or not; the invariants judge what came of it."""

    def __init__(self) -> None:
        super().__init__()
        self.course = Course(make_finding(), FindingHistory())
        self.now = FOUND_AT

    @initialize(kind=st.sampled_from(MeasureKind), steps=st.sampled_from([0, 0, 2, 5]))
    def come_to(self, kind, steps):
        """Begin anywhere, so that late steps are met as often as early ones."""
        self.course = Course(make_finding(measure_kind=kind), FindingHistory())
        if steps:
            self.course = issued(self.course, self.hand(), self.now.date(), "清溪镇")
        for act in (A.BEGIN, A.SUBMIT, A.DECIDE, A.DECIDE, A.DECIDE)[:steps]:
            self.course = on_rules(good(act), self.course, self.hand(), 1)

    def hand(self) -> Hand:
        return Hand(self.now, "李明", self.now.date())

    def try_to(self, act: FindingAct, step) -> None:
        old, hindrance = self.course, why_not(self.course.finding, self.course.history, act)
        try:
            new = step()
        except AppError as refused:
            # where it stands comes before what was typed in
            told = refused.hindrance if isinstance(refused, FindingStepError) else None
            self.expect(told is hindrance)
            return
        assert hindrance is None
        before, after = old.finding.status, new.finding.status
        assert before is after or (before, after) in MOVES
        step = new.history.steps[-1]
        assert (step.before, step.after, step.act) == (before, after, act)
        assert new.history.steps[:-1] == old.history.steps
        self.nothing_decided_is_lost(old.history, new.history)
        if before is not S.REGISTERED:
            assert new.finding.first_deadline == old.finding.first_deadline
        self.course = new

    def expect(self, is_so: bool) -> None:
        assert is_so

    def nothing_decided_is_lost(self, old: FindingHistory, new: FindingHistory) -> None:
        for then, now in (
            (old.extensions, new.extensions),
            (old.closings, new.closings),
            (old.accountabilities, new.accountabilities),
        ):
            assert [one.serial for one in now] == list(range(1, len(now) + 1))
            assert then[:-1] == now[: len(then[:-1])]
        assert [b for b in old.look_backs if not b.is_ahead] == [
            b for b in new.look_backs[: len(old.look_backs)] if b in old.look_backs
        ][: sum(not b.is_ahead for b in old.look_backs)]

    @rule(one=attempts, evidence=st.sampled_from([0, 1, 1]))
    def do(self, one, evidence):
        self.try_to(one.act, lambda: on_rules(one, self.course, self.hand(), evidence))

    @rule(which=st.integers(0, 5))
    def do_something_allowed(self, which):
        """Without mistakes, so that late steps are met as often as early ones."""
        ways = [
            act
            for act in allowed(self.course.finding, self.course.history)
            if act not in {A.ISSUE, A.CLAIM, A.FAN_OUT, A.TRANSFER}
        ]
        forward = [act for act in ways if act in {A.BEGIN, A.SUBMIT, A.DECIDE, A.LOOK_BACK}]
        chosen = (forward or ways)[which % len(forward or ways)] if ways else None
        if chosen is not None:
            before = len(self.course.history.steps)
            one = good(chosen)
            self.try_to(chosen, lambda: on_rules(one, self.course, self.hand(), 1))
            assert len(self.course.history.steps) == before + 1  # what is allowed can be done

    @rule(act=st.sampled_from([A.DECIDE, A.DECIDE, A.LOOK_BACK, A.DECIDE_MORE_TIME]))
    def say_no(self, act):
        """Send back, find a relapse, refuse more time."""
        one = replace(good(act), is_yes=False)
        self.try_to(act, lambda: on_rules(one, self.course, self.hand(), 1))

    @rule()
    def issue(self):
        today = self.hand().today
        self.try_to(A.ISSUE, lambda: issued(self.course, self.hand(), today, "清溪镇"))

    @rule()
    def claim(self):
        today = self.hand().today
        self.try_to(A.CLAIM, lambda: claimed(self.course, self.hand(), today, "张三"))

    @rule(days=st.integers(0, 40))
    def wait(self, days):
        self.now += timedelta(days=days)

    @invariant()
    def what_is_told_is_so(self):
        finding, history = self.course.finding, self.course.history
        ahead = history.next_look_back
        assert (finding.status is S.CLOSED) == (ahead is not None)
        assert finding.look_back_on == (ahead.due_on if ahead else None)
        assert (finding.closed_on is not None) == (finding.status in {S.CLOSED, S.ARCHIVED})
        assert (finding.status is S.TRANSFERRED) == bool(finding.clue)
        if finding.status is not S.TRANSFERRED:
            assert (finding.status is S.SUBMITTED) == (history.waiting_closing is not None)

    @invariant()
    def what_is_counted_is_so(self):
        finding, history = self.course.finding, self.course.history
        back = [c for c in history.closings if c.outcome is ClosingOutcome.SENT_BACK]
        more = [e for e in history.extensions if e.outcome is ExtensionOutcome.GRANTED]
        assert finding.returns == len(back)
        assert finding.extensions == len(more)
        assert finding.relapses == sum(b.is_relapse for b in history.look_backs)


TestFindingLife = FindingLife.TestCase
TestFindingLife.settings = settings(max_examples=50, stateful_step_count=30, deadline=None)


def test_advice_takes_no_part():
    advice = make_finding(nature=FindingNature.ADVICE)
    assert allowed(advice, FindingHistory()) == ()
    assert five_fixes(advice) == ()
    course, hand = Course(advice, FindingHistory()), Hand(FOUND_AT, "李明", FOUND_AT.date())
    with pytest.raises(FindingStepError) as refused:
        on_rules(good(A.BEGIN), course, hand, 0)
    assert refused.value.hindrance is Hindrance.ADVICE


def test_what_was_found_late_in_the_evening_was_found_that_day():
    at = datetime(2026, 3, 6, 7, 0, tzinfo=timezone(timedelta(hours=8)))
    course = Course(make_finding(found_at=at.astimezone(UTC)), FindingHistory())
    with pytest.raises(FindingDayError) as early:
        issued(course, Hand(at, "李明", at.date()), date(2026, 3, 5), "清溪镇")
    assert early.value.earliest == date(2026, 3, 6)  # by UTC it was the day before still


def test_the_five_fixes_are_told_in_their_order():
    bare = make_finding()
    assert five_fixes(bare) == tuple(Fix)
    filled = make_finding(
        leader="张三",
        responsible="镇纪委",
        measure="补齐",
        effect="逐笔可查",
        measure_kind=MeasureKind.AT_ONCE,
    )
    assert five_fixes(filled) == ()


def test_a_common_finding_stands_as_its_parts_do():
    hand = Hand(FOUND_AT, "李明", FOUND_AT.date())

    def after(*stands: FindingStatus) -> FindingStatus:
        parts = tuple(CommonPart("p", "2026-1-0002", "清溪镇", one) for one in stands)
        common = make_finding(is_common=True, status=S.UNDER_WAY)
        course = Course(common, FindingHistory(parts=parts))
        return followed(course, hand, hand.today).finding.status

    assert after(S.CLOSED, S.ISSUED) is S.UNDER_WAY
    assert after(S.CLOSED, S.ARCHIVED) is S.CLOSED
    assert after(S.ARCHIVED, S.TRANSFERRED) is S.ARCHIVED
    assert after(S.TRANSFERRED) is S.ARCHIVED  # closed, nothing would ever move it on
