from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.checks import Caution, CautionKind, cautions, check_text
from app.domain.kinds import SHIPPED
from app.domain.people import Role
from app.domain.refusals import PlaceholderLeftError
from app.domain.talk import Break
from tests.makers import BEGAN, PEOPLE, make_answer, make_participant, make_talk

INTERVIEWEE, INTERVIEWER, RECORDER = PEOPLE


@pytest.mark.parametrize(
    ("text", "placeholder"),
    [
        ("由××同志负责", "××"),
        ("由XX同志负责", "XX"),
        ("由xx同志负责", "xx"),
        ("由\uff38\uff38同志负责", "XX"),
        ("据某某反映", "某某"),
        ("据某×反映", "某×"),
        ("于____日办结", "____"),
        ("于\uff3f\uff3f日办结", "__"),
        ("责任人【】", "【】"),
        ("责任人【待填】", "【待填】"),
        ("责任人【　】", "【 】"),
    ],
)
def test_a_blank_left_in_the_text_is_found(text, placeholder):
    talk = make_talk(answers=(make_answer(1, text="讲了"), make_answer(2, text=text)))
    with pytest.raises(PlaceholderLeftError) as caught:
        check_text(talk)
    assert (caught.value.field, caught.value.placeholder) == ("第2问的答复", placeholder)


@pytest.mark.parametrize(
    "text",
    ["", "3×5米", "某日某地", "XXL号", "maxx", "纪发【2026】5号", "第_条", "“两个维护”", "一式×份"],
)
def test_words_that_only_look_like_blanks_pass(text):
    check_text(make_talk(answers=(make_answer(text=text),), summary=text))


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("谈话事由", {"subject": "××谈话"}),
        ("谈话地点", {"place": "____"}),
        ("参加人员", {"participants": (make_participant(Role.INTERVIEWEE, "某某"),)}),
        ("参加人员", {"participants": (replace(INTERVIEWEE, title="××镇党委书记"),)}),
        ("第1问", {"answers": (make_answer(question="××如何？"),)}),
        ("第1问的答复", {"answers": (make_answer(skipped_reason="××"),)}),
        ("休息", {"breaks": (Break(BEGAN, BEGAN, "××"),)}),
        ("谈话小结", {"summary": "××"}),
        ("整改要求", {"requirement": "××"}),
        ("表态", {"statement": "××"}),
    ],
)
def test_every_field_of_the_record_is_looked_at(field, changed):
    with pytest.raises(PlaceholderLeftError) as caught:
        check_text(make_talk(**changed))
    assert caught.value.field == field


def found(talk, now=BEGAN):
    return cautions(talk, SHIPPED.of(talk.kind), now)


def test_a_plain_talk_gives_no_caution():
    assert found(make_talk()) == ()


def test_two_of_us_should_be_there():
    assert found(make_talk(participants=(INTERVIEWEE, INTERVIEWER))) == (
        Caution(CautionKind.NEEDS_TWO, count=1),
    )
    companion = replace(RECORDER, role=Role.COMPANION)
    assert found(make_talk(participants=(INTERVIEWEE, INTERVIEWER, companion))) == ()


def test_the_number_of_interviewees_should_fit_the_kind():
    other = make_participant(Role.INTERVIEWEE, "陈七")
    assert found(make_talk(kind="collective")) == (Caution(CautionKind.COLLECTIVE_OF_ONE, count=1),)
    assert found(make_talk(participants=(*PEOPLE, other))) == (
        Caution(CautionKind.SEVERAL_IN_SINGLE, count=2),
    )
    assert found(make_talk(kind="collective", participants=(*PEOPLE, other))) == ()


def test_who_stayed_away_is_talked_to_later():
    away = make_participant(Role.INTERVIEWEE, "陈七", is_present=False)
    talk = make_talk(kind="collective", participants=(*PEOPLE, away))
    assert found(talk) == (Caution(CautionKind.ABSENT, "陈七"),)


def test_more_than_two_hours_want_a_break():
    talk = make_talk(began_at=BEGAN)
    late = BEGAN + timedelta(hours=2, minutes=1)
    assert found(talk, BEGAN + timedelta(hours=2)) == ()
    assert found(talk, late) == (Caution(CautionKind.LONG_WITHOUT_BREAK, count=2),)
    rested = Break(BEGAN + timedelta(hours=1), BEGAN + timedelta(hours=1, minutes=5))
    assert found(replace(talk, breaks=(rested,)), late) == ()
    resting = Break(BEGAN + timedelta(hours=1))
    assert found(replace(talk, breaks=(resting,)), late) == ()


def test_more_words_than_can_be_written_in_the_time():
    talk = make_talk(
        began_at=BEGAN,
        ended_at=BEGAN + timedelta(minutes=10),
        answers=(make_answer(text="话" * 3001),),
    )
    assert found(talk) == (Caution(CautionKind.TOO_FAST, count=300),)
    assert found(replace(talk, answers=(make_answer(text="话" * 3000),))) == ()
