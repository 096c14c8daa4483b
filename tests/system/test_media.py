"""Sticks are told from other disks by what the system says of them, on made-up machines."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.sticks import StickFault, fault_of_all, faults_of
from app.system.media import LinuxSticks, NoSticks, sticks_here


class Machine:
    """A made-up machine: its tree of /proc, /sys, /run and /dev."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.mounts: list[str] = []
        self.write("proc/mounts", "")

    def write(self, path: str, text: str) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")

    def disk(self, name: str, number: str, *, removable: bool = False, usb: bool = False) -> None:
        home = f"sys/devices/pci0/{'usb1/' if usb else 'ata1/'}block/{name}"
        self.write(f"{home}/removable", "1\n" if removable else "0\n")
        self.write(f"{home}/ro", "0\n")
        self.write(f"{home}/dev", f"{number}\n")
        self.write(f"{home}/device/model", "Made-Up Disk    \n")
        self.link(name, home)
        self.write(f"dev/{name}", "")

    def part(self, disk: str, name: str, number: str) -> None:
        home = (self.root / "sys/class/block" / disk).resolve() / name
        home.mkdir(parents=True)
        (home / "partition").write_text("1\n")
        (home / "dev").write_text(f"{number}\n")
        self.link(name, str(home.relative_to(self.root)))
        self.write(f"dev/{name}", "")

    def link(self, name: str, home: str) -> None:
        block = self.root / "sys/class/block"
        block.mkdir(parents=True, exist_ok=True)
        (block / name).symlink_to(self.root / home)

    def mount(self, device: str, folder: str, kind: str = "vfat", options: str = "rw") -> None:
        self.mounts.append(f"{device} {folder} {kind} {options} 0 0\n")
        self.write("proc/mounts", "".join(self.mounts))
        (self.root / folder.lstrip("/").replace("\\040", " ")).mkdir(parents=True, exist_ok=True)

    def note(self, number: str, **facts: str) -> None:
        lines = "".join(f"E:{key}={value}\n" for key, value in facts.items())
        self.write(f"run/udev/data/b{number}", f"S:disk/by-id/x\n{lines}")

    def sticks(self):
        return LinuxSticks(self.root).plugged_in()


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
