"""Sticks on Windows: told from what it answers in bytes; the calls themselves have a stand-in."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import StickMissingError
from app.domain.sticks import (
    FAT_LONGEST_FILE,
    EjectOutcome,
    StickBus,
    StickFault,
    cautions_of,
    faults_of,
)
from app.system.eject_windows import Veto
from app.system.media_descriptor import read_descriptor, read_disk_number, read_disk_size
from app.system.media_windows import LOCKED, NOT_READY, VolumeFacts, WindowsSticks

GB = 1 << 30
JIWEI = VolumeFacts("JIWEI", "exFAT", 0x1A2B3C4D)
LET_GO = Veto(None)


def descriptor(
    bus: int, *, removable: bool = True, product: str = "DataTraveler", serial: str = "4C53000A"
) -> bytes:
    """STORAGE_DEVICE_DESCRIPTOR as winioctl.h lays it out."""
    vendor_at = 40
    texts = b"Kingston\0"
    product_at = vendor_at + len(texts)
    texts += product.encode() + b"\0"
    serial_at = vendor_at + len(texts) if serial else 0
    texts += serial.encode() + b"\0"
    words = (vendor_at, product_at, 0, serial_at, bus, 0)
    head = (40).to_bytes(4, "little") + (40 + len(texts)).to_bytes(4, "little")
    head += bytes([0, 0, int(removable), 0])
    return head + b"".join(word.to_bytes(4, "little") for word in words) + bytes(4) + texts


def number(disk: int, kind: int = 7) -> bytes:
    return b"".join(word.to_bytes(4, "little") for word in (kind, disk, 1))


@dataclass
class Drive:
    descriptor: bytes
    disk: int
    volume: VolumeFacts = JIWEI
    size: int = 8 * GB
    is_dirty: bool = False
    is_protected: bool = False
    is_writable: bool = True


@dataclass
class Machine:
    """What Windows would answer."""

    drives: dict[str, Drive] = field(default_factory=dict)
    veto: Veto = LET_GO
    fault: int = 0
    asked: list[str] = field(default_factory=list)

    def letters(self):
        return list(self.drives)

    def system_letters(self):
        return frozenset({"C:"})

    def volume(self, letter):
        return self.drives[letter].volume if letter in self.drives else VolumeFacts(fault=3)

    def descriptor(self, letter):
        return self.drives[letter].descriptor

    def disk_number(self, letter):
        return number(self.drives[letter].disk) if letter in self.drives else b""

    def geometry(self, letter):
        return bytes(24) + self.drives[letter].size.to_bytes(8, "little") + bytes(8)

    def is_dirty(self, letter):
        return self.drives[letter].is_dirty

    def is_protected(self, letter):
        return self.drives[letter].is_protected

    def room(self, folder):
        letter = PureWindowsPath(folder).drive
        return (self.drives[letter].size, self.drives[letter].size // 2) if letter else (GB, GB)

    def may_write(self, folder):
        letter = PureWindowsPath(folder).drive
        return self.drives[letter].is_writable if letter else True

    def request_eject(self, disk):
        self.asked.append(f"eject {disk}")
        return self.veto

    def dismount(self, letter):
        self.asked.append(f"dismount {letter}")
        return self.fault


@pytest.fixture
def machine() -> Machine:
    """A disk of SATA with Windows on it."""
    return Machine({"C:": Drive(descriptor(11, removable=False), 0)})


def rows(machine: Machine):
    return WindowsSticks(machine).plugged_in()


def test_a_stick_and_a_hard_disk_in_a_usb_case_are_told_from_the_disk_inside(machine: Machine):
    machine.drives["D:"] = Drive(descriptor(11, removable=False), 0)
    machine.drives["E:"] = Drive(descriptor(7), 1)
    fat = VolumeFacts("", "FAT32", 0x00010002)
    machine.drives["F:"] = Drive(descriptor(7, removable=False, serial="WX01"), 2, fat)
    stick, disk = rows(machine)
    assert (stick.device, stick.folder, stick.label) == ("E:", "E:\\", "JIWEI")
    assert (stick.model, stick.serial) == ("Kingston DataTraveler", "4C53000A")
    assert (stick.file_system, stick.volume_id) == ("exfat", "1A2B-3C4D")
    assert (stick.bus, stick.disk_bytes, stick.longest_file) == (StickBus.USB, 8 * GB, None)
    assert (disk.serial, disk.file_system, disk.volume_id) == ("WX01", "vfat", "0001-0002")
    assert disk.longest_file == FAT_LONGEST_FILE
    assert faults_of(stick, 4 * GB, 5 * GB) == ()
    assert faults_of(disk, 4 * GB + 1, 5 * GB) == (
        StickFault.FILE_TOO_LONG,
        StickFault.TOO_LITTLE_ROOM,
    )


def test_the_stick_windows_started_from_is_the_systems_own_disk(machine: Machine):
    machine.drives["C:"] = Drive(descriptor(7), 0)
    machine.drives["D:"] = Drive(descriptor(7), 0)
    assert [faults_of(row, 0) for row in rows(machine)] == [(StickFault.SYSTEM_DISK,)] * 2


def test_a_memory_card_has_no_serial_of_its_own_and_an_empty_reader_is_no_stick(machine: Machine):
    machine.drives["E:"] = Drive(descriptor(7, product="Multi-Card"), 1)
    machine.drives["F:"] = Drive(
        descriptor(7, product="Multi-Card"), 2, VolumeFacts(fault=NOT_READY)
    )
    machine.drives["G:"] = Drive(descriptor(12, product="SD Host", serial="0xABCD"), 3)
    card, inner = rows(machine)
    assert (card.serial, card.identity) == ("", "volume:1A2B-3C4D")
    assert inner.bus is StickBus.CARD


def test_locked_unformatted_dirty_and_protected_sticks_say_so(machine: Machine):
    machine.drives["E:"] = Drive(descriptor(7, serial="S01A"), 1, VolumeFacts(fault=min(LOCKED)))
    machine.drives["F:"] = Drive(descriptor(7, serial="S02A"), 2, VolumeFacts(fault=1005))
    machine.drives["G:"] = Drive(descriptor(7, serial="S03A"), 3, is_dirty=True)
    machine.drives["H:"] = Drive(descriptor(7, serial="S04A"), 4, is_protected=True)
    machine.drives["I:"] = Drive(descriptor(7, serial="S05A"), 5, is_writable=False)
    read_only = VolumeFacts("", "NTFS", 1, is_read_only=True)
    machine.drives["J:"] = Drive(descriptor(7, serial="S06A"), 6, read_only)
    assert [faults_of(row, 0)[0] for row in rows(machine)] == [
        StickFault.LOCKED,
        StickFault.NOT_MOUNTED,
        StickFault.DIRTY,
        StickFault.READ_ONLY,
        StickFault.NOT_WRITABLE,
        StickFault.READ_ONLY,
    ]


def test_two_sticks_of_one_serial_are_not_told_apart_and_two_parts_of_one_stick_are_one(
    machine: Machine,
):
    machine.drives["E:"] = Drive(descriptor(7), 1)
    machine.drives["F:"] = Drive(descriptor(7), 1)
    assert not any(row.is_serial_shared for row in rows(machine))
    machine.drives["G:"] = Drive(descriptor(7), 2)
    assert all(row.is_serial_shared for row in rows(machine))


def test_a_folder_is_the_stick_of_its_letter_or_a_place_of_its_own(
    machine: Machine, tmp_path: Path
):
    sticks = WindowsSticks(machine)
    row = sticks.holding(tmp_path)
    assert row.is_folder
    assert cautions_of(row) == ()
    with pytest.raises(StickMissingError):
        sticks.holding(tmp_path / "not there")


@pytest.mark.parametrize(
    ("veto", "fault", "outcome"),
    [
        (Veto(None), 0, EjectOutcome.EJECTED),
        (Veto(5, "WINWORD.EXE"), 0, EjectOutcome.BUSY),
        (Veto(13), 0, EjectOutcome.GONE),
        (Veto(0), 0, EjectOutcome.UNMOUNTED),
        (Veto(12), 5, EjectOutcome.NO_PERMISSION),
        (Veto(0), 5, EjectOutcome.BUSY),
        (Veto(0), 1167, EjectOutcome.GONE),
    ],
)
def test_ejecting_says_what_happened_and_nothing_better(
    machine: Machine, veto: Veto, fault: int, outcome: EjectOutcome
):
    machine.drives["E:"] = Drive(descriptor(7), 1)
    machine.veto, machine.fault = veto, fault
    (row,) = rows(machine)
    ejected = WindowsSticks(machine).eject(row)
    assert ejected.outcome is outcome
    assert ejected.holders == ((veto.name,) if veto.name else ())
    assert machine.asked[0] == "eject 1"


def test_a_stick_that_went_away_is_gone(machine: Machine):
    machine.drives["E:"] = Drive(descriptor(7), 1)
    (row,) = rows(machine)
    del machine.drives["E:"]
    assert WindowsSticks(machine).eject(row).outcome is EjectOutcome.GONE
    assert machine.asked == []


@given(st.binary(max_size=200))
def test_whatever_windows_answers_is_read_without_a_fault(raw: bytes):
    read_descriptor(raw)
    read_disk_number(raw)
    assert read_disk_size(raw) >= 0


def test_answers_that_break_off_say_nothing():
    assert read_descriptor(descriptor(7)[:20]) is None
    assert read_descriptor(descriptor(7, serial="")).serial == ""
    assert read_disk_number(number(3, kind=2)) is None
    assert read_disk_size(bytes(8)) == 0
