"""Key files that were put back, tampered with or left behind by a crash, seen from the door."""

from __future__ import annotations

import base64
import hashlib
import json

import pytest

from app.domain.canonical import canonical
from app.domain.errors import (
    FolderUnusableError,
    KeyFileDamagedError,
    WrongPassphraseError,
)
from app.domain.holders import HolderRole
from app.domain.progress import CancelledError, NoProgress
from app.domain.vault_errors import KeyFileRolledBackError
from app.keys.key_file_reading import parse
from app.keys.opening import open_keys
from app.services import key_files
from app.services.key_holders import NewHolder
from tests.conftest import PASSPHRASE, opened_connection

OTHER = "qingshan-lvshui-baiyun"
THIRD = "jiangnan-jiangbei-2026"
NAMES = ("keys.json", "keys.json.1")


def put(folder, content):
    for name in NAMES:
        (folder / name).write_bytes(content)


def content_of(folder):
    return (folder / "keys.json").read_bytes()


def forged(folder, change):
    """Both copies changed by somebody who mends the digest that needs no key."""
    content = json.loads(content_of(folder))
    change(content)
    rest = {key: value for key, value in content.items() if key != "digest"}
    put(folder, canonical({**rest, "digest": hashlib.sha256(canonical(rest)).hexdigest()}))


def whats(application):
    return [entry.what for entry in reversed(application.audit.page())]


def add(application, name="王芳", role=HolderRole.RECORDER, passphrase=OTHER):
    application.key_holders.add(PASSPHRASE, NewHolder(name, role, passphrase, passphrase))


# ── an older key file put back ────────────────────────────────────────────────────────────────────


def test_an_older_key_file_under_a_passphrase_that_still_holds_is_mended_and_written_down(
    access, application
):
    old = content_of(application.folder)
    add(application)
    new = content_of(application.folder)
    application.lock()
    put(application.folder, old)
    again = access.unlock(application.folder, PASSPHRASE, NoProgress())
    entry = again.audit.page()[0]
    assert (entry.what, entry.which) == ("keys.rolled_back", "2")
    assert {(again.folder / name).read_bytes() for name in NAMES} == {new}
    assert len(again.key_holders.list()) == 2
    again.lock()
    access.unlock(again.folder, OTHER, NoProgress()).lock()


def test_an_old_passphrase_does_not_come_back_with_its_old_key_file(access, application):
    old = content_of(application.folder)
    access.change_passphrase(application, PASSPHRASE, OTHER, OTHER)
    new = content_of(application.folder)
    application.lock()
    put(application.folder, old)
    with pytest.raises(KeyFileRolledBackError):
        access.unlock(application.folder, PASSPHRASE, NoProgress())
    with pytest.raises(WrongPassphraseError):
        access.unlock(application.folder, OTHER, NoProgress())
    assert content_of(application.folder) == old, "nothing is changed by a door that stays closed"
    put(application.folder, new)
    access.unlock(application.folder, OTHER, NoProgress()).lock()


def test_a_leaver_does_not_come_back_with_an_old_key_file(access, application):
    add(application)
    old = content_of(application.folder)
    application.key_holders.remove(PASSPHRASE, application.key_holders.list()[1].slot_id)
    application.lock()
    put(application.folder, old)
    with pytest.raises(KeyFileRolledBackError):
        access.unlock(application.folder, OTHER, NoProgress())
    again = access.unlock(application.folder, PASSPHRASE, NoProgress())
    assert whats(again)[-1] == "keys.rolled_back"
    assert [h.name for h in again.key_holders.list()] == ["李明"]
    again.lock()


def test_a_role_that_was_taken_away_does_not_come_back_with_an_old_key_file(access, application):
    add(application, role=HolderRole.ADMINISTRATOR)
    old = content_of(application.folder)
    slot_id = application.key_holders.list()[1].slot_id
    application.key_holders.change_role(PASSPHRASE, slot_id, HolderRole.AUDITOR)
    application.lock()
    put(application.folder, old)
    again = access.unlock(application.folder, OTHER, NoProgress())
    assert again.session.holder.role is HolderRole.AUDITOR
    assert "keys.rolled_back" in whats(again)
    again.lock()


def test_the_key_file_of_before_a_rotation_is_told_as_such_and_not_as_damage(access, application):
    old = content_of(application.folder)
    application.rotation.rotate(PASSPHRASE, {}, None, NoProgress())
    access.unlock(application.folder, PASSPHRASE, NoProgress()).lock()
    new = content_of(application.folder)
    put(application.folder, old)
    with pytest.raises(KeyFileRolledBackError):
        access.unlock(application.folder, PASSPHRASE, NoProgress())
    put(application.folder, new)
    access.unlock(application.folder, PASSPHRASE, NoProgress()).lock()


def test_an_old_key_file_put_back_while_the_vault_is_open_counts_for_nothing(access, application):
    old = content_of(application.folder)
    add(application)
    put(application.folder, old)
    access.change_passphrase(application, PASSPHRASE, THIRD, THIRD)
    assert [h.name for h in application.key_holders.list()] == ["李明", "王芳"]
    assert parse(content_of(application.folder)).generation == 3
    access.ask_again(application, THIRD)
    with pytest.raises(WrongPassphraseError):
        access.ask_again(application, PASSPHRASE)


def test_key_files_lost_while_the_vault_is_open_come_back_with_the_next_change(access, application):
    for name in NAMES:
        (application.folder / name).unlink()
    access.ask_again(application, PASSPHRASE)
    access.change_passphrase(application, PASSPHRASE, OTHER, OTHER)
    application.lock()
    access.unlock(application.folder, OTHER, NoProgress()).lock()


# ── a crash between the key file and the vault ────────────────────────────────────────────────────


def crash_between(application, passphrase):
    """The key file beside the vault is one change ahead, as after a cut of power."""
    inside = application.key_holders.ring.file()
    add(application, passphrase=passphrase)
    ahead = content_of(application.folder)
    with application.session.vault.transaction() as connection:
        key_files.keep(connection, inside)
    return ahead


def test_a_newer_key_file_well_sealed_is_believed_and_written_down(access, application):
    ahead = crash_between(application, OTHER)
    application.lock()
    again = access.unlock(application.folder, OTHER, NoProgress())
    entry = again.audit.page()[0]
    assert (entry.what, entry.which) == ("keys.newer", "2")
    assert again.key_holders.ring.file().written() == ahead
    again.lock()
    once_more = access.unlock(application.folder, PASSPHRASE, NoProgress())
    assert whats(once_more)[-1] == "vault.unlock"
    once_more.lock()


def test_the_next_change_follows_the_newer_one_even_without_an_unlocking(application):
    crash_between(application, OTHER)
    add(application, "孙七", passphrase=THIRD)
    assert [h.name for h in application.key_holders.list()] == ["李明", "王芳", "孙七"]
    assert parse(content_of(application.folder)).generation == 3


def test_a_newer_key_file_that_nobody_sealed_is_passed_over(application):
    def raise_generation(content):
        content["generation"] = 99

    forged(application.folder, raise_generation)
    add(application)
    assert parse(content_of(application.folder)).generation == 2


def test_a_vault_of_the_first_version_comes_to_know_its_key_file(access, application):
    application.lock()
    with opened_connection(application.folder, PASSPHRASE) as connection:
        connection.execute("DELETE FROM setting WHERE key = 'keys.file'")
    again = access.unlock(application.folder, PASSPHRASE, NoProgress())
    assert whats(again)[-1] == "vault.unlock"
    assert again.key_holders.ring.file().written() == content_of(again.folder)
    again.lock()


def test_a_kept_key_file_that_cannot_be_read_is_written_anew(access, application):
    application.lock()
    with opened_connection(application.folder, PASSPHRASE) as connection:
        connection.execute("UPDATE setting SET value = '{}' WHERE key = 'keys.file'")
    again = access.unlock(application.folder, PASSPHRASE, NoProgress())
    assert again.key_holders.ring.file().written() == content_of(again.folder)
    again.lock()


# ── tampering, told by name ───────────────────────────────────────────────────────────────────────


def second_removed(content):
    del content["slots"][1]


def role_raised(content):
    content["slots"][1]["role"] = "administrator"


def role_reassigned(content):
    content["slots"][1]["reassigned"] = "administrator"


def cheaper(content):
    content["slots"][0]["kdf"]["memory_kib"] = 17 * 1024


def other_salt(content):
    salt = bytearray(base64.b64decode(content["slots"][0]["kdf"]["salt"]))
    salt[0] ^= 1
    content["slots"][0]["kdf"]["salt"] = base64.b64encode(salt).decode()


def huge(content):
    content["slots"][0]["kdf"]["memory_kib"] = 64 << 20


def other_database(content):
    content["database"] = "cd" * 16


def generation_back(content):
    content["generation"] = 1


def epoch_on(content):
    content["epoch"] = 1


def cards_removed(content):
    content["recovery"] = None


def card_exchanged(content):
    content["recovery"]["cards"][0] = "00" * 32


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (second_removed, "mac"),
        (role_raised, "mac"),
        (role_reassigned, "mac"),
        (cheaper, "mac"),
        (other_salt, "mac"),
        (huge, "bounds"),
        (other_database, "slot"),
        (generation_back, "mac"),
        (epoch_on, "slot"),
        (cards_removed, "mac"),
        (card_exchanged, "mac"),
    ],
)
def test_a_key_file_changed_on_purpose_is_told_as_such(access, application, change, what):
    add(application)
    made = application.recovery.prepare()
    application.recovery.keep(PASSPHRASE, made, [card.code for card in made.cards])
    application.lock()
    access.unlock(application.folder, PASSPHRASE, NoProgress()).lock()
    whole = content_of(application.folder)
    forged(application.folder, change)
    with pytest.raises(KeyFileDamagedError) as caught:
        access.unlock(application.folder, PASSPHRASE, NoProgress())
    assert caught.value.what == what
    # one whole copy is enough, and mends the other
    (application.folder / "keys.json.1").write_bytes(whole)
    again = access.unlock(application.folder, PASSPHRASE, NoProgress())
    assert "keys.mend" in whats(again)
    again.lock()
    assert content_of(application.folder) == whole


def test_a_wrong_passphrase_on_a_whole_key_file_is_never_called_damage(access, application):
    add(application)
    application.lock()
    access.unlock(application.folder, PASSPHRASE, NoProgress()).lock()
    for _ in range(2):
        with pytest.raises(WrongPassphraseError):
            access.unlock(application.folder, "falsch", NoProgress())


def test_a_passphrase_changed_on_another_machine_is_not_called_damage_here(access, application):
    access.change_passphrase(application, PASSPHRASE, OTHER, OTHER)
    newer = content_of(application.folder)
    application.lock()
    access.unlock(application.folder, OTHER, NoProgress()).lock()
    file = parse(newer)
    keys = open_keys((newer,), OTHER)
    put(application.folder, file.with_slot(file.slots[0], keys.data_key).written())
    with pytest.raises(WrongPassphraseError):
        access.unlock(application.folder, PASSPHRASE, NoProgress())


# ── 0 bytes of the vault ──────────────────────────────────────────────────────────────────────────


def test_another_passphrase_writes_the_key_file_first_and_the_vaults_file_not_at_all(
    access, application
):
    application.session.vault.checkpoint()
    path, log = application.folder / "vault.db", application.folder / "vault.db-wal"
    before, modified = path.read_bytes(), path.stat().st_mtime_ns
    assert log.stat().st_size == 0
    (application.folder / "keys.json.new").mkdir()
    with pytest.raises(FolderUnusableError):
        access.change_passphrase(application, PASSPHRASE, OTHER, OTHER)
    assert log.stat().st_size == 0, "the key file comes before any entry"
    (application.folder / "keys.json.new").rmdir()
    access.change_passphrase(application, PASSPHRASE, OTHER, OTHER)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (before, modified)
    assert 0 < log.stat().st_size < 64 << 10, "one entry, and the new key file inside"
    assert whats(application)[-1] == "passphrase.change"
    for name in NAMES:
        assert open_keys(((application.folder / name).read_bytes(),), OTHER)


# ── an unlocking that is stopped ──────────────────────────────────────────────────────────────────


class StopAt:
    """Progress that is stopped at a step."""

    def __init__(self, count):
        self.left = count

    def step(self, done, total):
        self.left -= 1
        if self.left < 0:
            raise CancelledError


@pytest.mark.parametrize("at", range(4))
def test_an_unlocking_stopped_between_slots_or_after_leaves_nothing(access, application, at):
    add(application)
    add(application, "孙七", passphrase=THIRD)
    application.lock()
    files = {p: p.read_bytes() for p in application.folder.glob("keys*")}
    last = parse(content_of(application.folder)).slots[-1].id
    for _ in range(4):  # not counted as wrong passphrases either
        with pytest.raises(CancelledError):
            access.unlock(application.folder, THIRD, StopAt(at))
    assert {p: p.read_bytes() for p in application.folder.glob("keys*")} == files
    again = access.unlock(application.folder, THIRD, StopAt(99))
    assert again.session.holder.slot_id == last
    again.lock()


# ── what a locked vault leaves in memory ──────────────────────────────────────────────────────────


def test_locking_wipes_every_key_and_does_first_what_was_asked_for(application):
    session, done = application.session, []
    session.at_close.append(lambda: done.append(session.vault.is_open))
    session.at_close.append(lambda: done.append(2))
    keys = (session.keys.sqlcipher, session.keys.backup, session.keys.owner, session.files.key)
    assert all(any(key) for key in keys)
    application.lock()
    application.lock()
    assert done == [True, 2]
    assert not any(any(key) for key in keys)


def test_a_last_act_that_fails_does_not_keep_the_vault_open(access, application):
    def fails():
        raise RuntimeError

    done = []
    application.session.at_close.extend([fails, lambda: done.append(1)])
    with pytest.raises(RuntimeError):
        application.lock()
    assert done == [1]
    assert not any(application.session.keys.sqlcipher)
    access.unlock(application.folder, PASSPHRASE, NoProgress()).lock()
