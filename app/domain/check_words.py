"""Rules about the words of a record alone: blanks left open, mixed numbers, names cut short."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from app.domain.record_text import SPOKEN_FIELDS, Passage, TextField
from app.domain.remarks import CheckRule, Remark

# 【】 with a digit inside is how many write a document's number, and stays
_PLACEHOLDER = re.compile(r"×{2,}|(?<![A-Za-z])[Xx]{2,}(?![A-Za-z])|某[某×]|_{2,}|【[^】\d]*】")
_HAN_DIGITS = "〇零○一二三四五六七八九十"
_DATES = (
    # the year in one kind of digits, the month in the other: 2026年三月
    re.compile(rf"[{_HAN_DIGITS}]{{4}}年\d{{1,2}}月(?:\d{{1,2}}日)?"),
    re.compile(rf"(?<!\d)\d{{4}}年[{_HAN_DIGITS}]{{1,3}}月(?:[{_HAN_DIGITS}\d]{{1,3}}日)?"),
    re.compile(rf"(?<!\d)\d{{1,2}}月[{_HAN_DIGITS}]{{1,3}}日"),
    re.compile(rf"(?<![{_HAN_DIGITS}])[{_HAN_DIGITS}]{{1,3}}月\d{{1,2}}日"),
)
# 2十, 3百五: a digit before a Chinese place value that is not 万 or 亿, and more of it behind
_NUMBERS = re.compile(r"\d[十拾]|\d[百佰][一二三四五六七八九]|[二三四五六七八九]十\d(?![\d.、])")
_FULL_WIDTH = re.compile("[0-9\uff10-\uff19]+")
_DOTTED = re.compile(
    r"(?<![\d.\-/])(?:19|20)\d\d([.\-/])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])(?![\d.\-/])"
)
_WRITTEN = re.compile(r"\d{4}年\d{1,2}月")
_SHORT_NAME = re.compile(
    r"[（(]\s*(?:以下|下文)?(?:均)?简称[：:]?\s*[“\"‘「]?([^”\"’」）)“]{1,20})[”\"’」]?\s*[）)]"
)
_QUOTES = '“”"‘’「」'


def placeholders(passage: Passage) -> Iterator[Remark]:
    """Blanks that were never filled in, such as ××, 某某, ____, 【】; full-width as well."""
    folded, places = _folded(passage.text)
    for found in _PLACEHOLDER.finditer(folded):
        start, end = places[found.start()], places[found.end() - 1] + 1
        yield _remark(CheckRule.PLACEHOLDER, passage, start, end)


def mixed_style(passages: Sequence[Passage]) -> Iterator[Remark]:
    """Dates and numbers that mix two ways of writing, within one or within the record."""
    spoken = [one for one in passages if one.field in SPOKEN_FIELDS]
    is_written = any(_WRITTEN.search(one.text) for one in spoken)
    for passage in spoken:
        taken: list[tuple[int, int]] = []
        for start, end in _mixed_in(passage.text, is_written):
            if not any(start < last and first < end for first, last in taken):
                taken.append((start, end))
                yield _remark(CheckRule.MIXED_STYLE, passage, start, end)


def short_names_first(passages: Sequence[Passage]) -> Iterator[Remark]:
    """A short name that is used before the place that explains it (以下简称……)."""
    readable = [one for one in passages if one.field in (*SPOKEN_FIELDS, TextField.QUESTION)]
    for place, passage in enumerate(readable):
        for found in _SHORT_NAME.finditer(passage.text):
            short = found[1].strip(_QUOTES + " ")
            if len(short) < 2:
                continue
            before = _full_name(passage.text[: found.start()], short)
            earlier = [*readable[:place], _cut(passage, found.start())]
            used = _first_use(earlier, short, before)
            if used is not None:
                yield used


def _mixed_in(text: str, is_written: bool) -> Iterator[tuple[int, int]]:
    for pattern in _DATES:
        yield from (found.span() for found in pattern.finditer(text))
    yield from (found.span() for found in _NUMBERS.finditer(text))
    for found in _FULL_WIDTH.finditer(text):
        kinds = {character.isascii() for character in found.group()}
        if len(kinds) == 2:
            yield found.span()
    if is_written:
        yield from (found.span() for found in _DOTTED.finditer(text))


def _full_name(before: str, short: str) -> str:
    """The name that stands before the bracket: back to the last sign that ends a clause."""
    clause = re.split(r"[，。；：、！？\s“”（）()]", before)[-1]
    return clause if len(clause) > len(short) else ""


def _first_use(passages: Sequence[Passage], short: str, full: str) -> Remark | None:
    for passage in passages:
        # the full name may hold the short one; its place must stay where it is
        text = passage.text.replace(full, "\0" * len(full)) if full else passage.text
        at = text.find(short)
        if at >= 0:
            return _remark(CheckRule.SHORT_NAME_FIRST, passage, at, at + len(short))
    return None


def _cut(passage: Passage, end: int) -> Passage:
    return Passage(
        passage.field, passage.which, passage.label, passage.text[:end], passage.may_change
    )


def _folded(text: str) -> tuple[str, list[int]]:
    """The text with full-width signs as plain ones, and where each came from."""
    folded, places = [], []
    for at, character in enumerate(text):
        for plain in unicodedata.normalize("NFKC", character):
            folded.append(plain)
            places.append(at)
    return "".join(folded), places


def _remark(rule: CheckRule, passage: Passage, start: int, end: int) -> Remark:
    words = passage.text[start:end]
    return Remark(rule, passage.key, passage.label, start, end - start, words)
