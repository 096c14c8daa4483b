"""Early signs in a real vault: each rule finds its units, lists its rows, and can be put off."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.changes import Changes
from app.domain.early_sign_errors import SignLimitError
from app.domain.early_signs import SHIPPED, RowSource, SignKind, SignRule
from app.domain.facts import UnitFigure
from app.domain.finding import Finding, FindingNature, FindingStatus
from app.domain.ids import FindingId
from app.domain.plan import PlanChange
from app.domain.talk import TalkStatus
from app.services.early_signs import EarlySigns
from app.services.facts import Facts
from app.services.plans import Plans
from app.store import findings

K = SignKind
DAY = date(2026, 3, 5)


@pytest.fixture
def signs(desk):
    return EarlySigns(desk.vault, desk.trail)


def find(desk, count=1, **more):
    """Findings of a talk with the township; what they are about is told in more."""
    talk_id = desk.talk_at(TalkStatus.UNDER_WAY)
    made = []
    with desk.vault.transaction() as connection:
        for _ in range(count):
            plain = Finding(
                id=FindingId(desk.trail.new_id()),
                number=findings.next_number(connection, DAY),
                talk_id=talk_id,
                area="a1",
                manifestation="会议记录没有写不同意见",
                found_at=desk.trail.clock.now(),
                unit_id=desk.township,
                deadline=DAY + timedelta(days=30),
            )
            one = replace(plain, **more)
            findings.add(connection, one)
            made.append(one)
    return made


def told(found):
    return [(s.unit_name, s.title, s.many) for s in found.signs]


def test_a_new_office_has_no_signs(signs):
    assert [signs.count(kind) for kind in SignKind] == [0] * len(SignKind)
    assert signs.rules() == SHIPPED


def test_one_tag_again_and_again_in_a_unit(desk, signs, clock):
    old = find(desk, 1, tag="warmth")
    clock.move(days=400)
    find(desk, 2, tag="warmth")
    find(desk, 1, tag="warmth", nature=FindingNature.ADVICE)
    find(desk, 1, tag="warmth", is_personal=True)
    find(desk, 3, tag="warmth", unit_id=None)
    assert signs.found(K.REPEATED_TAG).total == 0  # two within the year, and what is not a unit's
    newest = find(desk, 1, tag="warmth")
    found = signs.found(K.REPEATED_TAG)
    assert told(found) == [("清溪镇", "温差", 3)]
    rows = signs.rows(found.signs[0])
    assert [row.source for row in rows] == [RowSource.FINDING] * 3
    assert rows[0].subject == newest[0].id
    assert old[0].id not in {row.subject for row in rows}


def test_a_common_finding_is_a_sign_in_its_parts_alone(desk, signs, clock):
    [origin] = find(desk, 1, tag="warmth", is_common=True)
    part = replace(origin, common_id=origin.id)
    with desk.vault.transaction() as connection:
        for unit_id in (desk.township, desk.office):
            number = findings.next_number(connection, DAY)
            one = replace(part, id=FindingId(number), number=number, unit_id=unit_id)
            findings.add(connection, one)
    signs.keep_rule(SignRule(K.REPEATED_TAG, 2, 12))
    assert signs.count(K.REPEATED_TAG) == 0  # one thing in two units, none has it twice
    find(desk, 1, tag="warmth")
    [twice] = signs.found(K.REPEATED_TAG).signs
    assert (twice.unit_id, twice.many, len(signs.rows(twice))) == (desk.township, 2, 2)
    clock.move(days=90)
    late = signs.found(K.LONG_OVERDUE).signs
    assert [(s.unit_name, s.many, len(signs.rows(s))) for s in late] == [
        ("清溪镇", 2, 2),
        ("县纪委监委", 1, 1),
    ]


def test_given_more_time_again_and_again(desk, signs):
    find(desk, 1, extensions=1)
    find(desk, 1, extensions=3, status=FindingStatus.CLOSED, closed_on=DAY)
    twice = find(desk, 1, extensions=2)
    often = find(desk, 1, extensions=4)
    found = signs.found(K.EXTENDED)
    assert told(found) == [("清溪镇", "", 2)]
    rows = signs.rows(found.signs[0])
    assert [(r.subject, r.amount) for r in rows] == [(often[0].id, 4), (twice[0].id, 2)]


def test_long_overdue(desk, signs):
    find(desk, 1, deadline=DAY - timedelta(days=30))
    late = find(desk, 1, deadline=DAY - timedelta(days=31))
    nobody = find(desk, 1, deadline=DAY - timedelta(days=90), unit_id=None)
    found = signs.found(K.LONG_OVERDUE)
    assert sorted(told(found)) == [("", "", 1), ("清溪镇", "", 1)]
    rows = [row for sign in found.signs for row in signs.rows(sign)]
    assert {(r.subject, r.amount) for r in rows} == {(late[0].id, 31), (nobody[0].id, 90)}


def test_talks_of_the_plan_that_are_behind(desk, signs):
    plans = Plans(desk.vault, desk.trail)
    plans.add(2026, desk.leader, PlanChange(month=2))
    plans.add(2026, desk.secretary, PlanChange(month=3))
    signs.keep_rule(SignRule(K.PLAN_BEHIND, 1))
    found = signs.found(K.PLAN_BEHIND)
    assert [s.many for s in found.signs] == [1]
    (row,) = signs.rows(found.signs[0])
    assert (row.source, row.amount, row.text) == (RowSource.PLAN_LINE, 2, "张三（清溪镇）")
    signs.keep_rule(SignRule(K.PLAN_BEHIND, 2))
    assert signs.found(K.PLAN_BEHIND).total == 0


def test_a_unit_that_fell_and_the_two_places_behind_it(desk, signs):
    facts = Facts(desk.vault, desk.trail)
    for year, place in ((2024, 3), (2025, 11)):
        facts.keep_figure(UnitFigure(desk.township, year, "社会评价", "88 分", place, 15))
    (sign,) = signs.found(K.FALLEN_PLACE).signs
    assert (sign.unit_name, sign.title, sign.before, sign.now) == ("清溪镇", "社会评价", 3, 11)
    rows = signs.rows(sign)
    assert [(r.day.year, r.amount, r.out_of) for r in rows] == [(2025, 11, 15), (2024, 3, 15)]
    assert {r.subject for r in rows} == {desk.township}


def test_fewer_talked_to_than_in_the_same_days_of_the_year_before(desk, signs, clock):
    for _ in range(5):
        desk.talk_at(TalkStatus.TO_CONFIRM)
    clock.move(days=365)
    (sign,) = signs.found(K.FEWER_TALKS).signs
    assert (sign.now, sign.before) == (0, 5)
    rows = signs.rows(sign)
    assert [(r.day.year, r.amount) for r in rows] == [(2027, 0), (2026, 5)]


def test_a_rule_put_off_finds_nothing_and_the_trail_says_so(desk, signs):
    find(desk, 1, deadline=DAY - timedelta(days=31))
    rule = signs.rules()[2]
    assert signs.keep_rule(replace(rule, is_on=False)) is Changes.SETTINGS
    found = signs.found(K.LONG_OVERDUE)
    assert (found.total, found.signs, found.rule.is_on) == (0, (), False)
    assert desk.acts()[-1] == "office.signs"
    with pytest.raises(SignLimitError):
        signs.keep_rule(replace(rule, count=0))
    assert signs.rules()[2].count == 30
