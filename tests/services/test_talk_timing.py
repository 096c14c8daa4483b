"""Where one writes and how long each area took is in the vault with the words."""

from __future__ import annotations

import pytest

from app.domain.refusals import TalkSealedError
from app.domain.talk import TalkStatus
from app.domain.talk_times import Cursor

S = TalkStatus


def test_a_talk_that_begins_stands_at_its_first_question(desk):
    talk_id = desk.talk_at(S.UNDER_WAY)
    times = desk.talks.times(talk_id)
    assert times.cursor == Cursor(desk.first_answer(talk_id))
    assert times.noted_at == desk.talk(talk_id).began_at


def test_the_cursor_is_kept_in_the_breath_of_the_words(desk):
    talk_id = desk.talk_at(S.UNDER_WAY)
    answer = desk.talk(talk_id).answers[0]
    desk.trail.clock.move(minutes=6)
    before = desk.acts()
    desk.talks.save_answer(talk_id, answer.id, "讲了三件事", Cursor(answer.id, 3, 1))
    times = desk.talks.times(talk_id)
    assert times.cursor == Cursor(answer.id, 3, 1)
    assert times.used == {answer.area: 360}
    assert len(desk.acts()) == len(before) + 1


def test_a_cursor_that_only_moves_leaves_no_trace_in_the_trail(desk):
    talk_id = desk.talk_at(S.UNDER_WAY)
    one, other = desk.talk(talk_id).answers[0], desk.talk(talk_id).answers[1]
    before = desk.acts()
    desk.trail.clock.move(minutes=4)
    desk.talks.keep_cursor(talk_id, Cursor(other.id, 0))
    desk.trail.clock.move(minutes=3)
    desk.talks.keep_cursor(talk_id, Cursor("closing:statement", 2))
    times = desk.talks.times(talk_id)
    assert times.used == {one.area: 240, other.area: 180}
    assert times.area == ""
    assert desk.acts() == before


@pytest.mark.parametrize("status", [S.PREPARED, S.TO_CONFIRM, S.SEALED])
def test_the_cursor_stays_where_it_was_unless_the_talk_goes_on(desk, status):
    talk_id = desk.talk_at(status)
    before = desk.talks.times(talk_id)
    desk.talks.keep_cursor(talk_id, Cursor("elsewhere", 9))
    assert desk.talks.times(talk_id) == before


def test_areas_add_up_to_the_time_that_was_talked(desk):
    talk_id = desk.talk_at(S.UNDER_WAY)
    answers = desk.talk(talk_id).answers
    clock = desk.trail.clock
    for minutes, answer in zip((5, 7, 9), answers, strict=True):
        clock.move(minutes=minutes)
        desk.talks.save_answer(talk_id, answer.id, "答", Cursor(answer.id, 1))
    desk.talks.pause(talk_id, "喝水")
    clock.move(minutes=15)
    desk.talks.resume(talk_id)
    clock.move(minutes=4)
    desk.talks.end(talk_id)
    spoken = desk.talk(talk_id).spoken_time(clock.now())
    assert sum(desk.talks.times(talk_id).used.values()) == spoken.total_seconds() == 25 * 60


def test_minutes_are_planned_until_the_text_is_frozen(desk):
    talk_id = desk.talk_at(S.PREPARED)
    desk.talks.plan_minutes(talk_id, {"a1": 15, "a2": 99_999, "a3": -4})
    desk.talks.plan_minutes(talk_id, {"a1": 20})
    assert desk.talks.times(talk_id).planned == {"a1": 20, "a2": 600}
    assert desk.acts(talk_id)[-1] == "talk.minutes"
    with pytest.raises(TalkSealedError):
        desk.talks.plan_minutes(desk.talk_at(S.SEALED), {"a1": 15})


def test_what_broke_off_is_noted_as_a_break_and_charged_to_nobody(desk):
    talk_id = desk.talk_at(S.UNDER_WAY)
    answer, clock = desk.talk(talk_id).answers[0], desk.trail.clock
    clock.move(minutes=10)
    desk.talks.save_answer(talk_id, answer.id, "说到一半", Cursor(answer.id, 4))
    before = desk.talks.times(talk_id)
    clock.move(minutes=25)
    opened = clock.now()
    clock.move(minutes=5)
    desk.talks.keep_cursor(talk_id, Cursor(answer.id, 2))
    desk.talks.record_interruption(talk_id, before, opened, " 断电 ")
    pause = desk.talk(talk_id).breaks[-1]
    assert (pause.began_at, pause.ended_at, pause.note) == (before.noted_at, opened, "断电")
    assert desk.talks.times(talk_id).used == {answer.area: 15 * 60}
    assert desk.talk(talk_id).spoken_time(clock.now()).total_seconds() == 15 * 60
