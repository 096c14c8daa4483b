"""Closing a finding (销号) and looking back at it (回头看)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.domain.finding import FindingStatus
from app.domain.finding_course import Course, Hand, StepMaking, words
from app.domain.finding_errors import (
    EvidenceMissingError,
    FindingDayError,
    FindingStepError,
    Hindrance,
)
from app.domain.finding_history import (
    Approval,
    Closing,
    ClosingOutcome,
    FindingAct,
    FindingHistory,
    LookBack,
    LookBackMethod,
)
from app.domain.rectifying_rules import ChainPlace


@dataclass(frozen=True, slots=True)
class ClosingEntry:
    """An application to close: what came of it, when it was done, who signed the application."""

    result: str
    done_on: date
    asked_on: date
    signed_by: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided on paper, as it is entered.

    place is which place of the chain it is for, so that nothing is entered twice; None is the next.
    """

    is_granted: bool
    who: str
    opinion: str
    day: date
    place: int | None = None


@dataclass(frozen=True, slots=True)
class LookBackPlan:
    """How many days after closing one looks back, and where a day off moves to."""

    days: tuple[int, ...]
    next_workday: Callable[[date], date]


@dataclass(frozen=True, slots=True)
class LookBackEntry:
    """A look-back as it is entered; a relapse needs a new deadline."""

    method: LookBackMethod
    result: str
    who: str
    day: date
    is_relapse: bool = False
    new_deadline: date | None = None


def submitted(
    course: Course,
    hand: Hand,
    entry: ClosingEntry,
    chain: tuple[ChainPlace, ...],
    evidence: int,
) -> Course:
    """Apply for the closing; evidence is how many papers there are.

    The first of several places signs with the application. Raises FindingStepError,
    FindingWordsError, EvidenceMissingError, FindingDayError.
    """
    course.refuse(FindingAct.SUBMIT)
    result = words(entry.result, "result")
    if not evidence:
        raise EvidenceMissingError(course.finding.number)
    asked_on = hand.day("asked_on", entry.asked_on, hand.found_on(course.finding))
    if not hand.found_on(course.finding) <= entry.done_on <= asked_on:
        found_on = hand.found_on(course.finding)
        raise FindingDayError("done_on", entry.done_on, found_on, asked_on)
    signed: tuple[Approval, ...] = ()
    if len(chain) > 1:
        who = words(entry.signed_by, "signed_by")
        signed = (Approval(0, chain[0].title, who, asked_on, is_granted=True),)
    serial = len(course.history.closings) + 1
    closing = Closing(serial, asked_on, result, chain, approvals=signed)
    finding = replace(course.finding, status=FindingStatus.SUBMITTED, done_on=entry.done_on)
    history = replace(course.history, closings=(*course.history.closings, closing))
    return course.step(hand, FindingAct.SUBMIT, asked_on, result).becomes(finding, history)


def decided(course: Course, hand: Hand, decision: Decision, plan: LookBackPlan) -> Course:
    """Enter what the next place of the chain decided; the last one closes, any may send back.

    Raises FindingStepError, FindingWordsError, FindingDayError.
    """
    course.refuse(FindingAct.DECIDE)
    closing = course.history.waiting_closing
    if closing is None or closing.waits_for is None:
        raise LookupError(course.finding.number)  # submitted without an application: a bug
    if decision.place not in (None, closing.place):
        found = course.finding
        act, why = FindingAct.DECIDE.value, Hindrance.DECIDED_ALREADY
        raise FindingStepError(found.number, found.status.value, act, why)
    before = closing.approvals[-1].decided_on if closing.approvals else closing.asked_on
    approval = Approval(
        closing.place,
        closing.waits_for.title,
        words(decision.who, "who"),
        hand.day("decided_on", decision.day, before),
        decision.is_granted,
        decision.opinion.strip(),
    )
    if not decision.is_granted:
        words(decision.opinion, "opinion")
    closing = replace(closing, approvals=(*closing.approvals, approval))
    if not decision.is_granted:
        return _sent_back(course, hand, closing)
    if closing.waits_for is None:
        return _closed(course, hand, closing, plan)
    step = _deciding(course, hand, closing, "granted")
    return step.becomes(course.finding, _with_closing(course, closing))


def looked_back(course: Course, hand: Hand, entry: LookBackEntry) -> Course:
    """Enter the look-back that is due next; it may be done before its day.

    A relapse opens the finding again and drops the look-backs ahead; after the last one without
    relapse it is archived. Raises FindingStepError, FindingWordsError, FindingDayError.
    """
    course.refuse(FindingAct.LOOK_BACK)
    ahead = course.history.next_look_back
    if ahead is None:
        raise LookupError(course.finding.number)  # refused above
    if entry.method is LookBackMethod.UNDONE:
        words("", "method")
    earliest = max(
        [one.done_on for one in course.history.look_backs if one.done_on]
        + [course.finding.closed_on or entry.day]
    )
    done = replace(
        ahead,
        done_on=hand.day("done_on", entry.day, earliest if not ahead.done_on else None),
        method=entry.method,
        result=words(entry.result, "result"),
        who=words(entry.who, "who"),
        is_relapse=entry.is_relapse,
    )
    looked = tuple(done if one is ahead else one for one in course.history.look_backs)
    if entry.is_relapse:
        return _relapsed(course, hand, looked, entry)
    following = next((one for one in looked if one.is_ahead), None)
    finding = replace(
        course.finding,
        look_back_on=following.due_on if following else None,
        status=FindingStatus.CLOSED if following else FindingStatus.ARCHIVED,
    )
    step = course.step(hand, FindingAct.LOOK_BACK, entry.day, done.result, [("outcome", "held")])
    return step.becomes(finding, replace(course.history, look_backs=looked))


def archived(course: Course, hand: Hand) -> Course:
    """Lay a closed finding by that nobody looks back at any more. Raises FindingStepError."""
    course.refuse(FindingAct.ARCHIVE)
    finding = replace(course.finding, status=FindingStatus.ARCHIVED)
    return course.step(hand, FindingAct.ARCHIVE, hand.today).becomes(finding)


def _sent_back(course: Course, hand: Hand, closing: Closing) -> Course:
    closing = replace(closing, outcome=ClosingOutcome.SENT_BACK)
    finding = replace(
        course.finding,
        status=FindingStatus.UNDER_WAY,
        returns=course.finding.returns + 1,
        done_on=None,
    )
    step = _deciding(course, hand, closing, "sent_back")
    return step.becomes(finding, _with_closing(course, closing))


def _closed(course: Course, hand: Hand, closing: Closing, plan: LookBackPlan) -> Course:
    closing = replace(closing, outcome=ClosingOutcome.GRANTED)
    closed_on = closing.approvals[-1].decided_on
    first = len(course.history.look_backs) + 1
    planned = tuple(
        LookBack(serial, days, plan.next_workday(closed_on + timedelta(days=days)))
        for serial, days in enumerate(plan.days, first)
    )
    finding = replace(
        course.finding,
        status=FindingStatus.CLOSED,
        closed_on=closed_on,
        look_back_on=planned[0].due_on if planned else None,
    )
    history = _with_closing(course, closing)
    history = replace(history, look_backs=(*history.look_backs, *planned))
    return _deciding(course, hand, closing, "closed").becomes(finding, history)


def _relapsed(
    course: Course, hand: Hand, looked: tuple[LookBack, ...], entry: LookBackEntry
) -> Course:
    if entry.new_deadline is None:
        words("", "new_deadline")
    elif entry.new_deadline <= entry.day:
        raise FindingDayError(
            "new_deadline", entry.new_deadline, earliest=entry.day + timedelta(days=1)
        )
    deadline = entry.new_deadline or course.finding.deadline
    finding = replace(
        course.finding,
        status=FindingStatus.UNDER_WAY,
        relapses=course.finding.relapses + 1,
        deadline=deadline,
        term="",
        done_on=None,
        closed_on=None,
        look_back_on=None,
    )
    dropped = tuple(replace(one, is_dropped=True) if one.is_ahead else one for one in looked)
    old = course.finding.deadline.isoformat()
    detail = [("outcome", "relapse"), ("old_deadline", old), ("deadline", deadline.isoformat())]
    note = entry.result.strip()
    step = course.step(hand, FindingAct.LOOK_BACK, entry.day, note, detail)
    return step.becomes(finding, replace(course.history, look_backs=dropped))


def _deciding(course: Course, hand: Hand, closing: Closing, outcome: str) -> StepMaking:
    approval = closing.approvals[-1]
    detail = [("outcome", outcome), ("place", approval.title), ("by", approval.who)]
    return course.step(hand, FindingAct.DECIDE, approval.decided_on, approval.opinion, detail)


def _with_closing(course: Course, closing: Closing) -> FindingHistory:
    history = course.history
    return replace(history, closings=(*history.closings[:-1], closing))
