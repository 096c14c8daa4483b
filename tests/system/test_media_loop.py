"""Real file systems on loop devices: what is read off them, and how they are let go."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from app.domain.sticks import (
    FAT_LONGEST_FILE,
    EjectOutcome,
    StickBus,
    StickFault,
    fault_of_all,
    faults_of,
)
from tests.loop_sticks import LoopMachine, run
from tests.loop_sticks import loop_machine as loop_machine


@pytest.mark.parametrize(
    ("kind", "label", "longest"),
    [("vfat", "JIWEI", FAT_LONGEST_FILE), ("exfat", "", None), ("ext4", "", None)],
)
def test_a_stick_is_seen_with_its_file_system_number_and_room(
    loop_machine: LoopMachine, kind: str, label: str, longest: int | None
):
    stick = loop_machine.plug(kind)
    (row,) = loop_machine.sticks.plugged_in()
    assert (row.device, row.folder) == (stick.device, str(stick.folder))
    assert (row.file_system, row.label, row.longest_file) == (kind, label, longest)
    assert (row.serial, row.model, row.bus) == ("4C530001", "Loop Stick", StickBus.USB)
    assert row.disk_bytes == 32 << 20 >= row.size_bytes >= row.free_bytes > 20 << 20
    assert bool(row.volume_id) == (kind != "ext4")  # without udev nothing tells an ext4's number
    assert faults_of(row, 1 << 20, 1 << 20) == ()
    (stick.folder / "320999-000007.001").write_bytes(b"x" * 100_000)
    (after,) = loop_machine.sticks.plugged_in()
    assert after.free_bytes < row.free_bytes


def _set_byte(stick, at: int, mark: int) -> None:
    with stick.image.open("r+b") as file:
        file.seek(at)
        old = file.read(1)[0]
        file.seek(at)
        file.write(bytes([old | mark]))


@pytest.mark.parametrize(("kind", "at", "mark"), [("vfat", 0x25, 1), ("exfat", 0x6A, 2)])
def test_a_stick_that_was_pulled_without_ejecting_is_dirty_until_it_is_checked(
    loop_machine: LoopMachine, kind: str, at: int, mark: int
):
    stick = loop_machine.plug(kind, mounted=False)
    assert not loop_machine.sticks.plugged_in()[0].is_dirty
    _set_byte(stick, at, mark)
    (row,) = loop_machine.sticks.plugged_in()
    assert row.is_dirty
    assert not row.is_mounted
    stick.mount(read_only=True)
    (row,) = loop_machine.sticks.plugged_in()
    assert StickFault.DIRTY in faults_of(row, 0)


def test_a_mark_that_the_system_itself_sets_while_it_writes_accuses_nobody(
    loop_machine: LoopMachine,
):
    stick = loop_machine.plug("exfat")
    (stick.folder / "a").write_bytes(b"a")
    (row,) = loop_machine.sticks.plugged_in()
    assert faults_of(row, 0) == ()


def test_a_stick_mounted_for_reading_alone_and_one_without_room_are_refused(
    loop_machine: LoopMachine,
):
    loop_machine.plug("exfat", mounted=False, serial="AB01").mount(read_only=True)
    loop_machine.plug("vfat", serial="AB02")
    locked, open_one = loop_machine.sticks.plugged_in()
    assert StickFault.READ_ONLY in faults_of(locked, 0)
    assert faults_of(open_one, open_one.free_bytes) == ()
    assert faults_of(open_one, open_one.free_bytes + 1) == (StickFault.TOO_LITTLE_ROOM,)
    assert faults_of(open_one, 0, FAT_LONGEST_FILE + 1) == (StickFault.FILE_TOO_LONG,)
    assert fault_of_all([locked, open_one]) is StickFault.SEVERAL
    assert fault_of_all([open_one]) is None


def test_a_stick_that_no_folder_shows_is_seen_and_named(loop_machine: LoopMachine):
    stick = loop_machine.plug("exfat", mounted=False)
    (row,) = loop_machine.sticks.plugged_in()
    assert (row.file_system, row.folder, row.is_mounted) == ("exfat", "", False)
    assert row.size_bytes == 32 << 20
    assert faults_of(row, 1) == (StickFault.NOT_MOUNTED,)
    stick.mount()
    assert faults_of(loop_machine.sticks.plugged_in()[0], 1) == ()


def test_a_folder_on_a_stick_is_that_stick_and_another_folder_is_itself(
    loop_machine: LoopMachine, tmp_path: Path
):
    stick = loop_machine.plug()
    (stick.folder / "deep" / "er").mkdir(parents=True)
    row = loop_machine.sticks.holding(stick.folder / "deep" / "er")
    assert (row.serial, row.is_folder) == (stick.serial, False)
    assert row.folder == str(stick.folder / "deep" / "er")
    other = loop_machine.sticks.holding(tmp_path)
    assert (other.is_folder, other.serial) == (True, "")
    assert other.free_bytes > 0


@pytest.mark.parametrize("kind", ["vfat", "exfat", "ext4"])
def test_what_was_written_is_on_the_medium_when_the_stick_was_let_go(
    loop_machine: LoopMachine, kind: str
):
    stick = loop_machine.plug(kind)
    (stick.folder / "a.bin").write_bytes(b"q" * 300_000)
    (row,) = loop_machine.sticks.plugged_in()
    ejected = loop_machine.sticks.eject(row)
    # a loop device has no power to take away: that is said, and it may still be pulled
    assert ejected.outcome is EjectOutcome.UNMOUNTED
    assert ejected.may_be_pulled
    assert not stick.is_mounted
    loop_machine.pull(stick)
    assert stick.image.read_bytes().count(b"q" * 4096) >= 300_000 // 4096 - 2
    assert loop_machine.sticks.eject(row).outcome is EjectOutcome.GONE


def test_a_stick_with_an_open_file_is_busy_and_who_holds_it_is_told(loop_machine: LoopMachine):
    stick = loop_machine.plug("ext4")
    (row,) = loop_machine.sticks.plugged_in()
    with (stick.folder / "open").open("wb"):
        ejected = loop_machine.sticks.eject(row)
        assert ejected.outcome is EjectOutcome.BUSY
        assert ejected.fault is StickFault.STILL_BUSY
        own = Path("/proc/self/comm").read_text("utf-8").strip()
        assert ejected.holders == (own,)
        assert stick.is_mounted
    assert loop_machine.sticks.eject(row).may_be_pulled


def test_a_stick_that_is_pulled_is_gone_and_comes_back_as_the_same(loop_machine: LoopMachine):
    stick = loop_machine.plug("exfat")
    (before,) = loop_machine.sticks.plugged_in()
    loop_machine.pull(stick)
    assert loop_machine.sticks.plugged_in() == []
    loop_machine.put_back(stick)
    (again,) = loop_machine.sticks.plugged_in()
    assert again.identity == before.identity
    assert again.volume_id == before.volume_id


def test_a_stick_seen_in_two_folders_is_let_go_in_both(loop_machine: LoopMachine):
    stick = loop_machine.plug("ext4")
    second = stick.folder.parent / "again"
    second.mkdir()
    run("mount", stick.device, str(second))
    (row,) = loop_machine.sticks.plugged_in()
    assert loop_machine.sticks.holding(second).identity == row.identity
    assert loop_machine.sticks.eject(row).may_be_pulled
    assert str(stick.folder.parent) not in Path("/proc/mounts").read_text("utf-8")


def test_asking_for_sticks_is_quick_enough_to_be_done_every_second(loop_machine: LoopMachine):
    for number in range(3):
        loop_machine.plug("exfat", serial=f"AB0{number}", megabytes=8)
    begun = time.process_time()
    for _ in range(20):
        assert len(loop_machine.sticks.plugged_in()) == 3
    assert time.process_time() - begun < 2
