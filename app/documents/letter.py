"""Letters of one page: a title, to whom, paragraphs, and who writes at what date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from app.documents import titles
from app.documents.archive import archived
from app.documents.fonts import FontRole
from app.documents.page_frame import LEADING, LEFT, PAGE, PITCH, SIZE, TEXT_HEIGHT, TEXT_TOP, WIDTH
from app.documents.sheet import Imprint, Sheet
from app.documents.typesetting import Paragraph, Piece, Space, Style, flow, paragraph
from app.domain.calendar import written_date

TITLE = Style(FontRole.TITLE, 22, 36, 26, align=0.5)
NUMBER = Style(FontRole.NOTE, 14, LEADING, align=0.5)
TO = Style(FontRole.BODY, SIZE, LEADING, PITCH)
TEXT = Style(FontRole.BODY, SIZE, LEADING, PITCH, indent=2)
SMALL = Style(FontRole.NOTE, 12, 20)
FROM = Style(FontRole.BODY, SIZE, LEADING, PITCH, align=1)
ROOM = TEXT_HEIGHT + 2 * LEADING  # all 22 lines: nobody signs at the foot of its pages
_INSET = 4 * SIZE  # the office and the date stand in from the right edge, where the stamp goes


def opening(title: str, number: str) -> list[Piece]:
    """The title and, under it, the number of what the letter belongs to."""
    return [titles.title(title, TITLE, WIDTH), paragraph(number, NUMBER, WIDTH), Space(LEADING / 2)]


def to(whom: str, field: str) -> Paragraph:
    """The line that says to whom. Raises MissingGlyphError naming the field."""
    return paragraph(f"{whom}：", TO, WIDTH, field)


def said(*texts: tuple[str, str]) -> list[Piece]:
    """Paragraphs, each with the name of its field; empty ones are left out."""
    return [paragraph(text, TEXT, WIDTH, field) for text, field in texts if text]


def closing(office: str, day: date) -> list[Piece]:
    """Who writes and when, at the right, with room for a stamp."""
    measure = WIDTH - _INSET
    return [
        Space(LEADING),
        paragraph(office, FROM, measure, "单位"),
        paragraph(written_date(day), FROM, measure),
    ]


def letters(imprint: Imprint, parts: Iterable[Sequence[Piece]]) -> bytes:
    """The letters as one PDF/A, each beginning on a page of its own.

    Raises MissingGlyphError, ArchiveRuleError.
    """
    sheet = Sheet(PAGE)
    for pieces in parts:
        for page in flow(pieces, ROOM, LEADING):
            sheet.begin_page()
            for placed in page:
                placed.piece.draw(sheet, LEFT, TEXT_TOP - placed.down)
    return archived(sheet.pdf(imprint))
