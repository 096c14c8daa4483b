"""签收单: what went to a unit or a person in one issue, to be signed for with its day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from app.documents.fonts import FontRole
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
from app.documents.typesetting import Piece, Style, paragraph
from app.domain.calendar import written_date
from app.domain.papers import FindingLine, IssueSlipPaper

TITLE = "整改清单签收单"
_ENTERED = Style(FontRole.BODY, 12, 24)
_COLUMNS = (
    Column("序号", NUMBER_WIDTH, MIDDLE),
    Column("编号", 26 * MM, MIDDLE),
    Column("问题和具体表现"),
    Column("整改举措", 58 * MM, CELL),
    Column("责任领导\n责任人", 30 * MM, MIDDLE),
    Column("整改时限", 25 * MM, MIDDLE),
    Column("督办人", 24 * MM, MIDDLE),
)
_NOTE = (
    "收到后照清单认领：逐条写明责任领导、责任人、举措和时限，按时限整改，附佐证材料申请销号。"
    "对清单有不同意见的，签收时写明。本单一式两份，下达和签收的单位各存一份。"
)


def issue_slip(data: IssueSlipPaper, office: str, local: datetime) -> bytes:
    """The slip as a PDF. Raises MissingGlyphError, ArchiveRuleError."""
    issue = data.issue
    to = f"{issue.to_name}同志" if issue.person_id else issue.to_name
    under = f"下达：{to}　　{written_date(issue.issued_on)}　　共{len(data.lines)}条"
    rows = [_cells(number, line) for number, line in enumerate(data.lines, 1)]
    pieces: tuple[Piece, ...] = (
        *titled(f"{office}{TITLE}", under, LYING),
        table(_COLUMNS, rows, LYING.width),
        *noted(_NOTE, LYING),
        *_receipt(data),
    )
    return listing([Part(f"{TITLE}　{to}", pieces)], Imprint(TITLE, TITLE, local), LYING)


def _cells(number: int, line: FindingLine) -> tuple[str, ...]:
    people = "\n".join(filter(None, (line.leader, line.responsible or line.person_name)))
    due = in_two_lines(line.deadline)
    return (
        str(number),
        line.number,
        line.manifestation,
        line.measure,
        people,
        due,
        line.supervisor,
    )


def _receipt(data: IssueSlipPaper) -> Iterable[Piece]:
    """Where it is signed for; what is entered already is told above the line for the hand."""
    issue = data.issue
    who = "，".join(
        filter(None, (issue.signed_by, written_date(issue.signed_on or issue.issued_on)))
    )
    if issue.signed_on:
        yield paragraph(f"已登记签收：{who}。", _ENTERED, LYING.width, "签收人")
    hands = ("签收人", "单位主要负责人") if issue.unit_id else ("签收人",)
    yield signed(hands, LYING)
