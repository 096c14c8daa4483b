"""Sticks are told from other disks by what the system says of them, on made-up machines."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import StickMissingError
from app.domain.sticks import (
    EjectOutcome,
    StickBus,
    StickFault,
    cautions_of,
    fault_of_all,
    faults_of,
)
from app.system.eject_linux import Answer, run_program
from app.system.media import LinuxSticks, NoSticks, sticks_here
from app.system.media_boot import read_boot_sector
from tests.made_up_machine import Machine


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    made = Machine(tmp_path)
    made.disk("sda", "8:0")
    made.part("sda", "sda1", "8:1")
    made.mount("/dev/sda1", "/", "ext4")
    return made


def test_a_stick_is_told_with_label_serial_and_room(machine: Machine):
    machine.disk("sdb", "8:16", removable=True, usb=True)
    machine.part("sdb", "sdb1", "8:17")
    machine.mount("/dev/sdb1", "/media/li/U\\040盘")
    machine.note("8:16", ID_BUS="usb", ID_SERIAL_SHORT="AA0001", ID_MODEL="DataTraveler")
    machine.note("8:17", ID_FS_LABEL="JIWEI", ID_FS_LABEL_ENC="JIWEI\\x20A")
    (row,) = machine.sticks()
    assert (row.device, row.folder) == ("/dev/sdb1", "/media/li/U 盘")
    assert (row.label, row.serial, row.model) == ("JIWEI A", "AA0001", "DataTraveler")
    assert row.file_system == "vfat"
    assert row.size_bytes >= row.free_bytes > 0
    assert not row.is_read_only


def test_a_hard_disk_in_a_usb_case_is_a_stick_too(machine: Machine):
    machine.disk("sdc", "8:32", usb=True)
    machine.mount("/dev/sdc", "/mnt/disk", "exfat")
    (row,) = machine.sticks()
    assert (row.device, row.model) == ("/dev/sdc", "Made-Up Disk")
    machine.note("8:32", ID_BUS="ata")
    assert machine.sticks() == []


def test_the_system_disk_is_refused_even_on_usb(machine: Machine):
    machine.disk("sdd", "8:48", removable=True, usb=True)
    machine.part("sdd", "sdd1", "8:49")
    machine.part("sdd", "sdd2", "8:50")
    machine.mount("/dev/sdd1", "/home", "ext4")
    machine.mount("/dev/sdd2", "/mnt/rest", "ext4")
    for row in machine.sticks():
        assert row.is_system
        assert faults_of(row, 0) == (StickFault.SYSTEM_DISK,)
    assert fault_of_all(machine.sticks()) is StickFault.NONE_FOUND


def test_inner_disks_discs_and_strange_mounts_are_no_sticks(machine: Machine):
    machine.disk("sde", "8:64")
    machine.mount("/dev/sde", "/mnt/inner", "ext4")
    machine.disk("sr0", "11:0", removable=True)
    machine.mount("/dev/sr0", "/media/cd", "iso9660", "ro")
    machine.mount("tmpfs", "/tmp", "tmpfs")
    machine.mount("/dev/unknown", "/mnt/unknown")
    machine.write("proc/mounts", "".join(machine.mounts) + "garbage\n\n")
    assert machine.sticks() == []


def test_locked_sticks_say_so(machine: Machine):
    for name, number in (("sdf", "8:80"), ("sdg", "8:96")):
        machine.disk(name, number, removable=True, usb=True)
    machine.mount("/dev/sdf", "/mnt/f", options="ro,nosuid")
    machine.mount("/dev/sdg", "/mnt/g")
    (machine.root / "sys/class/block/sdg").resolve().joinpath("ro").write_text("1\n")
    assert [row.is_read_only for row in machine.sticks()] == [True, True]


def test_several_sticks_are_all_shown_each_once(machine: Machine):
    for name, number in (("sdh", "8:112"), ("sdi", "8:128")):
        machine.disk(name, number, removable=True, usb=True)
        machine.mount(f"/dev/{name}", f"/mnt/{name}")
    machine.mount("/dev/sdh", "/mnt/again")
    assert [row.device for row in machine.sticks()] == ["/dev/sdh", "/dev/sdi"]


def test_a_machine_that_tells_nothing_has_no_sticks(tmp_path: Path):
    assert LinuxSticks(tmp_path).plugged_in() == []
    assert NoSticks().plugged_in() == []


def test_this_machine_can_be_asked():
    assert all(row.folder != "/" for row in sticks_here().plugged_in())


def test_a_stick_the_system_has_not_opened_is_seen_and_said(machine: Machine):
    machine.stick("sdb", 16, ID_SERIAL_SHORT="AA0001")
    machine.note("8:17", ID_FS_TYPE="ntfs", ID_FS_UUID="9C2A8F", ID_FS_LABEL="U")
    (row,) = machine.sticks()
    assert (row.folder, row.file_system, row.volume_id) == ("", "ntfs", "9C2A8F")
    assert (row.size_bytes, row.disk_bytes) == (4 << 30, 8 << 30)
    assert faults_of(row, 0) == (StickFault.NOT_MOUNTED,)


def test_an_encrypted_stick_is_locked_until_it_is_opened(machine: Machine):
    machine.stick("sdb", 16, ID_SERIAL_SHORT="AA0001")
    machine.note("8:17", ID_FS_TYPE="crypto_LUKS", ID_FS_UUID="0b1c")
    assert faults_of(machine.sticks()[0], 0) == (StickFault.LOCKED,)
    machine.mapped("dm-0", "253:0", "sdb1", "luks-0b1c")
    machine.mount("/dev/mapper/luks-0b1c", "/media/li/safe", "ext4")
    (row,) = machine.sticks()
    assert (row.device, row.folder, row.is_locked) == ("/dev/sdb1", "/media/li/safe", False)
    assert faults_of(row, 0) == ()


def test_the_system_is_found_through_its_encryption_and_its_swap(tmp_path: Path):
    machine = Machine(tmp_path)
    machine.stick("sdb", 16)
    machine.mapped("dm-0", "253:0", "sdb1", "root")
    machine.mount("/dev/mapper/root", "/", "ext4")
    machine.stick("sdc", 32)
    machine.write("proc/swaps", "Filename Type Size Used Priority\n/dev/sdc1 partition 1 0 -2\n")
    assert [faults_of(row, 0) for row in machine.sticks()] == [(StickFault.SYSTEM_DISK,)] * 2


def test_a_card_in_the_slot_is_a_stick_and_soldered_memory_is_not(machine: Machine):
    machine.card("mmcblk0", "179:0", "MMC")
    machine.card("mmcblk1", "179:8", "SD")
    machine.mount("/dev/mmcblk1", "/media/li/card", "exfat")
    (row,) = machine.sticks()
    assert (row.bus, row.serial, row.model) == (StickBus.CARD, "0x3A5F11C2", "SU08G")


def test_a_card_reader_gives_its_cards_no_serial_and_is_nothing_when_empty(machine: Machine):
    machine.disk("sdb", "8:16", removable=True, usb=True)
    machine.note("8:16", ID_BUS="usb", ID_SERIAL_SHORT="058F63666471", ID_DRIVE_FLASH_SD="1")
    machine.note("8:16", ID_BUS="usb", ID_SERIAL_SHORT="058F63666471", ID_DRIVE_FLASH_SD="1",
                 ID_FS_UUID="1A2B-3C4D", ID_FS_TYPE="vfat")  # fmt: skip
    machine.disk("sdc", "8:32", removable=True, usb=True, size=0)
    (row,) = machine.sticks()
    assert (row.serial, row.identity) == ("", "volume:1A2B-3C4D")


def test_of_several_parts_those_are_shown_that_can_hold_files(machine: Machine):
    machine.stick("sdb", 16, ID_SERIAL_SHORT="AA0001")
    machine.part("sdb", "sdb2", "8:18")
    machine.note("8:18", ID_PART_ENTRY_TYPE="c12a7328-f81f-11d2-ba4b-00a0c93ec93b")
    machine.part("sdb", "sdb3", "8:19", size=1024)
    machine.part("sdb", "sdb4", "8:20")
    rows = machine.sticks()
    assert [row.device for row in rows] == ["/dev/sdb1", "/dev/sdb4"]
    assert not any(row.is_serial_shared for row in rows)
    assert {row.identity for row in rows} == {"AA0001"}


@pytest.mark.parametrize("serial", ["", "0000000000", "01010101", "0123456789ABCDEF"])
def test_a_serial_that_tells_nothing_gives_way_to_the_volumes_number(machine: Machine, serial: str):
    machine.stick("sdb", 16, ID_SERIAL_SHORT=serial)
    assert machine.sticks()[0].identity == ""
    machine.note("8:17", ID_FS_UUID="1A2B-3C4D")
    assert machine.sticks()[0].identity == "volume:1A2B-3C4D"
    machine.stick("sdc", 32, ID_SERIAL_SHORT=serial)
    assert not any(row.is_serial_shared for row in machine.sticks())


def test_without_udev_the_serial_is_found_at_the_device_itself(machine: Machine):
    machine.disk("sdb", "8:16", usb=True)
    machine.write("sys/devices/pci0/usb1/idVendor", "0951\n")
    machine.write("sys/devices/pci0/usb1/serial", "E0D55EA574\n")
    assert machine.sticks()[0].serial == "E0D55EA574"


def test_two_sticks_of_one_serial_are_not_told_apart(machine: Machine):
    for name, number in (("sdb", 16), ("sdc", 32)):
        machine.stick(name, number, ID_SERIAL_SHORT="AA0001")
        machine.mount(f"/dev/{name}1", f"/media/{name}")
    assert [faults_of(row, 0) for row in machine.sticks()] == [(StickFault.SAME_SERIAL,)] * 2


def test_labels_of_chinese_windows_are_read(machine: Machine):
    machine.stick("sdb", 16)
    machine.note("8:17", ID_FS_LABEL_ENC="\\xd2\\xc6\\xbd\\xbb\\xc5\\xcc")
    assert machine.sticks()[0].label == "移交盘"
    machine.note("8:17", ID_FS_LABEL_ENC="移交盘")
    assert machine.sticks()[0].label == "移交盘"


def test_a_file_system_of_short_names_cannot_hold_a_package(machine: Machine):
    machine.stick("sdb", 16)
    machine.mount("/dev/sdb1", "/media/b", "msdos")
    assert faults_of(machine.sticks()[0], 0) == (StickFault.UNSUITED,)


@contextlib.contextmanager
def as_anybody():
    """As a user who owns nothing here; root could write anywhere."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_folder_of_another_user_cannot_be_written():
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        machine = Machine(Path(name))
        machine.stick("sdb", 16)
        machine.mount("/dev/sdb1", "/media/b", "ext4")
        (machine.root / "media/b").chmod(0o555)
        with as_anybody():
            (row,) = machine.sticks()
    assert faults_of(row, 0) == (StickFault.NOT_WRITABLE,)


def test_folders_are_told_from_sticks_and_the_systems_own_disk_is_named(machine: Machine):
    machine.stick("sdb", 16, ID_SERIAL_SHORT="AA0001")
    stick = machine.root / "media/b"
    machine.mount("/dev/sdb1", str(stick), "exfat")
    stick.mkdir(parents=True, exist_ok=True)
    sticks = LinuxSticks(machine.root)
    assert sticks.holding(stick).serial == "AA0001"
    own = sticks.holding(machine.root)
    assert (own.is_folder, own.is_system) == (True, True)
    assert faults_of(own, 0) == ()
    assert cautions_of(own) == (StickFault.SYSTEM_DISK,)
    with pytest.raises(StickMissingError):
        sticks.holding(stick / "not there")
    assert NoSticks().holding(stick).is_folder
    with pytest.raises(StickMissingError):
        NoSticks().holding(stick / "not there")


# ── letting go, by the desktop's daemon ──────────────────────────────────────────────────────────


class Daemon:
    """udisks as it answers; what it unmounts is unmounted on the made-up machine."""

    plain = "umount: must be superuser to unmount."

    def __init__(self, machine: Machine, refusal: str = "", power: bool = True) -> None:
        self.machine, self.refusal, self.power = machine, refusal, power
        self.asked: list[tuple[str, ...]] = []

    def __call__(self, words) -> Answer:
        self.asked.append(tuple(words))
        if words[0] == "umount":
            return Answer(32, self.plain)
        if words[1] == "unmount":
            if self.refusal:
                return Answer(1, self.refusal)
            self.machine.mounts = [
                m for m in self.machine.mounts if not m.startswith(words[-1] + " ")
            ]
            self.machine.write("proc/mounts", "".join(self.machine.mounts))
            return Answer(0, "Unmounted.")
        if words[1] == "power-off" and self.power:
            (self.machine.root / "sys/class/block" / words[-1].removeprefix("/dev/")).unlink()
            return Answer(0, "")
        return Answer(1, "Error powering off drive: ...Error.NotSupported...")

    def eject(self):
        sticks = LinuxSticks(self.machine.root, run=self)
        return sticks.eject(sticks.plugged_in()[0])


@pytest.fixture
def plugged(machine: Machine) -> Machine:
    machine.stick("sdb", 16, ID_SERIAL_SHORT="AA0001")
    machine.part("sdb", "sdb2", "8:18")
    machine.mount("/dev/sdb1", "/media/b")
    machine.mount("/dev/sdb2", "/media/c")
    return machine


def test_a_stick_is_unmounted_in_all_its_parts_and_then_loses_its_power(plugged: Machine):
    daemon = Daemon(plugged)
    assert daemon.eject().outcome is EjectOutcome.EJECTED
    assert [words[1] for words in daemon.asked] == ["unmount", "unmount", "power-off"]
    assert plugged.sticks() == []


def test_a_stick_whose_power_stays_is_said_to_be_unmounted_alone(plugged: Machine):
    ejected = Daemon(plugged, power=False).eject()
    assert ejected.outcome is EjectOutcome.UNMOUNTED
    assert ejected.may_be_pulled


@pytest.mark.parametrize(
    ("refusal", "outcome", "fault"),
    [
        ("GDBus.Error:org.freedesktop.UDisks2.Error.DeviceBusy: target is busy", EjectOutcome.BUSY, StickFault.STILL_BUSY),
        ("GDBus.Error:org.freedesktop.UDisks2.Error.NotAuthorized: Not authorized", EjectOutcome.NO_PERMISSION, StickFault.NO_PERMISSION),
        ("Error connecting to the udisks daemon", EjectOutcome.NO_PERMISSION, StickFault.NO_PERMISSION),
    ],
)  # fmt: skip
def test_a_stick_that_is_not_let_go_may_not_be_pulled(
    plugged: Machine, refusal: str, outcome: EjectOutcome, fault: StickFault
):
    ejected = Daemon(plugged, refusal).eject()
    assert (ejected.outcome, ejected.fault) == (outcome, fault)
    assert not ejected.may_be_pulled


def test_a_refusal_without_a_reason_is_told_as_that(plugged: Machine):
    daemon = Daemon(plugged, "Error unmounting: no idea")
    daemon.plain = ""
    ejected = daemon.eject()
    assert ejected.outcome is EjectOutcome.FAILED
    assert ejected.fault is StickFault.NOT_EJECTED


def test_an_encrypted_stick_is_closed_again_before_it_is_pulled(machine: Machine):
    machine.stick("sdb", 16)
    machine.mapped("dm-0", "253:0", "sdb1", "luks-0b1c")
    machine.mount("/dev/mapper/luks-0b1c", "/media/li/safe", "ext4")
    daemon = Daemon(machine)
    assert daemon.eject().may_be_pulled
    assert [words[1] for words in daemon.asked] == ["unmount", "lock", "power-off"]


@pytest.mark.parametrize(
    ("bus", "told"), [("unix:path=/run/x", "unix:path=/run/x\n"), ("tcp:host=10.0.0.9,port=9", "")]
)
def test_a_bus_behind_a_network_is_told_to_nobody(monkeypatch, bus: str, told: str):
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus)
    assert run_program(("printenv", "DBUS_SYSTEM_BUS_ADDRESS")).said == told
    assert run_program(("printenv", "HOME")).said == ""


def test_a_program_that_is_not_there_or_hangs_is_no_surprise():
    assert run_program(("no-such-program-here",)).code == 127
    assert run_program(("true",)).code == 0
    assert run_program(("ls", "/no such folder")).code != 0


@given(st.binary(max_size=600), st.sampled_from([b"EXFAT   ", b"NTFS    ", b"MSDOS5.0", b""]))
def test_whatever_stands_in_the_first_sector_is_read_without_a_fault(raw: bytes, kind: bytes):
    read_boot_sector(raw)
    read_boot_sector((raw[:3].ljust(3) + kind + raw).ljust(510, b"F")[:510] + b"\x55\xaa")
