from __future__ import annotations

import os

import pytest

from tests.services.killing_keys import run

KILLS = 8  # the hundreds are in tests/long/faults.py


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is a word of Unix")
def test_kills_amid_changes_of_keys_shut_nobody_out_and_bring_nobody_back(tmp_path):
    toll = run(tmp_path, KILLS, 2026)
    assert (toll.kills, toll.lost, toll.broken) == (KILLS, 0, 0)
    assert toll.met == KILLS, "the program ended by itself"
