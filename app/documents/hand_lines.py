"""Empty lines for the hand: rules across the page, as far apart as handwriting needs."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.documents.page_frame import MM, WIDTH
from app.documents.sheet import Sheet
from app.documents.typesetting import CLOSE_ENOUGH, Piece

STEP = 10 * MM


@dataclass(frozen=True, slots=True)
class HandLines:
    """So many rules below each other; they may be parted over two pages."""

    count: int
    width: float = WIDTH
    step: float = STEP
    keeps_next: bool = False
    snaps: bool = False
    vanishes: bool = False

    @property
    def height(self) -> float:
        """All lines."""
        return self.count * self.step

    @property
    def least(self) -> float:
        """One line."""
        return self.step

    def split(self, room: float) -> tuple[Piece | None, Piece | None]:
        """The lines that fit, and the others."""
        fitting = int((room + CLOSE_ENOUGH) // self.step)
        if fitting >= self.count:
            return self, None
        if fitting < 1:
            return None, self
        return replace(self, count=fitting), replace(self, count=self.count - fitting)

    def draw(self, sheet: Sheet, left: float, top: float) -> None:
        """Draw the rules, each at the foot of its line."""
        for number in range(1, self.count + 1):
            level = top - number * self.step + 2 * MM
            sheet.rule((left, level), (left + self.width, level), 0.5)
