"""The words of the ledger of findings: its chips, its orders, what each column looks like."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from app.domain.finding_tables import COLUMN_TITLES, cell
from app.domain.finding_views import (
    FindingChip,
    FindingColumn,
    FindingKey,
    FindingOrder,
    FindingRow,
)
from app.domain.finding_words import Urgency
from ui.widgets.paged_table import Column

CHIP_WORDS = {
    FindingChip.ALL: "全部",
    FindingChip.UNDER_WAY: "进行中",
    FindingChip.SOON: "7天内到期",
    FindingChip.OVERDUE: "已逾期",
    FindingChip.TO_CLOSE: "待销号",
    FindingChip.LOOK_BACK: "待回头看",
    FindingChip.TO_ISSUE: "待下达",
    FindingChip.TO_SIGN_FOR: "待签收",
    FindingChip.LACKING: "五定不全",
    FindingChip.ADVICE: "意见建议",
}
# upwards and downwards
ORDER_WORDS = {
    FindingKey.DEADLINE: ("按时限，近的在前", "按时限，远的在前"),
    FindingKey.NUMBER: ("按编号，旧的在前", "按编号，新的在前"),
    FindingKey.UNIT: ("按单位", "按单位，倒着排"),
    FindingKey.STATUS: ("按办到哪一步", "按办到哪一步，倒着排"),
}
ORDERS = tuple(
    (text, FindingOrder(key, is_descending))
    for key, texts in ORDER_WORDS.items()
    for text, is_descending in zip(texts, (False, True), strict=True)
)
# the columns by whose heading the list is put in order
KEY_OF = {
    FindingColumn.NUMBER: FindingKey.NUMBER,
    FindingColumn.DEADLINE: FindingKey.DEADLINE,
    FindingColumn.LEFT: FindingKey.DEADLINE,
    FindingColumn.WHOSE: FindingKey.UNIT,
    FindingColumn.STATUS: FindingKey.STATUS,
}
_WIDTHS = {
    FindingColumn.NUMBER: 5.6,
    FindingColumn.WHOSE: 7,
    FindingColumn.AREA: 8,
    FindingColumn.TAG: 6,
    FindingColumn.SOURCE: 4,
    FindingColumn.MEASURE_KIND: 4,
    FindingColumn.LEADER: 4.5,
    FindingColumn.RESPONSIBLE: 4.5,
    FindingColumn.SUPERVISOR: 4.5,
    FindingColumn.FIRST_DEADLINE: 7,
    FindingColumn.DEADLINE: 7,
    FindingColumn.LEFT: 6,
    FindingColumn.STATUS: 6.6,
    FindingColumn.EVIDENCE: 3,
    FindingColumn.LOOK_BACK: 12,
}  # what is not named here takes what is left


def chip_text(chip: FindingChip, count: int | None) -> str:
    """What a chip says; a sign stands before what is overdue, while there is any."""
    sign = "⚠ " if chip is FindingChip.OVERDUE and count else ""
    return f"{sign}{CHIP_WORDS[chip]}" + (f" {count:,}" if count is not None else "")


def columns(today: Callable[[], date]) -> tuple[Column[FindingRow], ...]:
    """Every column the ledger has, in the order of the columns themselves."""
    return tuple(_column(one, today) for one in FindingColumn)


def _column(column: FindingColumn, today: Callable[[], date]) -> Column[FindingRow]:
    def text(row: FindingRow) -> str:
        return cell(column, row, today())

    def tone(row: FindingRow) -> str:
        return _tone(column, row, today())

    return Column(COLUMN_TITLES[column], text, _WIDTHS.get(column, 0), tone=tone)


def _tone(column: FindingColumn, row: FindingRow, today: date) -> str:
    is_late = row.urgency(today) is Urgency.LATE
    if column is FindingColumn.LEFT and is_late:
        return "brick"
    if column is FindingColumn.LOOK_BACK and row.is_to_look_back(today):
        return "brick"
    return "" if row.status.is_open else "quiet"
