"""How long it will still take: not said before it can be known, and never below what is left."""

from __future__ import annotations

from ui.handover.time_left import TimeLeft


class Watch:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_nothing_is_said_before_a_few_seconds_have_gone():
    watch = Watch()
    left = TimeLeft(watch)
    assert left.words(0, 100) == ""
    watch.seconds = 2
    assert left.words(50, 100) == ""


def test_minutes_and_hours_follow_from_the_speed_so_far():
    watch = Watch()
    left = TimeLeft(watch)
    left.words(0, 1000)
    watch.seconds = 10
    assert left.words(500, 1000) == "不到 1 分钟"
    assert left.words(50, 1000) == "约 3 分钟"
    assert left.words(2, 1000) == "约 1.5 小时"
    assert left.words(1000, 1000) == ""


def test_another_piece_of_work_is_reckoned_anew():
    watch = Watch()
    left = TimeLeft(watch)
    left.words(0, 10)
    watch.seconds = 100
    left.begin()
    assert left.words(0, 10) == ""
