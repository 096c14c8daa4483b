"""Long paragraphs of a record by their digests, so that the same one in another record is found."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.record_text import SPOKEN_FIELDS, Passage, passages_of
from app.domain.remarks import CheckRule, Remark
from app.domain.talk import Talk

SHORTEST = 40  # characters without signs; stock phrases are shorter
_LINE = re.compile(r"[^\n]+")
_SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph long enough to be somebody's own words, where it stands and its digest."""

    passage: Passage
    start: int
    end: int
    digest: str


def paragraphs_of(talk: Talk) -> Iterator[Paragraph]:
    """The long paragraphs of what was said in the talk."""
    for passage in passages_of(talk):
        if passage.field not in SPOKEN_FIELDS:
            continue
        for line in _LINE.finditer(passage.text):
            plain = _SIGNS.sub("", unicodedata.normalize("NFKC", line.group()))
            if len(plain) >= SHORTEST:
                digest = hashlib.sha256(plain.encode()).hexdigest()[:32]
                yield Paragraph(passage, line.start(), line.end(), digest)


def same_paragraphs(talk: Talk, elsewhere: dict[str, str]) -> Iterator[Remark]:
    """Paragraphs that stand in another person's record; elsewhere maps digests to talk numbers."""
    for paragraph in paragraphs_of(talk):
        number = elsewhere.get(paragraph.digest)
        if number is not None:
            passage, start, end = paragraph.passage, paragraph.start, paragraph.end
            words = passage.text[start:end]
            rule = CheckRule.SAME_PARAGRAPH
            yield Remark(rule, passage.key, passage.label, start, end - start, words, number)
