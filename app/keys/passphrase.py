"""New passphrases, and an estimate of how well one stands against guessing.

The estimate is simple on purpose: what follows a pattern counts as one guess more, everything else
by its kind of character. It says no to what is short or regular; it proves nothing about the rest.
"""

from __future__ import annotations

import math
import re
import secrets
import unicodedata
from collections.abc import Sequence

from app.domain.passphrase import (
    ENOUGH_BITS,
    GENERATED_WORDS,
    SHORTEST,
    Advice,
    Strength,
)

_SEPARATOR = "-"
_PATTERN_BITS = 6.0
_DATE_BITS = 14.0
_PHONE_BITS = 24.0
# Bits of one character that follows no pattern; letters are those of words, not of dice.
_LETTER, _DIGIT, _SIGN, _IDEOGRAPH = 3.0, 3.3, 4.5, 6.0
_PATTERNS: tuple[tuple[re.Pattern[str], float], ...] = (
    (re.compile(r"(.+?)\1+"), _PATTERN_BITS),
    (re.compile(r"(?:19|20)\d\d[.\-/年]?(?:0?[1-9]|1[0-2])[.\-/月]?[0-3]?\d日?"), _DATE_BITS),
    (re.compile(r"1[3-9]\d{9}"), _PHONE_BITS),
    (re.compile(r"(?:19|20)\d\d"), _PATTERN_BITS),
    (
        re.compile(
            r"passw[o0]rd|iloveyou|welcome|admin|administrator|abc123|root|qwerty|woaini|"
            r"wodemima|mima|nihao|zhongguo|china|jiwei|jijian|jiancha|tanxinbu|tanhua|shuji|"
            r"密码|口令|谈心|纪委|监委|书记|我爱你|中国"
        ),
        _PATTERN_BITS,
    ),
)
_ROWS = (
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "!@#$%^&*()",
    "一二三四五六七八九十",
)
_SHORTEST_RUN = 3
_LONGEST = 128  # what comes after adds nothing that matters, and repeats are costly to find


def suggested(words: Sequence[str]) -> str:
    """Five words drawn by the machine's own dice, joined by hyphens."""
    return _SEPARATOR.join(secrets.choice(words) for _ in range(GENERATED_WORDS))


def strength(passphrase: str, words: frozenset[str]) -> Strength:
    """How well the passphrase stands; words are those that suggestions are drawn from."""
    normal = unicodedata.normalize("NFC", passphrase)
    parts = normal.lower().split(_SEPARATOR)
    if len(set(parts)) >= GENERATED_WORDS and words.issuperset(parts):
        return Strength(len(parts) * math.log2(len(words)), True, Advice.ENOUGH)
    bits = _bits(normal)
    if len(normal) < SHORTEST:
        return Strength(bits, False, Advice.LONGER)
    if bits < ENOUGH_BITS:
        return Strength(bits, False, Advice.LESS_REGULAR)
    return Strength(bits, True, Advice.ENOUGH)


def _bits(passphrase: str) -> float:
    rest = passphrase.lower()[:_LONGEST]
    bits = sum(1.0 for character in passphrase if character.isupper())
    while rest:
        length, gained = _pattern(rest) or (1, _single(rest[0]))
        bits += gained
        rest = rest[length:]
    return bits


def _pattern(rest: str) -> tuple[int, float] | None:
    """The longest pattern at the beginning: how many characters it covers, what it is worth."""
    found = [(m.end(), bits) for pattern, bits in _PATTERNS if (m := _match(pattern, rest))]
    if (run := _run(rest)) >= _SHORTEST_RUN:
        found.append((run, _PATTERN_BITS))
    return max(found, default=None)


def _match(pattern: re.Pattern[str], rest: str) -> re.Match[str] | None:
    found = pattern.match(rest)
    return found if found and found.end() >= _SHORTEST_RUN - 1 else None


def _run(rest: str) -> int:
    """How many characters follow each other in the alphabet or on the keyboard, either way."""
    longest = 0
    for row in _ROWS:
        for line in (row, row[::-1]):
            length = 0
            while length < len(rest) and rest[: length + 1] in line:
                length += 1
            longest = max(longest, length)
    return longest


def _single(character: str) -> float:
    if character.isdigit():
        return _DIGIT
    if not character.isalpha():
        return _SIGN
    return _LETTER if character.isascii() else _IDEOGRAPH
