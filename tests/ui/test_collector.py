"""Cycles are collected, and never by the thread of a lane."""

from __future__ import annotations

import gc
import threading
import weakref

import pytest

from ui.collector import MainThreadCollector


class Knot:
    """Something that holds on to itself."""

    def __init__(self) -> None:
        self.self = self


@pytest.fixture
def collector(qapp):
    made = MainThreadCollector()
    yield made
    made.deleteLater()
    gc.enable()


def test_a_busy_lane_collects_nothing(collector):
    tied = weakref.ref(Knot())

    def work() -> None:
        for _ in range(5000):
            Knot()

    lane = threading.Thread(target=work)
    lane.start()
    lane.join()
    assert tied() is not None


def test_the_main_thread_collects_what_python_would_have(collector):
    tied = weakref.ref(Knot())
    kept = [Knot() for _ in range(gc.get_threshold()[0] + 50)]
    collector.look()
    assert tied() is None
    assert kept
