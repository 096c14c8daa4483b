from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.refusals import (
    ScanMissingError,
    TalkSealedError,
)
from app.domain.talk import TalkStatus
from app.services.talks import FindingEntry
from tests.desk import CHOSEN

S = TalkStatus


def test_corrections_keep_the_old_words_beside_the_new(desk, clock):
    talk_id = desk.talk_at(S.TO_CONFIRM)
    answer_id = desk.first_answer(talk_id)
    desk.talks.correct(talk_id, answer_id, "不是三件，是两件", " 本人更正 ")
    desk.talks.correct(talk_id, answer_id, "两件")
    talk = desk.talk(talk_id)
    assert talk.answer(answer_id).text == "两件"
    assert [(c.at, c.old_text, c.new_text, c.note) for c in talk.corrections] == [
        (clock.now(), "答复1", "不是三件，是两件", "本人更正"),
        (clock.now(), "不是三件，是两件", "两件", ""),
    ]


def test_a_refusal_to_sign_is_noted_not_overwritten(desk):
    talk_id = desk.talk_at(S.TO_SIGN)
    with pytest.raises(ScanMissingError):
        desk.talks.note_refusal_and_sign(talk_id, " ")
    desk.talks.note_refusal_and_sign(talk_id, "拒签，李四见证")
    assert desk.talk(talk_id).refusal_note == "拒签，李四见证"


def test_a_sealed_talk_is_read_as_it_was_and_takes_no_command(desk, clock):
    talk_id = desk.talk_at(S.SIGNED)
    before = desk.talk(talk_id)
    desk.talks.seal(talk_id)
    sealed = desk.talk(talk_id)
    assert sealed == replace(before, status=S.SEALED, sealed_at=clock.now())
    answer_id = desk.first_answer(talk_id)
    commands = (
        lambda: desk.talks.change_plan(talk_id, desk.entry()),
        lambda: desk.talks.reschedule(talk_id, clock.now(), ""),
        lambda: desk.talks.cancel(talk_id, "x"),
        lambda: desk.talks.prepare(talk_id, CHOSEN),
        lambda: desk.talks.begin(talk_id),
        lambda: desk.talks.save_answer(talk_id, answer_id, "x"),
        lambda: desk.talks.skip(talk_id, answer_id, "x"),
        lambda: desk.talks.unskip(talk_id, answer_id),
        lambda: desk.talks.ask(talk_id, "a1", "x"),
        lambda: desk.talks.set_present(talk_id, 0, is_present=False),
        lambda: desk.talks.save_closing(talk_id, "x", "x", "x"),
        lambda: desk.talks.pause(talk_id, ""),
        lambda: desk.talks.resume(talk_id),
        lambda: desk.talks.end(talk_id),
        lambda: desk.talks.correct(talk_id, answer_id, "x"),
        lambda: desk.talks.note_refusal_and_sign(talk_id, "x"),
        lambda: desk.talks.seal(talk_id),
        lambda: desk.talks.add_finding(talk_id, FindingEntry("a1", "x")),
    )
    acts = desk.acts()
    for command in commands:
        with pytest.raises(TalkSealedError):
            command()
    assert desk.talk(talk_id) == sealed
    assert desk.acts() == acts


def test_each_step_leaves_its_trace(desk):
    talk_id = desk.talk_at(S.SEALED)
    assert desk.acts(talk_id) == [
        "talk.plan",
        "talk.prepare",
        "talk.begin",
        "talk.answer",
        "talk.answer",
        "talk.answer",
        "talk.end",
        "talk.refusal",
        "talk.seal",
    ]
