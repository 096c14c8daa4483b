"""Who writes and when, never parted from the text: no page holds a signature alone.

GB/T 9704-2012, 7.3.5.6: where the rest of a page has no room, lines are moved so that the seal
stands on a page with text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from app.documents.typesetting import Paragraph, Piece, Space

_LINES = 2  # of the text, which go overleaf with the closing


def kept(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces, each kept with what follows it."""
    return [_keeping(piece) for piece in pieces]


def with_closing(text: Iterable[Piece], closing: Iterable[Piece]) -> list[Piece]:
    """The text and the closing, whose last lines and whose closing stand on one page."""
    *before, last = text
    *first, end = closing
    return [*before, *_ending(last), *kept(first), end]


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
