"""From a backup set back to a vault: on the same machine, on a new one, by words or by cards."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import pytest

from app import bootstrap
from app.domain.canonical import canonical, digest_of
from app.domain.errors import (
    DiskFullError,
    FolderNotEmptyError,
    FolderUnusableError,
    VaultExistsError,
    VaultTooNewError,
    WrongPassphraseError,
)
from app.domain.ids import TalkId
from app.domain.progress import CancelledError, NoProgress
from app.domain.standing import VaultStanding
from app.domain.talk import TalkStatus
from app.domain.vault_errors import (
    BackupDamagedError,
    BackupMissingError,
    DeviceSecretMissingError,
    RecoveryMissingError,
)
from app.keys import backup_note
from app.services import restored_vault
from app.services.restoring import Restoring
from app.store import settings
from tests.conftest import CHEAP
from tests.services.backup_desk import ANSWER, BackupDesk, StopAt, tree
from tests.services.test_device_binding import Store


@pytest.fixture
def desk(access, new_vault, application, clock, tmp_path) -> BackupDesk:
    return BackupDesk(access, new_vault, application, clock, tmp_path / "stick")


@pytest.fixture
def target(tmp_path):
    return tmp_path / "谈心簿-恢复"


def says_all(application, talk_id: TalkId) -> bool:
    """Whether the talk is there with its answers and its signed minutes."""
    talk = application.talks.get(talk_id)
    return (
        talk.status is TalkStatus.TO_SIGN
        and all(answer.text == ANSWER for answer in talk.answers)
        and application.minutes.pdf(talk_id).startswith(b"%PDF")
    )


def test_the_vault_comes_back_with_its_talk_and_its_papers(desk, target):
    talk_id = desk.hold_a_talk()
    (record,) = desk.make()
    desk.lock()
    shutil.rmtree(desk.new.folder / "attachments")
    (desk.new.folder / "vault.db").unlink()  # all but the backups is gone
    restored = desk.restoring.restore(record, desk.new.passphrase, target, NoProgress())
    assert restored.folder == target
    assert restored.lacking == 0
    assert desk.access.last_folder() == target
    application = desk.unlock(target)
    assert says_all(application, talk_id)
    assert application.audit.check(NoProgress()).is_whole
    acts = [entry.what for entry in application.audit.page()]
    assert acts.index("vault.unlock") < acts.index("vault.restore")
    entry = next(e for e in application.audit.page() if e.what == "vault.restore")
    assert (entry.who, entry.which) == ("李明", record.name)
    application.lock()


def test_the_restored_vault_is_worked_in_and_backed_up_again(desk, target):
    desk.hold_a_talk()
    (record,) = desk.make()
    desk.lock()
    desk.restoring.restore(record, desk.new.passphrase, target, NoProgress())
    desk.unlock(target)
    desk.hold_a_talk()
    (again,) = desk.make()
    assert again.folder.parent == target / "backups"
    assert again.attachments == 2
    desk.lock()


def test_the_set_is_not_written_by_a_restore(desk, target):
    desk.hold_a_talk()
    (record,) = desk.make()
    desk.lock()
    before = tree(desk.local)
    desk.restoring.restore(record, desk.new.passphrase, target, NoProgress())
    assert tree(desk.local) == before


def test_another_machine_needs_nothing_but_the_stick(desk, tmp_path, clock, target):
    talk_id = desk.hold_a_talk()
    desk.choose_stick()
    desk.make()
    desk.lock()
    shutil.rmtree(desk.new.folder)
    elsewhere = bootstrap.access(tmp_path / "new machine", clock, CHEAP)
    (record,) = Restoring(elsewhere).backups_in(desk.stick)
    Restoring(elsewhere).restore(record, desk.new.passphrase, target, NoProgress())
    application = elsewhere.unlock(target, desk.new.passphrase, NoProgress())
    assert says_all(application, talk_id)
    assert application.standing is VaultStanding.AGREES
    application.lock()


def test_the_passphrase_of_that_day_opens_it(desk, access, target):
    (old,) = desk.make()
    access.change_passphrase(
        desk.application, desk.new.passphrase, "lvyou-kafei-2031", "lvyou-kafei-2031"
    )
    desk.clock.move(days=1)
    (new,) = desk.make()
    desk.lock()
    with pytest.raises(WrongPassphraseError):
        desk.restoring.restore(new, desk.new.passphrase, target, NoProgress())
    assert not target.exists()
    desk.restoring.restore(old, desk.new.passphrase, target, NoProgress())
    desk.unlock(target).lock()
    other = target.with_name("other")
    desk.restoring.restore(new, "lvyou-kafei-2031", other, NoProgress())
    desk.unlock(other, "lvyou-kafei-2031").lock()


def test_two_cards_bring_it_back_when_the_passphrase_is_forgotten(desk, target):
    talk_id = desk.hold_a_talk()
    cards = desk.application.recovery.prepare()
    codes = tuple("-".join(card.groups) for card in cards.cards)
    desk.application.recovery.keep(desk.new.passphrase, cards, codes)
    (record,) = desk.make()
    desk.lock()
    restored = desk.restoring.restore_by_cards(record, (codes[0], codes[2]), target, NoProgress())
    accepted = desk.access.read_cards(restored.folder, codes[0], codes[2], NoProgress())
    new = "lvyou-kafei-2031"
    application = desk.access.recover(accepted, accepted.holders[0].slot_id, new, new, NoProgress())
    assert says_all(application, talk_id)
    acts = [entry.what for entry in application.audit.page()]
    assert "recovery.use" in acts
    assert "vault.restore" in acts
    application.lock()


def test_cards_of_a_vault_that_has_none(desk, target):
    cards = desk.application.recovery.prepare()
    codes = tuple("-".join(card.groups) for card in cards.cards)
    (record,) = desk.make()
    desk.lock()
    with pytest.raises(RecoveryMissingError):
        desk.restoring.restore_by_cards(record, (codes[0], codes[1]), target, NoProgress())


# ── never over anything ──────────────────────────────────────────────────────────────────────────


def test_a_restore_never_goes_over_a_vault(desk):
    (record,) = desk.make()
    desk.lock()
    before = tree(desk.new.folder)
    with pytest.raises(VaultExistsError):
        desk.restoring.restore(record, desk.new.passphrase, desk.new.folder, NoProgress())
    assert tree(desk.new.folder) == before


def test_a_restore_never_goes_among_other_files(desk, target):
    (record,) = desk.make()
    desk.lock()
    target.mkdir()
    (target / "letter.txt").write_text("mine", "utf-8")
    with pytest.raises(FolderNotEmptyError):
        desk.restoring.restore(record, desk.new.passphrase, target, NoProgress())
    assert [path.name for path in target.iterdir()] == ["letter.txt"]


def test_an_empty_folder_is_taken(desk, target):
    (record,) = desk.make()
    desk.lock()
    target.mkdir()
    desk.restoring.restore(record, desk.new.passphrase, target, NoProgress())
    desk.unlock(target).lock()


def test_the_offered_folder_is_free_and_beside_the_vault(desk):
    desk.lock()
    first = desk.restoring.default_target(desk.new.folder)
    assert first == desk.new.folder.with_name("谈心簿-恢复-2026年3月5日")
    first.mkdir()
    second = desk.restoring.default_target()
    assert second == desk.new.folder.with_name("谈心簿-恢复-2026年3月5日-2")


def test_an_older_vault_that_was_restored_is_not_taken_for_one_that_was_put_back(desk, target):
    (record,) = desk.make()
    desk.hold_a_talk()
    desk.lock()
    desk.restoring.restore(record, desk.new.passphrase, target, NoProgress())
    application = desk.unlock(target)
    assert application.standing is VaultStanding.AGREES
    application.lock()


# ── whole or not there ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("hundredths", [1, 20, 55, 68, 90, 100])
def test_a_restore_that_is_stopped_leaves_nothing(desk, target, hundredths):
    desk.hold_a_talk()
    (record,) = desk.make()
    desk.lock()
    around = sorted(path.name for path in target.parent.iterdir())
    with pytest.raises(CancelledError):
        desk.restoring.restore(record, desk.new.passphrase, target, StopAt(hundredths))
    assert sorted(path.name for path in target.parent.iterdir()) == around
    assert desk.access.last_folder() == desk.new.folder


def test_what_a_killed_restore_left_is_removed_by_the_next(desk, target):
    (record,) = desk.make()
    desk.lock()
    left = target.with_name(f".{target.name}.0123abcd")
    left.mkdir()
    (left / "vault.db").write_bytes(b"half")
    desk.restoring.restore(record, desk.new.passphrase, target, NoProgress())
    assert not left.exists()


def test_a_full_disk_leaves_nothing(desk, small_disk):
    (record,) = desk.make()
    desk.lock()
    disk = small_disk(16)
    with pytest.raises(DiskFullError):
        desk.restoring.restore(record, desk.new.passphrase, disk / "v", NoProgress())
    assert list(disk.iterdir()) == []


def test_a_disk_that_fills_up_in_the_middle_leaves_nothing(desk, small_disk, monkeypatch):
    monkeypatch.setattr(restored_vault, "_MARGIN", -(4 << 20))  # room, as far as one knew
    with desk.application.session.vault.transaction() as connection:
        for number in range(2000):
            settings.keep(connection, f"answer.{number}", "谈话" * 300)
    (record,) = desk.make()
    desk.lock()
    disk = small_disk(12)
    size = (record.folder / "vault.db").stat().st_size
    (disk / "filler").write_bytes(bytes(shutil.disk_usage(disk).free - size + (1 << 20)))
    with pytest.raises(DiskFullError):
        desk.restoring.restore(record, desk.new.passphrase, disk / "v", NoProgress())
    assert [path.name for path in disk.iterdir()] == ["filler"]


def test_a_folder_that_cannot_be_made_is_named(desk, tmp_path):
    (record,) = desk.make()
    desk.lock()
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(FolderUnusableError):
        desk.restoring.restore(record, desk.new.passphrase, tmp_path / "file" / "v", NoProgress())


# ── what is amiss with a set ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["vault.db", "keys.json", "backup.json"])
@pytest.mark.parametrize("harm", ["gone", "empty", "cut", "flipped"])
def test_a_damaged_set_restores_nothing_and_says_which_part(desk, target, name, harm):
    (record,) = desk.make()
    desk.lock()
    path = record.folder / name
    content = path.read_bytes()
    if harm == "gone":
        path.unlink()
    elif harm == "empty":
        path.write_bytes(b"")
    elif harm == "cut":
        path.write_bytes(content[: len(content) // 2])
    else:
        place = len(content) // 2
        path.write_bytes(content[:place] + bytes([content[place] ^ 4]) + content[place + 1 :])
    with pytest.raises(BackupDamagedError) as caught:
        desk.restoring.restore(record, desk.new.passphrase, target, NoProgress())
    assert caught.value.what == name
    assert not target.exists()
    assert not [p for p in target.parent.iterdir() if p.name.startswith(f".{target.name}")]


def test_a_damaged_set_is_listed_with_its_flaw_and_after_its_date(desk):
    (record,) = desk.make()
    desk.lock()
    (record.folder / "backup.json").write_bytes(b"{")
    (found,) = desk.restoring.backups_in(desk.local)
    assert not found.is_whole
    assert (found.made_at, found.sequence) == (record.made_at, record.sequence)


def test_a_set_without_its_head_comes_back_all_the_same(desk, target):
    (record,) = desk.make()
    desk.lock()
    (record.folder / "head.json").unlink()
    desk.restoring.restore(record, desk.new.passphrase, target, NoProgress())
    application = desk.unlock(target)
    assert application.standing is VaultStanding.AGREES
    application.lock()


def test_an_attachment_that_is_lacking_is_counted_and_the_rest_comes_back(desk, target):
    desk.hold_a_talk()
    second = desk.hold_a_talk()
    (record,) = desk.make()
    lost = next(iter((desk.local / "attachments-0").iterdir()))
    desk.lock()
    content = lost.read_bytes()
    lost.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    restored = desk.restoring.restore(record, desk.new.passphrase, target, NoProgress())
    assert restored.lacking == 1
    application = desk.unlock(target)
    assert application.talks.get(second).status is TalkStatus.TO_SIGN
    application.lock()


def test_a_set_of_a_newer_program_is_not_touched(desk, target):
    (record,) = desk.make()
    desk.lock()
    note = backup_note.parse((record.folder / "backup.json").read_bytes())
    newer = note.written().replace(b'"version":1', b'"version":2')
    content = {k: v for k, v in json.loads(newer).items() if k != "digest"}
    (record.folder / "backup.json").write_bytes(
        canonical({**content, "digest": digest_of(content)})
    )
    with pytest.raises(VaultTooNewError):
        desk.restoring.restore(record, desk.new.passphrase, target, NoProgress())


def test_key_files_of_two_sets_cannot_be_exchanged(desk, access, new_vault, target, tmp_path):
    """The key file of another vault opens nothing here, although its passphrase is known."""
    other = access.create(
        type(new_vault)(tmp_path / "other", "lvyou-kafei-2031", "lvyou-kafei-2031", "乙县", "王"),
        NoProgress(),
    )
    foreign = other.backups.make(NoProgress()).records[0]
    other.lock()
    (record,) = desk.make()
    desk.lock()
    shutil.copy(foreign.folder / "keys.json", record.folder / "keys.json")
    with pytest.raises(BackupDamagedError):
        desk.restoring.restore(record, "lvyou-kafei-2031", target, NoProgress())


# ── finding sets ─────────────────────────────────────────────────────────────────────────────────


def test_sets_are_found_from_the_vault_the_stick_their_folder_or_one_of_them(desk):
    desk.choose_stick()
    here, there = desk.make()
    desk.lock()
    looked = [desk.new.folder, desk.local, here.folder]
    assert [[one.folder for one in desk.restoring.backups_in(at)] for at in looked] == [
        [here.folder]
    ] * 3
    looked = [desk.stick, there.folder.parent, there.folder]
    assert [[one.folder for one in desk.restoring.backups_in(at)] for at in looked] == [
        [there.folder]
    ] * 3


def test_a_folder_without_backups_says_so(desk, tmp_path):
    (tmp_path / "letters" / "2026").mkdir(parents=True)
    with pytest.raises(BackupMissingError):
        desk.restoring.backups_in(tmp_path / "letters")
    with pytest.raises(FolderUnusableError):
        desk.restoring.backups_in(tmp_path / "no such folder")


def test_a_set_that_was_pulled_out_says_so(desk, target):
    desk.choose_stick()
    _, there = desk.make()
    desk.lock()
    desk.stick.rename(desk.stick.with_name("pulled"))
    with pytest.raises(BackupMissingError):
        desk.restoring.restore(there, desk.new.passphrase, target, NoProgress())


def test_half_a_set_is_no_set(desk):
    (record,) = desk.make()
    desk.lock()
    record.folder.rename(record.folder.with_name(record.folder.name + ".part"))
    with pytest.raises(BackupMissingError):
        desk.restoring.backups_in(desk.local)


# ── keys that were changed since ─────────────────────────────────────────────────────────────────


def test_a_set_of_before_an_exchange_of_the_data_key_comes_back_by_the_key_of_its_day(desk, target):
    talk_id = desk.hold_a_talk()
    (old,) = desk.make()
    desk.application.rotation.rotate(desk.new.passphrase, {}, None, NoProgress())
    application = desk.unlock()
    assert application.backups.list()[0].is_whole
    desk.clock.move(days=1)
    (new,) = desk.make()
    assert (old.epoch, new.epoch) == (0, 1)
    assert (desk.local / "attachments-1").is_dir()
    report = application.rehearsal.rehearse(old, desk.new.passphrase, NoProgress())
    assert report.is_whole
    desk.lock()
    for number, record in enumerate((old, new)):
        folder = target.with_name(f"restored {number}")
        desk.restoring.restore(record, desk.new.passphrase, folder, NoProgress())
        application = desk.unlock(folder)
        assert says_all(application, talk_id)
        assert application.session.keys.epoch == record.epoch
        application.lock()


def test_attachments_of_an_exchanged_key_go_with_the_last_set_under_it(desk):
    desk.hold_a_talk()
    desk.make()
    desk.application.rotation.rotate(desk.new.passphrase, {}, None, NoProgress())
    desk.unlock()
    desk.clock.move(minutes=1)
    desk.make()  # of the same day: the one under the old key goes
    names = {path.name for path in desk.local.iterdir()}
    assert "attachments-1" in names
    assert "attachments-0" not in names
    desk.lock()


def test_a_passphrase_bound_to_the_lost_machine_needs_the_cards(access, desk, target):
    store = Store()
    bound = replace(access, wiring=replace(access.wiring, devices=lambda: store))
    desk.lock()
    application = bound.unlock(desk.new.folder, desk.new.passphrase, NoProgress())
    cards = application.recovery.prepare()
    codes = tuple("-".join(card.groups) for card in cards.cards)
    application.recovery.keep(desk.new.passphrase, cards, codes)
    application.device.turn_on(desk.new.passphrase)
    record = application.backups.make(NoProgress()).records[0]
    assert application.rehearsal.rehearse(record, desk.new.passphrase, NoProgress()).is_whole
    application.lock()
    elsewhere = replace(access, wiring=replace(access.wiring, devices=lambda: None))
    with pytest.raises(DeviceSecretMissingError):
        Restoring(elsewhere).restore(record, desk.new.passphrase, target, NoProgress())
    Restoring(elsewhere).restore_by_cards(record, (codes[1], codes[2]), target, NoProgress())
    accepted = elsewhere.read_cards(target, codes[1], codes[2], NoProgress())
    new = "lvyou-kafei-2031"
    elsewhere.recover(accepted, accepted.holders[0].slot_id, new, new, NoProgress()).lock()
