"""A record as passages: each is named, found again by its key, and put right alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.record_text import (
    closing_passages,
    corrected,
    head_keys,
    label_of,
    passage,
    passages_of,
    question_key,
)
from app.domain.talk import Break, Correction, TalkStatus
from tests.makers import BEGAN, ENDED, PEOPLE, make_answer, make_talk_at


def being_read():
    talk = make_talk_at(TalkStatus.TO_CONFIRM)
    asked = make_answer(3, text="补充一件", question="还有吗？")
    chosen = tuple(replace(a, prompt_number="1-1") for a in talk.answers)
    pause = Break(BEGAN, ENDED, "喝水")
    return replace(talk, place="谈话室", answers=(*chosen, asked), breaks=(pause,), summary="三点")


def test_every_key_leads_to_its_passage():
    talk = being_read()
    keys = [one.key for one in passages_of(talk)]
    assert len(keys) == len(set(keys))
    assert all(passage(talk, one.key) == one for one in passages_of(talk))
    assert label_of(talk, "summary") == "谈话小结"
    assert label_of(talk, "nowhere") == "nowhere"
    assert set(head_keys(talk).values()) <= set(keys)
    assert [one.text for one in closing_passages(talk)] == ["三点", "", ""]


@given(text=st.text(min_size=1, max_size=20))
def test_a_correction_changes_its_passage_and_no_other(text):
    talk = being_read()
    for one in passages_of(talk):
        if not one.may_change:
            continue
        after = corrected(talk, Correction(ENDED, one.key, one.text, text))
        assert passage(after, one.key).text == text
        others = [p.text for p in _all_but(talk, one.key)]
        assert [p.text for p in _all_but(after, one.key)] == others
        assert after.corrections == (Correction(ENDED, one.key, one.text, text),)


def _all_but(talk, key):
    keys = [p.key for p in passages_of(being_read()) if p.key != key]
    return [passage(talk, other) for other in keys]


def test_the_words_of_a_prompt_set_are_not_put_right_here():
    talk = being_read()
    asked, chosen = talk.answers[2], talk.answers[0]
    assert passage(talk, question_key(asked.id)).may_change
    with pytest.raises(KeyError):
        corrected(talk, Correction(ENDED, question_key(chosen.id), "旧", "新"))


def test_a_registered_name_is_put_right_in_the_register():
    people = (replace(PEOPLE[0], person_id="p1"), *PEOPLE[1:])
    talk = replace(being_read(), participants=people)
    assert not passage(talk, "name:0").may_change
    assert passage(talk, "name:1").may_change
