"""整改台账: every finding from what was found to its closing, A4 lying."""

from __future__ import annotations

from datetime import date, datetime

from app.documents.finding_lists import progress_of, said_of, who_mends
from app.documents.listing import (
    CELL,
    LYING,
    MIDDLE,
    NUMBER_WIDTH,
    Column,
    Part,
    in_two_lines,
    listing,
    noted,
    signed,
    table,
    titled,
)
from app.documents.page_frame import MM
from app.documents.sheet import Imprint
from app.domain.finding_history import LookBack
from app.domain.finding_words import regulation_words
from app.domain.papers import FindingLine, FindingsPaper

TITLE = "整改台账"
_COLUMNS = (
    Column("序号", NUMBER_WIDTH, MIDDLE),
    Column("编号", 25 * MM, MIDDLE),
    Column("责任单位\n责任人", 26 * MM, CELL),
    Column("问题和具体表现"),
    Column("聚焦\n标签", 23 * MM, CELL),
    Column("整改举措", 33 * MM, CELL),
    Column("整改\n时限", 20 * MM, MIDDLE),
    Column("进展", 20 * MM, MIDDLE),
    Column("佐证材料", 23 * MM, CELL),
    Column("批准\n销号", 20 * MM, MIDDLE),
    Column("回头看", 20 * MM, MIDDLE),
)
_NOTE = "不知道的空着，由督办人手工填写。批准销号写批准人和日期，回头看写最近的结果和下次的日期。"
_SHOWN = 3


def ledger(data: FindingsPaper, office: str, local: datetime) -> bytes:
    """The ledger as a PDF. Raises MissingGlyphError, ArchiveRuleError."""
    today = local.date()
    rows = [_cells(number, line, today) for number, line in enumerate(data.lines, 1)]
    pieces = (
        *titled(f"{office}{TITLE}", said_of(data, today), LYING),
        table(_COLUMNS, rows, LYING.width),
        *noted(_NOTE, LYING),
        signed(("制表人", "审核人"), LYING),
    )
    part = Part(f"{TITLE}　{data.about}", pieces)
    return listing([part], Imprint(TITLE, TITLE, local), LYING)


def _cells(number: int, line: FindingLine, today: date) -> tuple[str, ...]:
    rule = regulation_words(line.regulation, line.is_regulation_new)
    return (
        str(number),
        line.number,
        _below(line.unit_name, line.leader, who_mends(line)),
        line.manifestation,
        _below(line.area, line.tag),
        _below(line.measure, f"建章立制：{rule}" if rule else ""),
        _deadline(line),
        progress_of(line, today),
        _evidence(line.evidence),
        _below(line.closed_by, in_two_lines(line.closed_on)) if line.closed_on else "",
        _looked_back(line.look_backs),
    )


def _deadline(line: FindingLine) -> str:
    due = in_two_lines(line.deadline)
    if not line.moved_to or not line.first_deadline:
        return due
    how = "反弹后定" if line.relapses else "延至"
    return f"{in_two_lines(line.first_deadline)}\n{how}\n{due}"


def _evidence(titles: tuple[str, ...]) -> str:
    shown = "；".join(titles[:_SHOWN])
    return f"{shown}等{len(titles)}件" if len(titles) > _SHOWN else shown


def _looked_back(look_backs: tuple[LookBack, ...]) -> str:
    """What the last look showed, and when the next is due."""
    done = [one for one in look_backs if one.done_on]
    ahead = next((one for one in look_backs if one.is_ahead), None)
    said = []
    if done:
        seen = "反弹" if done[-1].is_relapse else "没有反弹"
        said.append(f"{in_two_lines(done[-1].done_on or done[-1].due_on)}\n{seen}")
    if ahead:
        said.append(f"下次\n{in_two_lines(ahead.due_on)}")
    return "\n".join(said)


def _below(*texts: str) -> str:
    return "\n".join(filter(None, texts))
