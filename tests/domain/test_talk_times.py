"""Time belongs to the area one asks about; breaks belong to nobody, and no second is lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.ids import AnswerId
from app.domain.refusals import BreakOpenError, EndBeforeStartError, WrongStatusError
from app.domain.talk import Answer, Break, TalkStatus
from app.domain.talk_times import OUTSIDE, Cursor, TalkTimes, area_of
from tests.makers import make_talk

START = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)


def after(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def begun(area: str = "one") -> TalkTimes:
    return TalkTimes(planned={"one": 10}, cursor=Cursor("q1"), area=area, noted_at=START)


def test_time_goes_to_the_area_on_screen():
    times = begun().until(after(7), ()).turned_to(Cursor("q2"), "two").until(after(10), ())
    assert (times.used_minutes("one"), times.used_minutes("two")) == (7, 3)
    assert times.cursor == Cursor("q2")


def test_a_break_belongs_to_no_area():
    rest = (Break(after(2), after(5)), Break(after(8)))
    assert begun().until(after(9), rest).used == {"one": 5 * 60}


def test_a_clock_set_back_neither_costs_nor_gives():
    times = begun().until(after(5), ())
    again = times.until(after(1), ())
    assert (again.used, again.noted_at) == (times.used, after(5))


def test_what_is_over_the_plan_is_told_in_whole_minutes():
    times = begun().until(after(12.9), ())
    assert times.over("one") == 2
    assert times.over("two") == 0
    assert begun().until(after(9), ()).over("one") == 0


def test_before_the_talk_begins_nothing_is_counted():
    assert TalkTimes().until(after(3), ()).used == {}


def test_attendance_and_closing_words_belong_to_no_area():
    answer = Answer(AnswerId("q1"), 1, "one", "学了几次？")
    talk = make_talk(answers=(answer,))
    assert area_of(talk, talk.answers[0].id) == talk.answers[0].area
    assert area_of(talk, "closing:summary") == OUTSIDE


def test_a_gap_that_was_charged_is_taken_back_from_where_it_went():
    before = begun()
    noted = before.until(after(30), ()).turned_to(Cursor("q2"), "two").until(after(35), ())
    mended = noted.without(before, after(25), ())
    assert (mended.used_minutes("one"), mended.used_minutes("two")) == (5, 5)
    assert before.without(before, after(25), ()) == before


@given(
    st.lists(st.integers(0, 400_000_000), min_size=1, max_size=20),
    st.lists(st.tuples(st.integers(0, 200_000_000), st.integers(0, 60_000_000)), max_size=4),
)
def test_however_often_it_is_noted_the_pieces_add_up_to_the_whole(steps, rests):
    moments = [START]
    for step in steps:
        moments.append(moments[-1] + timedelta(microseconds=step))
    breaks, end = [], START
    for wait, length in rests:
        began = end + timedelta(microseconds=wait)
        end = began + timedelta(microseconds=length)
        breaks.append(Break(began, end))
    times = begun()
    for number, moment in enumerate(moments[1:]):
        times = times.until(moment, breaks).turned_to(Cursor("q"), str(number % 3))
    assert sum(times.used.values()) == sum(begun().until(moments[-1], breaks).used.values())


def under_way(**more):
    return make_talk(status=TalkStatus.UNDER_WAY, began_at=START, **more)


def test_what_broke_off_becomes_a_break():
    talk = under_way().interrupted(after(10), after(40), "中断")
    assert talk.breaks[-1] == Break(after(10), after(40), "中断")
    assert talk.spoken_time(after(60)) == timedelta(minutes=30)


def test_a_break_already_noted_is_not_counted_twice():
    talk = under_way(breaks=(Break(after(12), after(20)),)).interrupted(after(10), after(40), "")
    assert talk.breaks[-1] == Break(after(20), after(40))


def test_an_interruption_lies_within_the_talk():
    with pytest.raises(EndBeforeStartError):
        under_way().interrupted(after(10), after(10), "")
    with pytest.raises(EndBeforeStartError):
        under_way().interrupted(after(-10), after(10), "")
    with pytest.raises(BreakOpenError):
        under_way(breaks=(Break(after(12)),)).interrupted(after(10), after(40), "")
    with pytest.raises(WrongStatusError):
        make_talk().interrupted(after(10), after(40), "")
