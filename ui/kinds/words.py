"""The words of kinds of talk, their papers and rules, and of letters."""

from __future__ import annotations

from datetime import date

from app.domain.calendar import written_date
from app.domain.kinds import FirstForm, TalkKind
from app.domain.letters import LetterInquiry, LetterOutcome
from ui.terms import FORM

FIRST_FORM = {
    FirstForm.NO: "不计",
    FirstForm.STATED: "逐人注明的才计",
    FirstForm.SETTING: "按本地规定",
    FirstForm.YES: "计入",
}
OUTCOME = {
    LetterOutcome.OPEN: "未了结",
    LetterOutcome.ACCEPTED: "予以采信，了结",
    LetterOutcome.MILD: "提醒、批评教育等处理",
    LetterOutcome.AGAIN: "再次谈话或函询",
    LetterOutcome.VERIFY: "转初步核实",
    LetterOutcome.SLANDER: "按诬告陷害处理",
}
RETIRED = "已停用"


def manner(kind: TalkKind) -> str:
    """Whether one or many are talked to."""
    return "多人" if kind.is_collective else "单人"


def rules(kind: TalkKind) -> str:
    """What has to be kept to."""
    held = ((kind.needs_two, "我方两人"), (kind.has_fingerprint, "按指印"))
    return "、".join(word for is_so, word in held if is_so) or "—"


def papers(kind: TalkKind) -> str:
    """The papers the kind calls for."""
    return "、".join(FORM.get(form, form) for form in kind.forms)


def day(written: date | None) -> str:
    """A date as documents write it, or nothing."""
    return written_date(written) if written else ""


def letter_texts(letter: LetterInquiry) -> tuple[str, ...]:
    """One line of the register."""
    return (
        letter.reference,
        day(letter.sent_on),
        day(letter.due_on),
        day(letter.replied_on),
        OUTCOME[letter.outcome],
    )
