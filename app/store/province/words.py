"""What a talk is found by in a province's ledger: words for the index, texts that decide.

The server's own parsers know nothing of Chinese, and its trigrams find nothing of two characters;
so the words are our own pairs of characters, as in every vault. The index names candidates; each
candidate's texts then decide, so that the answer is the vault's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from app.store.folding import folded
from app.store.search_words import LONGEST_TERM, Term, words_of

# marks of our own before words of names and of units; no text has them
NAME, UNIT = "\ue002", "\ue003"
# a talk with more words than the server takes is a candidate for every question
OVERFULL = "\ue004"
_MOST_BYTES = 900_000  # the server takes 1 MiB of words with one talk
_RUNS = re.compile(r"[0-9a-z]+|[^\W_0-9a-z]+")
_NO_TEXT = str.maketrans({"\0": "\ufffd"})  # the one sign PostgreSQL takes in no text
_SPECIAL = re.compile(r"([\\%_])")
_IN_PATTERN = re.compile(r"([^\w\s])", re.ASCII)


def clean(text: str) -> str:
    """A text as PostgreSQL takes it."""
    return text.translate(_NO_TEXT) if "\0" in text else text


def folded_text(text: str) -> str:
    """A text as it is looked for."""
    return clean(folded(text))


def words(texts: Iterable[str], names: str, units: str) -> str:
    """The words of a talk as the server reads them."""
    found = sorted(
        {
            *(word[:LONGEST_TERM] for word in words_of(texts)),
            *(NAME + word[:LONGEST_TERM] for word in words_of([names])),
            *(UNIT + word[:LONGEST_TERM] for word in words_of([units])),
        }
    )
    if sum(len(word.encode()) for word in found) > _MOST_BYTES:
        found = [OVERFULL, *_within(found)]
    return " ".join(found)


def _within(found: list[str]) -> Iterator[str]:
    room = _MOST_BYTES
    for word in found:
        room -= len(word.encode())
        if room > 0:
            yield word


def question(terms: Iterable[Term], names: Iterable[Term], units: Iterable[Term]) -> str:
    """What the index is asked, or nothing; what has all of it always answers, others may."""
    marked = ((terms, ""), (names, NAME), (units, UNIT))
    parts = [part for group, mark in marked for term in group for part in _of_term(term, mark)]
    return f"({' & '.join(parts)}) | '{OVERFULL}'" if parts else ""


def _of_term(term: Term, mark: str) -> Iterator[str]:
    runs = _RUNS.findall(term.text)
    for place, run in enumerate(runs, start=1):
        if run[0].isascii():
            yield _begun(mark + run) if place == len(runs) else _whole(mark + run)
        elif len(run) == 1:
            yield _begun(mark + run)
        else:
            yield from (_whole(mark + run[n : n + 2]) for n in range(len(run) - 1))


def _whole(word: str) -> str:
    return f"'{word}'"


def _begun(word: str) -> str:
    return f"'{word}':*"


def pattern(term: Term) -> str:
    """A term as the server looks for it in folded texts; letters and digits from a word's start."""
    text = _IN_PATTERN.sub(r"\\\1", term.text)
    return f"(?<![0-9a-z]){text}" if term.text[0].isascii() else text


def piece(term: Term) -> str:
    """A term as LIKE looks for it in folded texts."""
    return "%" + _SPECIAL.sub(r"\\\1", term.text) + "%"
