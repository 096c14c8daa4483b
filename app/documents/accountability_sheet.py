"""提请问责审批表: on which grounds somebody is to be called to account, and who agrees to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from app.documents.approval_form import BLANK_DAY, Place, about, form, labelled, places, said_by
from app.domain.calendar import written_date
from app.domain.finding_history import Accountability
from app.domain.finding_words import standing_words
from app.domain.papers import FindingSheetPaper

TITLE = "提请问责审批表"
_TICKED, _OPEN = "■", "□"


def accountability_sheet(data: FindingSheetPaper, office: str, local: datetime) -> bytes:
    """The sheet as a PDF. Raises MissingGlyphError, ArchiveRuleError."""
    line, every = data.line, data.history.accountabilities
    asked = every[-1] if every else None
    standing = standing_words(line.status, line.nature, line.deadline, local.date())
    course = [f"目前{standing}", *_course(data)]
    rows = (
        ("整改经过", "；".join(course) + "。"),
        ("提请情形", "\n".join(_grounds(data, asked))),
        ("主要事实", asked.facts if asked else ""),
        ("处理建议", asked.proposal if asked else ""),
    )
    under = f"提请日期：{written_date(asked.asked_on) if asked else BLANK_DAY}"
    pieces = [*about(line), labelled(*rows), places(list(_places(data, asked)))]
    return form(TITLE, office, under, pieces, local)


def _course(data: FindingSheetPaper) -> Iterable[str]:
    line = data.line
    for count, words in (
        (line.extensions, "延期"),
        (line.returns, "退回补正"),
        (line.relapses, "反弹重开"),
    ):
        if count:
            yield f"{words}{count}次"


def _grounds(data: FindingSheetPaper, asked: Accountability | None) -> Iterable[str]:
    """All grounds there are, those that were given ticked, in the words they were given in."""
    given = {ground.key: ground.title for ground in asked.grounds} if asked else {}
    known = {ground.key: ground.title for ground in data.rules.grounds}
    for key, title in {**known, **given}.items():
        yield f"{_TICKED if key in given else _OPEN} {title}"


def _places(data: FindingSheetPaper, asked: Accountability | None) -> Iterable[Place]:
    """Everybody of the chain but the unit itself; what was decided is entered for the last."""
    *before, last = data.rules.chain[1:] or data.rules.chain
    for place in before:
        yield Place(place.title)
    if asked and asked.decided_on:
        yield Place(last.title, said_by(asked.decided_by, asked.outcome), asked.decided_on)
    else:
        yield Place(last.title)
