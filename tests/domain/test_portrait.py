"""A portrait: what stored facts write, what a hand wrote and keeps, what is worth raising."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.calendar import PartialDate
from app.domain.facts import FactCategory, FigureChange, SourceFact, UnitFigure
from app.domain.finding import Finding, FindingStatus
from app.domain.ids import FactId, FindingId, PersonId, PostId, TalkId, UnitId
from app.domain.people import Person, Post, PostView, Role, Unit, UnitKind
from app.domain.portrait import (
    LONGEST_SECTION,
    EarlierTalk,
    Portrait,
    PortraitGround,
    PortraitPart,
    Section,
    about,
)
from app.domain.portrait_words import (
    FEWEST_POINTS,
    MOST_POINTS,
    count_by_source,
    parts_of,
)
from app.domain.preparing_errors import PortraitTooLongError
from app.domain.proposing import LastAsked
from tests.makers import make_participant

DAY = date(2026, 3, 5)
PERSON, UNIT = PersonId("p"), UnitId("u")
WHO = make_participant(Role.INTERVIEWEE, "张三", person_id=PERSON, unit_id=UNIT)
AT = datetime(2026, 1, 1, tzinfo=UTC)


def make_finding(number="2026-1-0001", deadline=date(2026, 4, 1), **more):
    values = {"unit_id": UNIT, **more}
    return Finding(
        FindingId(number), number, TalkId("old"), "a1", "公务接待审批单缺项", AT, deadline, **values
    )


def make_fact(category, text="补贴发放不及时", day=date(2025, 12, 1)):
    return SourceFact(FactId(text + str(day)), category, day, text, AT, UNIT)


def full_ground(**more):
    post = Post(PostId("x"), PERSON, UNIT, "党委书记", since=PartialDate(2022, 5))
    plain = {
        "day": DAY,
        "who": WHO,
        "person": Person(PERSON, "张三", "男", "汉族", "中共党员", PartialDate(1975, 8)),
        "unit": Unit(UNIT, "清溪镇", UnitKind.TOWNSHIP),
        "posts": (PostView(post, "清溪镇", UnitKind.TOWNSHIP),),
        "figures": (
            FigureChange(
                "信访量",
                UnitFigure(UNIT, 2026, "信访量", "12", 12, 13),
                UnitFigure(UNIT, 2025, "信访量", "9"),
            ),
        ),
        "facts": (
            make_fact(FactCategory.PETITION, "惠农补贴类"),
            make_fact(FactCategory.AUDIT, "合同没有备案"),
            make_fact(FactCategory.AUDIT, "陈年旧账", date(2019, 1, 1)),
        ),
        "talks": (EarlierTalk(date(2024, 9, 1), "监督谈话", "年度", "谈了三件事"),),
        "last_asked": (LastAsked("s", "1-1", "会开了几次？", False, "时间不够"),),
        "unit_findings": (make_finding(), make_finding("2025-4-0002", date(2026, 1, 1))),
        "own_findings": (make_finding("2026-1-0003", is_personal=True, person_id=PERSON),),
    }
    return PortraitGround(**{**plain, **more})


def words(ground, section):
    return next(part.text for part in parts_of(ground) if part.section is section)


def test_every_part_says_what_is_stored():
    ground = full_ground()
    assert words(ground, Section.WHO) == (
        "张三，清溪镇党委书记\n男，汉族，1975年8月生，中共党员\n单位：清溪镇（乡镇）"
    )
    assert words(ground, Section.POSTS) == "2022年5月至今　清溪镇党委书记"
    assert words(ground, Section.FIGURES) == (
        "信访量：2026年 12，第 12 位，共 13 个；2025年 9（增加 3）"
    )
    assert words(ground, Section.SOURCES) == (
        "审计：2025年12月合同没有备案\n信访：2025年12月惠农补贴类"
    )
    assert words(ground, Section.TALKS) == "2024年9月1日　监督谈话（年度）：谈了三件事"
    assert "已逾期" in words(ground, Section.UNIT_FINDINGS)
    assert words(ground, Section.OWN_FINDINGS).startswith("2026-1-0003")


def test_the_points_begin_with_what_is_overdue_and_are_at_most_five():
    points = words(full_ground(), Section.POINTS).splitlines()
    assert len(points) == MOST_POINTS
    assert points[0].startswith("1．逾期没有销号")
    assert any("本人承诺" in p for p in points)
    assert any("审计" in p for p in points)


def test_what_is_closed_and_to_be_looked_back_at_is_marked_so():
    closed = make_finding(status=FindingStatus.CLOSED, look_back_on=date(2026, 6, 3))
    ground = full_ground(unit_findings=(closed,), own_findings=())
    (line,) = words(ground, Section.UNIT_FINDINGS).splitlines()
    assert line.endswith("（已销号，2026年6月3日待回头看）")
    points = words(ground, Section.POINTS)
    assert "逾期没有销号" not in points
    assert "有没有反弹" in points


def test_of_somebody_of_whom_nothing_is_known_there_are_still_three_points():
    guest = replace(WHO, person_id=None, unit_id=None)
    parts = {p.section: p.text for p in parts_of(PortraitGround(DAY, guest))}
    assert parts[Section.WHO] == "张三，清溪镇党委书记"
    assert parts[Section.FIGURES] == parts[Section.TALKS] == ""
    assert len(parts[Section.POINTS].splitlines()) == FEWEST_POINTS


def test_a_newcomer_and_a_unit_at_the_bottom_are_worth_a_point():
    ground = PortraitGround(DAY, WHO, is_newly_appointed=True, figures=full_ground().figures)
    points = words(ground, Section.POINTS)
    assert "任现职不满一年" in points
    assert "信访量列第 12 位（共 13 个）" in points


def test_who_has_not_been_talked_to_for_long_and_what_was_left_blank():
    ground = PortraitGround(
        DAY, WHO, talks=full_ground().talks, last_asked=full_ground().last_asked
    )
    points = words(ground, Section.POINTS)
    assert "会开了几次？" in points
    assert "2024年9月1日" in points


@given(st.lists(st.sampled_from(FactCategory), max_size=40), st.booleans(), st.booleans())
def test_there_are_always_three_to_five_points(categories, is_new, has_findings):
    ground = full_ground(
        facts=tuple(make_fact(c, f"情况{n}") for n, c in enumerate(categories)),
        is_newly_appointed=is_new,
        unit_findings=full_ground().unit_findings if has_findings else (),
        own_findings=(),
    )
    points = words(ground, Section.POINTS).splitlines()
    assert FEWEST_POINTS <= len(points) <= MOST_POINTS
    assert len(set(points)) == len(points)


def make_portrait():
    return Portrait(TalkId("t"), PERSON, "张三", parts_of(full_ground()))


def test_refreshing_keeps_what_a_hand_wrote():
    mine = make_portrait().edited(Section.POINTS, "只谈一件事")
    fresh = parts_of(full_ground(talks=(), unit_findings=()))
    known = mine.beside(fresh)
    assert set(known.news) == {Section.TALKS, Section.UNIT_FINDINGS}
    after = known.refreshed(fresh)
    assert after.text(Section.POINTS) == "只谈一件事"
    assert after.text(Section.TALKS) == ""
    assert after.beside(fresh).news == ()


EDITS = st.lists(st.tuples(st.sampled_from(Section), st.text(max_size=20)), max_size=8)


@given(EDITS, st.lists(st.sampled_from(Section), max_size=3))
def test_whatever_was_edited_survives_a_refresh_and_the_rest_is_new(edits, given_back):
    portrait, fresh = make_portrait(), parts_of(full_ground(talks=(), facts=(), figures=()))
    written = dict(edits)
    for section, text in edits:
        portrait = portrait.edited(section, text)
    for section in given_back:
        portrait = portrait.restored(section, fresh)
        written.pop(section, None)
    after = portrait.refreshed(fresh)
    new = {part.section: part.text for part in fresh}
    assert {p.section: p.text for p in after.parts} == {**new, **written}
    assert {p.section for p in after.parts if p.is_edited} == set(written)
    assert after.beside(fresh).news == ()


def test_a_part_can_be_given_back_to_the_facts():
    mine = make_portrait().edited(Section.POINTS, "只谈一件事").edited(Section.WHO, "新同志")
    fresh = parts_of(full_ground())
    after = mine.restored(Section.POINTS, fresh)
    assert after.text(Section.POINTS) == make_portrait().text(Section.POINTS)
    assert after.text(Section.WHO) == "新同志"
    assert [p.is_edited for p in after.parts].count(True) == 1


def test_no_part_is_longer_than_a_page_could_ever_hold():
    with pytest.raises(PortraitTooLongError):
        make_portrait().edited(Section.WHO, "长" * (LONGEST_SECTION + 1))


def test_a_portrait_is_about_a_person_or_a_guest_of_a_unit():
    assert about(WHO) == PERSON
    one = make_participant(Role.INTERVIEWEE, "陈　七", unit_name="清溪镇")
    other = make_participant(Role.INTERVIEWEE, "陈七", unit_name="观音镇")
    assert about(one) == about(replace(one, name="陈七"))
    assert about(one) != about(other)


def test_a_part_that_was_never_written_is_blank():
    assert (
        Portrait(TalkId("t"), "p", "张三", (PortraitPart(Section.WHO, "x"),)).text(Section.POINTS)
        == ""
    )


def test_sources_are_counted_in_their_order():
    counts = count_by_source(full_ground().facts)
    assert list(counts.items()) == [(FactCategory.AUDIT, 2), (FactCategory.PETITION, 1)]
