from __future__ import annotations

import os
import random

import pytest

from tests.services.killing_talks import kill_once, set_up

KILLS = 4  # the fifty are in tests/long/talk_kill.py


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is a word of Unix")
def test_nothing_that_was_said_to_be_saved_is_lost_by_kills_amid_typing_and_sealing(tmp_path):
    desk, dice = set_up(tmp_path), random.Random(2026)
    for _ in range(KILLS):
        kill_once(desk, dice)
    assert (desk.kills, desk.lost, desk.broken) == (KILLS, 0, 0)
    assert not desk.failed, "the program ended by itself"
    assert desk.saves > KILLS
