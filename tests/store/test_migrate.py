from __future__ import annotations

import pytest
from sqlcipher3 import dbapi2 as sqlite

from app.domain.errors import VaultTooNewError
from app.store import audit, migrate, schema, settings
from app.store.upgrade import UpgradeCare
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


def test_an_older_vault_is_brought_up_to_date(old_vault, more_steps):
    newest = more_steps(GOOD, "INSERT INTO later VALUES (1);")
    vault = open_vault(old_vault, bytearray(KEY))
    assert vault.migrated_from == newest - 2
    with vault.reading() as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == newest
        assert connection.execute("SELECT x FROM later").fetchall() == [(1,)]
        assert settings.get(connection, "office.name") == "清河县纪委监委"
        assert audit.head(connection).sequence == 1
    vault.close()
    again = open_vault(old_vault, bytearray(KEY))
    assert again.migrated_from == 0
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
    def refuse() -> None:
        raise AssertionError

    open_vault(old_vault, bytearray(KEY), care=UpgradeCare(back_up=refuse)).close()
    assert {path.name for path in old_vault.iterdir()} == {"vault.db"}


def test_what_is_migrated_stays_so_and_a_newer_one_is_refused():
    connection = sqlite.connect(":memory:", isolation_level=None)
    migrate.migrate(connection)
    migrate.migrate(connection)
    connection.execute("PRAGMA user_version = 999")
    with pytest.raises(VaultTooNewError):
        migrate.migrate(connection)
    connection.close()
