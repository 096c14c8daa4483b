from __future__ import annotations

import pytest

from app.domain.errors import DiskFullError, VaultDamagedError
from app.domain.progress import CancelledError
from app.store import backup, copying, settings
from app.store.faults import faults_named
from app.store.vault import create_vault
from tests.conftest import KEY
from tests.store.killing_migration import add_entries

OTHER = bytes(range(32, 64))


def nobody() -> None:
    """Nobody wants to stop."""


@pytest.fixture
def copy(vault, tmp_path):
    """A copy under another key of a vault with entries; the vault stays open."""
    add_entries(vault, 200)
    path = tmp_path / "copy.db"
    vault.copy_to(path, bytearray(OTHER), lambda *_: None)
    return path


def test_a_copy_has_the_same_rows_under_a_key_and_salt_of_its_own(vault, copy):
    vault.checkpoint()
    assert copy.read_bytes()[:16] != (vault.folder / "vault.db").read_bytes()[:16]
    with backup.standing(copy, bytearray(OTHER)) as one, vault.reading() as other:
        assert copying.row_counts(one) == copying.row_counts(other)
        copying.refuse_poorer(one, other)
        copying.refuse_damaged(one, nobody)
    assert not copy.with_name("copy.db-wal").exists()
    assert copy.stat().st_mode & 0o077 == 0


def test_a_copy_is_never_written_over_another(vault, copy):
    with vault.reading() as connection, pytest.raises(FileExistsError):
        copying.copy_database(connection, copy, bytearray(OTHER))


def test_pages_of_a_copy_that_were_changed_are_found(copy):
    whole = copy.read_bytes()
    for page in range(1, len(whole) // 4096, 7):
        content = bytearray(whole)
        content[page * 4096 + 200] ^= 1
        copy.write_bytes(content)
        with pytest.raises(VaultDamagedError), backup.standing(copy, bytearray(OTHER)) as one:
            copying.refuse_damaged(one, nobody)


def test_a_copy_that_lacks_a_row_or_ends_otherwise_is_poorer(vault, copy):
    with vault.transaction() as connection:
        settings.keep(connection, "one more", "row")
    with (
        backup.standing(copy, bytearray(OTHER)) as one,
        vault.reading() as other,
        pytest.raises(VaultDamagedError),
    ):
        copying.refuse_poorer(one, other)


def test_copying_and_looking_can_be_stopped(vault, copy, monkeypatch):
    monkeypatch.setattr(copying, "_PAGES_A_STEP", 1)
    monkeypatch.setattr(copying, "_INSTRUCTIONS_A_PULSE", 1)

    def stop(*_: object) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        vault.copy_to(copy.with_name("second.db"), bytearray(OTHER), stop)
    with pytest.raises(CancelledError), backup.standing(copy, bytearray(OTHER)) as one:
        copying.refuse_damaged(one, stop)


def test_a_full_disk_is_named_though_copying_gives_no_code_for_it(small_disk, vault):
    add_entries(vault, 50)
    disk = small_disk(1)
    (disk / "filling").write_bytes(bytes(900 << 10))
    with (
        pytest.raises(DiskFullError),
        faults_named(disk),
        vault.reading() as connection,
    ):
        copying.copy_database(connection, disk / "copy.db", bytearray(OTHER))


def test_references_that_lead_nowhere_are_damage(tmp_path):
    made = create_vault(tmp_path, bytearray(KEY))
    made.close()
    with copying.copy_at(tmp_path / "vault.db", bytearray(KEY), "rw") as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("CREATE TABLE child (x INTEGER REFERENCES setting (key)) STRICT")
        connection.execute("INSERT INTO child VALUES (7)")
        with pytest.raises(VaultDamagedError):
            copying.refuse_damaged(connection, nobody)
