from __future__ import annotations

import os
import random

import pytest

from tests.conftest import KEY
from tests.store.killing import Tally, kill_once, whole_file

KILLS = 15  # the long trial does hundreds


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is a word of Unix")
def test_nothing_that_was_told_kept_is_lost_by_kills(vault):
    vault.close()
    tally, dice = Tally(), random.Random(2026)
    for _ in range(KILLS):
        kill_once(vault.folder, KEY, dice, tally)
    assert (tally.kills, tally.lost, tally.broken) == (KILLS, 0, 0)
    assert tally.kept > KILLS
    assert tally.hot, "no kill met a vault at work: the test proves nothing"
    assert whole_file(vault.folder, KEY)
