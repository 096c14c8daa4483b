"""The record of a restore rehearsal on one page: printed, signed by hand, kept with the papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.documents.archive import archived
from app.documents.fonts import FontRole
from app.documents.form_page import COLUMNS, heading, numbered, page_of, write_hand_line
from app.documents.form_table import FormTable, Row, column_measure
from app.documents.page_frame import FOOT, LEFT, MM, WIDTH
from app.documents.sheet import Imprint
from app.documents.typesetting import Piece, Space, Style, paragraph
from app.domain.backup import RehearsalCheck, RehearsalReport
from app.domain.calendar import written_time

TITLE = "备份恢复演练记录"
_KEY = Style(FontRole.HEADING, 12, 18, fills=False)
_VALUE = Style(FontRole.BODY, 12, 18, fills=False)
_RESULT = Style(FontRole.HEADING, 12, 18, align=0.5)
_OUTCOME = Style(FontRole.HEADING, 14, 24, indent=2)
_CHECK_COLUMNS = (40 * MM, 22 * MM, WIDTH - 62 * MM)
_DIGEST_SHOWN = 16
_GOOD, _BAD = "相符", "不符"
_WHOLE = "结论：这份备份当天能够完整恢复。"
_FLAWED = "结论：这份备份不能完整恢复，请马上另做备份，再演练一次。"
_NOTES = (
    "演练只读这份备份，不写入任何东西，也不动正在使用的保险库。",
    "备份用它自己带的密钥文件和当时的口令打开；演练通过，说明这个口令至今记得。",
    "演练人和监督人当场签名，这张记录与恢复单分开存放。",
)


@dataclass(frozen=True, slots=True)
class RehearsalFacts:
    """What the page says; all times are local."""

    office: str
    report: RehearsalReport
    made_at: datetime
    began_at: datetime
    ended_at: datetime


def rehearsal_record(facts: RehearsalFacts) -> bytes:
    """The page as a PDF. Raises MissingGlyphError."""
    sheet = page_of(_pieces(facts))
    for number, who in enumerate(("演练人", "监督人")):
        write_hand_line(sheet, who, (LEFT, FOOT + (18 - number * 12) * MM), 40 * MM)
    made = Imprint(TITLE, facts.report.record.name, facts.ended_at)
    return archived(sheet.pdf(made))


def _pieces(facts: RehearsalFacts) -> list[Piece]:
    report = facts.report
    head = Row(
        tuple(
            paragraph(text, _RESULT, column_measure(width))
            for text, width in zip(("核对什么", "结果", "说明"), _CHECK_COLUMNS, strict=True)
        )
    )
    outcome = _WHOLE if report.is_whole else _FLAWED
    return [
        *heading(TITLE, facts.office),
        Space(4 * MM),
        FormTable(COLUMNS, tuple(_row(*pair) for pair in _facts(facts))),
        Space(4 * MM),
        FormTable(_CHECK_COLUMNS, tuple(_check(report, check) for check in RehearsalCheck), head),
        Space(4 * MM),
        paragraph(outcome, _OUTCOME, WIDTH),
        *numbered(_NOTES),
    ]


def _facts(facts: RehearsalFacts) -> tuple[tuple[str, str], ...]:
    record = facts.report.record
    place = "第二处（另一个盘）" if record.is_second else "保险库所在的盘"
    return (
        ("备份编号", record.name),
        ("备份时间", written_time(facts.made_at)),
        ("存放在", place),
        ("大小", f"{record.size / (1 << 20):,.1f} MB，另有附件 {record.attachments:,} 个"),
        ("演练时间", f"{written_time(facts.began_at)}至{written_time(facts.ended_at)}"),
        ("演练人", facts.report.holder),
    )


def _row(name: str, value: str) -> Row:
    key = paragraph(name, _KEY, column_measure(COLUMNS[0]))
    return Row((key, paragraph(value, _VALUE, column_measure(COLUMNS[1]), name)))


def _check(report: RehearsalReport, check: RehearsalCheck) -> Row:
    name, says = _words(report)[check]
    texts = (name, _GOOD if report.passed(check) else _BAD, says)
    styles = (_KEY, _RESULT, _VALUE)
    return Row(
        tuple(
            paragraph(text, style, column_measure(width), name)
            for text, style, width in zip(texts, styles, _CHECK_COLUMNS, strict=True)
        )
    )


def _words(report: RehearsalReport) -> dict[RehearsalCheck, tuple[str, str]]:
    rows = sum(report.counts.values())
    opened = report.attachments - report.damaged
    head = report.head
    return {
        RehearsalCheck.KEYS: ("口令", "用备份自带的密钥文件打开。"),
        RehearsalCheck.PAGES: ("每一页", "逐页核对校验值。"),
        RehearsalCheck.STRUCTURE: ("表和索引", "核对内部结构。"),
        RehearsalCheck.COUNTS: ("条数", f"共 {rows:,} 行，与备份当时登记的逐表核对。"),
        RehearsalCheck.HEAD: (
            "留痕末条",
            f"第 {head.sequence:,} 条，摘要 {head.digest[:_DIGEST_SHOWN].upper()}。",
        ),
        RehearsalCheck.ATTACHMENTS: (
            "附件",
            f"共 {report.attachments:,} 个，解开并与摘要相符 {opened:,} 个。",
        ),
    }
