"""Places as words: what is written comes back the same, and a word can make nothing but values."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.plan import PlanItemId
from app.domain.talk import TalkStatus
from app.domain.talk_list import TalkFilter
from ui.bookmarks import place_in, words_of
from ui.page import Destination
from ui.talks.conduct_panel import ConductPlace
from ui.talks.drafts import Typed
from ui.whereabouts import Whereabouts
from ui.work_place import WorkPlace

PLAIN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(),
    st.datetimes(timezones=st.just(UTC)),
    st.dates(),
    st.times(),
    st.timedeltas(),
    st.sampled_from(TalkStatus),
    st.builds(Path, st.sampled_from(["a", "b/c", "谈心簿"])),
    st.builds(Destination, st.text(), st.text()),
)
KEYS = st.one_of(st.text(), st.integers(), st.sampled_from(TalkStatus))
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(KEYS, inner, max_size=3),
        st.frozensets(st.text(), max_size=3),
    ),
    max_leaves=8,
)


def place(**pages: object) -> WorkPlace:
    return WorkPlace(Destination("talks"), pages, Whereabouts("答复", 3, {"答复": 40}))


@settings(max_examples=40, deadline=None)
@given(VALUES)
def test_what_is_written_comes_back(value):
    there = place(talks=value)
    assert place_in(words_of(there)) == there


@settings(max_examples=40, deadline=None)
@given(
    st.recursive(
        st.none() | st.text() | st.integers(), lambda i: st.lists(i) | st.dictionaries(st.text(), i)
    )
)
def test_what_makes_no_sense_is_no_place(content):
    assert place_in(json.dumps(content)) is None


@pytest.mark.parametrize(
    "words",
    [
        '{"made": ["subprocess", "Popen", [["args", "ls"]]]}',
        '{"made": ["ui.main", "main", []]}',
        '{"made": ["ui.bookmarks", "Path", []]}',
        '{"made": ["app.domain.talk", "TalkStatus", []]}',
        '{"enum": ["ui.page", "Destination", "page"]}',
        '{"made": ["app.services.access", "Access", []]}',
        "[" * 5000,
    ],
)
def test_words_make_nothing_but_values_of_the_screen_and_the_domain(words):
    assert place_in(words) is None


@dataclass(frozen=True)
class OfATest:
    number: int


@pytest.mark.parametrize("odd", [object(), b"bytes", OfATest(1), {"in": [object()]}])
def test_a_page_that_cannot_be_written_costs_its_own_place_alone(odd):
    assert place_in(words_of(place(talks=1, people=odd))) == place(talks=1)


def test_words_on_their_way_to_the_vault_are_not_kept_twice():
    there = ConductPlace(key="a1", unsaved={"a1": Typed("t", ("旧的话",))}, form=(1, ("写了一半",)))
    words = words_of(place(talks=there))
    assert "旧的话" not in words
    assert place_in(words).pages["talks"] == ConductPlace(form=(1, ("写了一半",)))


def test_a_list_and_its_filter_come_back():
    chosen = TalkFilter(statuses=(TalkStatus.SEALED,))
    value = (
        chosen,
        PlanItemId("x"),
        date(2026, 3, 5),
        time(9),
        timedelta(minutes=3),
        datetime.now(UTC),
    )
    assert place_in(words_of(place(talks=value))) == place(talks=value)
