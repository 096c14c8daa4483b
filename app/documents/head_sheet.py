"""The end of the audit trail on one page: printed, signed by hand, and kept away from the vault."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.documents.archive import archived
from app.documents.fonts import FontRole
from app.documents.form_page import COLUMNS, heading, numbered, page_of, write_hand_line
from app.documents.form_table import FormTable, Row, column_measure
from app.documents.page_frame import FOOT, LEFT, MM, qr_operators
from app.documents.sheet import Imprint, Sheet
from app.documents.typesetting import Paragraph, Piece, Space, Style, paragraph
from app.domain.audit import AuditHead
from app.domain.calendar import written_time

TITLE = "留痕摘要单"
_KEY = Style(FontRole.HEADING, 12, 20, fills=False)
_VALUE = Style(FontRole.BODY, 14, 22, fills=False)
_QR_SIDE = 28 * MM
_NOTES = (
    "这张单子写着打印那一刻留痕的最后一条。以后谁要改动、抽掉它以前的任何一条，摘要就与单子对不上。",
    "请打印人当场签名、写日期，交给单位以外或保管保险库以外的人收存。",
    "核对时在终端运行 tanxinbu verify 保险库文件夹 --paper 末条摘要，并输口令；"
    "应当说“留痕完整”，公钥指纹应与单子完全一致。",
    "单子只能证明打印以前的留痕；打印以后、下一次打印或取得回执以前的改动，它看不出来。",
)


@dataclass(frozen=True, slots=True)
class HeadFacts:
    """What the page says; printed_at is a local time, fingerprint names the signing key."""

    office: str
    database: str
    head: AuditHead
    fingerprint: tuple[str, ...]
    printed_by: str
    printed_at: datetime


def head_sheet(facts: HeadFacts) -> bytes:
    """The page as a PDF. Raises MissingGlyphError."""
    sheet = page_of(_pieces(facts))
    write_hand_line(sheet, "打印人", (LEFT + _QR_SIDE + 8 * MM, FOOT + 6 * MM), 34 * MM)
    _code(sheet, facts)
    made = Imprint(TITLE, f"第 {facts.head.sequence} 条", facts.printed_at)
    return archived(sheet.pdf(made))


def _pieces(facts: HeadFacts) -> list[Piece]:
    rows = (
        ("保险库编号", _grouped(facts.database, 8)),
        ("条数", f"{facts.head.sequence:,}"),
        ("末条摘要", _grouped(facts.head.digest, 8)),
        ("公钥指纹", " ".join(facts.fingerprint)),
        ("打印时间", f"{written_time(facts.printed_at)}（本机时间）"),
        ("打印人", facts.printed_by),
    )
    table = FormTable(COLUMNS, tuple(_row(name, value) for name, value in rows))
    gap = Space(6 * MM)
    return [*heading(TITLE, facts.office), gap, table, gap, *numbered(_NOTES)]


def _row(name: str, value: str) -> Row:
    key = paragraph(name, _KEY, column_measure(COLUMNS[0]))
    cell: Paragraph = paragraph(value, _VALUE, column_measure(COLUMNS[1]), name)
    return Row((key, cell), least_height=30)


def _code(sheet: Sheet, facts: HeadFacts) -> None:
    """The same facts for a machine to read."""
    text = "|".join(
        (
            "tanxinbu-head",
            facts.database,
            str(facts.head.sequence),
            facts.head.digest,
            "".join(facts.fingerprint),
        )
    )
    sheet.put(f"q 1 0 0 1 {LEFT:.2f} {FOOT:.2f} cm")
    sheet.put(qr_operators(text, _QR_SIDE))
    sheet.put("Q")


def _grouped(text: str, length: int) -> str:
    return " ".join(text[at : at + length] for at in range(0, len(text), length))
