from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.calendar import PartialDate
from app.domain.ids import PersonId, PostId, UnitId
from app.domain.people import LONGEST_NAME, Person, Post, Unit, UnitKind, clean_name, name_key
from app.domain.refusals import (
    NameMissingError,
    NameTooLongError,
    NameUnprintableError,
    PostDatesError,
)

LONG = "阿卜杜热合曼·买买提明·" * 8  # as long as some real ones
# one character from each block and plane that GB 18030-2022 holds hanzi or minority letters in
EVERY_PLANE = "中㐀𠀀𪜀𫝀𫠠𬺰𮯰𰀀𱍐\U000323af々\u3007龦鿫"
MINORITY_LETTERS = "ئۇيغۇر བོད་ཡིག ᠮᠣᠩᠭᠣᠯ ꆈꌠ ᥖᥭᥰ ᦅᦷᦡᦸ 한글 ꪼꪕ"


@pytest.mark.parametrize("dot", "·•‧・･∙⋅●．")
def test_every_look_alike_of_the_middle_dot_becomes_the_one(dot):
    assert clean_name(f"买买提{dot}艾力", "person") == "买买提\u00b7艾力"


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("张　三", "张三"),
        ("  张 三  ", "张三"),
        ("买买提 · 艾力", "买买提·艾力"),
        ("𠀀 𰻞", "𠀀𰻞"),
        ("John  Smith", "John Smith"),
        ("张\n三", "张三"),
        ("e\u0301", "é"),
    ],
)
def test_padding_goes_and_words_stay(written, printed):
    assert clean_name(written, "person") == printed


@pytest.mark.parametrize("character", EVERY_PLANE)
def test_characters_of_every_plane_are_kept(character):
    assert clean_name(f"王{character}", "person") == f"王{character}"
    assert name_key(f"王{character}") == unicodedata.normalize("NFKC", f"王{character}")


@pytest.mark.parametrize("name", MINORITY_LETTERS.split())
def test_names_in_minority_scripts_are_kept(name):
    assert clean_name(name, "person") == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize(
    ("name", "is_kept"),
    [
        ("\u182d\u1820\u182f\u180e\u1820", True),
        ("\u0645\u200c\u0645", True),
        ("\u182d\u180e", False),
        ("张\u200d三", False),
        ("A\u200cB", False),
    ],
)
def test_joiners_belong_inside_words_that_are_spelled_with_them(name, is_kept):
    if is_kept:
        assert clean_name(name, "person") == name
        return
    with pytest.raises(NameUnprintableError) as caught:
        clean_name(name, "person")
    assert caught.value.place == 2


def test_a_very_long_name_is_kept_whole():
    name = LONG.rstrip("·")
    assert len(name) >= 90
    assert clean_name(name, "person") == name
    assert clean_name("阿" * LONGEST_NAME, "person") == "阿" * LONGEST_NAME


def test_a_name_longer_than_any_form_is_refused():
    with pytest.raises(NameTooLongError) as caught:
        clean_name("阿" * (LONGEST_NAME + 1), "unit")
    assert (caught.value.field, caught.value.length, caught.value.longest) == ("unit", 121, 120)


@pytest.mark.parametrize("name", ["", " ", "　\n"])
def test_no_name_is_refused(name):
    with pytest.raises(NameMissingError) as caught:
        Unit(UnitId("u"), name, UnitKind.OTHER).checked()
    assert caught.value.field == "unit"


@pytest.mark.parametrize(
    ("name", "place", "code_point"),
    [
        ("张\u200b三", 2, "U+200B"),
        ("\ue000三", 1, "U+E000"),
        ("张三\x07", 3, "U+0007"),
        ("张\U0010ffff", 2, "U+10FFFF"),
        ("张\U0002ffff", 2, "U+2FFFF"),
    ],
)
def test_a_character_nobody_can_see_is_refused_with_its_place(name, place, code_point):
    with pytest.raises(NameUnprintableError) as caught:
        Person(PersonId("p"), name).checked()
    assert (caught.value.field, caught.value.place, caught.value.code_point) == (
        "person",
        place,
        code_point,
    )


def test_checked_people_carry_the_printed_name():
    assert Person(PersonId("p"), "张　三").checked().name == "张三"
    assert Unit(UnitId("u"), " 清溪镇 ", UnitKind.TOWNSHIP).checked().name == "清溪镇"


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_a_clean_name_stays_as_it_is(text):
    try:
        name = clean_name(text, "person")
    except (NameMissingError, NameUnprintableError):
        return
    assert clean_name(name, "person") == name
    assert name_key(name) == name_key(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("买买提·艾力", "买买提艾力"),
        ("\uff21\uff22\uff23", "abc"),
        ("张　三", "张三"),
        ("买买提•艾力", "买买提 · 艾力"),
    ],
)
def test_names_are_looked_for_without_dots_spaces_and_width(one, other):
    assert name_key(one) == name_key(other)


def post(since=None, until=None):
    return Post(PostId("o"), PersonId("p"), UnitId("u"), "镇长", since=since, until=until)


def test_a_post_may_not_end_before_it_began():
    with pytest.raises(PostDatesError) as caught:
        post(PartialDate(2025, 5), PartialDate(2025, 4)).checked()
    assert (caught.value.since, caught.value.until) == ("2025年5月", "2025年4月")


def test_a_post_may_end_in_the_month_it_began():
    assert post(PartialDate(2025, 5), PartialDate(2025, 5)).checked().until == PartialDate(2025, 5)
    assert post().checked().since is None


@pytest.mark.parametrize(
    ("since", "until", "is_held"),
    [
        (None, None, True),
        (PartialDate(2026, 3), None, True),
        (PartialDate(2026, 4), None, False),
        (None, PartialDate(2026, 3), True),
        (None, PartialDate(2026, 2), False),
        (PartialDate(2020), PartialDate(2026), True),
    ],
)
def test_a_post_is_held_between_its_dates(since, until, is_held):
    assert post(since, until).is_held_on(date(2026, 3, 5)) is is_held
