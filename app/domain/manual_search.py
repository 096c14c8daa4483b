"""Looking for words in the whole manual: where each of them stands, topic by topic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where a word that was looked for stands: its topic, and from where to where."""

    topic: str
    start: int
    end: int


def hits(texts: Sequence[tuple[str, str]], asked: str) -> tuple[Hit, ...]:
    """Every place of every word, in the topics that hold all words; large and small are one.

    texts are the topics by name, each as it is read; words are parted by blanks.
    """
    words = sorted(set(asked.lower().split()), key=len, reverse=True)
    found: list[Hit] = []
    for topic, text in texts:
        plain = _lowered(text)
        if words and all(word in plain for word in words):
            spans = sorted({span for word in words for span in _places(plain, word)})
            found += [Hit(topic, start, end) for start, end in _apart(spans)]
    return tuple(found)


def _lowered(text: str) -> str:
    """The text in small letters, each of its characters at its place."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(small if len(small := c.lower()) == 1 else c for c in text)


def _places(text: str, word: str) -> Iterator[tuple[int, int]]:
    at = text.find(word)
    while at >= 0:
        yield at, at + len(word)
        at = text.find(word, at + len(word))


def _apart(spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Only those that do not begin inside the one before: a short word within a longer one."""
    last = 0
    for start, end in spans:
        if start >= last:
            yield start, end
            last = end
