"""Where ink goes at the end of the minutes: the closing line by hand, signatures, fingerprint."""

from __future__ import annotations

from dataclasses import dataclass

from app.documents.fonts import FontRole, chain_of
from app.documents.page_frame import MM, WIDTH
from app.documents.sheet import Sheet
from app.documents.tagging import Tag
from app.documents.typesetting import Piece, Style, paragraph

HINT = Style(FontRole.NOTE, 12, 18)
HAND_LINE = 11 * MM
SIGNATURE_LINE = 12 * MM
PRINT_BOX = (26 * MM, 30 * MM)
BOX_HEIGHT = 26  # points


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """Lines for the hand, never parted over two pages.

    The person writes the closing line out by hand: the words are shown, the lines stay blank.
    """

    signers: tuple[str, ...]
    closing_line: str = ""
    has_fingerprint: bool = False
    keeps_next: bool = False
    snaps: bool = False
    vanishes: bool = False

    @property
    def height(self) -> float:
        """All of it."""
        return self._closing_height + len(self.signers) * SIGNATURE_LINE + 2 * MM

    @property
    def least(self) -> float:
        """All of it."""
        return self.height

    @property
    def _closing_height(self) -> float:
        return 4 * MM + 18 + 2 * HAND_LINE if self.closing_line else 4 * MM

    def split(self, room: float) -> tuple[Piece | None, Piece | None]:
        """All of it or nothing."""
        return (self, None) if self.height <= room + 0.01 else (None, self)

    def draw(self, sheet: Sheet, left: float, top: float) -> None:
        """Draw the lines and what is to be put on them."""
        if self.closing_line:
            self._draw_closing(sheet, left, top - 4 * MM)
        body = chain_of(FontRole.BODY)
        base = top - self._closing_height - 9 * MM
        right = self._right(left)
        for signer in self.signers:
            start = left + 9 * 12
            sheet.rule((start, base - 3), (right - 40 * MM, base - 3), 0.5)
            with sheet.element(Tag.PARAGRAPH, object()):
                sheet.write_words(f"{signer}（签名）：", body, 12, (left, base))
                sheet.write_words("年　　月　　日", body, 12, (right, base), 1)
            base -= SIGNATURE_LINE
        if self.has_fingerprint:
            self._draw_print_box(sheet, left, top)

    def boxes(self, left: float, top: float) -> dict[str, tuple[int, int, int, int]]:
        """Where each may sign electronically: over the line, clear of the date."""
        base = top - self._closing_height - 9 * MM
        start = round(left + 9 * 12)
        end = round(self._right(left) - 34 * MM)  # the date is 30 mm wide
        found = {}
        for signer in self.signers:
            foot = round(base - 2)
            found[signer] = (start, foot, end, foot + BOX_HEIGHT)
            base -= SIGNATURE_LINE
        return found

    def _right(self, left: float) -> float:
        return left + WIDTH - (PRINT_BOX[0] + 6 * MM if self.has_fingerprint else 0)

    def _draw_closing(self, sheet: Sheet, left: float, top: float) -> None:
        hint = paragraph(f"（请谈话对象亲笔书写：“{self.closing_line}”）", HINT, WIDTH, "结束语")
        hint.draw(sheet, left, top)
        level = top - hint.height
        for _ in range(2):
            level -= HAND_LINE
            sheet.rule((left, level), (left + WIDTH, level), 0.5)

    def _draw_print_box(self, sheet: Sheet, left: float, top: float) -> None:
        width, height = PRINT_BOX
        x, y = left + WIDTH - width, top - self._closing_height - 4 * MM - height
        sheet.put(f"0.5 w {x:.2f} {y:.2f} {width:.2f} {height:.2f} re S")
        note = chain_of(FontRole.NOTE)
        with sheet.element(Tag.PARAGRAPH, object()):
            sheet.write_words("谈话对象指印", note, 9, (x + width / 2, y + 4), 0.5)
