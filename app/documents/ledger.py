"""整改台账: every finding from what was found to its closing, A4 lying."""

from __future__ import annotations

from datetime import date, datetime

from app.documents.finding_lists import said_of, state_of
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
from app.domain.papers import FindingLine, FindingsPaper

TITLE = "整改台账"
_COLUMNS = (
    Column("序号", NUMBER_WIDTH, MIDDLE),
    Column("编号", 26 * MM, MIDDLE),
    Column("责任单位\n责任人", 27 * MM, CELL),
    Column("问题和具体表现"),
    Column("聚焦\n标签", 25 * MM, CELL),
    Column("整改举措", 36 * MM, CELL),
    Column("整改\n时限", 20 * MM, MIDDLE),
    Column("进展", 20 * MM, MIDDLE),
    Column("佐证\n材料", 15 * MM, CELL),
    Column("批准\n销号", 15 * MM, MIDDLE),
    Column("回头看", 15 * MM, MIDDLE),
)
_NOTE = "佐证材料、批准销号（批准人、日期）和回头看（日期、结果）空着的，由督办人手工填写。"


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
    rule = f"建章立制：{line.regulation}" if line.regulation else ""
    return (
        str(number),
        line.number,
        _below(line.unit_name, line.person_name),
        line.manifestation,
        _below(line.area, line.tag),
        _below(line.measure, rule),
        in_two_lines(line.deadline),
        state_of(line, today),
        "",
        "",
        "",
    )


def _below(*texts: str) -> str:
    return "\n".join(filter(None, texts))
