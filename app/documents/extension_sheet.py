"""延期审批表: until when a finding is to have more time, why, and what its deadline was before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from app.documents.approval_form import (
    BLANK_DAY,
    Place,
    about,
    form,
    labelled,
    pairs,
    places,
    said_by,
)
from app.domain.calendar import written_date
from app.domain.finding_history import Extension, ExtensionOutcome, FindingAct
from app.domain.papers import FindingSheetPaper

TITLE = "整改延期审批表"
_OUTCOMES = {
    ExtensionOutcome.WAITING: "还没有批复",
    ExtensionOutcome.GRANTED: "同意延期。",
    ExtensionOutcome.REFUSED: "不同意延期。",
}


def extension_sheet(data: FindingSheetPaper, office: str, local: datetime) -> bytes:
    """The sheet as a PDF. Raises MissingGlyphError, ArchiveRuleError."""
    every = data.history.extensions
    asked = every[-1] if every else None
    old = written_date(asked.old_deadline if asked else data.line.deadline)
    wanted = written_date(asked.wanted) if asked else BLANK_DAY
    rows = [("目前进展", _progress(data)), ("申请理由", asked.reason if asked else "")]
    if before := list(_before(every[:-1])):
        rows.append(("此前延期", "\n".join(before)))
    under = f"申请日期：{written_date(asked.asked_on) if asked else BLANK_DAY}"
    pieces = [
        *about(data.line),
        pairs(("现在时限", old, "申请延至", wanted)),
        labelled(*rows),
        places(list(_places(data, asked))),
    ]
    return form(TITLE, office, under, pieces, local)


def _progress(data: FindingSheetPaper) -> str:
    reports = [step for step in data.history.steps if step.act is FindingAct.REPORT]
    return f"{written_date(reports[-1].day)}：{reports[-1].note}" if reports else ""


def _places(data: FindingSheetPaper, asked: Extension | None) -> Iterable[Place]:
    """The chain's places sign by hand; what was decided is entered for the last of them."""
    last = len(data.rules.chain) - 1
    for number, place in enumerate(data.rules.chain):
        title = f"{place.title}\n（{place.act_word}）"
        if number == last and asked and asked.decided_on:
            yield Place(title, _decided(asked), asked.decided_on)
        else:
            yield Place(title)


def _decided(asked: Extension) -> str:
    return said_by(asked.decided_by, f"{_OUTCOMES[asked.outcome]}{asked.opinion}")


def _before(extensions: Iterable[Extension]) -> Iterable[str]:
    for one in extensions:
        until = f"{written_date(one.old_deadline)}申请延至{written_date(one.wanted)}"
        decided = f"，{one.decided_by}，{written_date(one.decided_on)}" if one.decided_on else ""
        yield f"{until}：{_OUTCOMES[one.outcome].rstrip('。')}{decided}"
