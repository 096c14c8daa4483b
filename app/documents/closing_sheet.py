"""销号审批表: what was done about a finding, its evidence, and who agrees that it is closed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from app.documents.approval_form import BLANK_DAY, Place, about, form, labelled, places, said_by
from app.domain.calendar import written_date
from app.domain.finding_history import Approval, Closing, ClosingOutcome
from app.domain.papers import FindingSheetPaper

TITLE = "整改销号审批表"


def closing_sheet(data: FindingSheetPaper, office: str, local: datetime) -> bytes:
    """The sheet as a PDF. Raises MissingGlyphError, ArchiveRuleError."""
    line = data.line
    asked = data.history.closings[-1] if data.history.closings else None
    done = f"（{written_date(line.done_on)}完成）" if line.done_on else ""
    rows = [
        ("整改效果", line.effect),
        ("整改结果", f"{asked.result}{done}" if asked else ""),
        ("佐证材料", _evidence(line.evidence, line.evidence_wanted)),
    ]
    if before := list(_sent_back(data.history.closings[:-1])):
        rows.append(("此前退回", "\n".join(before)))
    again = f"第{asked.serial}次申请　　" if asked and asked.serial > 1 else ""
    under = f"{again}申请日期：{written_date(asked.asked_on) if asked else BLANK_DAY}"
    pieces = [*about(line), labelled(*rows), places(_places(data, asked))]
    return form(TITLE, office, under, pieces, local)


def _places(data: FindingSheetPaper, asked: Closing | None) -> list[Place]:
    chain = asked.chain if asked else data.rules.chain
    given = {one.place: one for one in asked.approvals} if asked else {}
    usual = ["申请销号。", *["同意。"] * len(chain)][len(chain) == 1 :]
    return [
        _place(f"{place.title}\n（{place.act_word}）", given.get(number), usual[number])
        for number, place in enumerate(chain)
    ]


def _place(title: str, given: Approval | None, usual: str) -> Place:
    """usual is what somebody who only agrees says."""
    if given is None:
        return Place(title)
    said = given.opinion if given.is_granted else f"退回补正。{given.opinion}"
    return Place(title, said_by(given.who, said or usual), given.decided_on)


def _evidence(titles: tuple[str, ...], wanted: str) -> str:
    numbered = [f"{number}．{title}" for number, title in enumerate(titles, 1)]
    return "\n".join([*numbered, *([f"（要求：{wanted}）"] if wanted else [])])


def _sent_back(closings: Iterable[Closing]) -> Iterable[str]:
    for closing in closings:
        if closing.outcome is ClosingOutcome.SENT_BACK and closing.approvals:
            last = closing.approvals[-1]
            yield f"{written_date(last.decided_on)}，{last.title}{last.who}：{last.opinion}"
