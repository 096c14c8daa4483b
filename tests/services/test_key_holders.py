"""Several people with a passphrase of their own, and what each of them may do."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import pytest

from app.domain.changes import Changes
from app.domain.errors import (
    DiskFullError,
    PassphrasesDifferError,
    PassphraseTooWeakError,
    TooManyTriesError,
    WrongPassphraseError,
)
from app.domain.holders import MOST_HOLDERS, HolderRole
from app.domain.progress import NoProgress
from app.domain.refusals import NameMissingError
from app.domain.vault_errors import (
    HolderNameTakenError,
    LastAdministratorError,
    OwnSlotError,
    PassphraseTakenError,
    RoleRefusedError,
    TooManyHoldersError,
)
from app.services.key_holders import NewHolder
from tests.conftest import PASSPHRASE, opened_connection

OTHER = "qingshan-lvshui-baiyun"
THIRD = "jiangnan-jiangbei-2026"
RECORDER, AUDITOR, ADMINISTRATOR = (
    HolderRole.RECORDER,
    HolderRole.AUDITOR,
    HolderRole.ADMINISTRATOR,
)


def new(name="王芳", role=RECORDER, passphrase=OTHER, **more):
    return NewHolder(name, role, passphrase, more.get("repeated", passphrase))


def slot_of(application, name):
    return next(h.slot_id for h in application.key_holders.list() if h.name == name)


def reopened(access, application, passphrase):
    application.lock()
    return access.unlock(application.folder, passphrase, NoProgress())


def whats(application):
    return [entry.what for entry in reversed(application.audit.page())]


def key_file(folder):
    return json.loads((folder / "keys.json").read_bytes())


def test_the_secretary_is_the_first_holder_and_looks_after_the_keys(application):
    (first,) = application.key_holders.list()
    assert (first.name, first.role, first.is_self) == ("李明", ADMINISTRATOR, True)
    assert not first.has_device_secret
    assert application.session.holder == first


def test_a_second_holder_opens_with_a_passphrase_of_the_own_and_leaves_the_own_name(
    access, application
):
    assert application.key_holders.add(PASSPHRASE, new()) is Changes.SETTINGS
    assert [(h.name, h.role, h.is_self) for h in application.key_holders.list()] == [
        ("李明", ADMINISTRATOR, True),
        ("王芳", RECORDER, False),
    ]
    entry = application.audit.page()[0]
    assert (entry.what, entry.which) == ("holder.add", slot_of(application, "王芳"))
    second = reopened(access, application, OTHER)
    assert (second.session.holder.name, second.session.trail.role) == ("王芳", RECORDER)
    assert second.audit.page()[0].who == "王芳"
    assert [h.is_self for h in second.key_holders.list()] == [False, True]
    again = reopened(access, second, PASSPHRASE)
    assert again.audit.page()[0].who == "李明"
    again.lock()


def test_the_key_file_beside_the_vault_names_nobody(application):
    application.key_holders.add(PASSPHRASE, new())
    for name in ("keys.json", "keys.json.1"):
        content = (application.folder / name).read_bytes()
        assert "王芳".encode() not in content
        assert OTHER.encode() not in content


@pytest.mark.parametrize(
    ("entry", "refusal"),
    [
        (new(name="  "), NameMissingError),
        (new(name="李明"), HolderNameTakenError),
        (new(name="李　明 "), HolderNameTakenError),
        (new(repeated="x"), PassphrasesDifferError),
        (new(passphrase="kurz"), PassphraseTooWeakError),
        (new(passphrase=PASSPHRASE), PassphraseTakenError),
    ],
)
def test_who_cannot_be_told_apart_or_opens_badly_gets_no_key(application, entry, refusal):
    before = (application.folder / "keys.json").read_bytes()
    with pytest.raises(refusal):
        application.key_holders.add(PASSPHRASE, entry)
    assert (application.folder / "keys.json").read_bytes() == before
    assert "holder.add" not in whats(application)


def test_each_change_asks_for_the_own_passphrase(access, application):
    application.key_holders.add(PASSPHRASE, new())
    holders, slot_id = application.key_holders, slot_of(application, "王芳")
    before = (application.folder / "keys.json").read_bytes()
    for change in (
        lambda own: holders.add(own, new("孙七", passphrase=THIRD)),
        lambda own: holders.remove(own, slot_id),
        lambda own: holders.change_role(own, slot_id, AUDITOR),
    ):
        with pytest.raises(WrongPassphraseError):
            change(OTHER)  # a passphrase of this vault, but not of the one who sits here
    with pytest.raises(TooManyTriesError):
        holders.remove(PASSPHRASE, slot_id)
    assert (application.folder / "keys.json").read_bytes() == before


def test_there_is_room_for_eight(application):
    for number in range(1, MOST_HOLDERS):
        application.key_holders.add(
            PASSPHRASE, new(f"第{number}位", passphrase=f"{OTHER}-{number}{number}")
        )
    with pytest.raises(TooManyHoldersError) as caught:
        application.key_holders.add(PASSPHRASE, new("第九位", passphrase=THIRD))
    assert caught.value.limit == MOST_HOLDERS == len(application.key_holders.list())


def test_a_leaver_opens_no_more(access, application):
    application.key_holders.add(PASSPHRASE, new())
    slot_id = slot_of(application, "王芳")
    application.key_holders.remove(PASSPHRASE, slot_id)
    assert [h.name for h in application.key_holders.list()] == ["李明"]
    assert (whats(application)[-1], application.audit.page()[0].which) == ("holder.remove", slot_id)
    application.lock()
    with pytest.raises(WrongPassphraseError):
        access.unlock(application.folder, OTHER, NoProgress())


def test_removing_somebody_twice_is_harmless(application):
    application.key_holders.add(PASSPHRASE, new())
    slot_id = slot_of(application, "王芳")
    application.key_holders.remove(PASSPHRASE, slot_id)
    generation = key_file(application.folder)["generation"]
    assert application.key_holders.remove(PASSPHRASE, slot_id) is Changes.SETTINGS
    assert key_file(application.folder)["generation"] == generation


def test_nobody_takes_away_the_own_key_nor_the_last_administrators(access, application):
    own = application.session.holder.slot_id
    with pytest.raises(OwnSlotError):
        application.key_holders.remove(PASSPHRASE, own)
    with pytest.raises(LastAdministratorError):
        application.key_holders.change_role(PASSPHRASE, own, AUDITOR)
    application.key_holders.add(PASSPHRASE, new(role=ADMINISTRATOR))
    application.key_holders.change_role(PASSPHRASE, own, AUDITOR)
    assert [h.role for h in application.key_holders.list()] == [AUDITOR, ADMINISTRATOR]
    second = reopened(access, application, OTHER)
    with pytest.raises(LastAdministratorError):
        second.key_holders.change_role(OTHER, slot_of(second, "王芳"), RECORDER)
    second.key_holders.remove(OTHER, own)
    assert [h.name for h in second.key_holders.list()] == ["王芳"]
    second.lock()


def test_a_role_is_changed_without_the_holders_passphrase_and_holds_from_the_next_unlocking(
    access, application
):
    application.key_holders.add(PASSPHRASE, new())
    slot_id = slot_of(application, "王芳")
    application.key_holders.change_role(PASSPHRASE, slot_id, AUDITOR)
    assert application.key_holders.list()[1].role is AUDITOR
    assert whats(application)[-1] == "holder.change_role"
    second = reopened(access, application, OTHER)
    assert second.session.holder.role is AUDITOR
    # the own passphrase wraps the slot anew, with the role it has now
    access.change_passphrase(second, OTHER, THIRD, THIRD)
    slot = key_file(second.folder)["slots"][1]
    assert (slot["role"], slot["reassigned"]) == ("auditor", "")
    first = reopened(access, second, PASSPHRASE)
    first.key_holders.change_role(PASSPHRASE, slot_id, RECORDER)
    first.key_holders.change_role(PASSPHRASE, slot_id, AUDITOR)
    assert key_file(first.folder)["slots"][1]["reassigned"] == ""
    first.lock()


def test_a_recorder_cannot_touch_keys_nor_the_unit(access, application):
    application.key_holders.add(PASSPHRASE, new())
    first = slot_of(application, "李明")
    recorder = reopened(access, application, OTHER)
    before = (recorder.folder / "keys.json").read_bytes()
    for act in (
        lambda: recorder.key_holders.add(OTHER, new("孙七", passphrase=THIRD)),
        lambda: recorder.key_holders.remove(OTHER, first),
        lambda: recorder.key_holders.change_role(OTHER, first, AUDITOR),
        recorder.recovery.prepare,
        lambda: recorder.settings.keep_office(replace(recorder.settings.office(), name="新名")),
    ):
        with pytest.raises(RoleRefusedError) as caught:
            act()
        assert caught.value.role == "recorder"
    assert recorder.settings.office().name == "清河县纪委监委"
    assert (recorder.folder / "keys.json").read_bytes() == before
    access.change_passphrase(recorder, OTHER, THIRD, THIRD)
    recorder.lock()


def test_an_auditor_opens_reads_and_locks(access, application):
    application.key_holders.add(PASSPHRASE, new(role=AUDITOR))
    auditor = reopened(access, application, OTHER)
    assert auditor.audit.check().is_whole
    with pytest.raises(RoleRefusedError):
        auditor.settings.keep_office(auditor.settings.office())
    auditor.lock()
    last = access.unlock(auditor.folder, PASSPHRASE, NoProgress())
    assert whats(last)[-2] == "vault.lock"
    last.lock()


def test_a_changed_passphrase_may_not_be_anothers(access, application):
    application.key_holders.add(PASSPHRASE, new())
    with pytest.raises(PassphraseTakenError):
        access.change_passphrase(application, PASSPHRASE, OTHER, OTHER)
    access.change_passphrase(application, PASSPHRASE, THIRD, THIRD)
    assert [h.name for h in application.key_holders.list()] == ["李明", "王芳"]


def test_asking_again_wants_the_one_who_sits_here(access, application):
    application.key_holders.add(PASSPHRASE, new())
    access.ask_again(application, PASSPHRASE)
    with pytest.raises(WrongPassphraseError):
        access.ask_again(application, OTHER)


class Counted:
    """Progress that counts the steps; between two slots the door tells its first step again."""

    def __init__(self):
        self.firsts = 0

    def step(self, done, total):
        self.firsts += done == 1

    @property
    def tries(self):
        return self.firsts


def tries_for(access, application, passphrase):
    application.lock()
    counted = Counted()
    return access.unlock(application.folder, passphrase, counted), counted.tries


def test_the_slot_used_last_on_this_machine_is_tried_first(access, application):
    application.key_holders.add(PASSPHRASE, new())
    one, tries = tries_for(access, application, OTHER)
    assert tries == 2
    two, tries = tries_for(access, one, OTHER)
    assert tries == 1, "one person costs one derivation"
    three, tries = tries_for(access, two, PASSPHRASE)
    assert tries == 2
    three.lock()


def test_the_vault_knows_its_key_file_at_every_step(application):
    def agree():
        inside = application.key_holders.ring.file()
        return {
            (application.folder / name).read_bytes() for name in ("keys.json", "keys.json.1")
        } == {inside.written()}

    assert agree()
    application.key_holders.add(PASSPHRASE, new())
    assert agree()
    slot_id = slot_of(application, "王芳")
    application.key_holders.change_role(PASSPHRASE, slot_id, AUDITOR)
    assert agree()
    application.key_holders.remove(PASSPHRASE, slot_id)
    assert agree()
    assert key_file(application.folder)["generation"] == 4


def test_a_full_disk_adds_nobody_and_keeps_nobody_out(access, new_vault, small_disk):
    disk = small_disk(70)
    application = access.create(replace(new_vault, folder=disk / "谈心簿"), NoProgress())
    before = (application.folder / "keys.json").read_bytes()
    fill(disk)
    with pytest.raises(DiskFullError):
        application.key_holders.add(PASSPHRASE, new())
    with pytest.raises(DiskFullError):
        access.change_passphrase(application, PASSPHRASE, THIRD, THIRD)
    assert (application.folder / "keys.json").read_bytes() == before
    assert not list(application.folder.glob("*.new"))
    assert [h.name for h in application.key_holders.list()] == ["李明"]
    application.lock()
    (disk / "ballast").unlink()
    again = access.unlock(application.folder, PASSPHRASE, NoProgress())
    assert again.audit.check().is_whole
    again.lock()


def test_a_disk_with_room_for_the_key_file_alone_changes_the_passphrase_and_notes_it_later(
    access, new_vault, small_disk
):
    disk = small_disk(70)
    application = access.create(replace(new_vault, folder=disk / "谈心簿"), NoProgress())
    application.session.vault.checkpoint()  # the log is empty: an entry needs new room
    fill(disk, leave=24 << 10)
    access.change_passphrase(application, PASSPHRASE, OTHER, OTHER)
    application.lock()
    (disk / "ballast").unlink()
    with pytest.raises(WrongPassphraseError):
        access.unlock(application.folder, PASSPHRASE, NoProgress())
    again = access.unlock(application.folder, OTHER, NoProgress())
    assert set(whats(again)) & {"keys.newer", "passphrase.change"}
    assert again.audit.check().is_whole
    again.lock()


def fill(disk, leave=0):
    with (disk / "ballast").open("wb") as ballast:
        ballast.write(bytes(shutil.disk_usage(disk).free - leave))


def test_a_trail_of_two_people_is_one_chain(access, application):
    application.key_holders.add(PASSPHRASE, new())
    second = reopened(access, application, OTHER)
    assert {entry.who for entry in second.audit.page()} == {"李明", "王芳"}
    assert second.audit.check().is_whole
    second.lock()
    with opened_connection(second.folder, OTHER) as connection:
        assert connection.execute("SELECT count(*) FROM setting WHERE key = 'keys.file'").fetchone()
