"""A kill amid decisions leaves the finding before the step or after it, and never half of it."""

from __future__ import annotations

import os

import pytest

from tests.services.killing_findings import run

KILLS = 3  # the long trial, tests/long/rectifying_kill.py, does hundreds


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is a word of Unix")
def test_a_killed_decision_leaves_the_finding_before_or_after_the_step(tmp_path):
    toll = run(tmp_path, KILLS, 2026)
    assert (toll.kills, toll.lost, toll.broken) == (KILLS, 0, 0)
    assert toll.met, "no kill met a decision: the test proves nothing"
