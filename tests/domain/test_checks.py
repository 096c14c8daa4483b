from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from app.domain.checks import Caution, CautionKind, cautions
from app.domain.kinds import SHIPPED
from app.domain.people import Role
from app.domain.talk import Break
from tests.makers import BEGAN, PEOPLE, make_answer, make_participant, make_talk

INTERVIEWEE, INTERVIEWER, RECORDER = PEOPLE


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
