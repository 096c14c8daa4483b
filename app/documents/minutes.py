"""The minutes of a talk as pages: 谈话记录, also of a collective talk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from pikepdf import Pdf

from app.documents.colophon import blank_below, blanks_said
from app.documents.fonts import FontRole
from app.documents.form_table import FormTable, Row, column_measure
from app.documents.numbering import Level, label
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
from app.documents.printing import printable
from app.documents.sheet import Imprint, Sheet
from app.documents.signature_block import SignatureBlock
from app.documents.tagging import Tag
from app.documents.titles import title
from app.documents.typesetting import (
    Paragraph,
    Piece,
    Placed,
    Space,
    Style,
    flow,
    paragraph,
)
from app.domain.minutes import Attendance, Block, BlockKind, Minutes

LABEL_WIDTH = 34 * MM
MARK = Style(FontRole.HEADING, SIZE, LEADING, PITCH, fills=False, snaps=True)
TITLE = Style(FontRole.TITLE, 22, 36, 26, align=0.5, tag=Tag.TITLE)
OFFICE = Style(FontRole.NOTE, 14, LEADING, align=0.5)
LABEL = Style(FontRole.HEADING, 12, 18, fills=False)
CENTRED_LABEL = Style(FontRole.HEADING, 12, 18, align=0.5)
CELL = Style(FontRole.BODY, 12, 18)
CENTRED_CELL = Style(FontRole.BODY, 12, 18, align=0.5)
AREA = Style(
    FontRole.HEADING, SIZE, LEADING, PITCH, indent=2, keeps_next=True, snaps=True, tag=Tag.HEADING
)
QUESTION = Style(FontRole.NOTE, SIZE, LEADING, PITCH, indent=2, keeps_next=True, snaps=True)
REPLY = Style(FontRole.BODY, SIZE, LEADING, PITCH, indent=2, snaps=True)
CLOSING = Style(FontRole.BODY, SIZE, LEADING, PITCH, indent=2, keeps_next=True, snaps=True)
LIST_TITLE = Style(
    FontRole.HEADING, 14, LEADING, align=0.5, keeps_next=True, snaps=True, tag=Tag.HEADING
)
BLOCK_STYLES = {
    BlockKind.HEADING: AREA,
    BlockKind.QUESTION: QUESTION,
    BlockKind.REPLY: REPLY,
    BlockKind.PARAGRAPH: REPLY,
}
PREFIXES = {BlockKind.QUESTION: "问：", BlockKind.REPLY: "答："}
ATTENDANCE_WIDTHS = (12 * MM, 33 * MM, 65 * MM, 46 * MM)
ATTENDANCE_HEIGHT = LEADING
LINES_OF_COMPANY = 2


@dataclass(frozen=True, slots=True)
class Edition:
    """What turns the minutes into this very document: when, under which head, draft or not.

    made_at is aware and local.
    """

    made_at: datetime
    audit_head: str = ""
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class SignerBox:
    """Where somebody may sign electronically: the label, the page from 0, the box in points."""

    signer: str
    page: int
    box: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class TypesetMinutes:
    """The pages, not yet a file, and where they are to be signed."""

    pdf: Pdf
    pages: int
    fonts: tuple[str, ...]
    boxes: tuple[SignerBox, ...] = ()


def typeset(minutes: Minutes, edition: Edition) -> TypesetMinutes:
    """Set the minutes. Raises MissingGlyphError before anything is drawn, FontMissingError."""
    pages = _pages(minutes)
    signer = "记录人" if minutes.attendance else "谈话对象"
    frame = Frame(minutes.number, minutes.digest(), signer, edition.audit_head, edition.is_draft)
    sheet = Sheet(PAGE, is_tagged=True)
    for number, page in enumerate(pages, 1):
        sheet.begin_page()
        draw_frame(sheet, frame, number, len(pages))
        _draw(sheet, page)
    fonts = sheet.fonts_used()
    keywords = f"文字摘要 SHA-256 {frame.digest}"
    title = f"{minutes.title} {minutes.number}"
    imprint = Imprint(title, minutes.title, edition.made_at, keywords)
    return TypesetMinutes(sheet.pdf(imprint), len(pages), fonts, tuple(_boxes(pages)))


def _boxes(pages: list[list[Placed]]) -> Iterator[SignerBox]:
    for number, page in enumerate(pages):
        for placed in page:
            if isinstance(placed.piece, SignatureBlock):
                found = placed.piece.boxes(LEFT, TEXT_TOP - placed.down)
                yield from (SignerBox(signer, number, box) for signer, box in found.items())


def _pages(minutes: Minutes) -> list[list[Placed]]:
    pieces = list(_pieces(minutes))
    pages = flow(pieces, TEXT_HEIGHT, LEADING)
    if any(isinstance(page[0].piece, SignatureBlock) for page in pages):
        pages = flow(_company_for_signatures(pieces), TEXT_HEIGHT, LEADING)
    return blanks_said(pages, TEXT_HEIGHT, LEADING)


def _company_for_signatures(pieces: list[Piece]) -> list[Piece]:
    """The last lines of the text bound to the signatures: no page bears those alone."""
    at = next(n for n, piece in enumerate(pieces) if isinstance(piece, SignatureBlock))
    last = pieces[at - 1]
    if not isinstance(last, Paragraph):
        return pieces
    bound = replace(last.style, keeps_next=True)
    first, rest = last.lines[:-LINES_OF_COMPANY], last.lines[-LINES_OF_COMPANY:]
    parts = [replace(last, lines=first)] if first else []
    return [*pieces[: at - 1], *parts, replace(last, lines=rest, style=bound), *pieces[at:]]


def _draw(sheet: Sheet, page: list[Placed]) -> None:
    for placed in page:
        placed.piece.draw(sheet, LEFT, TEXT_TOP - placed.down)


def _pieces(minutes: Minutes) -> Iterator[Piece]:
    yield paragraph(minutes.mark, MARK, WIDTH, "标志")
    yield title(minutes.title, TITLE, WIDTH, "标题")
    heading = "　".join(filter(None, (minutes.office, f"编号：{minutes.number}")))
    yield paragraph(heading, OFFICE, WIDTH, "单位")
    yield FormTable((LABEL_WIDTH, WIDTH - LABEL_WIDTH), tuple(map(_field_row, minutes.fields)))
    yield Space(LEADING / 2)
    yield from _blocks(minutes.blocks)
    yield from _closing(minutes)


def _field_row(entry: tuple[str, str]) -> Row:
    label, value = entry
    measure = column_measure(LABEL_WIDTH)
    return Row(
        (
            paragraph(label, LABEL, measure, label),
            paragraph(value, CELL, column_measure(WIDTH - LABEL_WIDTH), label),
        ),
        again=paragraph(f"{label}（续）", LABEL, measure, label),
    )


def _blocks(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    areas = 0
    for block in blocks:
        areas += block.kind is BlockKind.HEADING
        yield _block(block, areas)


def _block(block: Block, areas: int) -> Paragraph:
    text = _without_gaps(block.text)
    if block.kind is BlockKind.HEADING:
        text = label(Level.FIRST, areas) + text
    else:
        text = PREFIXES.get(block.kind, "") + text
    return paragraph(text, BLOCK_STYLES[block.kind], WIDTH, block.field)


def _without_gaps(text: str) -> str:
    """The text without empty lines, into which something could be written later."""
    lines = (line.strip() for line in printable(text).splitlines())
    return "\n".join(line for line in lines if line)


def _closing(minutes: Minutes) -> Iterator[Piece]:
    if minutes.attendance:
        yield paragraph(minutes.closing_line, CLOSING, WIDTH, "结束语")
        yield SignatureBlock(("主谈人", "记录人"))
        yield paragraph("到会人员名单及签名", LIST_TITLE, WIDTH)
        yield _attendance(minutes.attendance)
    else:
        yield SignatureBlock(
            ("谈话对象", "主谈人", "记录人"), minutes.closing_line, minutes.has_fingerprint
        )
    yield blank_below()


def _attendance(people: tuple[Attendance, ...]) -> FormTable:
    names = ("序号", "姓名", "单位及职务", "签名")
    measures = [column_measure(width) for width in ATTENDANCE_WIDTHS]
    head = Row(
        tuple(paragraph(n, CENTRED_LABEL, m) for n, m in zip(names, measures, strict=True)),
        least_height=ATTENDANCE_HEIGHT,
    )
    rows = []
    for number, person in enumerate(people, 1):
        texts = (str(number), person.name, person.post, person.remark)
        styles = (CENTRED_CELL, CENTRED_CELL, CELL, CELL)
        cells = tuple(
            paragraph(text, style, measure, f"名单第{number}行")
            for text, style, measure in zip(texts, styles, measures, strict=True)
        )
        again = paragraph(f"{person.name}（续）", CENTRED_CELL, measures[1])
        rows.append(Row(cells, again, ATTENDANCE_HEIGHT, again_at=1))
    return FormTable(ATTENDANCE_WIDTHS, tuple(rows), head)
