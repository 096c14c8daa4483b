"""What was entered through the services comes out as the figures counties publish."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.domain.finding import FindingNature
from app.domain.people import Role
from app.domain.talk import TalkStatus
from app.services.figures import Figures
from app.services.kinds import Kinds
from app.services.talks import FindingEntry, ParticipantEntry

S = TalkStatus
YEAR = (date(2022, 1, 1), date(2022, 12, 31))


@pytest.fixture
def year(desk, clock):
    """The desk at the beginning of 2022."""
    clock.moment = datetime(2022, 1, 10, 1, 0, tzinfo=UTC)
    return desk


@pytest.fixture
def figures(vault, trail):
    return Figures(vault, trail)


def head(number):
    return ParticipantEntry(Role.INTERVIEWEE, None, f"第{number}人", f"第{number}镇", "党委书记")


def alone(desk, number):
    ours = desk.everybody()[1:]
    return desk.talk_at(S.UNDER_WAY, kind="heart", participants=(head(number), *ours))


def together(desk, numbers, **more):
    ours = desk.everybody()[1:]
    people = (*(head(n) for n in numbers), *ours)
    return desk.talk_at(
        S.UNDER_WAY, **{"kind": "collective_summons", "participants": people, **more}
    )


def find(desk, talk_id, words="台账缺两个月", **more):
    return desk.talks.add_finding(talk_id, FindingEntry("a1", words, **more))[0]


def test_the_year_of_the_model_county_comes_out_of_its_records(year, figures, clock):
    """谈心谈话 15 人次, 集体约谈 2 次 33 人, 意见建议 22 条, 建章立制 12 个 (郧西 2022)."""
    for number in range(1, 16):
        talk_id = alone(year, number)
        find(year, talk_id, f"意见{number}", nature=FindingNature.ADVICE)
        clock.move(days=10)
    for first, last in ((1, 11), (12, 33)):
        talk_id = together(year, range(first, last + 1))
        for number in range(6):
            new = number < 4
            rule = f"《第{first}类议事规则之{number}》"
            find(year, talk_id, f"问题{number}", regulation=rule, is_regulation_new=new)
        for number in range(3 if first == 1 else 4):
            find(year, talk_id, f"建议{number}", nature=FindingNature.ADVICE, is_common=True)
        clock.move(days=30)
    counted = figures.of(*YEAR)
    summons = counted.of_kind("collective_summons")
    assert counted.of_kind("heart").attendances.count == 15
    assert (summons.sittings.count, summons.attendances.count) == (2, 33)
    assert counted.advice.count == 22
    assert counted.regulations.count == 12
    assert (counted.regulations_new.count, counted.regulations_revised.count) == (8, 4)
    assert (counted.sittings.count, counted.attendances.count) == (17, 48)
    assert counted.persons.count == 33
    assert (counted.collective_sittings.count, counted.collective_attendances.count) == (2, 33)
    assert len(counted.advice.findings) == 22
    assert len(summons.attendances.talks) == 2
    assert figures.of(date(2021, 1, 1), date(2021, 12, 31)).kinds == ()


def test_only_who_came_counts_and_who_is_made_up_for_adds_no_sitting(year, figures, clock):
    talk_id = together(year, range(1, 5))
    year.talks.set_present(talk_id, 3, False, "出差")
    year.end(talk_id)
    later, _ = year.talks.make_up(talk_id)
    summons = figures.of(*YEAR).of_kind("collective_summons")
    assert (summons.sittings.count, summons.attendances.count) == (1, 3)
    clock.move(days=1)
    year.talks.prepare(later, ("1-1",))
    year.talks.begin(later)
    summons = figures.of(*YEAR).of_kind("collective_summons")
    assert (summons.sittings.count, summons.attendances.count, summons.persons.count) == (1, 4, 4)
    assert summons.sittings.talks == (talk_id, later)


def test_problems_advice_and_undertakings_are_counted_apart(year, figures):
    talk_id = together(year, (1, 2))
    find(year, talk_id, is_common=True)
    find(year, talk_id)
    find(year, talk_id, nature=FindingNature.ADVICE)
    mine = find(year, talk_id, "月底前结清借款", is_personal=True, person_id=year.leader)
    counted = figures.of(*YEAR)
    assert (counted.problems.count, counted.problems_common.count) == (2, 1)
    assert (counted.problems_individual.count, counted.advice.count) == (1, 1)
    assert counted.undertakings.findings == (mine,)


def test_a_rule_named_twice_is_one_rule(year, figures):
    talk_id = together(year, (1, 2))
    find(year, talk_id, regulation="《议事规则》", is_regulation_new=False)
    find(year, talk_id, regulation=" 议事 规则")
    counted = figures.of(*YEAR)
    assert (counted.regulations.count, counted.regulations_new.count) == (1, 1)
    assert counted.regulations_revised.count == 0
    assert len(counted.regulations.findings) == 2


def test_the_first_form_is_counted_by_kind_by_person_or_by_the_local_rule(year, figures):
    kinds = Kinds(year.vault, year.trail)
    ours = year.everybody()[1:]
    for kind in ("heart", "reminder", "summons"):
        year.talk_at(S.UNDER_WAY, kind=kind, participants=(head(1), *ours))
    talk_id = together(year, (1, 2, 3))
    year.talks.state_first_form(talk_id, 1, True)
    assert figures.of(*YEAR).first_form.count == 2
    kinds.count_by_setting(True)
    assert figures.of(*YEAR).first_form.count == 3


def test_a_period_begins_and_ends_with_local_days(year, figures, clock):
    clock.moment = datetime(2022, 3, 31, 15, 30, tzinfo=UTC)  # half past eleven at night in China
    alone(year, 1)
    assert figures.of(date(2022, 3, 1), date(2022, 3, 31)).sittings.count == 1
    assert figures.of(date(2022, 4, 1), date(2022, 4, 30)).sittings.count == 0


def test_what_has_not_begun_and_what_was_called_off_does_not_count(year, figures):
    year.talk_at(S.PREPARED)
    year.talk_at(S.CANCELLED)
    assert figures.of(*YEAR).sittings.count == 0
