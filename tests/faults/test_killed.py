"""Kills and cuts of power, a few of each kind; the hundreds are in tests/long/faults.py."""

from __future__ import annotations

import os

import pytest

from tests.faults import cutting_power
from tests.faults.power import new_disk
from tests.store import killing

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kill -9 is a word of Unix")


def test_the_disk_of_the_trial_really_loses_what_was_not_synced(tmp_path):
    disk = new_disk(tmp_path)
    try:
        with (disk.folder / "synced").open("wb") as synced:
            synced.write(b"kept")
            synced.flush()
            os.fsync(synced.fileno())
        (disk.folder / "loose").write_bytes(b"x" * 100_000)
        disk.cut_power()
        disk.unplug()
        disk.plug_in()
        assert (disk.folder / "synced").read_bytes() == b"kept"
        loose = disk.folder / "loose"
        assert not loose.exists() or loose.stat().st_size < 100_000
    finally:
        disk.unplug()


def test_cuts_of_power_cost_no_saved_word(tmp_path):
    new_disk(tmp_path).unplug()  # skips where there is none
    toll = cutting_power.run(tmp_path / "trial", 8, 2026)
    assert (toll.kills, toll.lost, toll.broken) == (8, 0, 0)
    assert toll.met, "no cut met a vault at work: the trial proves nothing"


def test_kills_amid_saving_cost_nothing(tmp_path):
    toll = killing.run(tmp_path / "trial", 6, 7)
    assert toll.is_nothing
    assert toll.kills == toll.met == 6
