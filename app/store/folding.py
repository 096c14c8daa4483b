"""Texts as they are looked for: one form for width, case, accents and traditional characters."""

from __future__ import annotations

import unicodedata

from app.store.traditional import SIMPLIFIED, TRADITIONAL

_SIMPLIFIED = str.maketrans(TRADITIONAL, SIMPLIFIED)


class _Folds(dict[int, str]):
    """What each character becomes; worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKD", chr(code))
        bare = "".join(c for c in plain if not unicodedata.combining(c))
        found = unicodedata.normalize("NFKC", bare).casefold().translate(_SIMPLIFIED)
        self[code] = found
        return found


_FOLDS = _Folds()


def folded(text: str) -> str:
    """The text in the form in which it is looked for, character by character.

    Full width becomes half, capitals small, accents fall off, 貪 becomes 贪. What becomes of one
    does not depend on its neighbours, so that a place in one text can be found in the other.
    """
    return text.translate(_FOLDS)


def span_in(text: str, begins: int, ends: int) -> tuple[int, int]:
    """Where the characters from begins to ends of the folded text stand in the text itself."""
    first, place = len(text), 0
    for number, character in enumerate(text):
        if place >= ends:
            return min(first, number), number
        length = len(_FOLDS[ord(character)])
        if place + length > begins and first == len(text):
            first = number
        place += length
    return first, len(text)
