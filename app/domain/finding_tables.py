"""The ledger of findings in words: what each column is called, and what stands in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from app.domain.calendar import written_date
from app.domain.finding import FindingNature, FindingStatus
from app.domain.finding_views import FindingColumn, FindingRow
from app.domain.finding_words import (
    MEASURE_KIND_WORDS,
    SOURCE_WORDS,
    STATUS_WORDS,
    Urgency,
    standing_words,
)
from app.domain.papers import FindingList

LIST_TITLES = {
    FindingList.PROBLEMS: "问题清单",
    FindingList.MEASURES: "举措清单",
    FindingList.DEADLINES: "时限清单",
    FindingList.DUTIES: "责任清单",
}
COLUMN_TITLES = {
    FindingColumn.NUMBER: "编号",
    FindingColumn.FOUND: "具体表现",
    FindingColumn.WHOSE: "单位或个人",
    FindingColumn.AREA: "聚焦",
    FindingColumn.TAG: "标签",
    FindingColumn.SOURCE: "来源",
    FindingColumn.MEASURE: "整改举措",
    FindingColumn.MEASURE_KIND: "整改方式",
    FindingColumn.EFFECT: "要达到的效果",
    FindingColumn.LEADER: "责任领导",
    FindingColumn.RESPONSIBLE: "责任人",
    FindingColumn.SUPERVISOR: "督办人",
    FindingColumn.FIRST_DEADLINE: "原定时限",
    FindingColumn.DEADLINE: "整改时限",
    FindingColumn.LEFT: "剩余",
    FindingColumn.STATUS: "状态",
    FindingColumn.EVIDENCE: "佐证",
    FindingColumn.LOOK_BACK: "回头看",
}
_NOTHING = "—"


def cell(column: FindingColumn, row: FindingRow, today: date) -> str:
    """What stands in that column; dates as 2026年3月5日, a dash where nothing applies."""
    return _CELLS[column](row, today)


def left_words(row: FindingRow, today: date) -> str:
    """How long is left, ⚠ before what is overdue; of what is closed, when it was."""
    words = standing_words(row.status, row.nature, row.deadline, today)
    return f"⚠ {words}" if row.urgency(today) is Urgency.LATE else words


def status_words(row: FindingRow) -> str:
    """Where it stands on its way, and what waits for a decision."""
    if row.nature is FindingNature.ADVICE:
        return "意见建议"
    if row.status is FindingStatus.SUBMITTED and row.closing:
        return f"待{row.closing}"
    words = STATUS_WORDS[row.status]
    return f"{words}，申请延期" if row.has_waiting_extension else words


def _day(day: date | None) -> str:
    return written_date(day) if day else _NOTHING


def _first_deadline(row: FindingRow) -> str:
    return _day(row.first_deadline) if row.first_deadline != row.deadline else _NOTHING


def _look_back(row: FindingRow, today: date) -> str:
    if row.look_back_on is None:
        return _NOTHING
    return _day(row.look_back_on) + ("　该回头看了" if row.is_to_look_back(today) else "")


_CELLS: dict[FindingColumn, Callable[[FindingRow, date], str]] = {
    FindingColumn.NUMBER: lambda row, _: row.number,
    FindingColumn.FOUND: lambda row, _: " ".join(row.manifestation.split()),
    FindingColumn.WHOSE: lambda row, _: row.whose,
    FindingColumn.AREA: lambda row, _: row.area,
    FindingColumn.TAG: lambda row, _: row.tag,
    FindingColumn.SOURCE: lambda row, _: SOURCE_WORDS[row.source],
    FindingColumn.MEASURE: lambda row, _: " ".join(row.measure.split()),
    FindingColumn.MEASURE_KIND: lambda row, _: MEASURE_KIND_WORDS[row.measure_kind],
    FindingColumn.EFFECT: lambda row, _: " ".join(row.effect.split()),
    FindingColumn.LEADER: lambda row, _: row.leader,
    FindingColumn.RESPONSIBLE: lambda row, _: row.responsible,
    FindingColumn.SUPERVISOR: lambda row, _: row.supervisor,
    FindingColumn.FIRST_DEADLINE: lambda row, _: _first_deadline(row),
    FindingColumn.DEADLINE: lambda row, _: _day(row.deadline),
    FindingColumn.LEFT: left_words,
    FindingColumn.STATUS: lambda row, _: status_words(row),
    FindingColumn.EVIDENCE: lambda row, _: f"{row.evidence}份" if row.evidence else _NOTHING,
    FindingColumn.LOOK_BACK: _look_back,
}
