"""What is known of units and persons: what may be kept, and how figures stand to last year's."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.facts import (
    LONGEST_FACT,
    LONGEST_MATTER,
    FactCategory,
    FigureChange,
    SourceFact,
    UnitFigure,
    compared,
    is_bottom_ranked,
)
from app.domain.ids import FactId, UnitId
from app.domain.preparing_errors import (
    FactOwnerMissingError,
    FactTextMissingError,
    FactTooLongError,
    FigureNameMissingError,
    FigureRankError,
    FigureYearError,
    PetitionDetailError,
)

UNIT = UnitId("u")


def make_fact(text="台账缺两个月", category=FactCategory.AUDIT, **more):
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return SourceFact(
        FactId("f"), category, date(2026, 1, 1), text, at, **{"unit_id": UNIT, **more}
    )


def make_figure(year=2026, value="", place=None, out_of=None, name="考核"):
    return UnitFigure(UNIT, year, name, value, place, out_of)


def test_a_fact_has_words_and_is_about_somebody():
    assert make_fact("  台账缺两个月 ").checked().text == "台账缺两个月"
    with pytest.raises(FactTextMissingError):
        make_fact(" ").checked()
    with pytest.raises(FactOwnerMissingError):
        make_fact(unit_id=None).checked()
    with pytest.raises(FactTooLongError):
        make_fact("字" * (LONGEST_FACT + 1)).checked()


@pytest.mark.parametrize(
    "text",
    [
        "举报人张某反映",
        "来信人是本村村民",
        "实名反映",
        "电话13812345678",
        "身份证４２０３２１１９９００１０１００１Ｘ",
        "邮箱 a.b@example.com",
    ],
)
def test_of_a_petition_neither_the_letter_nor_its_author_is_kept(text):
    with pytest.raises(PetitionDetailError):
        make_fact(text, FactCategory.PETITION).checked()
    make_fact(text).checked()


def test_of_a_petition_category_and_matter_fit_into_a_phrase():
    matter = "惠农补贴类，反映2025年发放不及时"
    assert make_fact(matter, FactCategory.PETITION).checked().text == matter
    with pytest.raises(FactTooLongError):
        make_fact("事" * (LONGEST_MATTER + 1), FactCategory.PETITION).checked()


def test_a_figure_has_a_name_a_year_and_a_rank_that_can_be():
    assert make_figure(name=" 信访量 ", value=" 12 ").checked().name == "信访量"
    with pytest.raises(FigureNameMissingError):
        make_figure(name=" ").checked()
    with pytest.raises(FigureYearError):
        make_figure(year=26).checked()
    for place, out_of in ((3, None), (None, 13), (14, 13), (0, 13)):
        with pytest.raises(FigureRankError):
            make_figure(place=place, out_of=out_of).checked()
    make_figure(place=13, out_of=13).checked()


@pytest.mark.parametrize(
    ("place", "out_of", "is_so"),
    [(13, 13, True), (12, 13, True), (11, 13, False), (3, 3, True), (2, 2, False), (1, 70, False)],
)
def test_the_last_fifth_is_the_bottom(place, out_of, is_so):
    assert make_figure(place=place, out_of=out_of).is_at_bottom is is_so


@given(st.integers(3, 200), st.integers(1, 200))
def test_who_stands_behind_somebody_at_the_bottom_is_at_the_bottom(out_of, place):
    place = min(place, out_of)
    if make_figure(place=place, out_of=out_of).is_at_bottom:
        assert all(
            make_figure(place=p, out_of=out_of).is_at_bottom for p in range(place, out_of + 1)
        )
        assert place > 1


def test_a_ranking_of_this_year_counts_and_else_that_of_last_year():
    low, high = make_figure(2025, place=13, out_of=13), make_figure(2026, place=1, out_of=13)
    assert is_bottom_ranked([low], 2026)
    assert not is_bottom_ranked([low, high], 2026)
    assert not is_bottom_ranked([low], 2027)
    assert not is_bottom_ranked([make_figure(2027, place=13, out_of=13)], 2026)
    assert not is_bottom_ranked([], 2026)


def test_figures_stand_beside_those_of_the_year_before():
    found = compared(
        [
            make_figure(2026, "12 件", name="信访量"),
            make_figure(2025, "9件", name="信访量"),
            make_figure(2024, "1件", name="信访量"),
            make_figure(2025, "88分", 3, 13),
            make_figure(2027, "1", name="明年"),
        ],
        2026,
    )
    assert [(f.name, f.difference) for f in found] == [("信访量", "+3件"), ("考核", "")]
    assert compared([make_figure(2025, "3"), make_figure(2024, "5")], 2026)[0].difference == "-2"


@pytest.mark.parametrize(
    ("now", "before", "difference"),
    [
        ("\uff11\uff12", "9", "+3"),
        ("1,200万元", "1000万元", "+200万元"),
        ("92.5%", "93.1%", "-0.6%"),
        ("3", "3", "0"),
        ("3件", "3人", ""),
        ("较好", "3", ""),
        ("", "3", ""),
    ],
)
def test_values_are_reckoned_when_they_are_numbers_of_one_measure(now, before, difference):
    change = FigureChange("x", make_figure(2026, now), make_figure(2025, before))
    assert change.difference == difference


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_value_breaks_the_reckoning(now, before):
    change = FigureChange("x", make_figure(2026, now), make_figure(2025, before))
    assert isinstance(change.difference, str)
