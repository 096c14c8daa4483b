"""A rotation killed at any step leaves a vault that opens by the passphrase, with everything."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.services.killing_rotation import killed_on_the_way, run

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kill -9 is a word of Unix")


def test_killed_at_every_third_step_it_opens_by_the_passphrase_with_everything(tmp_path: Path):
    epochs = killed_on_the_way(tmp_path, stride=3)  # at each step: tests/long/rotation_steps.py
    assert epochs == sorted(epochs), "there is one moment at which the new vault begins to count"
    assert set(epochs) == {0, 1}
    assert len(epochs) > 10


def test_blows_in_the_middle_of_the_work_cost_nothing(tmp_path: Path):
    toll = run(tmp_path, 3, 2026)
    assert toll.kills == 3
    assert toll.is_nothing
