"""More time for a finding (延期), and calling somebody to account over it (提请问责)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.domain.finding_closing import Decision
from app.domain.finding_course import Course, Hand, words
from app.domain.finding_errors import FindingDayError
from app.domain.finding_history import (
    Accountability,
    Extension,
    ExtensionOutcome,
    FindingAct,
)
from app.domain.rectifying_rules import Ground


@dataclass(frozen=True, slots=True)
class AccountabilityEntry:
    """A proposal to call to account: on which of 五个必追, on what facts, and what is proposed."""

    grounds: tuple[Ground, ...]
    facts: str
    proposal: str = ""


def asked_more_time(course: Course, hand: Hand, wanted: date, reason: str, day: date) -> Course:
    """Keep the unit's application for more time. Raises FindingStepError, FindingWordsError,
    FindingDayError."""
    course.refuse(FindingAct.ASK_MORE_TIME)
    old = course.finding.deadline
    if wanted <= old:
        raise FindingDayError("wanted", wanted, earliest=old + timedelta(days=1))
    asked_on = hand.day("asked_on", day, hand.found_on(course.finding))
    serial = len(course.history.extensions) + 1
    asked = Extension(serial, asked_on, old, wanted, words(reason, "reason"))
    detail = [("old_deadline", old.isoformat()), ("wanted", wanted.isoformat())]
    history = replace(course.history, extensions=(*course.history.extensions, asked))
    step = course.step(hand, FindingAct.ASK_MORE_TIME, asked_on, asked.reason, detail)
    return step.becomes(course.finding, history)


def decided_more_time(course: Course, hand: Hand, decision: Decision) -> Course:
    """Grant or refuse more time; the old deadline is kept either way.

    Raises FindingStepError, FindingWordsError, FindingDayError.
    """
    course.refuse(FindingAct.DECIDE_MORE_TIME)
    asked = course.history.waiting_extension
    if asked is None:
        raise LookupError(course.finding.number)  # refused above
    if not decision.is_granted:
        words(decision.opinion, "opinion")
    settled = replace(
        asked,
        outcome=ExtensionOutcome.GRANTED if decision.is_granted else ExtensionOutcome.REFUSED,
        decided_on=hand.day("decided_on", decision.day, asked.asked_on),
        decided_by=words(decision.who, "who"),
        opinion=decision.opinion.strip(),
    )
    finding = course.finding
    if decision.is_granted:
        finding = replace(
            finding, deadline=asked.wanted, term="", extensions=finding.extensions + 1
        )
    detail = [
        ("outcome", settled.outcome.value),
        ("old_deadline", asked.old_deadline.isoformat()),
        ("wanted", asked.wanted.isoformat()),
        ("by", settled.decided_by),
    ]
    history = replace(course.history, extensions=(*course.history.extensions[:-1], settled))
    step = course.step(hand, FindingAct.DECIDE_MORE_TIME, decision.day, settled.opinion, detail)
    return step.becomes(finding, history)


def called_to_account(course: Course, hand: Hand, entry: AccountabilityEntry, day: date) -> Course:
    """Propose that somebody is called to account.

    Raises FindingStepError, FindingWordsError, FindingDayError.
    """
    course.refuse(FindingAct.CALL_TO_ACCOUNT)
    if not entry.grounds:
        words("", "grounds")
    proposed = Accountability(
        len(course.history.accountabilities) + 1,
        hand.day("asked_on", day, hand.found_on(course.finding)),
        entry.grounds,
        words(entry.facts, "facts"),
        entry.proposal.strip(),
    )
    known = course.history.accountabilities
    history = replace(course.history, accountabilities=(*known, proposed))
    note = "；".join(ground.title for ground in entry.grounds)
    step = course.step(hand, FindingAct.CALL_TO_ACCOUNT, day, note)
    return step.becomes(course.finding, history)


def decided_accountability(course: Course, hand: Hand, outcome: str, who: str, day: date) -> Course:
    """Keep what was decided about the proposal.

    Raises FindingStepError, FindingWordsError, FindingDayError.
    """
    course.refuse(FindingAct.DECIDE_ACCOUNTABILITY)
    proposed = course.history.waiting_accountability
    if proposed is None:
        raise LookupError(course.finding.number)  # refused above
    settled = replace(
        proposed,
        decided_on=hand.day("decided_on", day, proposed.asked_on),
        decided_by=words(who, "who"),
        outcome=words(outcome, "outcome"),
    )
    known = course.history.accountabilities[:-1]
    history = replace(course.history, accountabilities=(*known, settled))
    detail = [("by", settled.decided_by)]
    step = course.step(hand, FindingAct.DECIDE_ACCOUNTABILITY, day, settled.outcome, detail)
    return step.becomes(course.finding, history)
