"""The piece of a text in which words were found, with those words marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.domain.search import Piece
from app.store.folding import folded, span_in
from app.store.search_bodies import Body, Field
from app.store.search_words import Term

BEFORE, AFTER = 14, 64  # so many characters before the first word, and from it on
_MOST_MARKED = 12
_CUT = "…"


def found_in(body: Body, terms: Sequence[Term]) -> bool:
    """Whether the record really has every term: the index answers with some that have not."""
    texts = [folded(field.text) for field in body.fields]
    return all(
        term.is_among(body.facets) or any(_has(text, term) for text in texts) for term in terms
    )


def snippet(body: Body, terms: Sequence[Term]) -> tuple[tuple[Piece, ...], str]:
    """The piece of the record where most terms stand first, and the answer it is in.

    Nothing when the record was found by what it is, not by what it says.
    """
    best, most = None, 0
    for field in body.fields:
        text = folded(field.text)
        count = sum(_has(text, term) for term in terms)
        if count > most:
            best, most = field, count
    if best is None:
        return (), ""
    return _marked(best, terms), best.place


def _has(text: str, term: Term) -> bool:
    return term.text in text and next(term.places_in(text), None) is not None


def _marked(field: Field, terms: Sequence[Term]) -> tuple[Piece, ...]:
    spans = _spans(field.text, terms)
    first = spans[0][0]
    begins = max(0, first - BEFORE)
    ends = min(len(field.text), first + AFTER)
    pieces = [Piece(_CUT)] if begins else []
    place = begins
    for start, end in spans:
        if start >= ends:
            break
        pieces += _plain(field.text[place:start])
        pieces.append(Piece(field.text[start : min(end, ends)], is_hit=True))
        place = end
    pieces += _plain(field.text[place:ends])
    return (*pieces, Piece(_CUT)) if ends < len(field.text) else tuple(pieces)


def _spans(text: str, terms: Sequence[Term]) -> list[tuple[int, int]]:
    """Where the terms stand in the text itself: in order, none over another."""
    plain = folded(text)
    found = sorted({span for term in terms for span in _first(term.places_in(plain))})
    spans: list[tuple[int, int]] = []
    for begins, ends in found[:_MOST_MARKED]:
        start, end = span_in(text, begins, ends)
        if not spans or start >= spans[-1][1]:
            spans.append((start, end))
    return spans


def _first(places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    return [place for place, _ in zip(places, range(_MOST_MARKED), strict=False)]


def _plain(text: str) -> list[Piece]:
    return [Piece(" ".join(text.split("\n")))] if text else []
