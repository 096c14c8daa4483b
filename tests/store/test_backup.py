"""The database's side of backups: one unmoving view, a copy under another key, a look at it all."""

from __future__ import annotations

import sqlite3

import pytest
from sqlcipher3 import dbapi2 as sqlite

from app.domain.audit import Act
from app.domain.errors import DiskFullError, VaultDamagedError
from app.domain.progress import NoProgress
from app.store import audit, backup, kept_files, settings
from app.store.migrate import REGISTRY
from app.store.vault import create_vault
from tests.conftest import KEY

OTHER = bytes(range(32, 64))


@pytest.fixture
def filled(vault, clock):
    with vault.transaction() as connection:
        for number in range(500):
            settings.keep(connection, f"answer.{number}", "谈话" * 200)
        audit.add(connection, Act(clock.now(), "李明", "talk.answer", "1"))
    return vault


@pytest.fixture
def copy(filled, tmp_path):
    path = tmp_path / "copy.db"
    with backup.snapshot(filled.folder / "vault.db", bytearray(KEY)) as connection:
        backup.copied(connection, path, bytearray(OTHER), NoProgress())
    return path


def test_a_view_does_not_move_and_nobody_waits_for_it(filled, clock):
    with backup.snapshot(filled.folder / "vault.db", bytearray(KEY)) as connection:
        before = backup.contents(connection)
        with filled.transaction() as writing:
            settings.keep(writing, "later", "1")
            audit.add(writing, Act(clock.now(), "李明", "talk.answer", "2"))
        assert backup.contents(connection) == before
        assert settings.get(connection, "later") is None
    with backup.snapshot(filled.folder / "vault.db", bytearray(KEY)) as connection:
        assert backup.contents(connection).head.sequence == before.head.sequence + 1


def test_a_view_writes_nothing(filled):
    with (
        backup.snapshot(filled.folder / "vault.db", bytearray(KEY)) as connection,
        pytest.raises(sqlite.OperationalError, match="readonly"),
    ):
        settings.keep(connection, "a", "b")


def test_a_copy_holds_the_same_under_its_own_key_alone(filled, copy):
    found = backup.look_through(copy, bytearray(OTHER))
    with backup.snapshot(filled.folder / "vault.db", bytearray(KEY)) as connection:
        assert found == backup.Findings(True, True, backup.contents(connection))
    assert backup.look_through(copy, bytearray(KEY)).contents is None
    assert "谈话".encode() not in copy.read_bytes()


def test_looking_leaves_no_file_beside_the_copy(copy):
    before = copy.stat().st_mtime_ns, {path.name for path in copy.parent.iterdir()}
    backup.look_through(copy, bytearray(OTHER))
    assert (copy.stat().st_mtime_ns, {path.name for path in copy.parent.iterdir()}) == before


@pytest.mark.parametrize("page", [0, 1, 7, 40])
def test_a_broken_page_is_never_read_as_noughts(copy, page):
    content = bytearray(copy.read_bytes())
    content[page * 4096 + 2000] ^= 1
    copy.write_bytes(content)
    assert not backup.look_through(copy, bytearray(OTHER)).has_whole_pages
    with (
        pytest.raises(VaultDamagedError),
        backup.standing(copy, bytearray(OTHER)) as connection,
    ):
        backup.copied(connection, copy.with_name("again.db"), bytearray(KEY), NoProgress())


@pytest.mark.parametrize("content", [b"", b"x" * 100, b"x" * 8192])
def test_what_is_no_database_is_found_out(tmp_path, content):
    path = tmp_path / "copy.db"
    path.write_bytes(content)
    found = backup.look_through(path, bytearray(KEY))
    assert found.contents is None
    assert not found.has_sound_structure


def test_a_full_disk_is_named(filled, small_disk):
    with (
        backup.snapshot(filled.folder / "vault.db", bytearray(KEY)) as connection,
        pytest.raises(DiskFullError),
    ):
        backup.copied(connection, small_disk(1) / "copy.db", bytearray(OTHER), NoProgress())


def test_a_registry_has_no_attachments_to_take_along(tmp_path):
    folder = tmp_path / "registry"
    folder.mkdir()
    registry = create_vault(folder, bytearray(KEY), REGISTRY)
    with registry.reading() as connection:
        assert kept_files.files(connection) == []
    registry.close()


def test_a_copy_is_no_plain_database(copy):
    connection = sqlite3.connect(copy)
    with pytest.raises(sqlite3.DatabaseError):
        connection.execute("SELECT count(*) FROM setting").fetchone()
    connection.close()
