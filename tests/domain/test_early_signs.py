"""Rules one can read: each says how many it takes, and nothing else makes a sign."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.early_sign_errors import SignLimitError
from app.domain.early_signs import (
    COUNTS,
    MONTHS,
    SHIPPED,
    SignKind,
    SignRule,
    fallen,
    fewer,
    rules_of,
    with_rule,
    written_rules,
)
from app.domain.facts import UnitFigure
from app.domain.ids import UnitId

FALLEN = SignRule(SignKind.FALLEN_PLACE, 3)


def ranked(unit, year, place, name="社会评价"):
    return unit, UnitFigure(UnitId(unit), year, name, place=place, out_of=20)


def test_there_is_one_shipped_rule_of_each_kind_and_every_one_may_be_kept():
    assert [rule.kind for rule in SHIPPED] == list(SignKind)
    assert all(rule.checked() is rule and rule.is_on for rule in SHIPPED)


def test_rules_are_kept_and_read_back_and_what_was_never_kept_is_as_shipped():
    assert rules_of(None) == SHIPPED
    changed = SignRule(SignKind.REPEATED_TAG, 4, 6, is_on=False)
    rules = with_rule(SHIPPED, changed)
    assert rules_of(written_rules(rules)) == rules
    assert rules[0] == changed
    assert rules_of(written_rules([changed])) == (changed, *SHIPPED[1:])


@pytest.mark.parametrize("kind", SignKind)
def test_a_number_out_of_bounds_is_refused(kind):
    rule = next(rule for rule in SHIPPED if rule.kind is kind)
    for wrong in (COUNTS[kind].lowest - 1, COUNTS[kind].highest + 1):
        with pytest.raises(SignLimitError) as refused:
            with_rule(SHIPPED, replace(rule, count=wrong))
        assert (refused.value.field, refused.value.found) == ("count", wrong)
    highest = MONTHS[kind].highest if kind in MONTHS else 0
    with pytest.raises(SignLimitError) as refused:
        replace(rule, months=highest + 1).checked()
    assert refused.value.field == "months"


def test_a_unit_that_fell_far_enough_is_told_of_the_deepest_fall_first():
    known = [
        ranked("羊尾镇", 2025, 14),
        ranked("羊尾镇", 2024, 9),
        ranked("观音镇", 2025, 12),
        ranked("观音镇", 2024, 4),
        ranked("县教育局", 2025, 6),
        ranked("县教育局", 2024, 4),
    ]
    signs = fallen(known, 2026, FALLEN)
    assert [(s.unit_name, s.before, s.now) for s in signs] == [("观音镇", 4, 12), ("羊尾镇", 9, 14)]


def test_the_newest_place_stands_beside_the_year_before_it_and_no_other():
    gap = [ranked("羊尾镇", 2025, 14), ranked("羊尾镇", 2023, 2)]
    risen = [ranked("观音镇", 2026, 3), ranked("观音镇", 2025, 14), ranked("观音镇", 2024, 2)]
    ahead = [ranked("县教育局", 2027, 19), ranked("县教育局", 2026, 2)]
    assert fallen([*gap, *risen, *ahead], 2026, FALLEN) == ()
    bare = ("县财政局", UnitFigure(UnitId("u"), 2025, "处理人次", value="3"))
    assert fallen([bare], 2026, FALLEN) == ()


@pytest.mark.parametrize(
    ("now", "before", "is_told"),
    [(7, 10, True), (8, 10, False), (0, 4, False), (0, 0, False), (12, 10, False), (3, 5, True)],
)
def test_fewer_talked_to_is_told_by_the_share_and_never_of_a_handful(now, before, is_told):
    signs = fewer(now, before, SignRule(SignKind.FEWER_TALKS, 30))
    assert [(s.now, s.before) for s in signs] == ([(now, before)] if is_told else [])
