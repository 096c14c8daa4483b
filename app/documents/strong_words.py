"""Paragraphs in which some words are strong, and paragraphs that hang behind a mark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace

from app.documents.fonts import chain_of
from app.documents.line_breaking import Line
from app.documents.sheet import CENTRE, Sheet
from app.documents.tagging import Tag
from app.documents.typesetting import FEWEST_LINES, Paragraph, Piece, Style, paragraph

STROKE = 0.028  # of the size: how much wider the strokes of strong words are
Span = tuple[int, int]
Path = tuple[tuple[Tag, object], ...]


@dataclass(frozen=True, slots=True)
class StrongLine(Line):
    """A line, and where in it strong words stand."""

    strong: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class StrongParagraph(Paragraph):
    """Draws its strong words with wider strokes: they keep their places, so lines break alike."""

    @property
    def least(self) -> float:
        """Its first lines; three lines cannot be parted so that none stands alone."""
        whole = len(self.lines) < 2 * FEWEST_LINES
        return (len(self.lines) if whole else FEWEST_LINES) * self.style.leading

    def draw(self, sheet: Sheet, left: float, top: float) -> None:
        """Set the lines one under the other."""
        style, chain = self.style, self.chain or chain_of(self.style.role)
        base = top - style.leading / 2 - style.size * CENTRE
        with sheet.element(style.tag, self.mark):
            for line in self.lines:
                at = left + style.align * (self.measure - line.width)
                for part, is_strong in _parts(line):
                    if is_strong:
                        sheet.put(f"2 Tr {style.size * STROKE:.3f} w", is_text=True)
                    sheet.write(part, chain, style.size, (at, base))
                    if is_strong:
                        sheet.put("0 Tr", is_text=True)
                base -= style.leading


def strong_paragraph(
    text: str, strong: Sequence[Span], style: Style, measure: float, field: str
) -> Paragraph:
    """The text as lines of that measure. Raises MissingGlyphError naming the field."""
    plain = paragraph(text, style, measure, field)
    lines, at = list[Line](), 0
    for line in plain.lines:
        at = text.index(line.text, at)
        end = at + len(line.text)
        inside = tuple((max(a, at) - at, min(b, end) - at) for a, b in strong if a < end and b > at)
        lines.append(StrongLine(line.text, line.places, line.width, line.step, inside))
        at = end
    return StrongParagraph(tuple(lines), style, measure, plain.chain)


def _parts(line: Line) -> Iterator[tuple[Line, bool]]:
    """The line in runs of plain and strong words, each beginning where it stands."""
    spans = line.strong if isinstance(line, StrongLine) else ()
    at = 0
    for start, end in (*spans, (len(line.text), len(line.text))):
        for first, last, is_strong in ((at, start, False), (start, end, True)):
            if first < last:
                cut = slice(first, last)
                yield Line(line.text[cut], line.places[cut], line.width, line.step), is_strong
        at = end


@dataclass(frozen=True, slots=True)
class Inset:
    """A piece that stands further in."""

    piece: Piece
    inset: float

    @property
    def height(self) -> float:
        """As the piece within."""
        return self.piece.height

    @property
    def least(self) -> float:
        """As the piece within."""
        return self.piece.least

    @property
    def keeps_next(self) -> bool:
        """As the piece within."""
        return self.piece.keeps_next

    @property
    def snaps(self) -> bool:
        """As the piece within."""
        return self.piece.snaps

    @property
    def vanishes(self) -> bool:
        """As the piece within."""
        return self.piece.vanishes

    def split(self, room: float) -> tuple[Piece | None, Piece | None]:
        """As the piece within."""
        first, rest = self.piece.split(room)
        return (
            replace(self, piece=first) if first else None,
            replace(self, piece=rest) if rest else None,
        )

    def draw(self, sheet: Sheet, left: float, top: float) -> None:
        """Draw the piece further in."""
        self.piece.draw(sheet, left + self.inset, top)


@dataclass(frozen=True, slots=True)
class Hanging(Inset):
    """Further in behind a mark such as 1. or •, and told as an item of a list."""

    path: Path
    label: Paragraph | None = None

    def split(self, room: float) -> tuple[Piece | None, Piece | None]:
        """As the piece within; the mark stays with the first part."""
        first, rest = self.piece.split(room)
        return (
            replace(self, piece=first) if first else None,
            replace(self, piece=rest, label=None if first else self.label) if rest else None,
        )

    def draw(self, sheet: Sheet, left: float, top: float) -> None:
        """Draw the mark, and the piece behind it."""
        with ExitStack() as stack:
            for tag, mark in self.path[:-1]:
                stack.enter_context(sheet.element(tag, mark))
            if self.label is not None:
                edge = left + self.inset - self.label.measure
                self.label.draw(sheet, edge, top)
            with sheet.element(*self.path[-1]):
                self.piece.draw(sheet, left + self.inset, top)
