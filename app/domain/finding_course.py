"""A finding on its way: each step makes another finding and another history, or is refused.

Applications to close and looking back stand in finding_closing.py, more time and accountability in
finding_pleas.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from app.domain.finding import Finding, FindingSource, FindingStatus, MeasureKind
from app.domain.finding_errors import (
    ClueReferenceError,
    DeadlineStaysError,
    FindingDayError,
    FindingWordsError,
)
from app.domain.finding_history import (
    CommonPart,
    FindingAct,
    FindingHistory,
    FindingStep,
    Milestone,
)
from app.domain.finding_steps import refuse

LONGEST_REFERENCE = 40


@dataclass(frozen=True, slots=True)
class Completion:
    """The four lists as they are typed in (补全); without a deadline the old one stays.

    term is the rule the deadline was reckoned by, or empty for a day that was chosen.
    """

    measure: str = ""
    measure_kind: MeasureKind = MeasureKind.UNSAID
    regulation: str = ""
    is_regulation_new: bool = True
    leader: str = ""
    responsible: str = ""
    supervisor: str = ""
    effect: str = ""
    evidence_wanted: str = ""
    source: FindingSource = FindingSource.TALK
    is_repeated: bool = False
    term: str = ""
    deadline: date | None = None
    milestones: tuple[Milestone, ...] = ()

    @classmethod
    def of(cls, finding: Finding, history: FindingHistory) -> Completion:
        """What is known already, for the form."""
        return cls(
            measure=finding.measure,
            measure_kind=finding.measure_kind,
            regulation=finding.regulation,
            is_regulation_new=finding.is_regulation_new,
            leader=finding.leader,
            responsible=finding.responsible,
            supervisor=finding.supervisor,
            effect=finding.effect,
            evidence_wanted=finding.evidence_wanted,
            source=finding.source,
            is_repeated=finding.is_repeated,
            term=finding.term,
            deadline=finding.deadline,
            milestones=history.milestones,
        )


@dataclass(frozen=True, slots=True)
class Hand:
    """Who enters a step and when; today is the day of that moment by the clock on the wall.

    at is in the time zone of that clock.
    """

    at: datetime
    who: str
    today: date

    def found_on(self, finding: Finding) -> date:
        """The day a finding was found by the clock on the wall."""
        return finding.found_at.astimezone(self.at.tzinfo).date()

    def day(self, field: str, day: date, earliest: date | None = None) -> date:
        """The day, when it can be: not in the future, not before the earliest.

        Raises FindingDayError.
        """
        if day > self.today or (earliest is not None and day < earliest):
            raise FindingDayError(field, day, earliest, self.today)
        return day


@dataclass(frozen=True, slots=True)
class Course:
    """A finding and all it went through."""

    finding: Finding
    history: FindingHistory

    def refuse(self, act: FindingAct) -> None:
        """See that it takes the act where it stands. Raises FindingStepError."""
        refuse(self.finding, self.history, act)

    def step(
        self,
        hand: Hand,
        act: FindingAct,
        day: date,
        note: str = "",
        detail: Iterable[tuple[str, str]] = (),
    ) -> StepMaking:
        """The beginning of a step; what comes of it is told by becomes()."""
        return StepMaking(self, hand, act, day, note, tuple(detail))


@dataclass(frozen=True, slots=True)
class StepMaking:
    """A step that is being made."""

    course: Course
    hand: Hand
    act: FindingAct
    day: date
    note: str
    detail: tuple[tuple[str, str], ...]

    def becomes(self, finding: Finding, history: FindingHistory | None = None) -> Course:
        """The course after this step."""
        before = self.course.history
        step = FindingStep(
            serial=before.steps[-1].serial + 1 if before.steps else 1,
            at=self.hand.at,
            who=self.hand.who,
            act=self.act,
            before=self.course.finding.status,
            after=finding.status,
            day=self.day,
            note=self.note,
            detail=self.detail,
        )
        return Course(finding, replace(history or before, steps=(*before.steps, step)))


def words(text: str, field: str) -> str:
    """The text without spaces around it. Raises FindingWordsError when nothing is left."""
    stripped = text.strip()
    if not stripped:
        raise FindingWordsError(field)
    return stripped


def completed(course: Course, hand: Hand, entry: Completion) -> Course:
    """Say what is to be done, by whom and by when.

    Once it was issued its deadline moves by an extension alone. Raises FindingStepError,
    DeadlineStaysError, FindingDayError, FindingWordsError.
    """
    course.refuse(FindingAct.COMPLETE)
    old = course.finding
    deadline = entry.deadline or old.deadline
    is_issued = old.status is not FindingStatus.REGISTERED
    if is_issued and deadline != old.deadline:
        raise DeadlineStaysError(old.number, old.deadline)
    if deadline < hand.found_on(old):
        raise FindingDayError("deadline", deadline, hand.found_on(old))
    milestones = tuple(replace(one, text=words(one.text, "milestone")) for one in entry.milestones)
    finding = replace(
        old,
        measure=entry.measure.strip(),
        measure_kind=entry.measure_kind,
        regulation=entry.regulation.strip(),
        is_regulation_new=entry.is_regulation_new,
        leader=entry.leader.strip(),
        responsible=entry.responsible.strip(),
        supervisor=entry.supervisor.strip(),
        effect=entry.effect.strip(),
        evidence_wanted=entry.evidence_wanted.strip(),
        source=entry.source,
        is_repeated=entry.is_repeated,
        term=old.term if is_issued else entry.term,
        deadline=deadline,
        first_deadline=old.first_deadline if is_issued else deadline,
    )
    history = replace(
        course.history, milestones=tuple(sorted(milestones, key=lambda one: one.due_on))
    )
    return course.step(hand, FindingAct.COMPLETE, hand.today).becomes(finding, history)


def issued(course: Course, hand: Hand, issued_on: date, to_name: str) -> Course:
    """Send the lists out (下达). Raises FindingStepError, FindingDayError."""
    course.refuse(FindingAct.ISSUE)
    day = hand.day("issued_on", issued_on, hand.found_on(course.finding))
    finding = replace(course.finding, status=FindingStatus.ISSUED)
    return course.step(hand, FindingAct.ISSUE, day, to_name).becomes(finding)


def claimed(course: Course, hand: Hand, signed_on: date, signed_by: str) -> Course:
    """Note that the lists were signed for (认领签收). Raises FindingStepError, FindingDayError."""
    course.refuse(FindingAct.CLAIM)
    finding = replace(course.finding, status=FindingStatus.CLAIMED)
    return course.step(hand, FindingAct.CLAIM, signed_on, signed_by).becomes(finding)


def begun(course: Course, hand: Hand, day: date) -> Course:
    """Note that it is being put right. Raises FindingStepError, FindingDayError."""
    course.refuse(FindingAct.BEGIN)
    day = hand.day("day", day, hand.found_on(course.finding))
    finding = replace(course.finding, status=FindingStatus.UNDER_WAY)
    return course.step(hand, FindingAct.BEGIN, day).becomes(finding)


def reported(course: Course, hand: Hand, text: str, day: date) -> Course:
    """Keep what the unit reports; whoever reports has begun.

    Raises FindingStepError, FindingWordsError, FindingDayError.
    """
    course.refuse(FindingAct.REPORT)
    note = words(text, "report")
    day = hand.day("day", day, hand.found_on(course.finding))
    finding = replace(course.finding, status=FindingStatus.UNDER_WAY)
    return course.step(hand, FindingAct.REPORT, day, note).becomes(finding)


def transferred(course: Course, hand: Hand, reference: str) -> Course:
    """Hand it on as a clue (转线索): its reference number is all that is kept of that.

    Raises FindingStepError, FindingWordsError, ClueReferenceError.
    """
    course.refuse(FindingAct.TRANSFER)
    clue = words(reference, "reference")
    if len(clue) > LONGEST_REFERENCE or len(clue.splitlines()) > 1:
        raise ClueReferenceError(len(clue), LONGEST_REFERENCE)
    finding = replace(course.finding, status=FindingStatus.TRANSFERRED, clue=clue)
    return course.step(hand, FindingAct.TRANSFER, hand.today, clue).becomes(finding)


def noted(
    course: Course,
    hand: Hand,
    act: FindingAct,
    note: str = "",
    detail: Iterable[tuple[str, str]] = (),
) -> Course:
    """Leave a step that moves nothing: 催办, evidence brought or taken away.

    Raises FindingStepError.
    """
    course.refuse(act)
    return course.step(hand, act, hand.today, note, detail).becomes(course.finding)


def fanned_out(course: Course, hand: Hand, parts: tuple[CommonPart, ...]) -> Course:
    """Leave a common finding to the units, each with a part of its own.

    Raises FindingStepError.
    """
    course.refuse(FindingAct.FAN_OUT)
    finding = replace(course.finding, status=FindingStatus.UNDER_WAY)
    history = replace(course.history, parts=(*course.history.parts, *parts))
    names = "、".join(part.unit_name for part in parts)
    return course.step(hand, FindingAct.FAN_OUT, hand.today, names).becomes(finding, history)


def followed(course: Course, hand: Hand, day: date) -> Course:
    """Let a common finding follow its parts: closed and archived with the last, open with one.

    When all of them went on as clues there is nothing to look back at: it is archived.
    """
    parts = course.history.parts
    stands = [part.status for part in parts if part.status is not FindingStatus.TRANSFERRED]
    old = course.finding
    if any(status.is_open for status in stands):
        status, closed_on = FindingStatus.UNDER_WAY, None
    elif FindingStatus.CLOSED in stands:
        status, closed_on = FindingStatus.CLOSED, old.closed_on or day
    else:
        status, closed_on = FindingStatus.ARCHIVED, old.closed_on or day
    if status is old.status:
        return course
    finding = replace(old, status=status, closed_on=closed_on)
    return course.step(hand, FindingAct.FOLLOW, day).becomes(finding)
