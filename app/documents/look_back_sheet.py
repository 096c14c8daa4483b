"""回头看记录: what was seen when one looked back at what is closed, time by time."""

from __future__ import annotations

from datetime import datetime

from app.documents.approval_form import about, form, labelled
from app.documents.listing import (
    CELL,
    MIDDLE,
    UPRIGHT,
    Column,
    in_two_lines,
    signed,
    table,
)
from app.documents.page_frame import MM
from app.documents.typesetting import Space
from app.domain.calendar import written_date
from app.domain.finding_history import ClosingOutcome, LookBack
from app.domain.finding_words import METHOD_WORDS
from app.domain.papers import FindingSheetPaper
from app.domain.rectifying_rules import DEFAULT_LOOK_BACKS

TITLE = "整改回头看记录"
_COLUMNS = (
    Column("次序", 18 * MM, MIDDLE),
    Column("应看日期", 22 * MM, MIDDLE),
    Column("看的日期", 22 * MM, MIDDLE),
    Column("方式", 26 * MM, CELL),
    Column("看到的情况"),
    Column("有无反弹", 20 * MM, MIDDLE),
    Column("看的人", 24 * MM, MIDDLE),
)
_LEAST = 68.0
_WAYS = tuple(words for words in METHOD_WORDS.values() if words)


def look_back_sheet(data: FindingSheetPaper, office: str, local: datetime) -> bytes:
    """The sheet as a PDF. Raises MissingGlyphError, ArchiveRuleError."""
    rows = [_cells(one) for one in data.history.look_backs if not one.is_dropped]
    if not rows:  # nothing is planned yet: the office's own intervals, to be filled in by hand
        rows = [
            _blank(f"销号后\n{days}天") for days in data.rules.look_back_days or DEFAULT_LOOK_BACKS
        ]
    pieces = [
        *about(data.line),
        labelled(("整改结果", _result(data)), ("批准销号", _closed(data)), least=24),
        Space(4 * MM),
        table(_COLUMNS, rows, UPRIGHT.width, _LEAST),
        Space(2 * MM),
        signed(("督办人", "审核人"), UPRIGHT),
    ]
    return form(TITLE, office, f"截至{written_date(local.date())}", pieces, local)


def _result(data: FindingSheetPaper) -> str:
    closings = data.history.closings
    return next((c.result for c in reversed(closings) if c.outcome is ClosingOutcome.GRANTED), "")


def _closed(data: FindingSheetPaper) -> str:
    line = data.line
    if line.closed_on is None:
        return ""
    return "，".join(filter(None, (line.closed_by, written_date(line.closed_on))))


def _cells(one: LookBack) -> tuple[str, ...]:
    if one.done_on is None:
        return _blank(f"销号后\n{one.days}天", in_two_lines(one.due_on))
    return (
        f"销号后\n{one.days}天",
        in_two_lines(one.due_on),
        in_two_lines(one.done_on),
        "\n".join(f"{'■' if METHOD_WORDS[one.method] == way else '□'} {way}" for way in _WAYS),
        one.result,
        "反弹，重开" if one.is_relapse else "没有反弹",
        one.who,
    )


def _blank(order: str, due: str = "") -> tuple[str, ...]:
    ways = "\n".join(f"□ {way}" for way in _WAYS)
    return (order, due, "", ways, "", "□ 没有\n□ 有", "")
