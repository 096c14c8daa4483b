"""Tables of forms: rows break between lines of text, the head comes again on every page."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace

from app.documents.sheet import Sheet
from app.documents.tagging import Tag
from app.documents.typesetting import FEWEST_LINES, Paragraph, Piece

PAD_SIDE = 5.0
PAD_ABOVE = 4.0
THIN = 0.5
MOST_TOGETHER = 3


@dataclass(frozen=True, slots=True)
class Row:
    """Cells side by side; again stands in that cell of the row where it goes on overleaf."""

    cells: tuple[Paragraph, ...]
    again: Paragraph | None = None
    least_height: float = 0.0
    again_at: int = 0
    mark: object = field(default_factory=object, compare=False, repr=False)

    @property
    def height(self) -> float:
        """The tallest cell, or the least height asked for."""
        text = max(cell.height for cell in self.cells) + 2 * PAD_ABOVE
        return max(text, self.least_height)

    @property
    def least(self) -> float:
        """What must stay together: two lines of a cell that may be parted."""
        lines = (_together(cell) * cell.style.leading for cell in self.cells)
        return max(max(lines) + 2 * PAD_ABOVE, self.least_height)

    def parted(self, room: float) -> tuple[Row | None, Row]:
        """The lines that fit into the room, and the rest of the row."""
        if room < self.least:
            return None, self
        parts = [_parted(cell, room - 2 * PAD_ABOVE) for cell in self.cells]
        rest = [left for _, left in parts]
        if self.again is not None and not rest[self.again_at].lines:
            rest[self.again_at] = self.again
        return replace(self, cells=tuple(first for first, _ in parts), least_height=0.0), replace(
            self, cells=tuple(rest), least_height=0.0
        )


def _together(cell: Paragraph) -> int:
    """How many lines of a cell stand together at least; one of few lines is not parted."""
    return len(cell.lines) if len(cell.lines) <= MOST_TOGETHER else FEWEST_LINES


def _parted(cell: Paragraph, room: float) -> tuple[Paragraph, Paragraph]:
    """The lines of a cell that fit, and the others: no line alone on either side."""
    count = cell.fitting(room)
    if count >= len(cell.lines):
        return cell, _emptied(cell)
    return cell.cut(max(min(count, len(cell.lines) - FEWEST_LINES), _together(cell)))


def _emptied(cell: Paragraph) -> Paragraph:
    return replace(cell, lines=())


@dataclass(frozen=True, slots=True)
class FormTable:
    """Rows in columns of fixed widths; is_centred puts short cells at half the row's height."""

    widths: tuple[float, ...]
    rows: tuple[Row, ...]
    head: Row | None = None
    keeps_next: bool = False
    snaps: bool = False
    vanishes: bool = False
    mark: object = field(default_factory=object, compare=False, repr=False)

    @property
    def height(self) -> float:
        """The head and all rows."""
        return self._head_height + sum(row.height for row in self.rows)

    @property
    def least(self) -> float:
        """The head and the beginning of the first row."""
        return self._head_height + (self.rows[0].least if self.rows else 0.0)

    @property
    def _head_height(self) -> float:
        return self.head.height if self.head else 0.0

    def split(self, room: float) -> tuple[Piece | None, Piece | None]:
        """The rows that fit, the last perhaps parted between its lines, and the others."""
        left = room - self._head_height
        for at, row in enumerate(self.rows):
            if row.height <= left + 0.01:
                left -= row.height
                continue
            begun, rest = row.parted(left)
            first = self.rows[:at] + ((begun,) if begun else ())
            if not first:
                return None, self
            return replace(self, rows=first), replace(self, rows=(rest, *self.rows[at + 1 :]))
        return self, None

    def draw(self, sheet: Sheet, left: float, top: float) -> None:
        """Draw the rules, then the text of each cell in the middle of its height."""
        rows = ((self.head,) if self.head else ()) + self.rows
        levels = _levels(top, [row.height for row in rows])
        edges = _levels(left, [-width for width in self.widths])
        for level in levels:
            sheet.rule((edges[0], level), (edges[-1], level), THIN)
        for edge in edges:
            sheet.rule((edge, levels[0]), (edge, levels[-1]), THIN)
        with sheet.element(Tag.TABLE, self.mark):
            for row, level in zip(rows, levels, strict=False):
                self._write(sheet, row, level, edges)

    def _write(self, sheet: Sheet, row: Row, level: float, edges: list[float]) -> None:
        is_repeated = row is self.head and sheet.has(row.mark)
        with sheet.ornament() if is_repeated else sheet.element(Tag.ROW, row.mark):
            for place, (cell, edge) in enumerate(zip(row.cells, edges, strict=False)):
                inset = (row.height - cell.height) / 2
                with self._cell(sheet, row, place):
                    cell.draw(sheet, edge + PAD_SIDE, level - inset)

    def _cell(self, sheet: Sheet, row: Row, place: int) -> AbstractContextManager[None]:
        """What the cell is to who cannot see it; a label that says （续） was read before."""
        cell = row.cells[place]
        if row.again is not None and cell.mark is row.again.mark:
            return sheet.ornament()
        if row is self.head:
            return sheet.element(Tag.COLUMN_HEAD, cell.mark)
        is_label = self.head is None and place == 0 and len(row.cells) > 1
        return sheet.element(Tag.ROW_HEAD if is_label else Tag.CELL, cell.mark)


def column_measure(width: float) -> float:
    """How long lines in a column of that width are."""
    return width - 2 * PAD_SIDE


def _levels(start: float, steps: Sequence[float]) -> list[float]:
    levels = [start]
    for step in steps:
        levels.append(levels[-1] - step)
    return levels
