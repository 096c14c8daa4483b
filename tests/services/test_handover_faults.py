"""Whatever befalls the stick, the vault is the same, and nothing is believed that was not told."""

from __future__ import annotations

import contextlib
import random
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.errors import DiskFullError, StickFullError
from app.domain.handover import Order, Place
from app.domain.package import PackageLevel
from app.domain.progress import CancelledError, NoProgress
from app.services.handover import Handover
from tests.services.handing_over import (
    REASON,
    AtStep,
    Ground,
    Trials,
    assert_same,
    cancel,
    hand_over,
    state,
)

TRIALS = 45  # a sample; tests/long/handover_faults.py takes hundreds


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    found = Ground(tmp_path_factory.mktemp("ground"))
    found.set_up()
    return found


@pytest.fixture
def ground(prepared: Ground, tmp_path: Path) -> Ground:
    return prepared.copied_to(tmp_path)


def chosen(handover: Handover, level: PackageLevel = PackageLevel.FULL) -> Order:
    return Order(tuple(row.id for row in handover.ready()), level, REASON)


def test_a_fault_at_any_byte_and_at_any_moment_costs_nothing(ground: Ground):
    trials = Trials(ground, random.Random(6))
    trials.run(TRIALS)
    assert sum(trials.outcomes.values()) == TRIALS
    assert len(trials.outcomes) > 4


def test_stopping_between_any_two_steps_leaves_nothing(ground: Ground):
    with ground.opened() as handover:
        before, steps, is_over = state(handover), 0, False
        while not is_over:
            steps += 1
            going = handover.dispatch(chosen(handover), Place(ground.stick))
            for _ in range(steps):
                going.step(NoProgress())
            is_over = going.where is None
            if not is_over:
                going.abandon()
                assert list(ground.stick.iterdir()) == []
                assert_same(before, state(handover))
        assert steps > 8
        assert going.written is not None
        assert going.written.number == 1
        assert ground.believed(handover) == [going.written.folder]
    assert [thread.name for thread in threading.enumerate() if "package" in thread.name] == []
    assert not [path for path in ground.vault.iterdir() if "handover" in path.name]


def test_a_wish_to_stop_is_heard_at_every_step_that_tells_of_itself(ground: Ground):
    with ground.opened() as handover:
        stopped = 0
        while True:
            try:
                hand_over(handover, ground.stick, AtStep(stopped + 1, cancel))
            except CancelledError:
                stopped += 1
                assert list(ground.stick.iterdir()) == []
            else:
                break
        assert stopped > 3


def test_a_vault_that_is_closed_meanwhile_ends_it(ground: Ground):
    with ground.opened() as handover:
        going = handover.dispatch(chosen(handover), Place(ground.stick))
        while going.phase.value == "packing":
            going.step(NoProgress())
        going.stop()
        with pytest.raises(CancelledError):
            going.step(NoProgress())
        going.abandon()
        assert list(ground.stick.iterdir()) == []


def test_who_begins_another_package_overtakes_the_one_before(ground: Ground):
    with ground.opened() as handover:
        first = handover.dispatch(chosen(handover), Place(ground.stick))
        for _ in range(5):
            first.step(NoProgress())
        assert handover.packages() == []
        second = handover.dispatch(chosen(handover, PackageLevel.LEDGER), Place(ground.stick))
        written = second.carry_out(NoProgress())
        with pytest.raises(CancelledError):
            first.carry_out(NoProgress())
        assert [(row.number, row.level) for row in handover.packages()] == [
            (1, PackageLevel.LEDGER)
        ]
        assert ground.believed(handover) == [written.folder]


def test_too_little_room_is_told_before_a_byte_is_written(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("app.services.dispatch.free_room", lambda folder: 60_000)
    with ground.opened() as handover:
        with pytest.raises(StickFullError) as full:
            hand_over(handover, ground.stick, NoProgress())
        assert full.value.free_bytes == 60_000 < full.value.needed_bytes
    assert list(ground.stick.iterdir()) == []


def test_a_disk_of_the_vault_that_is_full_is_named_and_nothing_is_written(
    prepared: Ground, small_disk: Callable[[int], Path]
):
    ground = prepared.copied_to(small_disk(12))
    with ground.opened() as handover:
        first = hand_over(handover, ground.stick, NoProgress())
        ground.sweep()
        ballast = ground.vault / "ballast"
        with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while file.write(bytes(4096)) == 4096:
                pass
        with pytest.raises(DiskFullError):
            hand_over(handover, ground.stick, NoProgress())
        assert list(ground.stick.iterdir()) == []
        ballast.unlink()
        assert hand_over(handover, ground.stick, NoProgress()).bag_root == first.bag_root
