from __future__ import annotations

import pytest

from app.domain.people import UnitKind
from app.domain.prompts import Applicability, Situation
from tests.makers import make_prompt_set


def test_a_prompt_is_found_by_its_number():
    prompts = make_prompt_set()
    assert prompts.prompt("2-3").area == "a2"
    with pytest.raises(KeyError):
        prompts.prompt("9-9")


def test_an_area_has_its_title_and_its_prompts_in_order():
    prompts = make_prompt_set()
    assert prompts.area_title("a3") == "聚焦第3项"
    assert [p.number for p in prompts.in_area("a3")] == ["3-1", "3-2", "3-3"]


@pytest.mark.parametrize(
    ("condition", "situation", "holds"),
    [
        (Applicability(), Situation(), True),
        (Applicability(frozenset({UnitKind.TOWNSHIP})), Situation(UnitKind.TOWNSHIP), True),
        (Applicability(frozenset({UnitKind.TOWNSHIP})), Situation(UnitKind.DEPARTMENT), False),
        (Applicability(frozenset({UnitKind.TOWNSHIP})), Situation(), False),
        (Applicability(newly_appointed=True), Situation(), False),
        (Applicability(newly_appointed=True), Situation(is_newly_appointed=True), True),
        (Applicability(open_findings=True), Situation(is_newly_appointed=True), False),
        (Applicability(open_findings=True), Situation(has_open_findings=True), True),
        (Applicability(bottom_ranked=True), Situation(is_bottom_ranked=True), True),
        (Applicability(bottom_ranked=True), Situation(), False),
    ],
)
def test_a_prompt_applies_when_all_its_conditions_hold(condition, situation, holds):
    assert condition.holds(situation) is holds


def test_only_what_applies_is_proposed():
    prompts = make_prompt_set()
    assert len(prompts.applying(Situation(UnitKind.TOWNSHIP))) == 12
    assert len(prompts.applying(Situation(UnitKind.DEPARTMENT))) == 8
