from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.keys.tries import Tries

NOW = datetime(2026, 3, 5, tzinfo=UTC)


def after(count):
    tries = Tries()
    for _ in range(count):
        tries = tries.failed(NOW)
    return tries


def test_three_are_free_and_then_the_waits_double_up_to_a_minute():
    waits = [after(count).wait(NOW) for count in range(12)]
    assert waits == [0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_very_many_still_wait_a_minute():
    assert Tries(100_000, NOW).wait(NOW) == 60


def test_the_wait_runs_off():
    tries = after(6)
    assert tries.wait(NOW + timedelta(seconds=5.5)) == 3
    assert tries.wait(NOW + timedelta(seconds=8)) == 0


def test_a_clock_set_back_waits_no_longer_than_the_pause():
    assert after(5).wait(NOW - timedelta(days=900)) == 4


def test_a_count_without_a_time_does_not_wait():
    assert Tries(9, None).wait(NOW) == 0
