"""The data key is exchanged: the vault ends locked, and opens as before for those who stay."""

from __future__ import annotations

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from app.domain.errors import (
    AttachmentDamagedError,
    DiskFullError,
    VaultDamagedError,
    VaultInUseError,
    WrongPassphraseError,
)
from app.domain.holders import HolderRole
from app.domain.progress import CancelledError, NoProgress
from app.domain.standing import VaultStanding
from app.domain.vault_errors import (
    DeviceSecretMissingError,
    HolderPassphraseWrongError,
    KeyFileRolledBackError,
    RecoveryCardForeignError,
    RecoveryMissingError,
    RoleRefusedError,
    VaultLockedError,
)
from app.keys.derivation import key_for
from app.keys.opening import open_keys
from app.services import key_files, rotation
from app.services.key_holders import NewHolder
from app.store import backup, kept_files, pragmas, turnover
from app.store.ballast import Ballast
from app.store.vault import open_vault
from tests.conftest import PASSPHRASE
from tests.killing_steps import is_killed
from tests.services.killing_rotation import A_SCAN, sealed_talk
from tests.services.test_device_binding import Store
from tests.store.test_turnover import fill

OTHER = "qingshan-lvshui-baiyun"
THIRD = "jiangnan-jiangbei-2026"
RECORDER = HolderRole.RECORDER


def add(application, name, passphrase, role=RECORDER):
    application.key_holders.add(PASSPHRASE, NewHolder(name, role, passphrase, passphrase))
    return next(h.slot_id for h in application.key_holders.list() if h.name == name)


def rotate(application, others=None, cards=None, progress=None):
    application.rotation.rotate(PASSPHRASE, others or {}, cards, progress or NoProgress())


def unlocked(access, folder, words=PASSPHRASE):
    return access.unlock(folder, words, NoProgress())


def whats(application):
    return [entry.what for entry in reversed(application.audit.page())]


def everything(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "vault.lock"
    }


def with_a_scan(application):
    """An attachment no row names yet, and one of a sealed talk."""
    return sealed_talk(application), application.session.files.write(A_SCAN)


# ── what is new ──────────────────────────────────────────────────────────────────────────────────


def test_it_ends_locked_and_the_next_unlocking_finds_everything(access, application):
    talk_id, _ = with_a_scan(application)
    before = application.minutes.pdf(talk_id)
    entries = len(application.audit.page())
    rotate(application)
    assert not application.session.vault.is_open
    with pytest.raises(VaultLockedError):
        application.talks.get(talk_id)
    assert not application.upkeep.round(), "what comes too late is no fault"
    application.lock()
    assert not turnover.is_under_way(application.folder)
    assert (application.folder / turnover.PREVIOUS / "vault.db").is_file()
    again = unlocked(access, application.folder)
    assert whats(again)[entries:] == ["keys.rotate", "vault.lock", "vault.unlock"]
    assert again.audit.check().is_whole
    assert again.standing is VaultStanding.AGREES
    assert again.minutes.pdf(talk_id) == before
    assert again.session.keys.epoch == 1
    assert not (again.folder / turnover.PREVIOUS).exists(), "the first opening is the proof"
    again.lock()


def test_the_old_key_opens_nothing_of_the_new_vault(access, application):
    talk_id, scan = with_a_scan(application)
    folder = application.folder
    old = open_keys(key_files.read(folder), PASSPHRASE)
    kept = application.folder.parent / "old-keys.json"
    shutil.copy(folder / "keys.json", kept)
    before = everything(folder)
    rotate(application)
    new = open_keys(key_files.read(folder), PASSPHRASE)
    assert new.data_key != old.data_key
    assert (new.file.epoch, new.slot.id, new.slot.role) == (1, old.slot.id, old.slot.role)
    with pytest.raises(VaultDamagedError):
        open_vault(folder, key_for("sqlcipher", old.data_key))
    after = everything(folder)
    for name in before.keys() & after.keys():
        if name.startswith("attachments/") or name == "vault.db":
            assert before[name] != after[name], name
            assert before[name][16:32] != after[name][16:32], "not even the salt is the same"
    for name in key_files.NAMES:
        shutil.copy(kept, folder / name)
    with pytest.raises(KeyFileRolledBackError):
        unlocked(access, folder)
    assert talk_id
    assert scan


def test_the_settings_of_the_cipher_are_as_in_every_vault(access, application):
    rotate(application)
    again = unlocked(access, application.folder)
    with again.session.vault.reading() as connection:
        for name, value in (
            ("journal_mode", "wal"),
            ("auto_vacuum", 2),
            ("cipher_page_size", "4096"),
            ("cipher_hmac_algorithm", "HMAC_SHA512"),
        ):
            assert connection.execute(f"PRAGMA {name}").fetchone()[0] == value
    again.lock()


def test_it_can_be_done_again_and_again(access, application):
    talk_id, _ = with_a_scan(application)
    folder = application.folder
    for epoch in range(1, 4):
        rotate(application)
        application = unlocked(access, folder)
        assert application.session.keys.epoch == epoch
        assert application.minutes.pdf(talk_id).startswith(b"%PDF")
    application.lock()


def test_a_passphrase_can_be_changed_and_a_holder_added_afterwards(access, application):
    rotate(application)
    again = unlocked(access, application.folder)
    access.change_passphrase(again, PASSPHRASE, THIRD, THIRD)
    again.key_holders.add(THIRD, NewHolder("王芳", RECORDER, OTHER, OTHER))
    again.lock()
    unlocked(access, application.folder, THIRD).lock()
    unlocked(access, application.folder, OTHER).lock()


# ── who stays ────────────────────────────────────────────────────────────────────────────────────


def test_who_stays_types_and_stays_who_does_not_loses_the_slot(access, application):
    stays = add(application, "王芳", OTHER)
    leaves = add(application, "赵六", THIRD)
    rotate(application, {stays: OTHER})
    with pytest.raises(WrongPassphraseError):
        unlocked(access, application.folder, THIRD)
    second = unlocked(access, application.folder, OTHER)
    assert (second.session.holder.slot_id, second.session.holder.name) == (stays, "王芳")
    assert second.session.trail.role is RECORDER
    assert [h.name for h in second.key_holders.list()] == ["李明", "王芳"]
    said = [(entry.what, entry.which) for entry in second.audit.page()]
    assert said[2:5] == [("vault.lock", ""), ("holder.remove", leaves), ("keys.rotate", "1")]
    second.lock()


def test_the_leavers_old_key_file_opens_the_old_copy_alone(access, application, tmp_path):
    add(application, "赵六", THIRD)
    application.lock()
    shutil.copytree(application.folder, tmp_path / "taken along")
    rotate(unlocked(access, application.folder))
    unlocked(access, tmp_path / "taken along", THIRD).lock()
    for name in key_files.NAMES:
        shutil.copy(tmp_path / "taken along" / name, application.folder / name)
    with pytest.raises(KeyFileRolledBackError):
        unlocked(access, application.folder, THIRD)


def test_a_slip_of_one_who_stays_is_told_by_name_and_nothing_is_done(access, application):
    slot = add(application, "王芳", OTHER)
    before = (application.folder / "keys.json").read_bytes()
    with pytest.raises(HolderPassphraseWrongError) as caught:
        rotate(application, {slot: THIRD})
    assert caught.value.name == "王芳"
    assert application.session.vault.is_open
    assert (application.folder / "keys.json").read_bytes() == before
    assert not (application.folder / turnover.NEXT).exists()


def test_only_who_looks_after_keys_and_knows_the_own_passphrase_may(access, application):
    add(application, "王芳", OTHER)
    with pytest.raises(WrongPassphraseError):
        application.rotation.rotate(OTHER, {}, None, NoProgress())
    application.lock()
    second = unlocked(access, application.folder, OTHER)
    with pytest.raises(RoleRefusedError):
        second.rotation.rotate(OTHER, {}, None, NoProgress())
    second.lock()


def test_a_changed_role_is_kept(access, application):
    slot = add(application, "王芳", OTHER)
    application.key_holders.change_role(PASSPHRASE, slot, HolderRole.AUDITOR)
    rotate(application, {slot: OTHER})
    second = unlocked(access, application.folder, OTHER)
    assert second.session.trail.role is HolderRole.AUDITOR
    second.lock()


# ── cards ────────────────────────────────────────────────────────────────────────────────────────


def made_cards(application):
    cards = application.recovery.prepare()
    application.recovery.keep(PASSPHRASE, cards, [card.code for card in cards.cards])
    return cards


def test_old_cards_are_void_and_new_ones_open(access, application):
    old = made_cards(application)
    new = application.recovery.prepare()
    rotate(application, cards=new)
    folder = application.folder
    with pytest.raises(RecoveryCardForeignError):
        access.read_cards(folder, old.cards[0].code, old.cards[1].code, NoProgress())
    accepted = access.read_cards(folder, new.cards[0].code, new.cards[2].code, NoProgress())
    again = access.recover(accepted, accepted.holders[0].slot_id, OTHER, OTHER, NoProgress())
    assert again.recovery.state().number == new.number
    assert ("recovery.make", str(new.number)) in [(e.what, e.which) for e in again.audit.page()]
    again.lock()


def test_without_new_cards_there_are_none(access, application):
    old = made_cards(application)
    rotate(application)
    with pytest.raises(RecoveryMissingError):
        access.read_cards(application.folder, old.cards[0].code, old.cards[1].code, NoProgress())
    again = unlocked(access, application.folder)
    assert not again.recovery.state().has_cards
    assert again.recovery.prepare().number == old.number + 1
    again.lock()


# ── attachments ──────────────────────────────────────────────────────────────────────────────────


def test_large_and_empty_attachments_are_brought_along(access, application):
    files = application.session.files
    contents = [b"", b"a", bytes(1 << 20), bytes((1 << 20) + 1), b"long" * (3 << 18)]
    stored = [files.write(content) for content in contents]
    folder = application.folder
    (folder / "attachments" / ("0" * 32 + ".part")).write_bytes(b"half")
    behind = {p.name for p in (folder / "attachments").iterdir() if not p.suffix}
    rotate(application)
    assert {p.name for p in (folder / "attachments").iterdir()} == behind
    keys = open_keys(key_files.read(folder), PASSPHRASE)
    fresh = type(files)(folder / "attachments", key_for("attachments", keys.data_key))
    for one, content in zip(stored, contents, strict=True):
        assert fresh.read(one.id, one.sha256) == content


def test_a_damaged_attachment_stops_it_since_the_old_key_alone_reads_what_is_left(application):
    sealed_talk(application)
    with application.session.vault.reading() as connection:
        (file,) = kept_files.files(connection)
    path = application.folder / "attachments" / file.id
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)
    with pytest.raises(AttachmentDamagedError):
        rotate(application)
    assert application.session.vault.is_open
    assert not (application.folder / turnover.NEXT).exists()


def test_a_lacking_attachment_stays_lacking_and_a_strange_file_stays_as_it_is(access, application):
    talk_id = sealed_talk(application)
    with application.session.vault.reading() as connection:
        (file,) = kept_files.files(connection)
    (application.folder / "attachments" / file.id).unlink()
    strange = application.folder / "attachments" / ("ab" * 16)
    strange.write_bytes(b"of another epoch")
    rotate(application)
    assert strange.read_bytes() == b"of another epoch"
    again = unlocked(access, application.folder)
    with pytest.raises(AttachmentDamagedError):
        again.minutes.pdf(talk_id)
    again.lock()


# ── stopping, and no room ────────────────────────────────────────────────────────────────────────


class StopAt:
    """Somebody who presses 停止 at that report."""

    def __init__(self, at: int) -> None:
        self.left = at

    def step(self, done: int, total: int) -> None:
        self.left -= 1
        if not self.left:
            raise CancelledError


def test_stopped_at_any_report_nothing_has_changed(access, application):
    talk_id, _ = with_a_scan(application)
    keys = everything(application.folder)["keys.json"]
    stopped = 0
    while application.session.vault.is_open and stopped < 40:
        with suppress(CancelledError):
            rotate(application, progress=StopAt(stopped + 1))
            break
        stopped += 1
        assert not (application.folder / turnover.NEXT).exists()
        assert everything(application.folder)["keys.json"] == keys
        assert application.minutes.pdf(talk_id).startswith(b"%PDF")
    assert stopped > 5
    assert not application.session.vault.is_open
    unlocked(access, application.folder).lock()


def test_room_is_asked_for_before_anything_is_written(access, application, monkeypatch):
    needed = application.rotation.room()
    assert needed.is_enough
    assert needed.needed > (application.folder / "vault.db").stat().st_size
    monkeypatch.setattr(rotation, "_SLACK", needed.free)
    with pytest.raises(DiskFullError):
        rotate(application)
    assert not (application.folder / turnover.NEXT).exists()
    assert application.session.vault.is_open


def test_a_disk_that_fills_up_anywhere_on_the_way_costs_nothing(
    access, application, small_disk, monkeypatch
):
    with_a_scan(application)
    application.lock()
    disk = small_disk(4)
    folder = disk / "vault"
    shutil.copytree(application.folder, folder)
    monkeypatch.setattr(rotation.RotationRoom, "is_enough", True)
    opened = unlocked(access, folder)
    fill(disk / "filling")
    refused = 0
    while True:
        size = (disk / "filling").stat().st_size
        try:
            rotate(opened)
            break
        except DiskFullError:
            refused += 1
        assert size, "an empty disk is not full"
        assert opened.session.vault.is_open
        assert not (folder / turnover.NEXT).exists()
        with (disk / "filling").open("r+b") as file:
            file.truncate(max(0, size - (48 << 10)))
    assert refused > 5
    assert not Ballast(folder).is_there
    (disk / "filling").unlink()
    again = unlocked(access, folder)
    assert again.audit.check().is_whole
    again.lock()


def test_what_still_reads_the_old_database_keeps_it_from_being_exchanged(
    access, application, monkeypatch
):
    monkeypatch.setattr(pragmas, "_AFTER_KEY", (*pragmas._AFTER_KEY, ("busy_timeout", "50", "50")))
    application.lock()
    opened = unlocked(access, application.folder)
    with backup.snapshot(opened.folder / "vault.db", opened.session.keys.sqlcipher):
        opened.settings.keep_office(opened.settings.office())
        with pytest.raises(VaultInUseError):
            rotate(opened)
        assert opened.session.vault.is_open
        assert not (opened.folder / turnover.NEXT).exists()
    rotate(opened)
    unlocked(access, opened.folder).lock()


def test_a_backup_that_runs_is_stopped_and_the_exchange_goes_on(access, application):
    from_elsewhere = ThreadPoolExecutor(1)
    has_begun, may_go_on = Event(), Event()

    class Slow:
        def step(self, done: int, total: int) -> None:
            has_begun.set()
            may_go_on.wait(0.05)

    making = from_elsewhere.submit(application.backups.make, Slow())
    assert has_begun.wait(20)
    rotate(application)
    may_go_on.set()
    with suppress(CancelledError):
        making.result(20)
    from_elsewhere.shutdown()
    again = unlocked(access, application.folder)
    assert again.audit.check().is_whole
    assert all(one.is_whole for one in again.backups.list())
    again.lock()


# ── plain text ───────────────────────────────────────────────────────────────────────────────────


def test_nothing_of_a_rotation_is_readable_on_the_disk(access, application):
    with_a_scan(application)
    seen: list[bytes] = []

    class Look:
        def step(self, done: int, total: int) -> None:
            if done > 60:
                seen.extend(everything(application.folder).values())

    rotate(application, progress=Look())
    seen.extend(everything(application.folder).values())
    assert len(seen) > 20
    for content in seen:
        assert "清溪镇".encode() not in content
        assert b"%PDF" not in content
        assert A_SCAN[:16] not in content
        assert b"SQLite format" not in content


# ── what was cut off, and the machine's own secret ───────────────────────────────────────────────


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is a word of Unix")
def test_two_new_cards_open_a_vault_whose_exchange_was_cut_off(access, application):
    folder, cards = application.folder, application.recovery.prepare()
    application.lock()
    opened = []
    assert is_killed(
        lambda: turnover.finish(folder),
        2,
        lambda: (opened.append(unlocked(access, folder)), marked_alone(opened[0], cards)),
    )
    assert turnover.is_under_way(folder)
    assert not (folder / "vault.db").exists() or (folder / turnover.NEXT / "vault.db").exists()
    accepted = access.read_cards(folder, cards.cards[1].code, cards.cards[2].code, NoProgress())
    again = access.recover(accepted, accepted.holders[0].slot_id, OTHER, OTHER, NoProgress())
    assert again.session.keys.epoch == 1
    assert again.audit.check().is_whole
    again.lock()


def marked_alone(application, cards):
    """A rotation of which only the exchange is still to be done."""
    kept = turnover.finish
    turnover.finish = lambda _: False  # in the child alone
    rotate(application, cards=cards)
    turnover.finish = kept


def test_a_slot_bound_to_this_machine_stays_bound(access, new_vault):
    store = Store()
    here = replace(access, wiring=replace(access.wiring, devices=lambda: store))
    application = here.create(new_vault, NoProgress())
    application.device.turn_on(PASSPHRASE)
    rotate(application)
    again = here.unlock(application.folder, PASSPHRASE, NoProgress())
    assert again.device.state().is_on
    again.lock()
    store.secrets.clear()
    with pytest.raises(DeviceSecretMissingError):
        here.unlock(application.folder, PASSPHRASE, NoProgress())
