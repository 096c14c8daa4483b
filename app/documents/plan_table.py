"""The yearly plan on paper: A4 lying, one line for each talk, the head again on every page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.documents.archive import archived
from app.documents.fonts import FontRole, chain_of
from app.documents.form_table import FormTable, Row, column_measure
from app.documents.page_frame import MM
from app.documents.sheet import Imprint, Sheet
from app.documents.titles import title
from app.documents.typesetting import Piece, Placed, Space, Style, flow, paragraph
from app.domain.calendar import written_date

PAGE = (297 * MM, 210 * MM)
LEFT, TOP, FOOT = 20 * MM, 20 * MM, 18 * MM
WIDTH = PAGE[0] - 2 * LEFT
HEIGHT = PAGE[1] - TOP - FOOT
_FIXED = (13 * MM, 16 * MM, 26 * MM, 0.0, 38 * MM, 28 * MM, 36 * MM, 42 * MM)
_WIDTHS = tuple(width or WIDTH - sum(_FIXED) for width in _FIXED)
_HEADINGS = ("序号", "月份", "谈话对象", "单位", "职务", "谈话类型", "主谈人", "完成情况")
_TITLE = Style(FontRole.TITLE, 20, 34, align=0.5)
_UNDER = Style(FontRole.BODY, 12, 20, align=0.5)
_LABEL = Style(FontRole.HEADING, 11, 16, align=0.5)
_CELL = Style(FontRole.BODY, 11, 16, fills=False)
_CENTRED = Style(FontRole.BODY, 11, 16, align=0.5)
_SIGNED = Style(FontRole.BODY, 12, 30)
_LINE = 24.0
_CENTRED_COLUMNS = (0, 1, 2)
_NUMBER_SIZE = 10.5


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One talk of the plan in the words of the paper."""

    month: str
    name: str
    unit: str
    title: str
    kind: str
    interviewer: str
    state: str


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What the paper says; made_at is local, summary tells 已谈/应谈 in a sentence."""

    office: str
    year: int
    summary: str
    lines: tuple[PlanLine, ...]
    made_at: datetime


def plan_table(facts: PlanFacts) -> bytes:
    """The plan as a PDF. Raises MissingGlyphError."""
    pages = _laid_out(facts)
    sheet = Sheet(PAGE)
    for number, page in enumerate(pages, 1):
        sheet.begin_page()
        for placed in page:
            placed.piece.draw(sheet, LEFT, PAGE[1] - TOP - placed.down)
        said = f"第{number}页　共{len(pages)}页"
        at = (PAGE[0] / 2, FOOT - 7 * MM)
        sheet.write_words(said, chain_of(FontRole.BODY), _NUMBER_SIZE, at, 0.5)
    title = f"{facts.year}年度谈话计划"
    return archived(sheet.pdf(Imprint(title, "年度计划", facts.made_at)))


def _laid_out(facts: PlanFacts) -> list[list[Placed]]:
    """The pieces on their pages; the line to sign never stands on a page without a talk."""
    pages = flow(_pieces(facts), HEIGHT, _LINE)
    for spared in range(1, 5):
        if len(pages) == 1 or len(pages[-1]) > 1:
            break
        pages = flow(_pieces(facts), HEIGHT - spared * _LINE, _LINE)
    return pages


def _pieces(facts: PlanFacts) -> list[Piece]:
    under = f"{facts.summary}　　制表日期：{written_date(facts.made_at.date())}"
    return [
        title(f"{facts.office}{facts.year}年度谈话计划", _TITLE, WIDTH, "单位"),
        paragraph(under, _UNDER, WIDTH),
        Space(3 * MM),
        FormTable(_WIDTHS, tuple(_rows(facts.lines)), _row(_HEADINGS, centred=True)),
        paragraph("审批人（签名）：　　　　　　　　　　　　　　年　　月　　日", _SIGNED, WIDTH),
    ]


def _rows(lines: Iterable[PlanLine]) -> Iterable[Row]:
    for number, one in enumerate(lines, 1):
        texts = (one.month, one.name, one.unit, one.title, one.kind, one.interviewer, one.state)
        yield _row((str(number), *texts))


def _row(texts: tuple[str, ...], centred: bool = False) -> Row:
    cells = []
    for column, (text, width) in enumerate(zip(texts, _WIDTHS, strict=True)):
        plain = _CENTRED if column in _CENTRED_COLUMNS else _CELL
        style = _LABEL if centred else plain
        cells.append(paragraph(text, style, column_measure(width), _HEADINGS[column]))
    return Row(tuple(cells), least_height=_LINE)
