"""Texts become words and questions in one form: width, case and traditional characters aside."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.store.folding import folded, span_in
from app.store.search_words import Term, facet, terms_of, words_of

TEXT = st.text(
    st.sampled_from("整改落实贪污張三貪國\uff21\uff22ab12\uff13\uff19，。 、-_é️㎡①𠮷𬘘\n"),
    min_size=1,
    max_size=30,
)


@pytest.mark.parametrize(
    ("typed", "looked_for"),
    [
        ("張三", "张三"),
        ("\uff21\uff22\uff23\uff11\uff12\uff13", "abc123"),
        ("Émile", "emile"),
        ("貪污", "贪污"),
        ("㎡", "m2"),
        ("𠮷田", "𠮷田"),
        ("後臺", "后台"),
    ],
)
def test_forms_that_mean_the_same_become_one(typed, looked_for):
    assert folded(typed) == looked_for


def test_runs_become_pairs_and_their_last_character():
    assert words_of(["整改落实，3月5日 GDP"]) == {
        *("整改", "改落", "落实", "实"),
        *("3", "月", "5", "日", "gdp"),
    }


def test_a_word_for_what_a_record_is_never_meets_a_word_of_a_text():
    assert facet("k", "supervision") not in words_of([facet("k", "supervision")])
    assert " " not in facet("g", "own tag.sub")
    assert facet("g", "own tag.sub").isascii() is False


def test_terms_are_parted_by_spaces_and_lose_the_marks_around_them():
    assert [term.text for term in terms_of("“整改” 　落实。 整改 、 2026-0001")] == [
        "整改",
        "落实",
        "2026-0001",
    ]
    assert terms_of("，。 *") == ()


def test_letters_and_digits_are_found_from_the_start_of_a_word():
    assert list(Term("12").places_in("312 12万")) == [(4, 6)]
    assert list(Term("年").places_in("2026年")) == [(4, 5)]


def test_initials_are_letters_only_and_more_than_one():
    assert Term("zs").is_initials
    assert not Term("z").is_initials
    assert not Term("z1").is_initials
    assert not Term("张").is_initials


@given(TEXT, st.data())
def test_what_becomes_of_a_character_does_not_depend_on_its_neighbours(text, data):
    assert folded(text) == "".join(folded(character) for character in text)
    begins = data.draw(st.integers(0, len(text) - 1))
    ends = data.draw(st.integers(begins + 1, len(text)))
    first = len(folded(text[:begins]))
    last = first + len(folded(text[begins:ends]))
    start, end = span_in(text, first, last)
    if last > first:
        assert folded(text[begins:ends]) in folded(text[start:end])


@given(TEXT)
def test_every_piece_of_a_text_asks_for_words_the_text_has(text):
    words = words_of([text])
    plain = folded(text)
    for term in terms_of(text[:4]):
        if any(term.places_in(plain)):
            for asked in term.clause.strip("()").split(" OR ")[0].split(" AND "):
                word = asked.rstrip("*").strip('"')
                exact = not asked.endswith("*")
                assert word in words if exact else any(w.startswith(word) for w in words)
