"""Every step of a talk and every refusal: what is allowed at which status stands in one table."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.ids import AnswerId, PersonId
from app.domain.people import Role
from app.domain.record_text import corrected
from app.domain.refusals import (
    AnswerMissingError,
    BreakOpenError,
    EndBeforeStartError,
    IntervieweeMissingError,
    InterviewerMissingError,
    NothingAskedError,
    ParticipantTwiceError,
    ReasonMissingError,
    RecorderIsInterviewerError,
    RecorderMissingError,
    ScanMissingError,
    ScanPagesDifferError,
    TalkSealedError,
    WrongStatusError,
)
from app.domain.talk import Break, Correction, TalkStatus, answers_to_ask
from tests.makers import (
    BEGAN,
    DIGEST,
    ENDED,
    PEOPLE,
    make_answer,
    make_participant,
    make_prompt_set,
    make_talk,
    make_talk_at,
    said,
)

S = TalkStatus
INTERVIEWEE, INTERVIEWER, RECORDER = PEOPLE
BEFORE = {S.PLANNED, S.PREPARED}
CORRECTION = Correction(ENDED, "answer:answer-1", "旧", "新")
ACTS = {
    "reschedule": (BEFORE, lambda t: t.planned_anew(ENDED, "二楼")),
    "change_people": (BEFORE | {S.UNDER_WAY, S.TO_CONFIRM}, lambda t: t.with_participants(PEOPLE)),
    "prepare": (BEFORE, lambda t: t.prepared("set-1", (make_answer(),))),
    "begin": ({S.PREPARED}, lambda t: t.begun(BEGAN)),
    "answer": ({S.UNDER_WAY}, lambda t: t.with_answer(make_answer(1))),
    "ask": ({S.UNDER_WAY}, lambda t: t.with_question(make_answer(9))),
    "close": ({S.UNDER_WAY}, lambda t: t.with_closing("结", "求", "态")),
    "pause": ({S.UNDER_WAY}, lambda t: t.paused(BEGAN, "喝水")),
    "resume": ({S.UNDER_WAY}, lambda t: t.resumed(BEGAN)),
    "end": ({S.UNDER_WAY}, lambda t: said(t).ended(ENDED)),
    "correct": ({S.TO_CONFIRM}, lambda t: corrected(t, CORRECTION)),
    "confirm": ({S.TO_CONFIRM}, lambda t: t.confirmed(DIGEST, 3)),
    "sign": ({S.TO_SIGN}, lambda t: t.signed(3)),
    "seal": ({S.SIGNED}, lambda t: t.sealed(ENDED)),
    "cancel": (BEFORE, lambda t: t.cancelled("出差")),
}


@pytest.mark.parametrize("status", TalkStatus)
@pytest.mark.parametrize("act", ACTS)
def test_each_act_belongs_to_certain_steps_and_is_refused_at_all_others(act, status):
    allowed, doing = ACTS[act]
    talk = make_talk_at(status)
    if status in allowed:
        doing(talk)
        return
    with pytest.raises(TalkSealedError if status is S.SEALED else WrongStatusError) as caught:
        doing(talk)
    assert caught.value.talk_number == talk.number
    if status is not S.SEALED:
        assert caught.value.status == status.value


def test_the_whole_way_leads_from_planned_to_sealed():
    walked = [make_talk_at(status).status for status in TalkStatus]
    assert walked == list(TalkStatus)


# ── who ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("missing", "refusal"),
    [
        (INTERVIEWEE, IntervieweeMissingError),
        (INTERVIEWER, InterviewerMissingError),
        (RECORDER, RecorderMissingError),
    ],
)
def test_a_talk_needs_somebody_in_each_of_three_roles(missing, refusal):
    talk = make_talk(participants=tuple(p for p in PEOPLE if p is not missing))
    with pytest.raises(refusal):
        talk.check_people()


def test_an_interviewee_who_stayed_away_is_not_talked_to():
    away = replace(INTERVIEWEE, is_present=False, absence_reason="住院")
    with pytest.raises(IntervieweeMissingError):
        make_talk(participants=(away, INTERVIEWER, RECORDER)).check_people()


def test_the_recorder_cannot_be_the_interviewer():
    both = replace(INTERVIEWER, role=Role.RECORDER)
    for people in ((INTERVIEWEE, INTERVIEWER, both), (INTERVIEWEE, both, INTERVIEWER)):
        with pytest.raises(RecorderIsInterviewerError) as caught:
            make_talk(participants=people).check_people()
        assert caught.value.name == "王五"


def test_nobody_stands_in_a_talk_twice():
    again = replace(INTERVIEWEE, role=Role.OBSERVER)
    with pytest.raises(ParticipantTwiceError) as caught:
        make_talk(participants=(*PEOPLE, again)).check_people()
    assert caught.value.name == "张三"
    with pytest.raises(ParticipantTwiceError):
        make_talk(participants=(*PEOPLE, INTERVIEWEE)).check_people()


def test_a_person_of_the_register_is_the_same_under_any_title():
    one = make_participant(Role.INTERVIEWEE, "张三", person_id=PersonId("p1"), title="书记")
    other = make_participant(Role.COMPANION, "张三", person_id=PersonId("p1"), title="主席")
    with pytest.raises(ParticipantTwiceError):
        make_talk(participants=(one, other, INTERVIEWER, RECORDER)).check_people()


def test_namesakes_may_meet():
    one = make_participant(Role.INTERVIEWEE, "张三", person_id=PersonId("p1"))
    other = make_participant(Role.INTERVIEWEE, "张三", person_id=PersonId("p2"))
    make_talk(participants=(one, other, INTERVIEWER, RECORDER)).check_people()


def test_preparing_beginning_and_confirming_ask_for_the_people():
    lonely = (INTERVIEWER, RECORDER)
    with pytest.raises(IntervieweeMissingError):
        make_talk(participants=lonely).prepared("set-1", (make_answer(),))
    with pytest.raises(IntervieweeMissingError):
        make_talk_at(S.PREPARED).with_participants(lonely).begun(BEGAN)
    with pytest.raises(IntervieweeMissingError):
        make_talk_at(S.TO_CONFIRM).with_participants(lonely).confirmed(DIGEST, 3)


# ── the text ─────────────────────────────────────────────────────────────────────────────────────


def test_a_talk_without_questions_cannot_be_prepared():
    with pytest.raises(NothingAskedError):
        make_talk().prepared("set-1", ())


def test_questions_keep_the_words_they_are_asked_in():
    prompts = make_prompt_set().prompts[:2]
    answers = answers_to_ask(prompts, (AnswerId("a"), AnswerId("b")))
    assert [(a.order, a.prompt_number, a.question) for a in answers] == [
        (1, "1-1", prompts[0].text),
        (2, "1-2", prompts[1].text),
    ]
    assert answers[0].is_required
    assert not answers[1].is_required
    assert answers[0].follow_ups == ("谁办的？",)


def test_a_required_question_must_be_answered_or_skipped_with_a_reason():
    talk = make_talk_at(S.UNDER_WAY)
    talk = talk.with_answer(replace(talk.answers[0], text="讲了"))
    with pytest.raises(AnswerMissingError) as caught:
        talk.ended(ENDED)
    assert caught.value.prompt_text == "问？"
    skipped = replace(talk.answers[1], skipped_reason="不分管")
    assert talk.with_answer(skipped).ended(ENDED).status is S.TO_CONFIRM


@pytest.mark.parametrize("blank", ["", "  ", "　\n"])
def test_blank_words_are_no_answer_and_no_reason(blank):
    assert not make_answer(text=blank).is_answered
    assert make_answer(text=blank, skipped_reason=blank, is_required=True).is_missing
    assert not make_answer(text=blank).is_missing


def test_a_talk_in_which_nothing_was_said_cannot_end():
    talk = make_talk_at(S.PREPARED)
    talk = replace(talk, answers=(make_answer(skipped_reason="不愿谈"),)).begun(BEGAN)
    with pytest.raises(NothingAskedError):
        talk.ended(ENDED)


@pytest.mark.parametrize("at", [BEGAN, BEGAN - timedelta(minutes=1)])
def test_a_talk_ends_after_it_began(at):
    with pytest.raises(EndBeforeStartError):
        said(make_talk_at(S.UNDER_WAY)).ended(at)


def test_an_answer_of_another_talk_is_unknown():
    with pytest.raises(KeyError):
        make_talk_at(S.UNDER_WAY).with_answer(make_answer(99))
    with pytest.raises(KeyError):
        corrected(make_talk_at(S.TO_CONFIRM), replace(CORRECTION, place="answer:x"))


def test_a_question_on_the_spot_comes_last():
    talk = make_talk_at(S.UNDER_WAY).with_question(make_answer(3, question="还有吗？"))
    assert [a.order for a in talk.answers] == [1, 2, 3]


def test_a_correction_changes_the_answer_and_is_kept():
    talk = corrected(make_talk_at(S.TO_CONFIRM), CORRECTION)
    assert talk.answers[0].text == "新"
    assert talk.answers[1].text == "讲了三件事"
    assert talk.corrections == (CORRECTION,)


def test_coverage_counts_the_answers_of_an_area():
    talk = replace(
        make_talk(), answers=(make_answer(1, text="有"), make_answer(2), make_answer(3, area="a2"))
    )
    assert talk.coverage("a1") == (1, 2)
    assert talk.coverage("a2") == (0, 1)
    assert talk.coverage("a3") == (0, 0)


# ── time ─────────────────────────────────────────────────────────────────────────────────────────


def minutes(count):
    return BEGAN + timedelta(minutes=count)


def test_a_break_must_end_before_the_talk_does_and_before_the_next():
    talk = said(make_talk_at(S.UNDER_WAY)).paused(minutes(10), "接电话")
    assert talk.open_break == Break(minutes(10), note="接电话")
    with pytest.raises(BreakOpenError):
        talk.paused(minutes(11), "")
    with pytest.raises(BreakOpenError):
        talk.ended(minutes(30))
    resumed = talk.resumed(minutes(15)).paused(minutes(20), "").resumed(minutes(25))
    assert resumed.open_break is None
    assert resumed.resumed(minutes(26)) == resumed
    assert [b.ended_at for b in resumed.breaks] == [minutes(15), minutes(25)]
    assert resumed.ended(minutes(30)).spoken_time(minutes(99)) == timedelta(minutes=20)


def test_time_spoken_stands_still_in_a_break():
    assert make_talk().spoken_time(minutes(5)) == timedelta(0)
    talk = make_talk_at(S.UNDER_WAY)
    assert talk.spoken_time(minutes(5)) == timedelta(minutes=5)
    assert talk.paused(minutes(5), "").spoken_time(minutes(50)) == timedelta(minutes=5)
    assert talk.spoken_time(minutes(-5)) == timedelta(0)


def test_the_day_of_a_talk_is_when_it_began_or_is_planned():
    planned = make_talk(planned_at=BEGAN + timedelta(days=3))
    assert planned.day() == (BEGAN + timedelta(days=3)).date()
    assert replace(planned, began_at=BEGAN).day() == BEGAN.date()


# ── signing and after ────────────────────────────────────────────────────────────────────────────


def test_confirming_freezes_the_text_under_its_digest():
    talk = make_talk_at(S.TO_SIGN)
    assert (talk.text_digest, talk.minutes_pages) == (DIGEST, 3)


def test_signing_needs_every_page_or_a_noted_refusal():
    talk = make_talk_at(S.TO_SIGN)
    with pytest.raises(ScanMissingError):
        talk.signed(0, "  ")
    for note in ("", "拒签，见证人李四"):
        with pytest.raises(ScanPagesDifferError) as caught:
            talk.signed(2, note)
        assert (caught.value.found, caught.value.expected) == (2, 3)
    assert talk.signed(0, " 拒签，见证人李四 ").refusal_note == "拒签，见证人李四"
    assert talk.signed(3).scan_pages == 3


def test_calling_off_needs_a_reason():
    with pytest.raises(ReasonMissingError) as caught:
        make_talk().cancelled(" ")
    assert caught.value.act == "cancel"
    assert make_talk().cancelled(" 出差 ").cancel_reason == "出差"


def test_only_a_sealed_talk_is_received():
    assert make_talk_at(S.SEALED).received(ENDED).received_at == ENDED
    with pytest.raises(WrongStatusError) as caught:
        make_talk_at(S.SIGNED).received(ENDED)
    assert caught.value.act == "receive"
