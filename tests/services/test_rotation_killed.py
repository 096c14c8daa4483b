"""A rotation killed at every step leaves a vault that opens by the passphrase, with everything."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from app.domain.progress import NoProgress
from app.services.new_vault import NewVault
from app.store import turnover
from tests.killing_steps import killed_at_each_step
from tests.services.killing_rotation import PASSPHRASE, is_whole, run, sealed_talk, way_in

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kill -9 is a word of Unix")


def test_killed_at_every_step_it_opens_by_the_passphrase_with_everything(tmp_path: Path):
    ready, work = tmp_path / "ready", tmp_path / "work"
    new = NewVault(ready / "vault", PASSPHRASE, PASSPHRASE, "清河县纪委监委", "李明")
    application = way_in(ready).create(new, NoProgress())
    talk_id = sealed_talk(application)
    application.lock()

    def rotate() -> None:
        opened = way_in(work).unlock(work / "vault", PASSPHRASE, NoProgress())
        opened.rotation.rotate(PASSPHRASE, {}, None, NoProgress())

    epochs = []
    shutil.copytree(ready, work)
    for _ in killed_at_each_step(rotate):
        opened = way_in(work).unlock(work / "vault", PASSPHRASE, NoProgress())
        assert is_whole(opened, talk_id, 20)
        epochs.append(opened.session.keys.epoch)
        for name in (turnover.NEXT, turnover.PREVIOUS):
            assert not (work / "vault" / name).exists()
        opened.lock()
        shutil.rmtree(work)
        shutil.copytree(ready, work)
    assert epochs == sorted(epochs), "there is one moment at which the new vault begins to count"
    assert set(epochs) == {0, 1}
    assert len(epochs) > 30


def test_blows_in_the_middle_of_the_work_cost_nothing(tmp_path: Path):
    toll = run(tmp_path, 3, 2026)
    assert toll.kills == 3
    assert toll.is_nothing
