"""What to ask in a talk: prompts proposed with their reasons, and the outline made of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from app.domain.finding import Finding
from app.domain.ids import AnswerId
from app.domain.prompts import Prompt, PromptSet, Situation
from app.domain.talk import Answer, Talk, blank_answer

FEWEST_IN_AREA = 4  # so many are proposed in each area, if it has so many that apply
MORE_FOR_FINDINGS = 2  # so many more in an area where findings are open


class ReasonKind(Enum):
    """Why a prompt is proposed, the weightiest first."""

    REQUIRED = "required"
    SKIPPED = "skipped"  # detail: the reason that was given
    UNANSWERED = "unanswered"
    RAISED = "raised"  # detail: the numbers of the open findings this very prompt brought up
    LOOK_BACK = "look_back"  # detail: the numbers of closed findings to be looked back at
    OPEN_FINDINGS = "open_findings"  # detail: the numbers of the findings of its area
    NEWLY_APPOINTED = "newly_appointed"
    BOTTOM_RANKED = "bottom_ranked"
    UNIT_KIND = "unit_kind"
    AREA_FINDINGS = "area_findings"  # detail: the numbers of the open findings of its area
    NOT_ASKED = "not_asked"  # the last talk left it out
    COMMON = "common"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason to ask, with its particulars."""

    kind: ReasonKind
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A prompt, why it should be asked, and whether it is ticked to begin with.

    A prompt that does not apply has no reasons.
    """

    prompt: Prompt
    reasons: tuple[Reason, ...]
    is_ticked: bool = False

    @property
    def must_be_asked(self) -> bool:
        """Whether leaving it out needs a reason."""
        return any(reason.kind is ReasonKind.REQUIRED for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class LastAsked:
    """How one question of the last talk ended."""

    prompt_set_id: str
    prompt_number: str
    question: str
    is_answered: bool
    skipped_reason: str = ""

    def is_of(self, prompt_set_id: str, prompt: Prompt) -> bool:
        """Whether it was this prompt; a number counts within its own set alone."""
        same = self.prompt_set_id == prompt_set_id and self.prompt_number == prompt.number
        return same or self.question == prompt.text


@dataclass(frozen=True, slots=True)
class Past:
    """What earlier talks left: the last one's questions, what is still open or to look back at.

    raised names the question that brought up a finding, with the finding's number; looked_at the
    same for those that are closed and are to be looked back at.
    """

    day: date | None = None
    asked: tuple[LastAsked, ...] = ()
    findings: tuple[Finding, ...] = ()
    raised: tuple[tuple[LastAsked, str], ...] = ()
    looked_at: tuple[tuple[LastAsked, str], ...] = ()

    def of(self, prompt_set_id: str, prompt: Prompt) -> LastAsked | None:
        """How this prompt fared in the last talk, or None."""
        return next((one for one in self.asked if one.is_of(prompt_set_id, prompt)), None)

    def raised_by(self, prompt_set_id: str, prompt: Prompt) -> tuple[str, ...]:
        """The numbers of the open findings that this prompt brought up."""
        return tuple(number for one, number in self.raised if one.is_of(prompt_set_id, prompt))

    def looked_at_by(self, prompt_set_id: str, prompt: Prompt) -> tuple[str, ...]:
        """The numbers of the findings to be looked back at that this prompt brought up."""
        return tuple(number for one, number in self.looked_at if one.is_of(prompt_set_id, prompt))

    def open_in(self, area: str) -> tuple[str, ...]:
        """The numbers of the open findings of an area."""
        return tuple(finding.number for finding in self.findings if finding.area == area)


@dataclass(frozen=True, slots=True)
class OutlineItem:
    """One line of an outline: a prompt by its number, or a question of one's own in an area.

    A prompt that is left out on purpose stands there with the reason.
    """

    prompt_number: str = ""
    area: str = ""
    question: str = ""
    skipped_reason: str = ""


@dataclass(frozen=True, slots=True)
class OutlineGround:
    """All that an outline is made from; items is empty until one was kept.

    situations are those of the persons talked to, each once; minutes are planned for each area.
    """

    prompts: PromptSet
    situations: tuple[Situation, ...]
    past: Past
    items: tuple[OutlineItem, ...] = ()
    minutes: Mapping[str, int] = field(default_factory=dict)

    def proposed(self, *others: Situation) -> tuple[Proposed, ...]:
        """The prompts of the set with their reasons, in these situations or others."""
        return propose(self.prompts, others or self.situations, self.past)


def propose(
    prompts: PromptSet, situations: tuple[Situation, ...], past: Past
) -> tuple[Proposed, ...]:
    """Every prompt of the set in order, with the reasons to ask it of anybody so situated.

    Ticked are those with a reason of their own; an area with few of them is filled up with what
    the last talk left out, then with what applies to everybody, further where findings are open.
    """
    found = [Proposed(p, _reasons(prompts.id, p, situations, past)) for p in prompts.prompts]
    ticked = {one.prompt.number for one in found if _has_own_reason(one)}
    for area in prompts.areas:
        mine = [one for one in found if one.prompt.area == area.key and one.reasons]
        count = sum(one.prompt.number in ticked for one in mine)
        others = [one for one in mine if one.prompt.number not in ticked]
        others.sort(key=lambda one: one.reasons[-1].kind is not ReasonKind.NOT_ASKED)
        wanted = FEWEST_IN_AREA + (MORE_FOR_FINDINGS if past.open_in(area.key) else 0)
        ticked |= {one.prompt.number for one in others[: max(0, wanted - count)]}
    return tuple(Proposed(o.prompt, o.reasons, o.prompt.number in ticked) for o in found)


def items_of(talk: Talk) -> tuple[OutlineItem, ...]:
    """The outline that was kept with a talk."""
    return tuple(
        OutlineItem(
            a.prompt_number, a.area, "" if a.prompt_number else a.question, a.skipped_reason
        )
        for a in sorted(talk.answers, key=lambda answer: answer.order)
    )


def blank_answers(
    prompts: PromptSet, items: Iterable[str | OutlineItem], ids: Iterable[AnswerId]
) -> tuple[Answer, ...]:
    """Blank answers in the order of the items, keeping the exact words they will be asked in.

    An item that is a text is the number of a prompt. A question without words is left out.
    Raises KeyError for a number that the set does not have.
    """
    made = list[Answer]()
    names = iter(ids)
    for item in items:
        line = OutlineItem(item) if isinstance(item, str) else item
        if line.prompt_number:
            prompt = prompts.prompt(line.prompt_number)
            made.append(
                blank_answer(prompt, next(names), len(made) + 1, line.skipped_reason.strip())
            )
        elif line.question.strip():
            made.append(Answer(next(names), len(made) + 1, line.area, line.question.strip()))
    return tuple(made)


def _has_own_reason(one: Proposed) -> bool:
    return any(reason.kind not in _WEAK for reason in one.reasons)


def _reasons(
    set_id: str, prompt: Prompt, situations: tuple[Situation, ...], past: Past
) -> tuple[Reason, ...]:
    if not any(prompt.applies.holds(situation) for situation in situations):
        return ()
    last = past.of(set_id, prompt)
    applies, numbers = prompt.applies, "、".join(past.open_in(prompt.area))
    raised = past.raised_by(set_id, prompt)
    looked_at = past.looked_at_by(set_id, prompt)
    wanted = (
        (prompt.is_required, Reason(ReasonKind.REQUIRED)),
        (_was_skipped(last), Reason(ReasonKind.SKIPPED, last.skipped_reason if last else "")),
        (_was_left_blank(last), Reason(ReasonKind.UNANSWERED)),
        (bool(raised), Reason(ReasonKind.RAISED, "、".join(raised))),
        (bool(looked_at), Reason(ReasonKind.LOOK_BACK, "、".join(looked_at))),
        (applies.open_findings, Reason(ReasonKind.OPEN_FINDINGS, numbers)),
        (applies.newly_appointed, Reason(ReasonKind.NEWLY_APPOINTED)),
        (applies.bottom_ranked, Reason(ReasonKind.BOTTOM_RANKED)),
        (bool(applies.unit_kinds), Reason(ReasonKind.UNIT_KIND)),
    )
    found = tuple(reason for is_so, reason in wanted if is_so)
    if found:
        return found
    left_out = bool(past.asked) and last is None
    near = (Reason(ReasonKind.AREA_FINDINGS, numbers),) if numbers else ()
    return (*near, Reason(ReasonKind.NOT_ASKED if left_out else ReasonKind.COMMON))


def _was_skipped(last: LastAsked | None) -> bool:
    return last is not None and not last.is_answered and bool(last.skipped_reason)


def _was_left_blank(last: LastAsked | None) -> bool:
    return last is not None and not last.is_answered and not last.skipped_reason


# reasons that tick nothing by themselves
_WEAK = (ReasonKind.AREA_FINDINGS, ReasonKind.NOT_ASKED, ReasonKind.COMMON)
