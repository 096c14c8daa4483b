"""How texts become words of the index, and what is typed becomes a question to it.

Each run of Chinese is taken in pairs of characters, its last one also alone, so that one, two or
more characters are found alike; letters and digits are words as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from app.store.folding import folded

VERSION = 1  # goes up with every change of words or folding; the index is then built anew

# A run of letters of one script after another: "2026年" is two. Whatever is neither parts runs.
_RUNS = re.compile(r"[0-9a-z]+|[^\W_0-9a-z]+")
_INITIALS = re.compile(r"[a-z]{1,8}")
# Marks of our own in front of what is not text: no letter of any script, so no text has them.
FACET = "\ue000"
INITIALS = "\ue001"
# the index parts words at every sign of ASCII that is no letter and no digit
_ONE_WORD = {code: "\ue00f" for code in range(128) if not chr(code).isalnum()}
_LEAST_INITIALS = 2
LONGEST_TERM = 100
MOST_TERMS = 10


def words_of(texts: Iterable[str]) -> set[str]:
    """The words of some texts, each once."""
    words: set[str] = set()
    for text in texts:
        for run in _RUNS.findall(folded(text)):
            if run[0].isascii():
                words.add(run)
            else:
                words.update(map(str.__add__, run, run[1:]))
                words.add(run[-1])
    return words


def facet(sort: str, value: str) -> str:
    """A word for what a record is, not what it says; sort is one letter."""
    return FACET + sort + value.lower().translate(_ONE_WORD)


@dataclass(frozen=True, slots=True)
class Term:
    """One of the words that were typed, folded; people are the facets of those it may stand for."""

    text: str
    people: frozenset[str] = field(default=frozenset())

    @property
    def is_initials(self) -> bool:
        """Whether it may be the beginning of somebody's initials."""
        return bool(_INITIALS.fullmatch(self.text)) and len(self.text) >= _LEAST_INITIALS

    @property
    def clause(self) -> str:
        """What the index is asked; a record that has the term always answers, others may."""
        runs = _RUNS.findall(self.text)
        parts = [part for run in runs for part in _parts(run, is_last=run is runs[-1])]
        asked = " AND ".join(parts)
        if not self.is_initials:
            return f"({asked})"
        others = [_whole(person) for person in sorted(self.people)]
        return f"({' OR '.join([asked, _begun(INITIALS + self.text), *others])})"

    def places_in(self, folded_text: str) -> Iterator[tuple[int, int]]:
        """Where the term stands in a folded text; letters and digits only from a word's start."""
        must_begin = self.text[0].isascii()
        place = folded_text.find(self.text)
        while place >= 0:
            before = folded_text[place - 1] if place else " "
            if not (must_begin and before.isascii() and before.isalnum()):
                yield place, place + len(self.text)
            place = folded_text.find(self.text, place + 1)

    def is_among(self, words: frozenset[str]) -> bool:
        """Whether the facets or initials of a record have it."""
        if not self.is_initials:
            return False
        begun = INITIALS + self.text
        return not self.people.isdisjoint(words) or any(w.startswith(begun) for w in words)


def terms_of(text: str) -> tuple[Term, ...]:
    """The terms in what was typed; each must be found. Marks at their ends are left off."""
    typed = [_trimmed(part)[:LONGEST_TERM] for part in folded(text).split()]
    return tuple(Term(part) for part in dict.fromkeys(typed) if part)[:MOST_TERMS]


def _trimmed(part: str) -> str:
    found = list(_RUNS.finditer(part))
    return part[found[0].start() : found[-1].end()] if found else ""


def _parts(run: str, *, is_last: bool) -> list[str]:
    if run[0].isascii():
        return [_begun(run)] if is_last else [_whole(run)]
    if len(run) == 1:
        return [_begun(run)]
    return [_whole(run[n : n + 2]) for n in range(len(run) - 1)]


def _whole(word: str) -> str:
    return f'"{word}"'


def _begun(word: str) -> str:
    return f'"{word}"*'
