"""The last place in the vault: for its own key holder, for a while, once, and for nobody later."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.services.last_place import FRESH, LONGEST, PREFIX, LastPlace
from app.store import settings


@pytest.fixture
def place(vault, clock) -> LastPlace:
    return LastPlace(vault, clock, "slot one")


def test_it_is_given_once(place):
    place.keep("人员档案，第三行")
    assert place.take(is_any_age=False) == "人员档案，第三行"
    assert place.take(is_any_age=True) is None


def test_another_key_holder_has_another(place, vault, clock):
    place.keep("here")
    assert LastPlace(vault, clock, "slot two").take(is_any_age=True) is None
    assert place.take(is_any_age=True) == "here"


@pytest.mark.parametrize(
    ("age", "is_any_age", "is_given"),
    [
        (FRESH, False, True),
        (FRESH + timedelta(seconds=1), False, False),
        (timedelta(seconds=-1), False, False),
        (timedelta(days=9), True, True),
    ],
)
def test_an_old_one_counts_only_after_an_unexpected_end(place, clock, age, is_any_age, is_given):
    place.keep("here")
    clock.moment += age
    assert place.take(is_any_age=is_any_age) == ("here" if is_given else None)
    assert place.take(is_any_age=True) is None


def test_who_takes_leave_leaves_none(place):
    place.keep("here")
    place.forget()
    place.forget()
    assert place.take(is_any_age=True) is None


def test_one_that_is_too_long_is_not_kept(place):
    place.keep("here")
    place.keep("x" * (LONGEST + 1))
    assert place.take(is_any_age=True) == "here"


@pytest.mark.parametrize("kept", ["", "[]", "{}", '{"at": "2026-03-05", "words": 3}', "[" * 9999])
def test_what_makes_no_sense_is_no_place(place, vault, kept):
    with vault.transaction() as connection:
        settings.keep(connection, PREFIX + "slot one", kept)
    assert place.take(is_any_age=True) is None


def test_nobodys_place_outlives_the_destruction_of_a_record(place, vault, clock):
    places = [place, LastPlace(vault, clock, "slot two")]
    for one in places:
        one.keep("它引用了一段话")
    with vault.transaction() as connection:
        settings.keep(connection, "office.name", "stays")
        settings.forget_all(connection, PREFIX)
        assert settings.get(connection, "office.name") == "stays"
    assert [one.take(is_any_age=True) for one in places] == [None, None]
