"""A talk: who spoke with whom, when, about what, and at which step its record stands.

计划 → 准备 → 进行 → 待核对 → 待签字 → 已签 → 封存; each step is a method that refuses by rule.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum

from app.domain.ids import AnswerId, TalkId
from app.domain.kind_errors import AbsenceUnexplainedError
from app.domain.people import Role
from app.domain.prompts import Prompt
from app.domain.refusals import (
    AnswerMissingError,
    BreakOpenError,
    EndBeforeStartError,
    IntervieweeMissingError,
    InterviewerMissingError,
    NothingAskedError,
    ParticipantTwiceError,
    ReasonMissingError,
    RecorderIsInterviewerError,
    RecorderMissingError,
    ScanMissingError,
    ScanPagesDifferError,
    TalkSealedError,
    WrongStatusError,
)
from app.domain.talk_parts import Answer as Answer
from app.domain.talk_parts import Break as Break
from app.domain.talk_parts import Correction as Correction
from app.domain.talk_parts import Participant as Participant


class TalkStatus(Enum):
    """The steps of a talk's life."""

    PLANNED = "planned"
    PREPARED = "prepared"
    UNDER_WAY = "under_way"
    TO_CONFIRM = "to_confirm"
    TO_SIGN = "to_sign"
    SIGNED = "signed"
    SEALED = "sealed"
    CANCELLED = "cancelled"


BEFORE_TALK = (TalkStatus.PLANNED, TalkStatus.PREPARED)
OPEN_TEXT = (TalkStatus.UNDER_WAY, TalkStatus.TO_CONFIRM)


@dataclass(frozen=True, slots=True)
class Talk:
    """One talk. number is 年份-流水, such as 2026-0012; prompt_set_id is fixed at preparation.

    delegation says on whose behalf the interviewer talks (受委托), and is empty without one.
    """

    id: TalkId
    number: str
    kind: str
    subject: str
    planned_at: datetime
    place: str = ""
    status: TalkStatus = TalkStatus.PLANNED
    participants: tuple[Participant, ...] = ()
    prompt_set_id: str = ""
    answers: tuple[Answer, ...] = ()
    breaks: tuple[Break, ...] = ()
    corrections: tuple[Correction, ...] = ()
    began_at: datetime | None = None
    ended_at: datetime | None = None
    summary: str = ""
    requirement: str = ""
    statement: str = ""
    text_digest: str = ""
    minutes_pages: int = 0
    scan_pages: int = 0
    refusal_note: str = ""
    cancel_reason: str = ""
    sealed_at: datetime | None = None
    received_at: datetime | None = None
    delegation: str = ""

    # ── who ──────────────────────────────────────────────────────────────────────────────────────

    def in_role(self, role: Role) -> tuple[Participant, ...]:
        """The participants of one role in order."""
        return tuple(p for p in self.participants if p.role is role)

    def check_people(self) -> None:
        """Whether the talk has the people a talk needs, each in one role.

        Raises IntervieweeMissingError, InterviewerMissingError, RecorderMissingError,
        RecorderIsInterviewerError, ParticipantTwiceError.
        """
        if not any(p.is_present for p in self.in_role(Role.INTERVIEWEE)):
            raise IntervieweeMissingError
        if not self.in_role(Role.INTERVIEWER):
            raise InterviewerMissingError
        if not self.in_role(Role.RECORDER):
            raise RecorderMissingError
        seen: dict[tuple[str, str, str], Role] = {}
        for participant in self.participants:
            earlier = seen.setdefault(_identity(participant), participant.role)
            if {earlier, participant.role} == {Role.RECORDER, Role.INTERVIEWER}:
                raise RecorderIsInterviewerError(participant.name)
        everybody = [_identity(p) for p in self.participants]
        for participant in self.participants:
            if everybody.count(_identity(participant)) > 1:
                raise ParticipantTwiceError(participant.name)

    def check_absences(self) -> None:
        """Whether it is written why each who was absent did not come.

        Raises AbsenceUnexplainedError.
        """
        names = tuple(
            p.name
            for p in self.in_role(Role.INTERVIEWEE)
            if not p.is_present and not p.absence_reason.strip()
        )
        if names:
            raise AbsenceUnexplainedError(names)

    # ── how far ──────────────────────────────────────────────────────────────────────────────────

    @property
    def open_break(self) -> Break | None:
        """The break that lasts now, if one does."""
        return next((b for b in self.breaks if b.ended_at is None), None)

    def spoken_time(self, now: datetime) -> timedelta:
        """How long was talked until now, without the breaks."""
        if self.began_at is None:
            return timedelta(0)
        end = self.ended_at or now
        paused = sum(((b.ended_at or end) - b.began_at for b in self.breaks), timedelta(0))
        return max(end - self.began_at - paused, timedelta(0))

    def coverage(self, area: str) -> tuple[int, int]:
        """How many of an area's questions are answered, and how many there are."""
        mine = [a for a in self.answers if a.area == area]
        return sum(a.is_answered for a in mine), len(mine)

    def answer(self, answer_id: AnswerId) -> Answer:
        """The answer with that id; KeyError when there is none."""
        for answer in self.answers:
            if answer.id == answer_id:
                return answer
        raise KeyError(answer_id)

    def day(self) -> date:
        """The day of the talk: when it began, or is planned."""
        return (self.began_at or self.planned_at).date()

    # ── the steps ────────────────────────────────────────────────────────────────────────────────

    def planned_anew(self, planned_at: datetime, place: str) -> Talk:
        """The talk at another time or place, while it has not begun. Raises WrongStatusError."""
        self._must_be("reschedule", *BEFORE_TALK)
        return replace(self, planned_at=planned_at, place=place)

    def with_participants(self, participants: tuple[Participant, ...]) -> Talk:
        """The talk with these people, as long as its text is open. Raises WrongStatusError."""
        self._must_be("change_people", *BEFORE_TALK, *OPEN_TEXT)
        return replace(self, participants=participants)

    def prepared(self, prompt_set_id: str, answers: tuple[Answer, ...]) -> Talk:
        """The talk with its questions chosen; may be done again until it begins.

        Raises WrongStatusError, NothingAskedError and what check_people raises.
        """
        self._must_be("prepare", *BEFORE_TALK)
        self.check_people()
        if not answers:
            raise NothingAskedError
        return replace(
            self, status=TalkStatus.PREPARED, prompt_set_id=prompt_set_id, answers=answers
        )

    def begun(self, at: datetime) -> Talk:
        """The talk under way. Raises WrongStatusError and what check_people raises."""
        self._must_be("begin", TalkStatus.PREPARED)
        self.check_people()
        return replace(self, status=TalkStatus.UNDER_WAY, began_at=at)

    def with_answer(self, answer: Answer) -> Talk:
        """The talk with this answer in place of the one with its id. Raises WrongStatusError."""
        self._must_be("answer", TalkStatus.UNDER_WAY)
        self.answer(answer.id)
        return replace(
            self, answers=tuple(answer if a.id == answer.id else a for a in self.answers)
        )

    def with_question(self, answer: Answer) -> Talk:
        """The talk with one more question, asked on the spot. Raises WrongStatusError."""
        self._must_be("answer", TalkStatus.UNDER_WAY)
        return replace(self, answers=(*self.answers, answer))

    def with_closing(self, summary: str, requirement: str, statement: str) -> Talk:
        """The talk with its closing words: 小结、要求、表态. Raises WrongStatusError."""
        self._must_be("answer", TalkStatus.UNDER_WAY)
        return replace(self, summary=summary, requirement=requirement, statement=statement)

    def paused(self, at: datetime, note: str) -> Talk:
        """The talk with a break begun. Raises WrongStatusError, BreakOpenError."""
        self._must_be("pause", TalkStatus.UNDER_WAY)
        if self.open_break:
            raise BreakOpenError
        return replace(self, breaks=(*self.breaks, Break(at, note=note)))

    def resumed(self, at: datetime) -> Talk:
        """The talk with its open break ended, if there is one. Raises WrongStatusError."""
        self._must_be("resume", TalkStatus.UNDER_WAY)
        return replace(
            self,
            breaks=tuple(b if b.ended_at else replace(b, ended_at=at) for b in self.breaks),
        )

    def interrupted(self, since: datetime, until: datetime, note: str) -> Talk:
        """The talk with the time in which it was broken off counted as a break.

        What of it was a break already stays as it was noted. Raises WrongStatusError,
        BreakOpenError, EndBeforeStartError.
        """
        self._must_be("pause", TalkStatus.UNDER_WAY)
        if self.open_break:
            raise BreakOpenError
        last = max((b.ended_at for b in self.breaks if b.ended_at), default=since)
        since = max(since, last)
        if self.began_at is None or not self.began_at <= since < until:
            raise EndBeforeStartError
        return replace(self, breaks=(*self.breaks, Break(since, until, note)))

    def ended(self, at: datetime) -> Talk:
        """The talk over, its text waiting to be read and confirmed.

        Raises WrongStatusError, EndBeforeStartError, BreakOpenError, NothingAskedError,
        AnswerMissingError, AbsenceUnexplainedError.
        """
        self._must_be("end", TalkStatus.UNDER_WAY)
        if self.began_at is None or at <= self.began_at:
            raise EndBeforeStartError
        if self.open_break:
            raise BreakOpenError
        if not any(a.is_answered for a in self.answers):
            raise NothingAskedError
        for answer in self.answers:
            if answer.is_missing:
                raise AnswerMissingError(answer.prompt_number, answer.question)
        self.check_absences()
        return replace(self, status=TalkStatus.TO_CONFIRM, ended_at=at)

    def check_correctable(self) -> None:
        """Whether the record is being read, so that it can be put right.

        Raises WrongStatusError, TalkSealedError.
        """
        self._must_be("correct", TalkStatus.TO_CONFIRM)

    def confirmed(self, text_digest: str, minutes_pages: int) -> Talk:
        """The talk with its text frozen under a digest and its minutes made; now it waits for ink.

        Raises WrongStatusError, AbsenceUnexplainedError and what check_people raises.
        """
        self._must_be("confirm", TalkStatus.TO_CONFIRM)
        self.check_people()
        self.check_absences()
        return replace(
            self,
            status=TalkStatus.TO_SIGN,
            text_digest=text_digest,
            minutes_pages=minutes_pages,
        )

    def signed(self, scan_pages: int, refusal_note: str = "") -> Talk:
        """The talk signed: the scan has every page, or the refusal is noted with its witnesses.

        Raises WrongStatusError, ScanMissingError, ScanPagesDifferError.
        """
        self._must_be("sign", TalkStatus.TO_SIGN)
        if not scan_pages and not refusal_note.strip():
            raise ScanMissingError(self.number)
        if scan_pages and scan_pages != self.minutes_pages:
            raise ScanPagesDifferError(scan_pages, self.minutes_pages)
        return replace(
            self,
            status=TalkStatus.SIGNED,
            scan_pages=scan_pages,
            refusal_note=refusal_note.strip(),
        )

    def sealed(self, at: datetime) -> Talk:
        """The talk closed against every change, for ever. Raises WrongStatusError."""
        self._must_be("seal", TalkStatus.SIGNED)
        return replace(self, status=TalkStatus.SEALED, sealed_at=at)

    def cancelled(self, reason: str) -> Talk:
        """The talk called off before it began. Raises WrongStatusError, ReasonMissingError."""
        self._must_be("cancel", *BEFORE_TALK)
        if not reason.strip():
            raise ReasonMissingError("cancel")
        return replace(self, status=TalkStatus.CANCELLED, cancel_reason=reason.strip())

    def received(self, at: datetime) -> Talk:
        """The sealed talk known to lie with the registry. Raises WrongStatusError."""
        if self.status is not TalkStatus.SEALED:
            raise WrongStatusError(self.number, self.status.value, "receive")
        return replace(self, received_at=at)

    def check_step(self, act: str, *allowed: TalkStatus) -> None:
        """Whether the talk stands where this is done.

        Raises WrongStatusError, TalkSealedError.
        """
        self._must_be(act, *allowed)

    def _must_be(self, act: str, *allowed: TalkStatus) -> None:
        if self.status in allowed:
            return
        if self.status is TalkStatus.SEALED:
            raise TalkSealedError(self.number)
        raise WrongStatusError(self.number, self.status.value, act)


def answers_to_ask(prompts: tuple[Prompt, ...], ids: tuple[AnswerId, ...]) -> tuple[Answer, ...]:
    """Blank answers for the chosen prompts, keeping the exact words they will be asked in."""
    pairs = zip(prompts, ids, strict=True)
    return tuple(blank_answer(prompt, of, order) for order, (prompt, of) in enumerate(pairs, 1))


def blank_answer(
    prompt: Prompt, answer_id: AnswerId, order: int, skipped_reason: str = ""
) -> Answer:
    """The place for an answer, with the exact words of the prompt; a reason leaves it out."""
    return Answer(
        id=answer_id,
        order=order,
        area=prompt.area,
        question=prompt.text,
        prompt_number=prompt.number,
        follow_ups=prompt.follow_ups,
        concrete=prompt.concrete,
        is_required=prompt.is_required,
        skipped_reason=skipped_reason,
        is_left_out=bool(skipped_reason),
    )


def _identity(participant: Participant) -> tuple[str, str, str]:
    if participant.person_id:
        return (participant.person_id, "", "")
    return (participant.name, participant.unit_name, participant.title)
