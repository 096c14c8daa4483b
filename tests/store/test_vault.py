from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from datetime import UTC, datetime

import pytest
from sqlcipher3 import dbapi2 as sqlite

from app.domain.audit import Act, first_break
from app.domain.errors import (
    DiskFullError,
    FolderUnusableError,
    SettingRefusedError,
    VaultDamagedError,
    VaultEmptyError,
    VaultExistsError,
    VaultInUseError,
    VaultMissingError,
)
from app.store import audit, credentials, pragmas, settings
from app.store.migrate import OFFICE, REGISTRY
from app.store.vault import create_vault, open_vault
from tests.conftest import KEY

ACT = Act(datetime(2026, 3, 5, tzinfo=UTC), "李明", "talk.plan", "t1")
MARKER = "玄黄宇宙" * 40


def reopened(vault):
    vault.close()
    return open_vault(vault.folder, bytearray(KEY))


def test_the_key_is_wiped_however_it_ends(tmp_path):
    key = bytearray(KEY)
    create_vault(tmp_path, key).close()
    assert key == bytearray(32)
    key = bytearray(KEY)
    open_vault(tmp_path, key).close()
    assert key == bytearray(32)
    key = bytearray(KEY)
    with pytest.raises(VaultMissingError):
        open_vault(tmp_path / "nowhere", key)
    assert key == bytearray(32)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("temp_store", 2),
        ("cache_size", -65536),
        ("secure_delete", 1),
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("recursive_triggers", 1),
        ("cell_size_check", 1),
        ("mmap_size", 0),
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("journal_size_limit", 67108864),
        ("wal_autocheckpoint", 1000),
        ("auto_vacuum", 2),
        ("page_size", "4096"),
        ("cipher_page_size", "4096"),
        ("cipher_hmac_algorithm", "HMAC_SHA512"),
        ("cipher_memory_security", "1"),
        ("cipher_log_level", "NONE"),
        ("application_id", OFFICE.application_id),
    ],
)
def test_every_setting_of_the_vault_is_in_force(vault, name, value):
    again = reopened(vault)
    with again.reading() as connection:
        assert connection.execute(f"PRAGMA {name}").fetchone()[0] == value
    again.close()


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("_AFTER_KEY", ("temp_store", "FILE", "2")),
        ("_CIPHER", ("cipher_hmac_algorithm", "HMAC_SM3")),
        ("_WRITING", ("synchronous", "NORMAL", "2")),
        ("_AFTER_KEY", ("no_such_setting", "1", "1")),
    ],
)
def test_a_setting_that_is_not_taken_keeps_the_vault_closed(vault, monkeypatch, table, row):
    vault.close()
    monkeypatch.setattr(pragmas, table, (row,))
    with pytest.raises(SettingRefusedError) as caught:
        open_vault(vault.folder, bytearray(KEY))
    assert caught.value.name == row[0]


def test_the_vault_is_no_plain_database(vault):
    vault.close()
    content = (vault.folder / "vault.db").read_bytes()
    assert not content.startswith(b"SQLite format 3")


@pytest.mark.parametrize("name", ["纪委 监委", "a#b", "a?mode=ro", "50%25", "it's"])
def test_a_folder_may_have_any_name(tmp_path, name):
    folder = tmp_path / name
    folder.mkdir()
    create_vault(folder, bytearray(KEY)).close()
    open_vault(folder, bytearray(KEY)).close()
    assert [path.name for path in folder.iterdir()] == ["vault.db"]


def test_another_key_finds_garbage_and_changes_nothing(vault):
    vault.close()
    before = (vault.folder / "vault.db").read_bytes()
    with pytest.raises(VaultDamagedError):
        open_vault(vault.folder, bytearray(32))
    assert (vault.folder / "vault.db").read_bytes() == before


def test_opening_never_makes_a_vault(tmp_path):
    with pytest.raises(VaultMissingError):
        open_vault(tmp_path, bytearray(KEY))
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_stays_empty(tmp_path):
    (tmp_path / "vault.db").write_bytes(b"")
    with pytest.raises(VaultEmptyError):
        open_vault(tmp_path, bytearray(KEY))
    assert (tmp_path / "vault.db").read_bytes() == b""


def bare(folder):
    connection = sqlite.connect(str(folder / "vault.db"), isolation_level=None)
    pragmas.unlock(connection, bytearray(KEY))
    return connection


def test_a_database_without_our_tables_is_empty(tmp_path):
    connection = bare(tmp_path)
    connection.execute("CREATE TABLE other (x)")
    connection.close()
    with pytest.raises(VaultEmptyError):
        open_vault(tmp_path, bytearray(KEY))


def test_a_database_of_another_program_is_not_ours(tmp_path):
    connection = bare(tmp_path)
    connection.execute("CREATE TABLE setting (x)")
    connection.close()
    with pytest.raises(VaultDamagedError):
        open_vault(tmp_path, bytearray(KEY))


def test_a_registry_is_no_office_and_an_office_no_registry(vault, tmp_path):
    vault.close()
    with pytest.raises(VaultDamagedError):
        open_vault(vault.folder, bytearray(KEY), REGISTRY)
    create_vault(tmp_path, bytearray(KEY), REGISTRY).close()
    open_vault(tmp_path, bytearray(KEY), REGISTRY).close()
    with pytest.raises(VaultDamagedError):
        open_vault(tmp_path, bytearray(KEY))


def test_a_vault_is_never_made_over_another(vault):
    vault.close()
    before = (vault.folder / "vault.db").read_bytes()
    with pytest.raises(VaultExistsError):
        create_vault(vault.folder, bytearray(KEY))
    assert (vault.folder / "vault.db").read_bytes() == before


def test_a_folder_that_is_none_takes_no_vault(tmp_path):
    with pytest.raises(FolderUnusableError):
        create_vault(tmp_path / "nowhere", bytearray(KEY))


def test_a_making_that_fails_leaves_no_file(tmp_path, monkeypatch):
    monkeypatch.setattr(pragmas, "_AFTER_KEY", (("temp_store", "FILE", "2"),))
    with pytest.raises(SettingRefusedError):
        create_vault(tmp_path, bytearray(KEY))
    assert list(tmp_path.iterdir()) == []


def fails(connection):
    settings.keep(connection, "a", "half")
    return 0


def test_a_transaction_is_kept_whole_or_not_at_all(vault):
    with pytest.raises(ZeroDivisionError), vault.transaction() as connection:
        settings.keep(connection, "a", str(1 / fails(connection)))
    with vault.reading() as connection:
        assert settings.get(connection, "a") is None
    with vault.transaction() as connection:
        settings.keep(connection, "a", "1")
        settings.keep(connection, "a", "2")
    with vault.reading() as connection:
        assert settings.get(connection, "a") == "2"


def test_reading_keeps_nothing(vault):
    with vault.reading() as connection:
        settings.keep(connection, "a", "1")
    with vault.reading() as connection:
        assert settings.get(connection, "a") is None


def test_what_follows_a_commit_is_told_of_kept_transactions_alone(vault):
    told = []
    vault.after_commit(lambda: told.append(1))
    with vault.transaction() as connection:
        settings.keep(connection, "a", "1")
    with pytest.raises(RuntimeError), vault.transaction():
        raise RuntimeError
    assert told == [1]


def test_closing_leaves_one_file_and_may_be_repeated(vault):
    with vault.transaction() as connection:
        settings.keep(connection, "a", "1")
    assert vault.is_open
    vault.close()
    vault.close()
    assert not vault.is_open
    assert [path.name for path in vault.folder.iterdir()] == ["vault.db"]


def test_only_the_thread_that_opened_the_vault_may_use_it(vault):
    caught = []

    def use():
        try:
            with vault.reading():
                pass
        except sqlite.ProgrammingError as error:
            caught.append(error)

    thread = threading.Thread(target=use)
    thread.start()
    thread.join()
    assert len(caught) == 1


def test_credentials_are_kept_by_purpose_and_never_shown(vault):
    with vault.transaction() as connection:
        credentials.keep(connection, "signing.certificate", b"old", b"old")
        credentials.keep(connection, "signing.certificate", b"private", b"public")
    with vault.reading() as connection:
        found = credentials.get(connection, "signing.certificate")
        assert credentials.get(connection, "handover.archive") is None
    assert (found.private, found.public) == (b"private", b"public")
    assert "private" not in repr(found).replace("private=", "")


# ── the trail ─────────────────────────────────────────────────────────────────────────────────────


def test_each_entry_follows_from_the_one_before(vault):
    with vault.transaction() as connection:
        for _ in range(5):
            audit.add(connection, ACT)
    with vault.reading() as connection:
        kept = list(audit.every(connection))
        assert audit.entries(connection, after=3) == kept[3:]
        assert audit.newest(connection, before=4, limit=2) == [kept[2], kept[1]]
        assert audit.head(connection).sequence == 5
        assert audit.head_at(connection, 5) == audit.head(connection)
        assert audit.head_at(connection, 6) is None
        assert audit.head_at(connection, 0).sequence == 0
    assert first_break(kept) is None
    assert first_break(kept[1:]) == 1


@pytest.mark.parametrize(
    "act",
    [
        "UPDATE audit_entry SET who = 'x'",
        "DELETE FROM audit_entry",
        "INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE sequence = 1",
        "UPDATE audit_checkpoint SET digest = 'x'",
        "DELETE FROM audit_checkpoint",
        "INSERT OR REPLACE INTO audit_checkpoint VALUES (1, 'x', x'00')",
    ],
)
def test_the_trail_is_only_ever_added_to(vault, act):
    with vault.transaction() as connection:
        audit.add(connection, ACT)
        audit.add(connection, ACT)
        audit.add_checkpoint(connection, audit.Checkpoint(audit.head_at(connection, 1), b"sig"))
    with pytest.raises(sqlite.IntegrityError), vault.transaction() as connection:
        connection.execute(act)
    with vault.reading() as connection:
        assert first_break(audit.every(connection)) is None


def test_an_entry_out_of_order_breaks_the_chain(vault):
    with vault.transaction() as connection:
        audit.add(connection, ACT)
        connection.execute(
            "INSERT INTO audit_entry VALUES (9, '2026-03-05', '', '', '', '', '', '')"
        )
        assert first_break(audit.every(connection)) == 2


def test_a_page_of_the_trail_is_found_by_its_key(vault):
    with vault.reading() as connection:
        anybody = dict.fromkeys(("since", "until", "who"), "")
        for query, values in (
            (audit._PAGE, (5, 5)),
            (audit._NEWEST % "1", {"before": 5, "limit": 5, **anybody}),
        ):
            plan = connection.execute(f"EXPLAIN QUERY PLAN {query}", values).fetchall()
            assert [row[3] for row in plan] == [plan[0][3]], plan
            assert "SEARCH audit_entry USING INTEGER PRIMARY KEY" in plan[0][3]


# ── what fails outside ────────────────────────────────────────────────────────────────────────────


def keep_many(connection, count):
    for number in range(count):
        settings.keep(connection, f"k{number:05}", MARKER)


def _grown(vault):
    with vault.transaction() as connection:
        keep_many(connection, 400)
    vault.close()
    return vault.folder / "vault.db"


@pytest.mark.parametrize("damage", ["flip", "zero", "swap"])
def test_damage_in_the_middle_is_named_when_it_is_met(vault, damage):
    path = _grown(vault)
    content = bytearray(path.read_bytes())
    pages = len(content) // 4096
    for page in range(6, pages):
        at = page * 4096
        if damage == "flip":
            content[at + 2000] ^= 4
        elif damage == "zero":
            content[at : at + 4096] = bytes(4096)
        elif page + 1 < pages and page % 2 == 0:
            content[at : at + 8192] = content[at + 4096 : at + 8192] + content[at : at + 4096]
    path.write_bytes(content)
    with pytest.raises(VaultDamagedError):  # noqa: PT012 — met at opening or at reading
        opened = open_vault(vault.folder, bytearray(KEY))
        try:
            with opened.reading() as connection:
                connection.execute("SELECT sum(length(value)) FROM setting").fetchone()
        finally:
            opened.close()


def test_a_full_disk_is_named_and_nothing_is_lost(small_disk):
    disk = small_disk(4)
    vault = create_vault(disk, bytearray(KEY))
    with vault.transaction() as connection:
        settings.keep(connection, "kept", "before")
    with pytest.raises(DiskFullError) as caught, vault.transaction() as connection:
        keep_many(connection, 40_000)
    assert caught.value.free_bytes < 4 << 20
    with vault.reading() as connection:
        assert settings.get(connection, "kept") == "before"
        assert settings.get(connection, "k00000") is None
    vault.close()
    again = open_vault(disk, bytearray(KEY))
    with again.reading() as connection:
        assert settings.get(connection, "kept") == "before"
    again.close()


def test_a_medium_that_cannot_be_written_is_named(vault):
    with vault.reading() as connection:
        connection.execute("PRAGMA query_only = ON")
    with pytest.raises(FolderUnusableError), vault.transaction() as connection:
        settings.keep(connection, "a", "1")


def test_another_program_at_work_on_the_file_is_named(vault):
    other = open_vault(vault.folder, bytearray(KEY))
    with other.reading() as connection:
        connection.execute("PRAGMA busy_timeout = 10")
    with (
        vault.transaction(),
        pytest.raises(VaultInUseError),
        other.transaction(),
    ):
        pass
    other.close()


def test_closing_on_a_vault_that_went_away_is_quiet(vault):
    with vault.transaction() as connection:
        settings.keep(connection, "a", "1")
    shutil.rmtree(vault.folder)
    vault.close()
    assert not vault.is_open


def test_nothing_is_said_on_standard_error(vault, tmp_path):
    """SQLCipher by itself tells of a wrong key there, with the time."""
    vault.close()
    script = (
        "import sys; from pathlib import Path; from app.store.vault import open_vault\n"
        "from app.domain.errors import VaultDamagedError\n"
        "try: open_vault(Path(sys.argv[1]), bytearray(32))\n"
        "except VaultDamagedError: sys.exit(7)"
    )
    told = subprocess.run(
        [sys.executable, "-c", script, str(vault.folder)], capture_output=True, check=False
    )
    assert (told.returncode, told.stdout, told.stderr) == (7, b"", b"")


def test_no_text_is_readable_in_any_file_while_the_vault_is_open_or_closed(vault):
    with vault.transaction() as connection:
        settings.keep(connection, "office.name", MARKER)
        audit.add(connection, ACT)
        connection.execute("CREATE TEMP TABLE sorted AS SELECT value FROM setting ORDER BY value")

    def readable():
        return [
            path.name
            for path in vault.folder.iterdir()
            if "玄黄".encode() in path.read_bytes() or b"talk.plan" in path.read_bytes()
        ]

    assert {path.name for path in vault.folder.iterdir()} >= {"vault.db", "vault.db-wal"}
    assert readable() == []
    vault.close()
    assert readable() == []


def test_a_page_with_a_broken_seal_never_comes_out_as_noughts(tmp_path, vault):
    # SQLCipher hands such a page out as noughts, and complains only when the next one is wanted
    with vault.transaction() as connection:
        settings.keep(connection, "long", "很长的话" * 2000)
    vault.close()
    file = vault.folder / "vault.db"
    whole = file.read_bytes()
    named = 0
    for page in range(2, len(whole) // 4096):
        damaged = bytearray(whole)
        damaged[page * 4096 + 2000] ^= 1
        file.write_bytes(damaged)
        try:
            opened = open_vault(vault.folder, bytearray(KEY))
        except VaultDamagedError:
            continue
        for view in (opened.reading, opened.transaction):
            try:
                with view() as connection:
                    assert settings.get(connection, "long") == "很长的话" * 2000
            except VaultDamagedError:
                named += 1
        opened.close()
    assert named >= 2 * (len("很长的话".encode()) * 2000 // 4096 - 1)
