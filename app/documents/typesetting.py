"""Pieces of a document — paragraphs, blanks — and how they flow over pages."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Protocol

from app.documents.fonts import FontChain, FontRole, chain_of
from app.documents.line_breaking import Line, break_text
from app.documents.printing import printable
from app.documents.sheet import CENTRE, Sheet
from app.documents.tagging import Tag
from app.documents.units import Setting

CLOSE_ENOUGH = 0.01
FEWEST_LINES = 2


class Piece(Protocol):
    """Something that stands on a page and may be split between lines."""

    @property
    def height(self) -> float:
        """How much of the page it takes."""

    @property
    def least(self) -> float:
        """How much of it must stand together with what goes before."""

    @property
    def keeps_next(self) -> bool:
        """Whether it may not be parted from what follows."""

    @property
    def snaps(self) -> bool:
        """Whether it stands on the page's grid of lines."""

    @property
    def vanishes(self) -> bool:
        """Whether it is left out where the page has no room for it."""

    def split(self, room: float) -> tuple[Piece | None, Piece | None]:
        """What fits into the room, and the rest."""

    def draw(self, sheet: Sheet, left: float, top: float) -> None:
        """Put it on the page with its upper left corner there."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a paragraph looks. indent is in characters; align 0 left, 0.5 centred, 1 right.

    tag is what it is to readers who cannot see how it looks.
    """

    role: FontRole
    size: float
    leading: float
    pitch: float = 0.0
    indent: float = 0.0
    align: float = 0.0
    fills: bool = True
    keeps_next: bool = False
    snaps: bool = False
    vanishes: bool = False
    tag: Tag = Tag.PARAGRAPH


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines of text in one style; its parts on several pages have one mark."""

    lines: tuple[Line, ...]
    style: Style
    measure: float
    chain: FontChain | None = field(default=None, compare=False, repr=False)
    mark: object = field(default_factory=object, compare=False, repr=False)

    @property
    def height(self) -> float:
        """All its lines."""
        return len(self.lines) * self.style.leading

    @property
    def least(self) -> float:
        """Its first lines."""
        return min(len(self.lines), FEWEST_LINES) * self.style.leading

    @property
    def keeps_next(self) -> bool:
        """As its style says."""
        return self.style.keeps_next

    @property
    def snaps(self) -> bool:
        """As its style says."""
        return self.style.snaps

    @property
    def vanishes(self) -> bool:
        """As its style says."""
        return self.style.vanishes

    def split(self, room: float) -> tuple[Piece | None, Piece | None]:
        """The lines that fit, and the others; no line alone at the foot or the head of a page."""
        count = self.fitting(room)
        if count >= len(self.lines):
            return self, None
        count = min(count, len(self.lines) - FEWEST_LINES)
        return self.cut(count) if count >= FEWEST_LINES else (None, self)

    def fitting(self, room: float) -> int:
        """How many lines the room holds, there or not."""
        return int((room + CLOSE_ENOUGH) // self.style.leading)

    def cut(self, count: int) -> tuple[Paragraph, Paragraph]:
        """The first lines, and the others, as paragraphs."""
        first = replace(self, lines=self.lines[:count])
        return first, replace(self, lines=self.lines[count:])

    def draw(self, sheet: Sheet, left: float, top: float) -> None:
        """Set the lines one under the other."""
        style, chain = self.style, self.chain or chain_of(self.style.role)
        base = top - style.leading / 2 - style.size * CENTRE
        with sheet.element(style.tag, self.mark):
            for line in self.lines:
                shift = style.align * (self.measure - line.width)
                sheet.write(line, chain, style.size, (left + shift, base))
                base -= style.leading


@dataclass(frozen=True, slots=True)
class Space:
    """A blank between pieces; it vanishes at the edge of a page."""

    height: float
    least: float = 0.0
    keeps_next: bool = False
    snaps: bool = False
    vanishes: bool = True

    def split(self, room: float) -> tuple[Piece | None, Piece | None]:
        """As much of the blank as the page has room for; the rest is not wanted."""
        return replace(self, height=min(self.height, room)), None

    def draw(self, sheet: Sheet, left: float, top: float) -> None:
        """Draw nothing."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece and how far below the top of the text area it stands."""

    piece: Piece
    down: float


def paragraph(text: str, style: Style, measure: float, field: str = "") -> Paragraph:
    """The text as lines of that measure. Raises MissingGlyphError naming the field."""
    plain, chain = printable(text), chain_of(style.role)
    chain.check(plain, field)
    setting = _setting(style, chain)
    lines = break_text(plain, setting, measure, style.indent * setting.pitch)
    return Paragraph(tuple(lines), style, measure, chain)


@lru_cache
def _setting(style: Style, chain: FontChain) -> Setting:
    fills = style.fills and not style.align
    return Setting(style.size, style.pitch or style.size, chain.width, fills)


def flow(pieces: Iterable[Piece], room: float, grid: float) -> list[list[Placed]]:
    """The pieces on pages of that height; snapping pieces stand on multiples of the grid."""
    pages: list[list[Placed]] = [[]]
    down = 0.0
    waiting = list(reversed(list(pieces)))
    while waiting:
        piece = waiting.pop()
        if piece.snaps:
            down = math.ceil(down / grid - CLOSE_ENOUGH) * grid
        wanted = _kept_together(piece, reversed(waiting))
        first, rest = piece.split(room - down)
        if pages[-1] and (first is None or wanted > room - down + CLOSE_ENOUGH):
            if piece.vanishes and not waiting:
                break
            pages.append([])
            down = 0.0
            if not piece.vanishes:
                waiting.append(piece)
            continue
        placed = first or piece
        pages[-1].append(Placed(placed, down))
        down += placed.height
        if rest is not None and first is not None:
            waiting.append(rest)
            pages.append([])
            down = 0.0
    return pages


def _kept_together(piece: Piece, following: Iterable[Piece]) -> float:
    """How much must stand on one page: headings, and the first lines of what they head."""
    wanted = 0.0
    for after in following:
        if not piece.keeps_next:
            break
        wanted += piece.height
        piece = after
    return wanted + piece.least
