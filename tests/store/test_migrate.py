from __future__ import annotations

import pytest
from sqlcipher3 import dbapi2 as sqlite

from app.domain.errors import DiskFullError, VaultDamagedError, VaultTooNewError
from app.store import audit, backup, migrate, schema, settings
from app.store.vault import create_vault, open_vault
from tests.conftest import KEY
from tests.store.test_vault import ACT

GOOD = "CREATE TABLE later (x INTEGER) STRICT;"
BAD = "CREATE TABLE half (x); CREATE TABLE setting (y);"


@pytest.fixture
def more_steps(monkeypatch):
    """The steps of a program some versions on."""
    known = migrate.steps()

    def more(*sql):
        later = [(known[-1][0] + at, text) for at, text in enumerate(sql, 1)]
        monkeypatch.setattr(migrate, "steps", lambda _=None: [*known, *later])
        return later[-1][0]

    return more


@pytest.fixture
def old_vault(tmp_path):
    """A vault as today's program leaves it, closed."""
    folder = tmp_path / "vault"
    folder.mkdir()
    vault = create_vault(folder, bytearray(KEY))
    with vault.transaction() as connection:
        settings.keep(connection, "office.name", "清河县纪委监委")
        audit.add(connection, ACT)
    vault.close()
    return folder


def test_steps_are_numbered_without_a_gap():
    assert [number for number, _ in migrate.steps()] == list(range(1, len(migrate.steps()) + 1))


def test_the_written_schema_is_what_the_steps_build():
    assert schema.PATH.read_text("utf-8") == schema.built()


def test_a_new_vault_has_the_newest_number(vault):
    with vault.reading() as connection:
        assert migrate.refuse_newer(connection) == migrate.steps()[-1][0]


def test_a_vault_of_a_later_version_is_refused(old_vault, more_steps, monkeypatch):
    newest = more_steps(GOOD)
    open_vault(old_vault, bytearray(KEY)).close()
    monkeypatch.undo()
    before = (old_vault / "vault.db").read_bytes()
    with pytest.raises(VaultTooNewError) as caught:
        open_vault(old_vault, bytearray(KEY))
    assert (caught.value.found, caught.value.supported) == (newest, newest - 1)
    assert (old_vault / "vault.db").read_bytes() == before


def test_an_older_vault_is_backed_up_then_brought_up_to_date(old_vault, more_steps):
    newest = more_steps(GOOD, "INSERT INTO later VALUES (1);")
    vault = open_vault(old_vault, bytearray(KEY))
    with vault.reading() as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == newest
        assert connection.execute("SELECT x FROM later").fetchall() == [(1,)]
        head = audit.head(connection)
    vault.close()
    (copy,) = (old_vault / "backups").iterdir()
    assert copy.name == f"schema-{newest - 2:04}.db"
    assert copy.stat().st_mode & 0o077 == 0
    assert "清河".encode() not in copy.read_bytes()
    restored = old_vault.parent / "restored"
    restored.mkdir()
    (restored / "vault.db").write_bytes(copy.read_bytes())
    again = open_vault(restored, bytearray(KEY))
    with again.reading() as connection:
        assert settings.get(connection, "office.name") == "清河县纪委监委"
        assert audit.head(connection) == head
    again.close()


def test_a_failing_step_leaves_the_vault_as_it_was(old_vault, more_steps):
    newest = more_steps(GOOD, BAD)
    with pytest.raises(sqlite.OperationalError):
        open_vault(old_vault, bytearray(KEY))
    more_steps(GOOD)
    vault = open_vault(old_vault, bytearray(KEY))
    with vault.reading() as connection:
        # the step before it was whole, and stays
        assert connection.execute("PRAGMA user_version").fetchone()[0] == newest - 1
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        assert "later" in names
        assert "half" not in names
        assert settings.get(connection, "office.name") == "清河县纪委监委"
    vault.close()


def test_without_pending_steps_nothing_is_backed_up(old_vault):
    open_vault(old_vault, bytearray(KEY)).close()
    assert not (old_vault / "backups").exists()


def test_an_earlier_copy_is_never_overwritten(old_vault, more_steps):
    more_steps(BAD)
    for _ in range(3):
        with pytest.raises(sqlite.OperationalError):
            open_vault(old_vault, bytearray(KEY))
    assert len(list((old_vault / "backups").iterdir())) == 3


def test_a_copy_that_is_not_whole_stops_the_migration(old_vault, more_steps, monkeypatch):
    number = more_steps(GOOD)
    write = backup.Copies._write

    def damaged(self, connection, part):
        write(self, connection, part)
        content = bytearray(part.read_bytes())
        content[9 * 4096 + 100] ^= 1
        part.write_bytes(content)

    monkeypatch.setattr(backup.Copies, "_write", damaged)
    before = (old_vault / "vault.db").read_bytes()
    with pytest.raises(VaultDamagedError):
        open_vault(old_vault, bytearray(KEY))
    assert list((old_vault / "backups").iterdir()) == []
    assert (old_vault / "vault.db").read_bytes() == before
    assert number


def test_a_migration_without_a_backup_is_for_empty_databases():
    connection = sqlite.connect(":memory:", isolation_level=None)
    migrate.migrate(connection)
    migrate.migrate(connection)
    connection.execute("PRAGMA user_version = 999")
    with pytest.raises(VaultTooNewError):
        migrate.migrate(connection)
    connection.close()


def test_no_room_for_the_copy_stops_the_migration(old_vault, more_steps, monkeypatch):
    more_steps(GOOD)

    def full(*_):
        error = sqlite.OperationalError("database or disk is full")
        error.sqlite_errorcode = 13
        raise error

    monkeypatch.setattr(backup.Copies, "_write", full)
    with pytest.raises(DiskFullError):
        open_vault(old_vault, bytearray(KEY))
    assert list((old_vault / "backups").iterdir()) == []
