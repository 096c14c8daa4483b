from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.passphrase import ENOUGH_BITS, GENERATED_WORDS, SHORTEST, Advice
from app.keys.passphrase import strength, suggested

WORDS = tuple(
    (Path(__file__).parents[2] / "resources/texts/passphrase-words.txt").read_text("ascii").split()
)
KNOWN = frozenset(WORDS)


def test_the_words_are_many_different_and_typed_with_letters_alone():
    assert len(WORDS) == len(KNOWN) >= 7776
    assert all(word.isascii() and word.isalpha() and word.islower() for word in WORDS)
    assert list(WORDS) == sorted(WORDS)


def test_a_suggestion_is_five_words_and_strong():
    words = suggested(WORDS).split("-")
    assert len(words) == GENERATED_WORDS
    assert KNOWN.issuperset(words)
    assert strength("-".join(dict.fromkeys(WORDS[:5])), KNOWN).bits >= 64


@pytest.mark.parametrize(
    "words",
    ["aaaaaaaaaaaa", "123456789012", "abcdefghijkl", "qwertyuiopas", "abcabcabcabc", "1qaz2wsx3edc",
     "13812345678a", "woaizhongguo", "password2026", "liming19800101", "一二三四五六七八九十一二",
     "zyxwvutsrqpo", "a" * 5000, "abei-abei-abei-abei-abei"],
)  # fmt: skip
def test_what_follows_a_pattern_is_not_enough(words):
    found = strength(words, KNOWN)
    assert not found.is_enough
    assert found.advice is Advice.LESS_REGULAR


@pytest.mark.parametrize("words", ["", "x", "kurz", "xkqpzmrbtwl", "天上有云地上有水呀呀"])
def test_what_is_short_is_not_enough(words):
    found = strength(words, KNOWN)
    assert not found.is_enough
    assert found.advice is Advice.LONGER


@pytest.mark.parametrize(
    "words",
    ["shanshui-ruhua-2026", "xkqpzmrbtwlf", "窗外梧桐三两声雨打旧琴台", "Kx9!mQ2#vR7$", "een lange zin met spaties"],
)  # fmt: skip
def test_long_and_irregular_is_enough(words):
    assert strength(words, KNOWN).is_enough


@given(st.text(max_size=60))
def test_any_text_is_estimated(words):
    found = strength(words, KNOWN)
    assert found.bits >= 0
    assert found.is_enough == (found.advice is Advice.ENOUGH)
    assert not found.is_enough or (len(words) >= SHORTEST and found.bits >= ENOUGH_BITS)
