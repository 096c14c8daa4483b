"""Who writes and when, never parted from the text: no page holds a signature alone.

GB/T 9704-2012, 7.3.5.6: where the rest of a page has no room, lines are moved so that the seal
stands on a page with text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from app.documents.form_table import FormTable
from app.documents.letter import ROOM
from app.documents.page_frame import LEADING
from app.documents.typesetting import Paragraph, Piece, Space, flow

_LINES = 2  # of the text, which go overleaf with the closing


def kept(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces, each kept with what follows it."""
    return [_keeping(piece) for piece in pieces]


def with_closing(text: Iterable[Piece], closing: Iterable[Piece]) -> list[Piece]:
    """The text and the closing, whose last lines and whose closing stand on one page."""
    *before, last = text
    *first, end = closing
    return [*before, *_ending(last), *kept(first), end]


def below_a_row(table: FormTable, before: list[Piece], after: list[Piece]) -> list[Piece]:
    """A letter whose closing comes after a table: where it would go overleaf alone, a row goes too.

    after is kept together with it.
    """
    whole: list[Piece] = [*before, table, *after]
    last = flow(whole, ROOM, LEADING)[-1]
    if any(isinstance(p.piece, FormTable) and p.piece.mark is table.mark for p in last):
        return whole
    row = replace(table, rows=table.rows[-1:], keeps_next=True)
    if len(table.rows) == 1:
        return [*before, row, *after]
    return [*before, replace(table, rows=table.rows[:-1]), row, *after]


def _ending(piece: Piece) -> list[Piece]:
    if not isinstance(piece, Paragraph) or len(piece.lines) < 2 * _LINES:
        return [_keeping(piece)]
    first = replace(piece, lines=piece.lines[:-_LINES])
    return [first, _keeping(replace(piece, lines=piece.lines[-_LINES:]))]


def _keeping(piece: Piece) -> Piece:
    if isinstance(piece, Paragraph):
        return replace(piece, style=replace(piece.style, keeps_next=True))
    if isinstance(piece, Space):
        return replace(piece, keeps_next=True)
    return piece
