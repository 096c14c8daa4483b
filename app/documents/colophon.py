"""版记 and the other things at the end of a document (GB/T 9704-2012, 7.4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from app.documents.fonts import FontRole
from app.documents.page_frame import MM, WIDTH
from app.documents.sheet import Sheet
from app.documents.typesetting import Paragraph, Piece, Placed, Style, paragraph
from app.domain.calendar import written_date

BLANK_BELOW = "（以下空白）"
GOES_ON = "（本页以下空白，转下页）"
END = Style(FontRole.BODY, 12, 20, align=0.5, vanishes=True)
SIZE = 14.0
THICK = 0.35 * MM
THIN = 0.25 * MM
_LINE = 26.0
_BLANK_LINES = 2.5
_NOTE_DOWN = 6.0
_STYLE = Style(FontRole.BODY, SIZE, _LINE)
_MEASURE = WIDTH - 2 * SIZE


def blank_below(measure: float = WIDTH) -> Paragraph:
    """（以下空白）, which says that nothing was written under it; left out on a full page."""
    return paragraph(BLANK_BELOW, END, measure)


def blanks_said(pages: list[list[Placed]], room: float, grid: float) -> list[list[Placed]]:
    """The pages with what is left of each but the last said to be blank, where that is lines.

    Into a blank in the middle of a record something could be written later.
    """
    note = paragraph(GOES_ON, replace(END, vanishes=False), WIDTH)
    said = []
    for page in pages[:-1]:
        used = max((placed.down + placed.piece.height for placed in page), default=0.0)
        is_wide = room - used >= _BLANK_LINES * grid - 0.01
        said.append([*page, Placed(note, used + _NOTE_DOWN)] if is_wide else page)
    return [*said, *pages[-1:]]


@dataclass(frozen=True, slots=True)
class Colophon:
    """抄送 whom, printed by whom and when, between rules at the foot of the last page."""

    copies_to: Paragraph | None
    office: Paragraph
    printed_on: Paragraph
    keeps_next: bool = False
    snaps: bool = False
    vanishes: bool = False

    @property
    def height(self) -> float:
        """All of it."""
        return (self.copies_to.height if self.copies_to else 0.0) + self.office.height

    @property
    def least(self) -> float:
        """All of it."""
        return self.height

    def split(self, room: float) -> tuple[Piece | None, Piece | None]:
        """All of it or nothing."""
        return (self, None) if self.height <= room + 0.01 else (None, self)

    def draw(self, sheet: Sheet, left: float, top: float) -> None:
        """Draw the rules, thick outside and thin between, and the lines one character in."""
        right, foot = left + WIDTH, top - self.height
        sheet.rule((left, top), (right, top), THICK)
        sheet.rule((left, foot), (right, foot), THICK)
        if self.copies_to:
            self.copies_to.draw(sheet, left + SIZE, top)
            top -= self.copies_to.height
            sheet.rule((left, top), (right, top), THIN)
        self.office.draw(sheet, left + SIZE, top)
        self.printed_on.draw(sheet, left + SIZE, top)


def colophon(office: str, printed_on: date, copies_to: str = "") -> Colophon:
    """The 版记; copies_to names who else gets the document. Raises MissingGlyphError."""
    right = Style(FontRole.BODY, SIZE, _LINE, align=1)
    text = f"抄送：{copies_to.strip().rstrip('。')}。" if copies_to.strip() else ""
    said = f"{written_date(printed_on)}印发"
    return Colophon(
        paragraph(text, _STYLE, _MEASURE, "抄送机关") if text else None,
        paragraph(office, _STYLE, _MEASURE - len(said) * SIZE, "印发机关"),
        paragraph(said, right, _MEASURE),
    )


def closed_by(pages: list[list[Placed]], last: Colophon, room: float) -> list[list[Placed]]:
    """The pages with the 版记 at the foot of the last, or of one more where it has no room."""
    *before, page = pages
    used = max((placed.down + placed.piece.height for placed in page), default=0.0)
    sunk = Placed(last, room - last.height)
    if used <= room - last.height + 0.01:
        return [*before, [*page, sunk]]
    return [*pages, [sunk]]
