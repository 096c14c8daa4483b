from __future__ import annotations

import os

import pytest

from tests.services import killing_backups

KILLS = 9


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is a word of Unix")
def test_nothing_that_was_told_backed_up_or_restored_is_lost_by_kills(tmp_path):
    toll = killing_backups.run(tmp_path, KILLS, seed=2026)
    assert toll.is_nothing, toll
    assert toll.kills == KILLS
    assert toll.met, "no kill met a backup at work: the test proves nothing"
