"""Forms of one page, to be printed and signed by hand: what they look like and how they begin."""

from __future__ import annotations

from collections.abc import Iterable

from app.documents import titles
from app.documents.fonts import FontRole, chain_of
from app.documents.page_frame import LEFT, MM, PAGE, TEXT_TOP, WIDTH
from app.documents.sheet import Sheet
from app.documents.typesetting import Piece, Style, paragraph

COLUMNS = (30 * MM, WIDTH - 30 * MM)
_HEADING = Style(FontRole.TITLE, 22, 34, align=0.5)
_UNIT = Style(FontRole.BODY, 14, 24, align=0.5)
_NOTE = Style(FontRole.BODY, 12, 20, indent=2)
_HAND_SIZE = 14


def page_of(pieces: Iterable[Piece]) -> Sheet:
    """A sheet whose only page has the pieces below each other, from the top."""
    sheet = Sheet(PAGE)
    sheet.begin_page()
    top = TEXT_TOP
    for piece in pieces:
        piece.draw(sheet, LEFT, top)
        top -= piece.height
    return sheet


def heading(title: str, office: str) -> list[Piece]:
    """What the form is, and whose. Raises MissingGlyphError naming 单位."""
    return [titles.title(title, _HEADING, WIDTH), paragraph(office, _UNIT, WIDTH, "单位")]


def numbered(notes: Iterable[str]) -> list[Piece]:
    """What the reader has to know, point by point."""
    return [paragraph(f"{number}．{text}", _NOTE, WIDTH) for number, text in enumerate(notes, 1)]


def write_hand_line(sheet: Sheet, who: str, at: tuple[float, float], length: float) -> None:
    """The line on which somebody signs and dates; length is that of the rule for the name."""
    left, base = at
    body, after = chain_of(FontRole.BODY), left + 8 * _HAND_SIZE
    sheet.write_words(f"{who}（签名）：", body, _HAND_SIZE, at)
    sheet.rule((after, base - 3), (after + length, base - 3), 0.5)
    sheet.write_words("年　　月　　日", body, _HAND_SIZE, (LEFT + WIDTH, base), 1)
