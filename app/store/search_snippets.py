"""The piece of a text in which words were found, with those words marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.domain.search import Piece
from app.store.folding import folded, span_in
from app.store.search_bodies import Body
from app.store.search_words import Term

BEFORE, AFTER = 14, 64  # so many characters before the first word, and from it on
_MOST_MARKED = 12
_CUT = "…"


@dataclass(frozen=True, slots=True)
class Looked:
    """A record that is looked through; texts are those of its fields, folded."""

    body: Body
    texts: tuple[str, ...]

    @classmethod
    def at(cls, body: Body) -> Looked:
        """The record with its texts in the form in which they are looked for."""
        return cls(body, tuple(folded(field.text) for field in body.fields))

    def has(self, terms: Sequence[Term]) -> bool:
        """Whether it really has every term: the index answers with some that have not."""
        return all(
            term.is_among(self.body.facets) or any(_has(text, term) for text in self.texts)
            for term in terms
        )

    def snippet(self, terms: Sequence[Term]) -> tuple[tuple[Piece, ...], str]:
        """The piece where most terms stand first, and the answer it is in.

        Nothing when the record was found by what it is, not by what it says.
        """
        best, most = -1, 0
        for place, text in enumerate(self.texts):
            count = sum(_has(text, term) for term in terms)
            if count > most:
                best, most = place, count
        if best < 0:
            return (), ""
        field = self.body.fields[best]
        return _marked(field.text, self.texts[best], terms), field.place


def _has(text: str, term: Term) -> bool:
    return term.text in text and next(term.places_in(text), None) is not None


def _marked(text: str, plain: str, terms: Sequence[Term]) -> tuple[Piece, ...]:
    spans = _spans(text, plain, terms)
    first = spans[0][0]
    begins = max(0, first - BEFORE)
    ends = min(len(text), first + AFTER)
    pieces = [Piece(_CUT)] if begins else []
    place = begins
    for start, end in spans:
        if start >= ends:
            break
        pieces += _plain(text[place:start])
        pieces.append(Piece(text[start : min(end, ends)], is_hit=True))
        place = end
    pieces += _plain(text[place:ends])
    return (*pieces, Piece(_CUT)) if ends < len(text) else tuple(pieces)


def _spans(text: str, plain: str, terms: Sequence[Term]) -> list[tuple[int, int]]:
    """Where the terms stand in the text itself: in order, none over another."""
    found = sorted({span for term in terms for span in _first(term.places_in(plain))})
    spans: list[tuple[int, int]] = []
    for begins, ends in found[:_MOST_MARKED]:
        start, end = span_in(text, begins, ends) if len(plain) != len(text) else (begins, ends)
        if not spans or start >= spans[-1][1]:
            spans.append((start, end))
    return spans


def _first(places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    return [place for place, _ in zip(places, range(_MOST_MARKED), strict=False)]


def _plain(text: str) -> list[Piece]:
    return [Piece(" ".join(text.split("\n")))] if text else []
