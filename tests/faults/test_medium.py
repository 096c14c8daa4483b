"""The medium fails: it is full, may only be read, or is pulled out while the vault is open."""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress

import pytest

from app.domain.errors import AppError, DiskFullError, FolderUnusableError, VaultDamagedError
from app.domain.ids import TalkId
from app.domain.people import Role
from app.domain.progress import NoProgress
from app.domain.talk import TalkStatus
from app.services.salvage import Salvage
from app.services.talk_entries import ParticipantEntry, TalkEntry
from tests.conftest import PASSPHRASE
from tests.faults.ground import Ground, columns_of
from tests.faults.power import new_disk

MEGABYTE = 1 << 20
LONG = "说明情况，" * 400


def talk_at(ground: Ground, status: TalkStatus) -> TalkId:
    """A talk of the vault at that step."""
    place = columns_of(ground)["talk"].index("status")
    return next(
        TalkId(k[0]) for k, row in ground.truth["talk"].items() if row[place] == status.value
    )


def begun(application) -> TalkId:
    """A talk that is being held now."""
    clock = application.session.trail.clock
    people = tuple(
        ParticipantEntry(role, name=name, unit_name="清溪镇", title="书记")
        for role, name in (
            (Role.INTERVIEWEE, "张三"),
            (Role.INTERVIEWER, "王五"),
            (Role.RECORDER, "赵六"),
        )
    )
    talk_id, _ = application.talks.plan(
        TalkEntry("supervision", "监督谈话", clock.now(), "", people)
    )
    numbers = tuple(p.number for p in application.prompts.current().prompts[:3])
    application.talks.prepare(talk_id, numbers)
    application.talks.begin(talk_id)
    return talk_id


def fill(folder) -> None:
    """Leave not one block free."""
    with (folder / "ballast of another").open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(4096)):
            pass


@pytest.fixture
def on_small_disk(untouched: Ground, small_disk) -> Ground:
    return untouched.copied(small_disk(12) / "office")


# ── full ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_full_disk_at_saving_costs_no_word_that_was_saved(on_small_disk: Ground):
    ground = on_small_disk
    application = ground.unlock()
    talk_id = begun(application)
    answer = application.talks.get(talk_id).answers[0]
    application.talks.save_answer(talk_id, answer.id, "先说的话")
    fill(ground.place)
    kept = "先说的话"
    with suppress(DiskFullError):
        for count in range(400):
            application.talks.save_answer(talk_id, answer.id, f"{count}{LONG}")
            kept = f"{count}{LONG}"
    assert not kept.startswith("399"), "the disk was never full"
    text = application.talks.get(talk_id).answers[0].text
    assert text == kept
    (ground.place / "ballast of another").unlink()
    application.talks.save_answer(talk_id, answer.id, "腾出空间以后说的话")
    application.lock()
    application = ground.unlock()
    assert application.talks.get(talk_id).answers[0].text == "腾出空间以后说的话"
    assert application.integrity.check(NoProgress()).is_whole
    application.lock()


def test_a_full_disk_at_sealing_leaves_the_talk_where_it_was(on_small_disk: Ground):
    ground = on_small_disk
    application = ground.unlock()
    talk_id = talk_at(ground, TalkStatus.TO_CONFIRM)
    fill(ground.place)
    with pytest.raises(DiskFullError):
        application.minutes.confirm(talk_id, NoProgress())
    assert application.talks.get(talk_id).status is TalkStatus.TO_CONFIRM
    (ground.place / "ballast of another").unlink()
    application.minutes.confirm(talk_id, NoProgress())
    application.talks.note_refusal_and_sign(talk_id, "拒签，孙七见证")
    fill(ground.place)
    with_room = False
    try:
        application.talks.seal(talk_id)
        with_room = True
    except DiskFullError:
        assert application.talks.get(talk_id).status is TalkStatus.SIGNED
    (ground.place / "ballast of another").unlink()
    if not with_room:
        application.talks.seal(talk_id)
    application.lock()
    application = ground.unlock()
    assert application.talks.get(talk_id).status is TalkStatus.SEALED
    assert application.minutes.pdf(talk_id).startswith(b"%PDF")
    assert application.integrity.check(NoProgress()).is_whole
    application.lock()


def test_a_vault_on_a_full_disk_locks_and_opens_again(on_small_disk: Ground):
    application = on_small_disk.unlock()
    fill(on_small_disk.place)
    application.lock()
    (on_small_disk.place / "ballast of another").unlink()
    on_small_disk.unlock().lock()


def test_a_rescue_onto_a_full_disk_leaves_nothing_there(
    ground: Ground, salvage: Salvage, small_disk
):
    disk = small_disk(4)
    with pytest.raises(DiskFullError):
        salvage.rescue(ground.folder, PASSPHRASE, disk / "saved", NoProgress())
    assert list(disk.iterdir()) == []


# ── to be read only ──────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def read_only(untouched: Ground, small_disk) -> Ground:
    disk = small_disk(24)
    ground = untouched.copied(disk / "office")
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    return ground


def test_a_medium_that_may_only_be_read_is_named_and_no_damage(read_only: Ground):
    with pytest.raises(FolderUnusableError):
        read_only.unlock()


def test_what_is_on_a_medium_that_may_only_be_read_can_be_rescued(read_only: Ground, tmp_path):
    access = read_only.access()
    salvage = Salvage(access.preferences, access.clock)
    assert salvage.look(read_only.folder, PASSPHRASE, NoProgress()).is_whole
    report = salvage.rescue(read_only.folder, PASSPHRASE, tmp_path / "saved", NoProgress())
    access.unlock(report.folder, PASSPHRASE, NoProgress()).lock()


# ── pulled out ───────────────────────────────────────────────────────────────────────────────────


def test_a_stick_pulled_out_while_the_vault_is_open_costs_no_saved_word(
    untouched: Ground, tmp_path
):
    disk = new_disk(tmp_path)
    try:
        ground = untouched.copied(disk.folder / "office")
        os.sync()
        application = ground.unlock()
        talk_id = begun(application)
        answer = application.talks.get(talk_id).answers[0]
        application.talks.save_answer(talk_id, answer.id, "拔出以前说的话")
        disk.cut_power()  # as good as pulled out: from now on nothing can be read or written
        with pytest.raises(AppError) as told:
            application.talks.save_answer(talk_id, answer.id, "拔出以后说的话")
        assert not isinstance(told.value, VaultDamagedError)
        application.lock()
        disk.unplug()
        disk.plug_in()
        application = ground.unlock()
        assert application.talks.get(talk_id).answers[0].text == "拔出以前说的话"
        assert application.integrity.check(NoProgress()).is_whole
        application.lock()
    finally:
        disk.unplug()


@pytest.mark.skipif(os.name == "nt", reason="an open folder is not renamed there")
def test_a_folder_that_was_renamed_while_open_keeps_every_word(ground: Ground):
    application = ground.unlock()
    talk_id = begun(application)
    answer = application.talks.get(talk_id).answers[0]
    ground.folder.rename(ground.folder.with_name("elsewhere"))
    kept = ""
    for text in ("改名以后说的话", LONG):
        try:
            application.talks.save_answer(talk_id, answer.id, text)
            kept = text
        except AppError:
            break
    application.lock()
    ground.folder.with_name("elsewhere").rename(ground.folder)
    application = ground.unlock()
    assert application.talks.get(talk_id).answers[0].text == kept
    application.lock()
