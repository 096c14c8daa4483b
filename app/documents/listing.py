"""Documents that are mostly a table: the sheet upright or lying, the head again on every page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.documents.archive import archived
from app.documents.fonts import FontRole, chain_of
from app.documents.form_table import FormTable, Row, column_measure
from app.documents.page_frame import MM, PAGE
from app.documents.sheet import Imprint, Sheet
from app.documents.titles import title as trapezoid
from app.documents.typesetting import Paragraph, Piece, Placed, Space, Style, flow, paragraph

CELL = Style(FontRole.BODY, 10, 14.5, fills=False)
MIDDLE = Style(FontRole.BODY, 10, 14.5, align=0.5)
RIGHT = Style(FontRole.BODY, 10, 14.5, align=1)
STRONG = Style(FontRole.HEADING, 10, 14.5, fills=False)
_LABEL = Style(FontRole.HEADING, 10, 14.5, align=0.5)
_AGAIN = Style(FontRole.NOTE, 8.5, 14.5, align=0.5)
_TITLE = Style(FontRole.TITLE, 20, 32, align=0.5)
_UNDER = Style(FontRole.BODY, 11, 18, align=0.5)
_NOTE = Style(FontRole.NOTE, 10, 15, fills=False)
_SIGNED = Style(FontRole.BODY, 12, 30)
_SMALL = 9.0
_GRID = 24.0
_MOST_SPARED = 4
NUMBER_WIDTH = 13 * MM  # holds （续） where a row goes on overleaf


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet and where on it the text stands, in points."""

    size: tuple[float, float]
    left: float
    top: float
    height: float

    @property
    def width(self) -> float:
        """How long its lines are: both margins are alike."""
        return self.size[0] - 2 * self.left


LYING = Layout((PAGE[1], PAGE[0]), 15 * MM, 20 * MM, PAGE[0] - 38 * MM)
UPRIGHT = Layout(PAGE, 22 * MM, 24 * MM, PAGE[1] - 44 * MM)
LEAF = Layout(PAGE, 22 * MM, 31 * MM, PAGE[1] - 51 * MM)  # a copy bears its 份号 above the text


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width in points (0 takes what is left), how its cells look."""

    heading: str
    width: float = 0.0
    style: Style = CELL


@dataclass(frozen=True, slots=True)
class Part:
    """What begins on a page of its own; running names it at the top of its further pages."""

    running: str
    pieces: tuple[Piece, ...]


def titled(title: str, under: str, layout: Layout) -> list[Piece]:
    """The title and the line below it. Raises MissingGlyphError naming 标题."""
    return [
        trapezoid(title, _TITLE, layout.width, "标题"),
        paragraph(under, _UNDER, layout.width, "标题"),
        Space(3 * MM),
    ]


def noted(text: str, layout: Layout) -> list[Piece]:
    """A remark in small type below a table."""
    return [Space(2 * MM), paragraph(text, _NOTE, layout.width)]


def signed(who: Sequence[str], layout: Layout) -> Piece:
    """The line on which each of them signs, and the date."""
    places = "　".join(f"{one}（签名）：＿＿＿＿＿" for one in who)
    return paragraph(f"{places}　　　　年　　月　　日", _SIGNED, layout.width)


def table(
    columns: Sequence[Column],
    rows: Iterable[Sequence[str]],
    width: float,
    least_height: float = _GRID,
) -> FormTable:
    """A table of that width; its first column shows （续） where a row goes on overleaf.

    Raises MissingGlyphError naming the heading of the column.
    """
    rest = width - sum(column.width for column in columns)
    widths = tuple(column.width or rest for column in columns)
    headings = tuple(column.heading for column in columns)
    labels = _row(headings, (_LABEL,) * len(columns), widths, headings)
    styles = tuple(column.style for column in columns)
    again = paragraph("（续）", _AGAIN, column_measure(widths[0]))
    made = tuple(
        Row(_row(texts, styles, widths, headings), again, least_height=least_height)
        for texts in rows
    )
    return FormTable(widths, made, Row(labels, least_height=_GRID))


def listing(parts: Iterable[Part], imprint: Imprint, layout: Layout) -> bytes:
    """The parts as one archived PDF, its pages numbered through.

    Raises MissingGlyphError, ArchiveRuleError.
    """
    pages = [
        (part.running if number else "", page)
        for part in parts
        for number, page in enumerate(_laid_out(part.pieces, layout))
    ]
    sheet = Sheet(layout.size)
    top = layout.size[1] - layout.top
    for number, (running, page) in enumerate(pages, 1):
        sheet.begin_page()
        for placed in page:
            placed.piece.draw(sheet, layout.left, top - placed.down)
        _furnish(sheet, layout, running, f"第{number}页　共{len(pages)}页")
    return archived(sheet.pdf(imprint))


def in_two_lines(day: date) -> str:
    """A date for a narrow column: the year above, month and day below."""
    return f"{day.year}年\n{day.month}月{day.day}日"


def _furnish(sheet: Sheet, layout: Layout, running: str, said: str) -> None:
    note, body = chain_of(FontRole.NOTE), chain_of(FontRole.BODY)
    if running:
        base = layout.size[1] - layout.top + 3 * MM
        sheet.write_words("（接上页）", note, _SMALL, (layout.left, base))
        sheet.write_words(running, note, _SMALL, (layout.left + layout.width, base), 1)
    foot = layout.size[1] - layout.top - layout.height - 8 * MM
    sheet.write_words(said, body, 10.5, (layout.size[0] / 2, foot), 0.5)


def _laid_out(pieces: tuple[Piece, ...], layout: Layout) -> list[list[Placed]]:
    """The pieces on their pages; what is signed never stands on a page without some of the table.

    Where it would, each page gives up a little of its height, so that a row comes along.
    """
    pages = flow(pieces, layout.height, _GRID)
    for spared in range(1, _MOST_SPARED + 1):
        if len(pages) == 1 or any(isinstance(p.piece, FormTable) for p in pages[-1]):
            break
        pages = flow(pieces, layout.height - spared * _GRID, _GRID)
    return pages


def _row(
    texts: Sequence[str],
    styles: Sequence[Style],
    widths: Sequence[float],
    fields: Sequence[str],
) -> tuple[Paragraph, ...]:
    return tuple(
        paragraph(text, style, column_measure(width), field)
        for text, style, width, field in zip(texts, styles, widths, fields, strict=True)
    )
