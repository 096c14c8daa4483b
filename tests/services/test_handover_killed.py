"""The program is killed while it writes to a stick: the vault stays whole, the number stays."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.services import killing_handover

KILLS = 10  # a sample; tests/long/faults.py takes as many as asked for


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is a word of Unix")
def test_a_killed_writing_loses_nothing_and_keeps_its_number(tmp_path: Path):
    toll = killing_handover.run(tmp_path, KILLS, seed=9)
    assert toll.is_nothing, toll
    assert toll.kills == KILLS
    assert toll.met > KILLS // 3
