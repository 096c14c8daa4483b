"""Which prompts are proposed, and why; and what an outline becomes in a talk."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.finding import Finding
from app.domain.ids import AnswerId, FindingId, TalkId
from app.domain.people import UnitKind
from app.domain.prompts import Applicability, Prompt, Situation
from app.domain.proposing import (
    FEWEST_IN_AREA,
    MORE_FOR_FINDINGS,
    LastAsked,
    OutlineItem,
    Past,
    ReasonKind,
    blank_answers,
    items_of,
    propose,
)
from tests.makers import BEGAN, make_prompt_set, make_talk

SET = make_prompt_set()
K = ReasonKind
TOWNSHIP = (Situation(UnitKind.TOWNSHIP),)


def with_prompts(*prompts):
    return replace(SET, prompts=(*SET.prompts, *prompts))


def reasons(found, number):
    return [r.kind for one in found if one.prompt.number == number for r in one.reasons]


def ticked(found):
    return [one.prompt.number for one in found if one.is_ticked]


def make_finding(area="a2"):
    return Finding(
        FindingId("f"), "2026-1-0001", TalkId("old"), area, "台账缺页", BEGAN, BEGAN.date()
    )


def test_required_prompts_and_those_for_the_kind_of_unit_are_proposed():
    found = propose(SET, TOWNSHIP, Past())
    assert reasons(found, "1-1") == [K.REQUIRED]
    assert reasons(found, "1-3") == [K.UNIT_KIND]
    assert reasons(found, "1-2") == [K.COMMON]
    assert next(o for o in found if o.prompt.number == "1-1").must_be_asked
    assert len(found) == len(SET.prompts)


def test_what_does_not_apply_has_no_reason_and_no_tick():
    found = propose(SET, (Situation(UnitKind.DEPARTMENT),), Past())
    assert reasons(found, "1-3") == []
    assert "1-3" not in ticked(found)


def test_in_a_collective_talk_a_prompt_counts_that_applies_to_anybody():
    both = (Situation(UnitKind.DEPARTMENT), Situation(UnitKind.TOWNSHIP))
    assert reasons(propose(SET, both, Past()), "1-3") == [K.UNIT_KIND]


def test_each_condition_that_holds_is_a_reason():
    more = (
        Prompt("2-7", "a2", "新到任？", applies=Applicability(newly_appointed=True)),
        Prompt("2-8", "a2", "没销号的？", applies=Applicability(open_findings=True)),
        Prompt("2-9", "a2", "排名？", applies=Applicability(bottom_ranked=True)),
    )
    so = Situation(UnitKind.TOWNSHIP, True, True, True)
    found = propose(with_prompts(*more), (so,), Past(findings=(make_finding(),)))
    assert reasons(found, "2-7") == [K.NEWLY_APPOINTED]
    assert reasons(found, "2-9") == [K.BOTTOM_RANKED]
    about = next(o for o in found if o.prompt.number == "2-8").reasons[0]
    assert (about.kind, about.detail) == (K.OPEN_FINDINGS, "2026-1-0001")


def test_what_the_last_talk_skipped_or_left_blank_comes_again():
    past = Past(
        asked=(
            LastAsked("set-1", "1-2", "旧", False, "时间不够"),
            LastAsked("set-1", "2-2", "旧", False),
            LastAsked("set-1", "3-2", "旧", True),
            LastAsked("set-0", "4-2", "别的版本里的另一问", False),
        )
    )
    found = propose(SET, TOWNSHIP, past)
    assert reasons(found, "1-2") == [K.SKIPPED]
    assert reasons(found, "2-2") == [K.UNANSWERED]
    assert reasons(found, "3-2") == [K.COMMON]
    assert reasons(found, "4-2") == [K.NOT_ASKED]
    same_words = replace(past.asked[3], question=SET.prompt("4-2").text)
    assert reasons(propose(SET, TOWNSHIP, Past(asked=(same_words,))), "4-2") == [K.UNANSWERED]


def test_an_area_is_filled_up_with_what_was_left_out_last_time_first():
    common = tuple(Prompt(f"1-{n}", "a1", f"通用第{n}问？") for n in range(4, 12))
    past = Past(asked=tuple(LastAsked("set-1", f"1-{n}", "旧", True) for n in range(4, 11)))
    found = propose(with_prompts(*common), TOWNSHIP, past)
    mine = [n for n in ticked(found) if n.startswith("1-")]
    assert len(mine) == FEWEST_IN_AREA
    assert "1-11" in mine


def test_the_prompt_that_brought_up_what_is_to_be_looked_back_at_is_asked_again():
    asked = LastAsked("set-1", "2-2", "旧", True)
    found = propose(SET, TOWNSHIP, Past(looked_at=((asked, "2026-1-0009"),)))
    (reason,) = next(o for o in found if o.prompt.number == "2-2").reasons
    assert (reason.kind, reason.detail) == (K.LOOK_BACK, "2026-1-0009")
    assert "2-2" in ticked(found)


def test_the_prompt_that_brought_up_an_open_finding_comes_first():
    raised = LastAsked("set-1", "2-2", "旧", True)
    found = propose(
        SET, TOWNSHIP, Past(findings=(make_finding(),), raised=((raised, "2026-1-0001"),))
    )
    reason = next(o for o in found if o.prompt.number == "2-2").reasons[0]
    assert (reason.kind, reason.detail) == (K.RAISED, "2026-1-0001")
    assert "2-2" in ticked(found)


def test_more_is_asked_where_findings_are_open():
    common = tuple(
        Prompt(f"{a}-{n}", f"a{a}", f"通用{a}{n}？") for a in (1, 2) for n in range(4, 12)
    )
    found = propose(with_prompts(*common), TOWNSHIP, Past(findings=(make_finding("a2"),)))
    assert reasons(found, "2-4") == [K.AREA_FINDINGS, K.COMMON]
    count = {area: len([n for n in ticked(found) if n.startswith(area)]) for area in "12"}
    assert count == {"1": FEWEST_IN_AREA, "2": FEWEST_IN_AREA + MORE_FOR_FINDINGS}


def test_an_outline_becomes_answers_in_its_order():
    items = (
        "2-1",
        OutlineItem(area="a3", question=" 桥什么时候通车？ "),
        OutlineItem(area="a3", question="  "),
        OutlineItem("1-1", skipped_reason=" 上月已专题问过 "),
    )
    answers = blank_answers(SET, items, map(AnswerId, "abcd"))
    assert [(a.order, a.prompt_number, a.question) for a in answers] == [
        (1, "2-1", SET.prompt("2-1").text),
        (2, "", "桥什么时候通车？"),
        (3, "1-1", SET.prompt("1-1").text),
    ]
    assert answers[2].skipped_reason == "上月已专题问过"
    assert not answers[2].is_missing
    assert items_of(make_talk(answers=answers)) == (
        OutlineItem("2-1", "a2"),
        OutlineItem("", "a3", "桥什么时候通车？"),
        OutlineItem("1-1", "a1", skipped_reason="上月已专题问过"),
    )
    with pytest.raises(KeyError):
        blank_answers(SET, ("9-9",), map(AnswerId, "a"))
