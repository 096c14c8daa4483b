"""补正记录 as pages: what stands in the sealed record, what should stand, why; for ink as well."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from pikepdf import Pdf

from app.documents.colophon import blank_below, blanks_said
from app.documents.fonts import FontRole
from app.documents.form_table import FormTable, Row, column_measure
from app.documents.page_frame import (
    LEADING,
    LEFT,
    MM,
    PAGE,
    PITCH,
    SIZE,
    TEXT_HEIGHT,
    TEXT_TOP,
    WIDTH,
    Frame,
    draw_frame,
)
from app.documents.sheet import Imprint, Sheet
from app.documents.signature_block import SignatureBlock
from app.documents.tagging import Tag
from app.documents.typesetting import Piece, Space, Style, flow, paragraph
from app.domain.amendment import AmendmentEntry, amendment_number, content_digest
from app.domain.calendar import written_date, written_time
from app.domain.minutes import DEFAULT_MARK
from app.domain.people import Role
from app.domain.talk import Talk

TITLE = "谈话补正记录"
STANDS = "原记录及其签名、扫描件保持原样，不作任何改动；本补正记录与原记录一并保存，合并使用。"
STRUCK, ADDED = "（删去）", "（原无，增补）"
_DIGEST_SHOWN = 8
_WIDTHS = (13 * MM, 33 * MM, 55 * MM, 55 * MM)
_LABEL_WIDTH = 34 * MM
_MARK = Style(FontRole.HEADING, SIZE, LEADING, PITCH, fills=False, snaps=True)
_TITLE = Style(FontRole.TITLE, 22, 36, 26, align=0.5, tag=Tag.TITLE)
_OFFICE = Style(FontRole.NOTE, 14, LEADING, align=0.5)
_LABEL = Style(FontRole.HEADING, 12, 18, fills=False)
_HEAD = Style(FontRole.HEADING, 12, 18, align=0.5)
_CELL = Style(FontRole.BODY, 12, 18)
_CENTRED = Style(FontRole.BODY, 12, 18, align=0.5)
_TEXT = Style(FontRole.BODY, 12, 18, indent=2, keeps_next=True)


@dataclass(frozen=True, slots=True)
class AmendmentPaper:
    """What the paper says: the sealed talk and the moment, both in local times."""

    talk: Talk
    serial: int
    entry: AmendmentEntry
    office: str
    made_at: datetime
    audit_head: str = ""
    is_draft: bool = False


def typeset(paper: AmendmentPaper) -> tuple[Pdf, int, tuple[str, ...]]:
    """The pages, not yet a file, how many, and the fonts they are set in.

    Raises MissingGlyphError, FontMissingError.
    """
    number = amendment_number(paper.talk, paper.serial)
    pages = blanks_said(flow(_pieces(paper, number), TEXT_HEIGHT, LEADING), TEXT_HEIGHT, LEADING)
    digest = content_digest(paper.serial, paper.entry)
    frame = Frame(number, digest, "谈话对象", paper.audit_head, paper.is_draft)
    sheet = Sheet(PAGE, is_tagged=True)
    for count, page in enumerate(pages, 1):
        sheet.begin_page()
        draw_frame(sheet, frame, count, len(pages))
        for placed in page:
            placed.piece.draw(sheet, LEFT, TEXT_TOP - placed.down)
    keywords = f"文字摘要 SHA-256 {digest}"
    imprint = Imprint(f"{TITLE} {number}", TITLE, paper.made_at, keywords)
    return sheet.pdf(imprint), len(pages), sheet.fonts_used()


def _pieces(paper: AmendmentPaper, number: str) -> Iterator[Piece]:
    yield paragraph(DEFAULT_MARK, _MARK, WIDTH, "标志")
    yield paragraph(TITLE, _TITLE, WIDTH)
    heading = "　".join(filter(None, (paper.office, f"编号：{number}")))
    yield paragraph(heading, _OFFICE, WIDTH, "单位")
    yield Space(LEADING / 4)
    yield _facts(paper)
    yield Space(LEADING / 2)
    yield _lines(paper.entry)
    yield Space(LEADING / 2)
    yield paragraph(STANDS, _TEXT, WIDTH)
    yield SignatureBlock(("谈话对象", "主谈人", "记录人"))
    yield blank_below()


def _facts(paper: AmendmentPaper) -> FormTable:
    talk = paper.talk
    began = talk.began_at or talk.planned_at
    people = talk.in_role(Role.INTERVIEWEE)
    names = "、".join(who.name for who in people)
    rows = (
        ("原谈话编号", talk.number),
        ("谈话时间", written_time(began)),
        ("谈话对象", names),
        ("原记录校验码", talk.text_digest[:_DIGEST_SHOWN].upper()),
        ("原记录封存", written_time(talk.sealed_at) if talk.sealed_at else ""),
        ("补正日期", written_date(paper.made_at.date())),
        ("补正事由", paper.entry.reason),
    )
    return FormTable(
        (_LABEL_WIDTH, WIDTH - _LABEL_WIDTH),
        tuple(_fact(label, value) for label, value in rows if value),
    )


def _fact(label: str, value: str) -> Row:
    return Row(
        (
            paragraph(label, _LABEL, column_measure(_LABEL_WIDTH)),
            paragraph(value, _CELL, column_measure(WIDTH - _LABEL_WIDTH), label),
        )
    )


def _lines(entry: AmendmentEntry) -> FormTable:
    measures = [column_measure(width) for width in _WIDTHS]
    names = ("序号", "处所", "原记", "补正为")
    head = Row(tuple(paragraph(n, _HEAD, m) for n, m in zip(names, measures, strict=True)))
    rows = []
    for number, line in enumerate(entry.lines, 1):
        texts = (str(number), line.label, line.was or ADDED, line.should or STRUCK)
        styles = (_CENTRED, _CELL, _CELL, _CELL)
        cells = tuple(
            paragraph(text, style, measure, f"第{number}处")
            for text, style, measure in zip(texts, styles, measures, strict=True)
        )
        rows.append(Row(cells))
    return FormTable(_WIDTHS, tuple(rows), head)
