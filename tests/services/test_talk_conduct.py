from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.changes import Changes
from app.domain.checks import Caution, CautionKind
from app.domain.people import Role
from app.domain.refusals import (
    BreakOpenError,
    QuestionMissingError,
    ReasonMissingError,
    TalkSealedError,
    WrongStatusError,
)
from app.domain.talk import TalkStatus
from app.services.talks import ParticipantEntry

S = TalkStatus


def test_what_is_typed_is_in_the_vault_at_once(desk):
    talk_id = desk.talk_at(S.UNDER_WAY)
    answer_id = desk.first_answer(talk_id)
    assert desk.talks.save_answer(talk_id, answer_id, "讲了\n三件事 ") is Changes.ANSWERS
    assert desk.talk(talk_id).answer(answer_id).text == "讲了\n三件事 "
    assert desk.acts(talk_id)[-1] == "talk.answer"


def test_the_trail_keeps_the_digest_of_an_answer_and_never_its_words(desk):
    talk_id = desk.talk_at(S.UNDER_WAY)
    desk.talks.save_answer(talk_id, desk.first_answer(talk_id), "极其秘密")
    with desk.vault.reading() as connection:
        content = connection.execute(
            "SELECT content FROM audit_entry ORDER BY sequence DESC LIMIT 1"
        ).fetchone()[0]
    assert len(content) == 64


@pytest.mark.parametrize("status", [s for s in S if s is not S.UNDER_WAY])
def test_nothing_is_typed_before_or_after_the_talk(desk, status):
    talk_id = desk.talk_at(status)
    answers = desk.talk(talk_id).answers
    before, acts = desk.talk(talk_id), desk.acts()
    refusal = TalkSealedError if status is S.SEALED else (WrongStatusError, KeyError)
    with pytest.raises(refusal):
        desk.talks.save_answer(talk_id, answers[0].id if answers else "x", "晚了")
    assert desk.talk(talk_id) == before
    assert desk.acts() == acts


def test_an_answer_of_another_talk_is_not_touched(desk):
    one, other = desk.talk_at(S.UNDER_WAY), desk.talk_at(S.UNDER_WAY)
    with pytest.raises(KeyError):
        desk.talks.save_answer(one, desk.first_answer(other), "错了")
    assert desk.talk(other).answers[0].text == ""


def test_a_question_is_skipped_with_a_reason_until_something_is_said(desk):
    talk_id = desk.talk_at(S.UNDER_WAY)
    answer_id = desk.first_answer(talk_id)
    with pytest.raises(ReasonMissingError):
        desk.talks.skip(talk_id, answer_id, " ")
    desk.talks.skip(talk_id, answer_id, " 不分管 ")
    desk.talks.save_answer(talk_id, answer_id, " ")
    assert desk.talk(talk_id).answer(answer_id).skipped_reason == "不分管"
    desk.talks.save_answer(talk_id, answer_id, "想起来了")
    assert desk.talk(talk_id).answer(answer_id).skipped_reason == ""
    desk.talks.skip(talk_id, answer_id, "不愿谈")
    desk.talks.unskip(talk_id, answer_id)
    assert desk.talk(talk_id).answer(answer_id).skipped_reason == ""


def test_a_question_on_the_spot_keeps_its_own_words(desk):
    talk_id = desk.talk_at(S.UNDER_WAY)
    with pytest.raises(QuestionMissingError):
        desk.talks.ask(talk_id, "a2", " ")
    answer_id, changes = desk.talks.ask(talk_id, "a2", " 那笔钱呢？ ")
    desk.talks.save_answer(talk_id, answer_id, "退了")
    asked = desk.talk(talk_id).answers[-1]
    assert changes is Changes.ANSWERS
    assert (asked.order, asked.area, asked.question, asked.prompt_number, asked.text) == (
        4,
        "a2",
        "那笔钱呢？",
        "",
        "退了",
    )


def test_who_came_is_noted_by_place(desk):
    absent = ParticipantEntry(Role.INTERVIEWEE, name="陈七")
    talk_id = desk.talk_at(S.UNDER_WAY, kind="collective", participants=desk.everybody(absent))
    desk.talks.set_present(talk_id, 3, is_present=False, reason=" 住院 ")
    assert desk.talk(talk_id).participants[3].absence_reason == "住院"
    assert desk.talks.warnings(talk_id) == (Caution(CautionKind.ABSENT, "陈七"),)
    desk.talks.set_present(talk_id, 3, is_present=True, reason="住院")
    came = desk.talk(talk_id).participants[3]
    assert (came.is_present, came.absence_reason) == (True, "")


def test_breaks_are_kept_and_end_before_the_talk(desk, clock):
    talk_id = desk.talk_at(S.UNDER_WAY)
    desk.talks.pause(talk_id, " 喝水 ")
    with pytest.raises(BreakOpenError):
        desk.talks.pause(talk_id, "")
    clock.move(minutes=5)
    desk.talks.resume(talk_id)
    desk.talks.resume(talk_id)
    clock.move(minutes=5)
    desk.talks.pause(talk_id, "")
    for answer in desk.talk(talk_id).answers:
        desk.talks.save_answer(talk_id, answer.id, "有")
    with pytest.raises(BreakOpenError):
        desk.talks.end(talk_id)
    clock.move(minutes=1)
    desk.talks.resume(talk_id)
    desk.talks.end(talk_id)
    talk = desk.talk(talk_id)
    assert [(b.note, b.ended_at - b.began_at) for b in talk.breaks] == [
        ("喝水", timedelta(minutes=5)),
        ("", timedelta(minutes=1)),
    ]
    assert talk.spoken_time(clock.now()) == timedelta(minutes=5)


def test_closing_words_are_open_until_the_end_and_then_corrected(desk):
    talk_id = desk.talk_at(S.UNDER_WAY)
    desk.talks.save_closing(talk_id, "结", "求", "")
    desk.end(talk_id)
    with pytest.raises(WrongStatusError):
        desk.talks.save_closing(talk_id, "结", "求", "态")
    desk.talks.correct_passage(talk_id, "statement", "态")
    talk = desk.talk(talk_id)
    assert [(c.place, c.old_text, c.new_text) for c in talk.corrections] == [
        ("statement", "", "态")
    ]
    assert (talk.summary, talk.requirement, talk.statement) == ("结", "求", "态")
    desk.confirm(talk_id)
    with pytest.raises(WrongStatusError):
        desk.talks.correct_passage(talk_id, "statement", "改")
