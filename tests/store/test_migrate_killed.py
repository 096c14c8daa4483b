"""A migration that is killed, or has no room, leaves the old vault whole; the next opening goes on."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlite

from app.domain.audit import first_break
from app.domain.errors import DiskFullError, VaultDamagedError, VaultTooNewError
from app.domain.progress import CancelledError
from app.store import audit, migrate, settings, turnover, upgrade
from app.store.ballast import Ballast
from app.store.upgrade import UpgradeCare
from app.store.vault import Vault, create_vault, open_vault
from tests.conftest import KEY
from tests.killing_steps import killed_at_each_step
from tests.store.killing_migration import LATER, add_entries, run
from tests.store.test_turnover import fill

unix = pytest.mark.skipif(os.name == "nt", reason="kill -9 is a word of Unix")


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """The steps of a program some versions on."""
    known = migrate.steps()

    def more(*sql: str) -> int:
        later = [(known[-1][0] + at, text) for at, text in enumerate(sql, 1)]
        monkeypatch.setattr(migrate, "steps", lambda _=None: [*known, *later])
        return later[-1][0]

    return more


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A vault as today's program leaves it, closed."""
    folder = tmp_path / "vault"
    folder.mkdir()
    vault = create_vault(folder, bytearray(KEY))
    add_entries(vault, 40)
    vault.close()
    return folder


def number(vault: Vault) -> int:
    with vault.reading() as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def is_whole(vault: Vault, entries: int = 40) -> bool:
    with vault.reading() as connection:
        return (
            audit.head(connection).sequence == entries
            and first_break(audit.every(connection)) is None
            and str(settings.get(connection, "answer.7")).startswith("谈")
        )


def digests(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.is_file() and path.name != "vault.db-shm"  # not content: any reader writes it anew
    }


# ── a vault of a later program ───────────────────────────────────────────────────────────────────


def test_a_newer_vault_is_left_without_a_byte_changed(old, steps, monkeypatch):
    steps(LATER)
    open_vault(old, bytearray(KEY)).close()
    monkeypatch.undo()
    before = {path.name: path.read_bytes() for path in old.iterdir() if path.is_file()}
    with pytest.raises(VaultTooNewError):
        open_vault(old, bytearray(KEY))
    assert {path.name: path.read_bytes() for path in old.iterdir() if path.is_file()} == before


@unix
def test_a_newer_vault_keeps_its_log_too_when_it_was_cut_off(old, steps, monkeypatch):
    steps(LATER)
    open_vault(old, bytearray(KEY)).close()
    child = os.fork()
    if not child:
        vault = open_vault(old, bytearray(KEY))
        add_entries(vault, 3)
        os._exit(0)  # nothing is closed: the log stays
    os.waitpid(child, 0)
    monkeypatch.undo()
    before = digests(old)
    assert (old / "vault.db-wal").stat().st_size
    with pytest.raises(VaultTooNewError):
        open_vault(old, bytearray(KEY))
    assert digests(old) == before
    steps(LATER)
    vault = open_vault(old, bytearray(KEY))
    assert is_whole(vault, 43)
    vault.close()


# ── an older vault ───────────────────────────────────────────────────────────────────────────────


def test_the_old_file_waits_beside_the_migrated_one_as_it_was(old, steps):
    newest = steps(LATER)
    before = (old / "vault.db").read_bytes()
    vault = open_vault(old, bytearray(KEY))
    assert number(vault) == newest
    assert is_whole(vault)
    vault.close()
    assert (old / turnover.PREVIOUS / "vault.db").read_bytes() == before
    assert not (old / turnover.NEXT).exists()


@unix
def test_what_only_the_log_holds_is_migrated_too(old, steps):
    child = os.fork()
    if not child:
        vault = open_vault(old, bytearray(KEY))
        add_entries(vault, 5)
        os._exit(0)
    os.waitpid(child, 0)
    steps(LATER)
    vault = open_vault(old, bytearray(KEY))
    assert is_whole(vault, 45)
    vault.close()


def test_a_failing_step_leaves_every_byte_of_the_old_vault(old, steps):
    before = (old / "vault.db").read_bytes()
    steps(LATER, "CREATE TABLE half (x); CREATE TABLE setting (y);")
    with pytest.raises(sqlite.OperationalError):
        open_vault(old, bytearray(KEY))
    assert (old / "vault.db").read_bytes() == before
    assert not (old / turnover.NEXT).exists()
    assert not (old / turnover.PREVIOUS).exists()


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM setting WHERE key = 'answer.7';",
        "CREATE TABLE later (x INTEGER REFERENCES talk (number)) STRICT; PRAGMA defer_foreign_keys = ON;"
        "DROP TRIGGER audit_entry_stays; DELETE FROM audit_entry WHERE sequence = 40;",
    ],
)
def test_a_step_that_loses_rows_never_takes_the_old_vaults_place(old, steps, sql):
    before = (old / "vault.db").read_bytes()
    steps(sql)
    with pytest.raises(VaultDamagedError):
        open_vault(old, bytearray(KEY))
    assert (old / "vault.db").read_bytes() == before


def test_a_damaged_old_vault_is_not_migrated_into_a_clean_one(old, steps):
    content = bytearray((old / "vault.db").read_bytes())
    content[len(content) // 4096 // 2 * 4096 + 77] ^= 1
    (old / "vault.db").write_bytes(content)
    steps(LATER)
    with pytest.raises(VaultDamagedError):
        open_vault(old, bytearray(KEY))
    assert (old / "vault.db").read_bytes() == bytes(content)
    assert not (old / turnover.NEXT).exists()


def test_the_backup_comes_first_and_without_it_nothing_is_done(old, steps):
    steps(LATER)
    before = (old / "vault.db").read_bytes()

    def refuse() -> None:
        assert not list((old / turnover.NEXT).iterdir())
        raise DiskFullError(free_bytes=1)

    with pytest.raises(DiskFullError):
        open_vault(old, bytearray(KEY), care=UpgradeCare(back_up=refuse))
    assert (old / "vault.db").read_bytes() == before


def test_who_does_not_want_to_wait_stops_it_and_nothing_has_changed(old, steps):
    newest = steps(LATER)
    before, looks = (old / "vault.db").read_bytes(), 0

    def stop_at(look: int) -> UpgradeCare:
        left = [look]

        def between() -> None:
            left[0] -= 1
            if not left[0]:
                raise CancelledError

        return UpgradeCare(between=between)

    while True:
        looks += 1
        try:
            vault = open_vault(old, bytearray(KEY), care=stop_at(looks))
            break
        except CancelledError:
            assert (old / "vault.db").read_bytes() == before
            assert not (old / turnover.NEXT).exists()
    assert looks > 2
    assert number(vault) == newest
    vault.close()


# ── kills ────────────────────────────────────────────────────────────────────────────────────────


@unix
def test_killed_at_every_step_it_leaves_the_old_vault_or_the_new_one(old, steps, tmp_path):
    newest = steps(LATER)
    work, found = tmp_path / "work", []
    shutil.copytree(old, work)
    for _ in killed_at_each_step(lambda: open_vault(work, bytearray(KEY))):
        has_turned = turnover.finish(work)
        if not has_turned and not (work / turnover.PREVIOUS / "vault.db").exists():
            assert (work / "vault.db").read_bytes() == (old / "vault.db").read_bytes()
        vault = open_vault(work, bytearray(KEY))
        assert number(vault) == newest
        assert is_whole(vault)
        vault.close()
        found.append(has_turned)
        shutil.rmtree(work)
        shutil.copytree(old, work)
    assert {True, False} == set(found)
    assert len(found) > 10


@unix
def test_blows_in_the_middle_of_the_work_cost_nothing(tmp_path):
    toll = run(tmp_path / "place", 3, 2026)
    assert toll.kills == 3
    assert toll.is_nothing


# ── no room ──────────────────────────────────────────────────────────────────────────────────────


def test_without_room_nothing_is_begun_and_the_ballast_goes_first(small_disk, steps, monkeypatch):
    folder = small_disk(16)
    vault = create_vault(folder, bytearray(KEY))
    add_entries(vault, 40)
    vault.close()
    (folder / "ballast").write_bytes(bytes(1 << 20))
    newest = steps(LATER)
    before = (folder / "vault.db").read_bytes()
    with pytest.raises(DiskFullError) as caught:
        open_vault(folder, bytearray(KEY))
    assert caught.value.free_bytes
    assert (folder / "vault.db").read_bytes() == before
    assert not Ballast(folder).is_there
    assert not (folder / turnover.NEXT).exists()
    monkeypatch.setattr(upgrade, "_SLACK", 0)
    vault = open_vault(folder, bytearray(KEY))
    assert number(vault) == newest
    vault.close()


def test_a_disk_that_fills_up_on_the_way_leaves_the_old_vault(small_disk, steps, monkeypatch):
    monkeypatch.setattr(upgrade, "_refuse_narrow", lambda _: None)
    folder = small_disk(4)
    vault = create_vault(folder, bytearray(KEY))
    add_entries(vault, 40)
    vault.close()
    newest = steps(LATER)
    before = (folder / "vault.db").read_bytes()
    refused = 0
    fill(folder / "filling")
    while True:
        size = (folder / "filling").stat().st_size
        try:
            vault = open_vault(folder, bytearray(KEY))
            break
        except DiskFullError:
            refused += 1
            assert size, "an empty disk is not full"
        assert not turnover.finish(folder)
        assert (folder / "vault.db").read_bytes() == before
        os.truncate(folder / "filling", max(0, size - (40 << 10)))
    assert refused > 5, "the disk was full at several places"
    assert number(vault) == newest
    assert is_whole(vault)
    vault.close()


def test_nothing_of_a_migration_is_readable_on_the_disk(old, steps):
    steps(LATER)
    open_vault(old, bytearray(KEY)).close()
    for path in old.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert "谈话对象".encode() not in content
            assert b"SQLite format" not in content


def test_nothing_is_said_on_standard_error():
    script = "import app.store.upgrade, app.store.turnover"
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert (told.returncode, told.stderr) == (0, b"")
