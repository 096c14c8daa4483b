from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import replace

import pytest

from app.domain.errors import (
    DiskFullError,
    FolderNotEmptyError,
    FolderUnusableError,
    KeyFileDamagedError,
    KeyFileMissingError,
    PassphrasesDifferError,
    PassphraseTooWeakError,
    TooManyTriesError,
    VaultDamagedError,
    VaultEmptyError,
    VaultExistsError,
    VaultInUseError,
    VaultMissingError,
    VaultTooNewError,
    WrongPassphraseError,
)
from app.domain.progress import CancelledError, NoProgress
from app.domain.refusals import NameMissingError, OfficeCodeError
from app.domain.standing import VaultStanding
from app.keys.derivation import Cost
from app.services.door import cost_here
from tests.conftest import PASSPHRASE, opened_connection, unlocked_copy

OTHER = "qingshan-lvshui-baiyun"


def prints(folder):
    """A digest of every file but the lock, which is not part of what is kept."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "vault.lock"
    }


@pytest.fixture
def folder(access, new_vault):
    """The folder of a vault that was made and locked again."""
    unlocked_copy(access, new_vault).lock()
    return new_vault.folder


def whats(application):
    return [entry.what for entry in reversed(application.audit.page())]


def test_a_new_vault_is_unlocked_at_once(application, new_vault):
    office = application.settings.office()
    assert (office.name, office.secretary, office.code) == ("清河县纪委监委", "李明", "000000")
    assert application.folder == new_vault.folder
    assert application.standing is VaultStanding.AGREES
    assert not application.is_behind


def test_the_trail_begins_with_the_making_of_the_vault(application):
    written = whats(application)
    assert written[0] == "vault.create"
    assert written[-1] == "vault.unlock"
    assert {entry.who for entry in application.audit.page()} == {"李明"}
    assert application.audit.check().is_whole


def test_a_vault_is_closed_to_other_users(folder):
    assert folder.stat().st_mode & 0o777 == 0o700
    for path in folder.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path.name


def test_a_vault_holds_what_it_should_and_nothing_else(folder):
    assert {path.name for path in folder.iterdir()} <= {
        "vault.db", "keys.json", "keys.json.1", "head.json", "vault.lock", "attachments", "backups",
    }  # fmt: skip


def test_nothing_of_the_office_is_readable_in_the_folder(folder):
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            for marker in ("李明", "清河县", "vault.create", "office.name"):
                assert marker.encode() not in content, path.name


def test_the_vault_opens_again_and_remembers_its_folder(access, folder):
    assert access.last_folder() == folder
    access.unlock(folder, PASSPHRASE, NoProgress()).lock()


def test_a_decomposed_passphrase_is_the_same_passphrase(access, new_vault):
    composed = replace(new_vault, passphrase="éclair-à-la-crème", repeated="éclair-à-la-crème")
    access.create(composed, NoProgress()).lock()
    access.unlock(new_vault.folder, "e\u0301clair-a\u0300-la-cre\u0300me", NoProgress()).lock()


# ── six ways a vault stays closed; each leaves it as it was ───────────────────────────────────────


def test_a_wrong_passphrase_is_told_as_such(access, folder):
    before = prints(folder)
    with pytest.raises(WrongPassphraseError):
        access.unlock(folder, "falsch", NoProgress())
    assert prints(folder) == before


def test_a_missing_vault_is_told_as_such(access, tmp_path, folder):
    with pytest.raises(VaultMissingError):
        access.unlock(tmp_path / "nowhere", PASSPHRASE, NoProgress())
    (folder / "vault.db").unlink()
    before = prints(folder)
    with pytest.raises(VaultMissingError):
        access.unlock(folder, PASSPHRASE, NoProgress())
    assert prints(folder) == before


def test_a_second_instance_is_told_since_when(access, application, clock):
    clock.move(hours=2)
    with pytest.raises(VaultInUseError) as caught:
        access.unlock(application.folder, PASSPHRASE, NoProgress())
    assert caught.value.since == "2026年3月5日9时00分"
    assert application.audit.check().is_whole


def test_a_later_version_is_told_as_such(access, folder):
    with opened_connection(folder, PASSPHRASE) as connection:
        connection.execute("PRAGMA user_version = 999")
    before = prints(folder)
    with pytest.raises(VaultTooNewError) as caught:
        access.unlock(folder, PASSPHRASE, NoProgress())
    assert caught.value.found == 999
    assert prints(folder) == before


@pytest.mark.parametrize("damage", ["first page", "other file", "cut short"])
def test_a_damaged_vault_is_told_as_such(access, folder, damage):
    path = folder / "vault.db"
    content = path.read_bytes()
    path.write_bytes(
        {
            "first page": content[:100] + b"\x00" * 100 + content[200:],
            "other file": os.urandom(8192),
            "cut short": content[:3000],
        }[damage]
    )
    before = prints(folder)
    with pytest.raises(VaultDamagedError):
        access.unlock(folder, PASSPHRASE, NoProgress())
    assert prints(folder) == before


def test_an_empty_file_is_told_as_such_and_stays_empty(access, folder):
    (folder / "vault.db").write_bytes(b"")
    before = prints(folder)
    with pytest.raises(VaultEmptyError):
        access.unlock(folder, PASSPHRASE, NoProgress())
    assert prints(folder) == before


def test_after_a_refusal_the_vault_can_be_opened_at_once(access, folder):
    with pytest.raises(WrongPassphraseError):
        access.unlock(folder, "falsch", NoProgress())
    access.unlock(folder, PASSPHRASE, NoProgress()).lock()


# ── the key file and its second copy ──────────────────────────────────────────────────────────────


def test_without_any_key_file_the_vault_stays_closed(access, folder):
    for name in ("keys.json", "keys.json.1"):
        (folder / name).unlink()
    with pytest.raises(KeyFileMissingError):
        access.unlock(folder, PASSPHRASE, NoProgress())


@pytest.mark.parametrize("name", ["keys.json", "keys.json.1"])
@pytest.mark.parametrize("damage", [None, b"", b"{", b"\xff" * 40])
def test_one_damaged_copy_is_mended_from_the_other(access, folder, name, damage):
    whole = (folder / name).read_bytes()
    (folder / name).unlink()
    if damage is not None:
        (folder / name).write_bytes(damage)
    application = access.unlock(folder, PASSPHRASE, NoProgress())
    assert whats(application)[-1] == "keys.mend"
    application.lock()
    assert (folder / name).read_bytes() == whole


def test_two_damaged_copies_are_told_as_damage(access, folder):
    for name in ("keys.json", "keys.json.1"):
        content = json.loads((folder / name).read_bytes())
        content["slots"][0]["role"] = "auditor"
        (folder / name).write_text(json.dumps(content))
    with pytest.raises(KeyFileDamagedError) as caught:
        access.unlock(folder, PASSPHRASE, NoProgress())
    assert caught.value.what == "digest"


def test_the_key_file_of_another_vault_is_told_as_damage(access, folder, new_vault, tmp_path):
    other = replace(new_vault, folder=tmp_path / "other")
    access.create(other, NoProgress()).lock()
    for name in ("keys.json", "keys.json.1"):
        (folder / name).write_bytes((other.folder / name).read_bytes())
    with pytest.raises(VaultDamagedError):
        access.unlock(folder, PASSPHRASE, NoProgress())


def test_a_key_file_that_names_another_database_is_told_as_damage(access, folder):
    with opened_connection(folder, PASSPHRASE) as connection:
        connection.execute("UPDATE setting SET value = 'other' WHERE key = 'vault.database'")
    with pytest.raises(KeyFileDamagedError) as caught:
        access.unlock(folder, PASSPHRASE, NoProgress())
    assert caught.value.what == "database"


def test_a_vault_without_its_own_signing_key_is_told_as_damage(access, folder):
    with opened_connection(folder, PASSPHRASE) as connection:
        connection.execute("DELETE FROM credential WHERE purpose = 'audit.checkpoint'")
    with pytest.raises(VaultDamagedError):
        access.unlock(folder, PASSPHRASE, NoProgress())


# ── waiting after wrong passphrases ───────────────────────────────────────────────────────────────


def test_after_three_wrong_passphrases_the_door_waits_longer_each_time(access, folder, clock):
    waits = []
    for _ in range(10):
        with pytest.raises(WrongPassphraseError):
            access.unlock(folder, "falsch", NoProgress())
        try:
            access.unlock(folder, "falsch", NoProgress())
            waits.append(0)
        except TooManyTriesError as error:
            waits.append(error.wait_seconds)
            clock.move(seconds=error.wait_seconds)
        except WrongPassphraseError:
            waits.append(0)
    assert waits == [0, 1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_the_waiting_survives_a_restart_and_ends_with_the_right_passphrase(
    access, folder, clock, tmp_path
):
    for _ in range(3):
        with pytest.raises(WrongPassphraseError):
            access.unlock(folder, "falsch", NoProgress())
    again = replace(access)
    with pytest.raises(TooManyTriesError):
        again.unlock(folder, PASSPHRASE, NoProgress())
    clock.move(seconds=1)
    application = again.unlock(folder, PASSPHRASE, NoProgress())
    assert application.audit.page()[0].what == "vault.wrong_passphrase"
    assert application.audit.page()[0].which == "3"
    application.lock()
    with pytest.raises(WrongPassphraseError):
        again.unlock(folder, "falsch", NoProgress())
    again.unlock(folder, PASSPHRASE, NoProgress()).lock()


def test_a_clock_set_back_does_not_close_the_door_for_long(access, folder, clock):
    for _ in range(3):
        with pytest.raises(WrongPassphraseError):
            access.unlock(folder, "falsch", NoProgress())
    clock.move(days=-400)
    with pytest.raises(TooManyTriesError) as caught:
        access.unlock(folder, PASSPHRASE, NoProgress())
    assert caught.value.wait_seconds == 1


# ── making ────────────────────────────────────────────────────────────────────────────────────────


def test_two_entries_that_differ_make_no_vault(access, new_vault):
    with pytest.raises(PassphrasesDifferError):
        access.create(replace(new_vault, repeated=OTHER), NoProgress())
    assert not new_vault.folder.exists()


def test_a_weak_passphrase_makes_no_vault(access, new_vault):
    with pytest.raises(PassphraseTooWeakError):
        access.create(replace(new_vault, passphrase="kurz", repeated="kurz"), NoProgress())
    assert not new_vault.folder.exists()


def test_an_office_without_a_name_makes_no_vault(access, new_vault):
    with pytest.raises(NameMissingError):
        access.create(replace(new_vault, office="　"), NoProgress())
    with pytest.raises(OfficeCodeError):
        access.create(replace(new_vault, code="42"), NoProgress())
    assert not new_vault.folder.exists()


def test_a_vault_is_never_made_over_another(access, folder, new_vault):
    before = prints(folder)
    with pytest.raises(VaultExistsError):
        access.create(new_vault, NoProgress())
    assert prints(folder) == before


def test_a_folder_with_other_files_is_not_taken(access, new_vault):
    new_vault.folder.mkdir()
    (new_vault.folder / "notes.txt").write_bytes(b"mine")
    with pytest.raises(FolderNotEmptyError):
        access.create(new_vault, NoProgress())
    assert [path.name for path in new_vault.folder.iterdir()] == ["notes.txt"]


def test_an_empty_folder_is_taken(access, new_vault):
    new_vault.folder.mkdir()
    access.create(new_vault, NoProgress()).lock()


def test_a_folder_that_cannot_be_made_is_named(access, new_vault, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FolderUnusableError):
        access.create(replace(new_vault, folder=tmp_path / "file" / "vault"), NoProgress())


def test_a_disk_without_room_takes_no_vault(access, new_vault, small_disk):
    disk = small_disk(8)
    with pytest.raises(DiskFullError):
        access.create(replace(new_vault, folder=disk / "谈心簿"), NoProgress())
    assert list(disk.iterdir()) == []


def test_a_folder_filled_in_the_meantime_is_not_overwritten(access, new_vault):
    class Fills:
        def step(self, done, total):
            new_vault.folder.mkdir(exist_ok=True)
            (new_vault.folder / "notes.txt").write_bytes(b"mine")

    with pytest.raises(FolderUnusableError):
        access.create(new_vault, Fills())
    assert (new_vault.folder / "notes.txt").read_bytes() == b"mine"
    assert not [path for path in new_vault.folder.parent.iterdir() if path.name.startswith(".")]


def test_a_disk_that_fills_up_while_the_vault_is_open_does_not_keep_it_open(
    access, new_vault, small_disk
):
    disk = small_disk(70)
    application = access.create(replace(new_vault, folder=disk / "谈心簿"), NoProgress())
    (disk / "ballast").write_bytes(bytes(free_on(disk)))
    facts = application.settings.office()
    with pytest.raises(DiskFullError):
        application.settings.keep_office(replace(facts, name="长" * 200_000))
    assert application.settings.office() == facts
    application.lock()
    (disk / "more").write_bytes(bytes(free_on(disk)))
    with pytest.raises(DiskFullError):
        access.unlock(application.folder, PASSPHRASE, NoProgress())
    (disk / "ballast").unlink()
    again = access.unlock(application.folder, PASSPHRASE, NoProgress())
    assert again.settings.office() == facts
    assert again.audit.check().is_whole
    assert not again.is_behind
    again.lock()


def free_on(disk):
    return shutil.disk_usage(disk).free


@pytest.mark.parametrize("at", [1, 2, 3, 5])
def test_a_making_that_is_stopped_leaves_nothing(access, new_vault, tmp_path, at):
    class Stop:
        def step(self, done, total):
            if done >= at:
                raise CancelledError

    with pytest.raises(CancelledError):
        access.create(new_vault, Stop())
    assert not [path for path in tmp_path.iterdir() if path.name != "preferences"]


@pytest.mark.parametrize("at", [1, 2, 4])
def test_an_unlocking_that_is_stopped_leaves_the_vault_closed(access, folder, at):
    class Stop:
        def step(self, done, total):
            if done >= at:
                raise CancelledError

    with pytest.raises(CancelledError):
        access.unlock(folder, PASSPHRASE, Stop())
    access.unlock(folder, PASSPHRASE, NoProgress()).lock()


# ── the passphrase ────────────────────────────────────────────────────────────────────────────────


def test_a_changed_passphrase_opens_and_the_old_one_does_not(access, application):
    database = (application.folder / "vault.db").read_bytes()
    access.change_passphrase(application, PASSPHRASE, OTHER, OTHER)
    assert (application.folder / "vault.db").read_bytes() == database
    assert whats(application)[-1] == "passphrase.change"
    application.lock()
    with pytest.raises(WrongPassphraseError):
        access.unlock(application.folder, PASSPHRASE, NoProgress())
    access.unlock(application.folder, OTHER, NoProgress()).lock()


def test_the_passphrase_is_changed_only_by_one_who_knows_it(access, application):
    before = (application.folder / "keys.json").read_bytes()
    with pytest.raises(WrongPassphraseError):
        access.change_passphrase(application, "falsch", OTHER, OTHER)
    with pytest.raises(PassphraseTooWeakError):
        access.change_passphrase(application, PASSPHRASE, "kurz", "kurz")
    with pytest.raises(PassphrasesDifferError):
        access.change_passphrase(application, PASSPHRASE, OTHER, OTHER + "x")
    assert (application.folder / "keys.json").read_bytes() == before


def test_an_old_second_copy_does_not_bring_the_old_passphrase_back(access, application):
    folder = application.folder
    old = (folder / "keys.json").read_bytes()
    access.change_passphrase(application, PASSPHRASE, OTHER, OTHER)
    application.lock()
    (folder / "keys.json.1").write_bytes(old)
    with pytest.raises(WrongPassphraseError):
        access.unlock(folder, PASSPHRASE, NoProgress())
    access.unlock(folder, OTHER, NoProgress()).lock()
    assert (folder / "keys.json.1").read_bytes() == (folder / "keys.json").read_bytes()


def test_the_cost_of_a_try_is_measured_on_this_machine(access):
    cost = cost_here()
    assert cost.memory_kib in {64 << 10, 128 << 10, 256 << 10}
    assert (cost.passes, cost.lanes) == (3, 1)


def test_a_changed_passphrase_never_costs_less_to_guess(access, application):
    dearer = replace(access, cost=Cost(32 * 1024, 1, 1))
    dearer.change_passphrase(application, PASSPHRASE, OTHER, OTHER)
    access.change_passphrase(application, OTHER, PASSPHRASE, PASSPHRASE)
    keys = json.loads((application.folder / "keys.json").read_bytes())
    assert keys["slots"][0]["kdf"]["memory_kib"] == 32 * 1024
    assert keys["generation"] == 3


def test_suggested_passphrases_are_strong_and_differ(access):
    some = {access.suggest_passphrase() for _ in range(20)}
    assert len(some) == 20
    assert all(access.strength(one).is_enough and access.strength(one).bits >= 60 for one in some)


def test_asking_again_knows_the_right_person(access, application):
    access.ask_again(application, PASSPHRASE)
    with pytest.raises(WrongPassphraseError):
        access.ask_again(application, "falsch")


# ── a vault that went back in time ────────────────────────────────────────────────────────────────


def test_an_older_copy_put_back_is_noticed_and_opens_all_the_same(access, folder):
    old = (folder / "vault.db").read_bytes()
    application = access.unlock(folder, PASSPHRASE, NoProgress())
    application.settings.keep_office(replace(application.settings.office(), name="新名"))
    application.lock()
    (folder / "vault.db").write_bytes(old)
    behind = access.unlock(folder, PASSPHRASE, NoProgress())
    assert behind.is_behind
    assert behind.audit.page()[0].what == "vault.behind"
    assert behind.audit.page()[0].content
    behind.lock()


def test_a_missing_or_forged_note_of_the_head_is_noticed(access, folder):
    (folder / "head.json").unlink()
    application = access.unlock(folder, PASSPHRASE, NoProgress())
    assert application.standing is VaultStanding.NOTE_MISSING
    application.lock()
    note = json.loads((folder / "head.json").read_bytes())
    note["sequence"] += 1
    (folder / "head.json").write_text(json.dumps(note))
    application = access.unlock(folder, PASSPHRASE, NoProgress())
    assert application.standing is VaultStanding.NOTE_FORGED
    assert not application.is_behind
    application.lock()


def test_files_that_were_written_and_not_kept_are_swept_at_unlocking(access, folder):
    application = access.unlock(folder, PASSPHRASE, NoProgress())
    application.session.files.write(b"a scan whose row was never committed")
    application.lock()
    assert list((folder / "attachments").iterdir())
    access.unlock(folder, PASSPHRASE, NoProgress()).lock()
    assert not list((folder / "attachments").iterdir())


def test_a_vault_that_went_back_in_time_loses_no_file(access, folder):
    old = (folder / "vault.db").read_bytes()
    application = access.unlock(folder, PASSPHRASE, NoProgress())
    application.session.files.write(b"a scan the older copy does not know")
    application.lock()
    (folder / "vault.db").write_bytes(old)
    access.unlock(folder, PASSPHRASE, NoProgress()).lock()
    assert list((folder / "attachments").iterdir())


def test_locking_twice_is_harmless(application):
    application.lock()
    application.lock()
