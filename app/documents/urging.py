"""催办单: to each unit what is overdue or due soon, with a slip that comes back signed."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from app.documents import letter
from app.documents.closing import below_a_row, kept
from app.documents.finding_lists import state_of
from app.documents.fonts import FontRole
from app.documents.form_table import FormTable, Row, column_measure
from app.documents.listing import MIDDLE, NUMBER_WIDTH, Column, in_two_lines, table
from app.documents.page_frame import LEADING, MM, WIDTH
from app.documents.sheet import Imprint
from app.documents.typesetting import Piece, Space, Style, paragraph
from app.domain.calendar import written_date
from app.domain.finding_words import Urgency
from app.domain.papers import FindingLine, UrgingPaper

TITLE = "整改事项催办单"
_COLUMNS = (
    Column("序号", NUMBER_WIDTH, MIDDLE),
    Column("编号", 26 * MM, MIDDLE),
    Column("问题和具体表现"),
    Column("整改\n时限", 20 * MM, MIDDLE),
    Column("目前", 22 * MM, MIDDLE),
)
_STANDS = {
    Urgency.LATE: "已经超过整改时限",
    Urgency.SOON: "即将到期",
    Urgency.RUNNING: "正在整改期限内",
}
_SLIP_HEAD = Style(FontRole.HEADING, 13, 20, align=0.5)
_SLIP = Style(FontRole.BODY, 13, 24)


def urging(data: UrgingPaper, office: str, local: datetime) -> bytes:
    """One letter for each unit, as one PDF. Raises MissingGlyphError, ArchiveRuleError."""
    parts = [_letter(data, office, unit, lines, local) for unit, lines in data.units]
    return letter.letters(Imprint(TITLE, TITLE, local), parts)


def _letter(
    data: UrgingPaper, office: str, unit: str, lines: tuple[FindingLine, ...], local: datetime
) -> list[Piece]:
    today, is_persons = local.date(), lines[0].is_persons
    asked = (
        f"请于{written_date(data.answer_by)}前书面报告进展，附佐证材料；"
        "不能按期完成的，写明原因，申请延期。"
    )
    rows = [_cells(number, line, today) for number, line in enumerate(lines, 1)]
    before = [
        *letter.opening(TITLE, written_date(today)),
        letter.to(f"{unit}同志" if is_persons else unit, "责任单位"),
        *letter.said((_counted(lines, today), ""), (asked, "")),
        Space(LEADING / 2),
    ]
    # the slip alone on a page would be lost
    after = [*kept([*letter.closing(office, today), Space(LEADING / 2)]), _slip(is_persons)]
    return below_a_row(table(_COLUMNS, rows, WIDTH), before, after)


def _counted(lines: tuple[FindingLine, ...], today: date) -> str:
    many = Counter(line.urgency(today) for line in lines)
    said = [f"{many[urgency]}项{words}" for urgency, words in _STANDS.items() if many[urgency]]
    mine = "你承诺的整改事项" if all(one.is_personal for one in lines) else "你还没有销号的整改事项"
    whose = mine if lines[0].is_persons else "你单位还没有销号的整改事项"
    return f"截至{written_date(today)}，{whose}中，{'，'.join(said)}（见下表）。"


def _cells(number: int, line: FindingLine, today: date) -> tuple[str, ...]:
    due = in_two_lines(line.deadline)
    says = state_of(line, today)
    if line.extensions:
        says += f"\n已延期{line.extensions}次"
    return (str(number), line.number, line.manifestation, due, says)


def _slip(is_persons: bool) -> FormTable:
    said = [
        "催办单已收到，将按要求报告。",
        "签收人（签名）：＿＿＿＿＿＿＿＿　　　　年　　月　　日",
    ]
    if not is_persons:
        said.append("单位负责人（签名）：＿＿＿＿＿＿　　　　年　　月　　日")
    measure = column_measure(WIDTH)
    head = Row((paragraph("回　执", _SLIP_HEAD, measure),))
    return FormTable((WIDTH,), (Row((paragraph("\n".join(said), _SLIP, measure),)),), head)
