"""Every act on a finding as data, to be tried on the bare rules and on a vault alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from app.domain.finding import Finding, MeasureKind
from app.domain.finding_closing import (
    ClosingEntry,
    Decision,
    LookBackEntry,
    LookBackPlan,
    archived,
    decided,
    looked_back,
    submitted,
)
from app.domain.finding_course import (
    Completion,
    Course,
    Hand,
    begun,
    completed,
    noted,
    reported,
    transferred,
)
from app.domain.finding_history import FindingAct, LookBackMethod
from app.domain.finding_pleas import (
    AccountabilityEntry,
    asked_more_time,
    called_to_account,
    decided_accountability,
    decided_more_time,
)
from app.domain.ids import FindingId, TalkId, UnitId
from app.domain.rectifying_rules import DEFAULT_CHAIN, DEFAULT_LOOK_BACKS, FIVE_GROUNDS
from app.services.rectifying import Rectifying

A = FindingAct
FOUND_AT = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
PLAN = LookBackPlan(DEFAULT_LOOK_BACKS, lambda day: day)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Attempt:
    """An act with what is typed in: granted or refused, in words or without, so many days on."""

    act: FindingAct
    is_yes: bool
    text: str
    days: int
    kind: MeasureKind = MeasureKind.BY_DEADLINE


attempts = st.builds(
    Attempt,
    act=st.sampled_from([act for act in A if act not in {A.FAN_OUT, A.FOLLOW, A.ISSUE, A.CLAIM}]),
    is_yes=st.booleans() | st.just(True),
    text=st.sampled_from(["已经补齐", "已经补齐", "清纪〔2026〕7号", " ", ""]),
    days=st.sampled_from([0, 0, 0, 1, 30, -1, -400]),
    kind=st.sampled_from(MeasureKind),
)


def good(act: FindingAct) -> Attempt:
    """The act with nothing wrong about what is typed in."""
    return Attempt(act, is_yes=True, text="已经补齐", days=0)


def make_finding(**more) -> Finding:
    plain = {
        "id": FindingId("f"),
        "number": "2026-1-0001",
        "talk_id": TalkId("t"),
        "area": "a1",
        "manifestation": "台账缺两个月",
        "found_at": FOUND_AT,
        "deadline": date(2026, 4, 5),
        "first_deadline": date(2026, 4, 5),
        "unit_id": UnitId("u"),
    }
    return Finding(**{**plain, **more})


def completion(one: Attempt, finding: Finding) -> Completion:
    deadline = finding.deadline + DAY * one.days
    return Completion(one.text, one.kind, leader=one.text, deadline=deadline)


def closing(one: Attempt, today: date) -> ClosingEntry:
    return ClosingEntry(one.text, today - DAY * abs(one.days), today, "张三")


def decision(one: Attempt, today: date) -> Decision:
    return Decision(one.is_yes, "王五", one.text, today - DAY * min(one.days, 0))


def looking(one: Attempt, today: date) -> LookBackEntry:
    deadline = today + DAY * (one.days + 1)
    how = LookBackMethod.SITE
    return LookBackEntry(how, one.text, "赵六", today, not one.is_yes, deadline)


def account(one: Attempt) -> AccountabilityEntry:
    return AccountabilityEntry(FIVE_GROUNDS[:1] if one.is_yes else (), one.text)


def on_rules(
    one: Attempt, course: Course, hand: Hand, evidence: int, plan: LookBackPlan = PLAN
) -> Course:
    """What the bare rules make of it."""
    today, finding = hand.today, course.finding
    done: dict[FindingAct, Callable[[], Course]] = {
        A.COMPLETE: lambda: completed(course, hand, completion(one, finding)),
        A.BEGIN: lambda: begun(course, hand, today + DAY * one.days),
        A.REPORT: lambda: reported(course, hand, one.text, today),
        A.SUBMIT: lambda: submitted(course, hand, closing(one, today), DEFAULT_CHAIN, evidence),
        A.DECIDE: lambda: decided(course, hand, decision(one, today), plan),
        A.ASK_MORE_TIME: lambda: asked_more_time(
            course, hand, finding.deadline + DAY * (one.days + 1), one.text, today
        ),
        A.DECIDE_MORE_TIME: lambda: decided_more_time(course, hand, decision(one, today)),
        A.LOOK_BACK: lambda: looked_back(course, hand, looking(one, today)),
        A.TRANSFER: lambda: transferred(course, hand, one.text),
        A.CALL_TO_ACCOUNT: lambda: called_to_account(course, hand, account(one), today),
        A.DECIDE_ACCOUNTABILITY: lambda: decided_accountability(
            course, hand, one.text, "王五", today
        ),
        A.ARCHIVE: lambda: archived(course, hand),
    }
    return done.get(one.act, lambda: noted(course, hand, one.act))()


def on_vault(one: Attempt, rectifying: Rectifying, finding: Finding, today: date) -> None:
    """The same through the service; acts about evidence are left out."""
    which = finding.id
    done: dict[FindingAct, Callable[[], object]] = {
        A.COMPLETE: lambda: rectifying.complete(which, completion(one, finding)),
        A.BEGIN: lambda: rectifying.begin(which, today + DAY * one.days),
        A.REPORT: lambda: rectifying.report(which, one.text, today),
        A.SUBMIT: lambda: rectifying.submit(which, closing(one, today)),
        A.DECIDE: lambda: rectifying.decide(which, decision(one, today)),
        A.ASK_MORE_TIME: lambda: rectifying.ask_more_time(
            which, finding.deadline + DAY * (one.days + 1), one.text, today
        ),
        A.DECIDE_MORE_TIME: lambda: rectifying.decide_more_time(which, decision(one, today)),
        A.LOOK_BACK: lambda: rectifying.look_back(which, looking(one, today)),
        A.TRANSFER: lambda: rectifying.transfer(which, one.text),
        A.CALL_TO_ACCOUNT: lambda: rectifying.call_to_account(which, account(one), today),
        A.DECIDE_ACCOUNTABILITY: lambda: rectifying.decide_accountability(
            which, one.text, "王五", today
        ),
        A.ARCHIVE: lambda: rectifying.archive(which),
        A.URGE: lambda: rectifying.urge((which,)),
    }
    done[one.act]()


def wordless(course: Course) -> Course:
    """The course without what the bare rules cannot know: issues are kept beside it."""
    return replace(course, history=replace(course.history, issues=()))
