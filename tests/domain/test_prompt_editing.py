"""A version of the prompts while it is written, and what it says otherwise than the last."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.people import UnitKind
from app.domain.prompt_difference import ChangeKind as C
from app.domain.prompt_difference import difference
from app.domain.prompt_editing import SetDraft, lines_of, tidy
from app.domain.prompt_faults import PromptFaultKind as K
from app.domain.prompt_faults import PromptField as F
from app.domain.prompt_intake import Comparison
from app.domain.prompts import Applicability, FocusArea, Prompt, Situation
from tests.makers import make_prompt_set

OLD = make_prompt_set()


@pytest.fixture
def draft():
    return SetDraft.begun_from(OLD)


def changes(draft):
    found = difference(OLD, draft.title, draft.areas, draft.prompts).changes
    return [(c.kind, (c.new or c.old).number if c.new or c.old else c.area) for c in found]


def wrong(draft):
    return [(f.what, f.field, f.number) for f in draft.faults()]


# ── writing ──────────────────────────────────────────────────────────────────────────────────────


def test_a_draft_says_at_first_what_its_set_says(draft):
    assert changes(draft) == []
    assert wrong(draft) == []
    assert draft.finished("set-1", 1) == OLD


def test_a_new_prompt_stands_after_the_chosen_one_under_a_number_never_used(draft):
    draft, number = draft.with_new("a2", after="2-1")
    assert number == "2-04"
    assert [p.number for p in draft.in_area("a2")] == ["2-1", "2-04", "2-2", "2-3"]
    assert wrong(draft) == [(K.MISSING, F.TEXT, "2-04")]
    draft, further = draft.without(number).with_new("a2")
    assert further == "2-05"
    spent = SetDraft.begun_from(OLD, ["2-11", "3-07"])
    assert (spent.next_number("a2"), spent.next_number("a3")) == ("2-12", "3-08")


def test_an_area_without_prompts_takes_a_new_one(draft):
    for prompt in draft.in_area("a1"):
        draft = draft.without(prompt.number)
    assert (K.AREA_EMPTY, F.AREA, "") in wrong(draft)
    draft, number = draft.with_new("a1")
    assert draft.prompt(number).area == "a1"


def test_words_are_kept_on_one_line_without_padding(draft):
    old = draft.prompt("1-1")
    draft = draft.with_prompt(
        replace(old, text=" 今年\n学了　几次？ ", follow_ups=("", " 谁？"), area="a4")
    )
    assert draft.prompt("1-1").text == "今年 学了 几次？"
    assert draft.prompt("1-1").follow_ups == ("谁？",)
    assert draft.prompt("1-1").area == "a1"
    assert lines_of("一\r\n\n 二 ") == ("一", "二")


def test_moving_stays_within_the_area(draft):
    assert [p.number for p in draft.moved("1-1", 1).in_area("a1")] == ["1-2", "1-1", "1-3"]
    assert draft.moved("1-1", -1).prompts == draft.prompts
    assert draft.moved("1-1", 99).moved("1-1", -99).prompts == draft.prompts
    assert changes(draft.moved("1-1", 1)) in ([(C.MOVED, "1-1")], [(C.MOVED, "1-2")])


def test_a_removed_prompt_is_put_back_where_it_stood(draft):
    removed = draft.prompt("2-2")
    place = draft.prompts.index(removed)
    assert draft.without("2-2").put_back(removed, place) == draft


def test_a_prompt_put_under_another_area_gets_a_number_of_that_area(draft):
    draft, number = draft.in_other_area("1-2", "a3")
    assert number == "3-04"
    assert [p.number for p in draft.in_area("a3")] == ["3-1", "3-2", "3-3", "3-04"]
    assert changes(draft) == [(C.CHANGED, "3-04")]
    assert draft.in_other_area("3-04", "a3") == (draft, "3-04")
    with pytest.raises(KeyError):
        draft.prompt("1-2")


# ── judging ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"text": ""}, (K.MISSING, F.TEXT)),
        ({"text": "短"}, (K.TOO_SHORT, F.TEXT)),
        ({"text": "问" * 401}, (K.TOO_LONG, F.TEXT)),
        ({"text": "看不见的\u200b字"}, (K.UNPRINTABLE, F.TEXT)),
        ({"text": "第2项第1问，说一件具体的事？"}, (K.TWICE, F.TEXT)),
        ({"concrete": ("字" * 81,)}, (K.TOO_LONG, F.CONCRETE)),
        ({"concrete": tuple("一二三四五六七八九")}, (K.TOO_MANY_LINES, F.CONCRETE)),
        ({"follow_ups": ("问" * 201,)}, (K.TOO_LONG, F.FOLLOW_UPS)),
        ({"source": "据" * 201}, (K.TOO_LONG, F.SOURCE)),
    ],
)
def test_what_a_prompt_may_not_be_is_told(draft, changed, fault):
    draft = draft.with_prompt(replace(draft.prompt("3-1"), **changed))
    assert wrong(draft) == [(*fault, "3-1")]


def test_the_bounds_themselves_are_good(draft):
    best = replace(
        draft.prompt("3-1"),
        text="问" * 400,
        concrete=("字" * 80,) * 8,
        follow_ups=("问" * 200,) * 8,
        source="据" * 200,
    )
    assert wrong(draft.with_prompt(best)) == []


def test_what_a_set_may_not_be_is_told(draft):
    assert wrong(draft.titled(" ")) == [(K.MISSING, F.TITLE, "")]
    assert wrong(draft.titled("名" * 61)) == [(K.TOO_LONG, F.TITLE, "")]
    assert wrong(draft.with_area_title("a1", draft.areas[1].title)) == [(K.TWICE, F.AREA, "")]
    three = replace(draft, areas=draft.areas[:3])
    assert (K.AREAS_NOT_FOUR, F.AREA, "") in wrong(three)
    twice = replace(draft, prompts=(*draft.prompts, replace(draft.prompts[0], text="另外的一问？")))
    assert wrong(twice) == [(K.TWICE, F.NUMBER, "1-1")] * 2
    many = tuple(Prompt(f"1-{n}", "a1", f"第{n}件事怎么样？") for n in range(401))
    assert (K.PROMPTS_TOO_MANY, F.TEXT, "") in wrong(replace(draft, prompts=many))


# ── comparing ────────────────────────────────────────────────────────────────────────────────────


def test_every_kind_of_difference_is_told_once(draft):
    draft = draft.titled("第2版").with_area_title("a2", "聚焦新的一项")
    draft = draft.with_prompt(
        replace(draft.prompt("1-2"), is_required=True, applies=Applicability(open_findings=True))
    )
    draft, number = draft.without("4-3").moved("3-3", -2).with_new("a1")
    draft = draft.with_prompt(replace(draft.prompt(number), text="新的一问怎么样？"))
    assert changes(draft) == [
        (C.TITLE, ""),
        (C.AREA, "a2"),
        (C.CHANGED, "1-2"),
        (C.ADDED, "1-04"),
        (C.MOVED, "3-3"),
        (C.REMOVED, "4-3"),
    ]
    found = difference(OLD, draft.title, draft.areas, draft.prompts)
    assert found.changes[2].fields == (F.REQUIRED, F.CONDITIONS)
    assert (found.changes[1].old_words, found.changes[1].new_words) == (
        "聚焦第2项",
        "聚焦新的一项",
    )
    assert found.count(C.CHANGED) == 1


def test_only_a_whole_draft_that_says_something_new_can_be_kept(draft):
    assert not Comparison(draft, OLD, 2, ()).can_be_kept
    assert Comparison(draft.without("1-3"), OLD, 2, ()).can_be_kept
    faulty = draft.titled("")
    assert not Comparison(faulty, OLD, 2, faulty.faults()).can_be_kept


@settings(deadline=None)
@given(st.permutations(OLD.prompts), st.sets(st.sampled_from([p.number for p in OLD.prompts])))
def test_in_any_order_each_prompt_is_told_at_most_once_and_the_fewest_are_called_moved(order, gone):
    prompts = tuple(p for p in order if p.number not in gone)
    found = difference(OLD, OLD.title, OLD.areas, prompts)
    told = [(c.new or c.old).number for c in found.changes]
    assert len(told) == len(set(told))
    assert found.count(C.REMOVED) == len(gone)
    assert not found.count(C.ADDED)
    moved = {c.new.number for c in found.changes if c.kind is C.MOVED}
    for area in OLD.areas:
        left = [p.number for p in prompts if p.area == area.key and p.number not in moved]
        assert left == sorted(left)


@given(st.text(max_size=40))
def test_tidy_words_stay_as_they_are(text):
    assert tidy(tidy(text)) == tidy(text)


# ── required ─────────────────────────────────────────────────────────────────────────────────────


def test_a_required_prompt_that_applies_and_was_not_chosen_is_left_out():
    areas = tuple(FocusArea(f"a{n}", f"聚焦{n}") for n in range(1, 5))
    only_towns = Applicability(frozenset({UnitKind.TOWNSHIP}))
    prompts = (
        Prompt("1-01", "a1", "第一问？", is_required=True),
        Prompt("1-02", "a1", "第二问？", is_required=True, applies=only_towns),
        Prompt("1-03", "a1", "第三问？"),
    )
    made = replace(OLD, areas=areas, prompts=prompts)
    town, office = Situation(UnitKind.TOWNSHIP), Situation(UnitKind.DEPARTMENT)
    assert [p.number for p in made.left_out(town, ("1-03",))] == ["1-01", "1-02"]
    assert [p.number for p in made.left_out(office, ())] == ["1-01"]
    assert made.left_out(office, ("1-01",)) == ()
