"""New files take the places of old ones wholly or not at all, wherever the blow falls."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

import pytest

from app.domain.errors import DiskFullError, FolderUnusableError
from app.store import turnover
from tests.killing_steps import killed_at_each_step

NAMES = ("keys.json", "keys.json.1", "head.json", "vault.db")
unix = pytest.mark.skipif(os.name == "nt", reason="kill -9 is a word of Unix")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A vault's folder with a hot log, as a crash leaves it."""
    folder = tmp_path / "vault"
    (folder / "attachments").mkdir(parents=True)
    (folder / "attachments/a").write_text("old")
    for name in (*NAMES, *turnover.LOGS, "vault.lock"):
        (folder / name).write_text("old")
    return folder


def build(folder: Path, *, attachments: bool = True) -> None:
    fresh = turnover.begin(folder)
    for name in NAMES:
        (fresh / name).write_text("new")
    if attachments:
        (fresh / "attachments").mkdir()
        (fresh / "attachments/a").write_text("new")
        (fresh / "attachments/b").write_text("new")


def texts(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if path.is_file()
    }


def fill(path: Path) -> None:
    """Take the last room of a small disk."""
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY)
    with contextlib.suppress(OSError):
        while os.write(descriptor, bytes(4096)):
            pass
    os.close(descriptor)


def is_wholly(folder: Path, age: str) -> bool:
    """Everything of one age, and nothing of an exchange that is still to be done."""
    mine = {n: t for n, t in texts(folder).items() if not n.startswith(turnover.PREVIOUS)}
    names = {"attachments/a", *NAMES, "vault.lock"}
    names |= {"attachments/b"} if age == "new" else set(turnover.LOGS)
    return set(mine) == names and {t for n, t in mine.items() if n != "vault.lock"} == {age}


def test_new_files_take_the_places_and_the_old_ones_wait_until_they_are_forgotten(old):
    build(old)
    turnover.commit(old)
    assert turnover.is_under_way(old)
    assert turnover.finish(old)
    assert is_wholly(old, "new")
    before = texts(old / turnover.PREVIOUS)
    assert set(before) == {"attachments/a", *NAMES, *turnover.LOGS}
    assert set(before.values()) == {"old"}
    turnover.forget_previous(old)
    assert not (old / turnover.PREVIOUS).exists()
    assert not turnover.finish(old)
    assert is_wholly(old, "new")


def test_what_was_not_marked_is_thrown_away(old):
    build(old)
    assert not turnover.is_under_way(old)
    assert not turnover.finish(old)
    assert is_wholly(old, "old")


def test_a_log_of_the_old_database_never_meets_the_new_one(old):
    build(old, attachments=False)
    turnover.commit(old)
    turnover.finish(old)
    assert not any((old / log).exists() for log in turnover.LOGS)
    assert (old / "attachments/a").read_text() == "old"


def test_only_files_of_a_vault_are_exchanged(old):
    build(old)
    for stray in ("vault.lock", "backups", "readme.txt"):
        (old / turnover.NEXT / stray).write_text("new")
    turnover.commit(old)
    turnover.finish(old)
    assert (old / "vault.lock").read_text() == "old"
    assert not (old / "backups").exists()
    assert not (old / "readme.txt").exists()


def test_a_new_database_that_is_not_whole_never_counts(old):
    build(old)
    (old / turnover.NEXT / "vault.db-wal").write_text("commits that are not in the file")
    with pytest.raises(FolderUnusableError):
        turnover.commit(old)
    (old / turnover.NEXT / "vault.db-wal").unlink()
    (old / turnover.NEXT / "vault.db").unlink()
    with pytest.raises(FolderUnusableError):
        turnover.commit(old)
    turnover.finish(old)
    assert is_wholly(old, "old")


def test_an_older_exchange_that_was_never_forgotten_is_not_written_over(old):
    build(old)
    turnover.commit(old)
    (old / turnover.PREVIOUS / "vault.db").write_text("older")
    turnover.finish(old)
    assert (old / turnover.PREVIOUS / "vault.db").read_text() == "older"
    assert (old / turnover.PREVIOUS / "vault.db.2").read_text() == "old"
    assert is_wholly(old, "new")


@unix
def test_a_link_in_the_place_of_the_new_files_leads_nowhere(old, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / turnover.MARKER).touch()
    (elsewhere / "vault.db").write_text("somebody else's")
    (old / turnover.NEXT).symlink_to(elsewhere)
    assert not turnover.finish(old)
    assert is_wholly(old, "old")
    assert (elsewhere / "vault.db").exists()


@unix
def test_killed_at_every_step_of_the_exchange_it_comes_to_its_end_afterwards(old, tmp_path):
    build(old)
    turnover.commit(old)
    ready, work, steps = tmp_path / "ready", tmp_path / "work", 0
    old.rename(ready)
    shutil.copytree(ready, work)
    for _ in killed_at_each_step(lambda: turnover.finish(work)):
        steps += 1
        turnover.finish(work)
        assert is_wholly(work, "new")
        assert set(texts(work / turnover.PREVIOUS).values()) == {"old"}
        assert len(texts(work / turnover.PREVIOUS)) == 7
        shutil.rmtree(work)
        shutil.copytree(ready, work)
    assert steps > 14, "every renaming and removing is a step"


@unix
def test_killed_twice_it_still_comes_to_its_end(old, tmp_path):
    build(old)
    turnover.commit(old)
    ready, half, work = tmp_path / "ready", tmp_path / "half", tmp_path / "work"
    old.rename(ready)
    shutil.copytree(ready, half)
    for _ in killed_at_each_step(lambda: turnover.finish(half)):
        shutil.copytree(half, work)
        # every third step: each by itself is tried above
        for _ in killed_at_each_step(lambda: turnover.finish(work), stride=3):
            turnover.finish(work)
            assert is_wholly(work, "new")
            shutil.rmtree(work)
            shutil.copytree(half, work)
        shutil.rmtree(work)
        shutil.rmtree(half)
        shutil.copytree(ready, half)


@unix
def test_killed_at_every_step_of_building_and_marking_one_vault_is_whole(old, tmp_path):
    ready, work = tmp_path / "ready", tmp_path / "work"
    old.rename(ready)
    shutil.copytree(ready, work)

    def exchange() -> None:
        build(work)
        turnover.commit(work)

    ages = []
    for _ in killed_at_each_step(exchange):
        has_turned = turnover.finish(work)
        assert is_wholly(work, "new" if has_turned else "old")
        ages.append(has_turned)
        shutil.rmtree(work)
        shutil.copytree(ready, work)
    assert len(ages) > 10
    assert not any(ages), "the marker is the last step: before it nothing counts"


def test_a_full_disk_leaves_the_old_files_in_force(small_disk):
    folder = small_disk(1) / "vault"
    folder.mkdir()
    for name in NAMES:
        (folder / name).write_text("old")
    build(folder)
    fill(folder / "filling")
    with pytest.raises(DiskFullError):
        turnover.commit(folder)
    assert not turnover.finish(folder)
    assert all((folder / name).read_text() == "old" for name in NAMES)
    (folder / "filling").unlink()
    build(folder)
    turnover.commit(folder)
    fill(folder / "filling")
    assert turnover.finish(folder), "what counts takes its place without any room"
    assert all((folder / name).read_text() == "new" for name in NAMES)
