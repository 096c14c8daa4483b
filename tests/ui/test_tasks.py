from __future__ import annotations

import gc
import threading

import pytest

from app.domain.changes import Changes
from app.domain.errors import PrinterMissingError
from ui.tasks import Lane, Task, Tasks

WAITING, ROUNDS = 200, 40


@pytest.fixture
def tasks(qapp):
    lane = Lane(threads=1)
    yield Tasks(lane)
    assert lane.finish()


def on_main():
    return threading.current_thread() is threading.main_thread()


def test_work_leaves_the_main_thread_and_its_result_comes_back(qtbot, tasks):
    got = []
    tasks.query(
        lambda p: on_main(), then=lambda worked_on_main: got.append((worked_on_main, on_main()))
    )
    qtbot.waitUntil(lambda: bool(got))
    assert got == [(False, True)]


def test_a_command_tells_what_changed(qtbot, tasks):
    with qtbot.waitSignal(tasks.changed) as heard:
        tasks.command(lambda p: Changes.TALKS | Changes.MINUTES)
    assert heard.args == [Changes.TALKS | Changes.MINUTES]


def test_an_expected_error_is_refused(qtbot, tasks):
    def work(progress):
        raise PrinterMissingError

    with qtbot.waitSignal(tasks.refused) as heard, qtbot.assertNotEmitted(tasks.changed):
        tasks.command(work)
    assert isinstance(heard.args[0], PrinterMissingError)


def test_a_bug_is_a_crash_and_the_lane_goes_on(qtbot, tasks, caplog):
    with qtbot.waitSignal(tasks.crashed) as heard:
        tasks.command(lambda p: 1 / 0)
    assert isinstance(heard.args[0], ZeroDivisionError)
    with qtbot.waitSignal(tasks.changed):
        tasks.command(lambda p: Changes.NONE)


def test_cancel_stops_at_the_next_step(qtbot, tasks):
    go = threading.Event()

    def work(progress):
        progress.step(0, 2)
        go.wait(5)
        progress.step(1, 2)

    task = tasks.command(work)
    with qtbot.waitSignal(task.cancelled), qtbot.assertNotEmitted(tasks.changed):
        task.cancel()
        go.set()


def test_many_short_tasks_keep_their_order_and_survive_collection(qtbot, tasks):
    got = []
    for n in range(500):
        tasks.query(lambda p, n=n: n, then=got.append)
        if n % 50 == 0:
            gc.collect()
    qtbot.waitUntil(lambda: len(got) == 500, timeout=5000)
    assert got == list(range(500))


def test_finished_tasks_are_let_go(qtbot, tasks):
    for _ in range(20):
        tasks.query(lambda p: None, then=lambda r: None)
    qtbot.waitUntil(lambda: not tasks.findChildren(Task), timeout=5000)


def test_waiting_for_a_lane_leaves_it_the_thread_on_which_the_vault_was_opened(qtbot, tasks):
    threads = []
    for _ in range(20):
        tasks.query(lambda p: threading.current_thread(), then=threads.append)
        assert tasks.finish()
    qtbot.waitUntil(lambda: len(threads) == 20)
    assert len(set(threads)) == 1


def test_everybody_who_waits_for_the_end_of_a_task_hears_of_it(qtbot, qapp):
    """The main thread is quick: it may have heard of the end while the lane still tells others."""
    tasks = Tasks(Lane(1))
    heard = [0]

    def hear():
        heard[0] += 1

    def watch(task):
        for _ in range(WAITING):
            task.ended.connect(hear)

    for number in range(1, ROUNDS + 1):
        tasks.query(lambda _: None, then=lambda _: None, watch=watch)
        qtbot.waitUntil(lambda n=number: heard[0] == n * WAITING, timeout=5_000)
    assert tasks.finish()
