"""Sticks on Windows: drive letters whose disk hangs on USB or can be taken out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path, PureWindowsPath
from typing import Protocol

from app.domain.errors import StickMissingError
from app.domain.sticks import FAT_LONGEST_FILE, Ejected, StickBus, StickRow, is_telling
from app.system.eject_windows import EjectCalls, ejected_by
from app.system.media_descriptor import (
    DiskDescriptor,
    read_descriptor,
    read_disk_number,
    read_disk_size,
)

# winerror.h and fveapi's FVE_E_LOCKED_VOLUME, as GetLastError gives them
NOT_READY = 21
LOCKED = {0x80310000, -0x7FCF0000}
_KINDS = {"FAT": "vfat", "FAT12": "vfat", "FAT16": "vfat", "FAT32": "vfat"}
_UNSUITED = frozenset({"cdfs", "udf", ""})


@dataclass(frozen=True, slots=True)
class VolumeFacts:
    """What GetVolumeInformation says of a letter; fault is GetLastError's number when it fails."""

    label: str = ""
    file_system: str = ""
    number: int = 0
    is_read_only: bool = False
    fault: int = 0


class WindowsCalls(EjectCalls, Protocol):
    """The questions that are put to Windows about a letter such as "E:"."""

    def letters(self) -> list[str]:
        """Every drive letter that a disk or card reader has, optical drives left out."""

    def system_letters(self) -> frozenset[str]:
        """The letters Windows itself and its page file lie on."""

    def volume(self, letter: str) -> VolumeFacts:
        """The file system there."""

    def descriptor(self, letter: str) -> bytes:
        """STORAGE_DEVICE_DESCRIPTOR of its disk; empty when it is not told."""

    def disk_number(self, letter: str) -> bytes:
        """STORAGE_DEVICE_NUMBER; empty when it is not told."""

    def geometry(self, letter: str) -> bytes:
        """DISK_GEOMETRY_EX; empty when it is not told."""

    def is_dirty(self, letter: str) -> bool:
        """Whether FSCTL_IS_VOLUME_DIRTY says so."""

    def is_protected(self, letter: str) -> bool:
        """Whether IOCTL_DISK_IS_WRITABLE is refused for a write protection."""

    def room(self, folder: Path) -> tuple[int, int]:
        """Bytes in all and bytes free for this user; noughts when it is not told."""

    def may_write(self, folder: Path) -> bool:
        """Whether this user may make files there."""


@dataclass(frozen=True, slots=True)
class WindowsSticks:
    """Removable drives, and fixed ones on USB; never the disk Windows runs from."""

    calls: WindowsCalls

    def plugged_in(self) -> list[StickRow]:
        """Every stick that has a letter, in order of letter."""
        system = self._system_disks()
        rows: list[StickRow] = []
        disks: dict[str, set[int | None]] = {}
        for letter in self.calls.letters():
            disk = read_descriptor(self.calls.descriptor(letter))
            if disk is None or disk.bus is None:
                continue
            row = self._row(letter, disk, disk.bus, system)
            if row is not None:
                rows.append(row)
                disks.setdefault(row.serial, set()).add(self._disk(letter))
        shared = Counter({serial: len(numbers) for serial, numbers in disks.items()})
        return [_shared(row, shared) for row in rows]

    def holding(self, folder: Path) -> StickRow:
        """The stick a folder lies on, seen from the folder; or the folder as a place of its own.

        Raises StickMissingError when there is no such folder.
        """
        if not folder.is_dir():
            raise StickMissingError
        letter = PureWindowsPath(folder).drive.upper()
        size, free = self.calls.room(folder)
        is_writable = self.calls.may_write(folder)
        for row in self.plugged_in():
            if row.device == letter and row.is_mounted and not row.is_system:
                return replace(row, folder=str(folder), free_bytes=free, is_writable=is_writable)
        volume = self.calls.volume(letter)
        kind = _kind(volume)
        return StickRow(
            device=letter,
            folder=str(folder),
            label="",
            serial="",
            model="",
            file_system=kind,
            size_bytes=size,
            free_bytes=free,
            is_read_only=volume.is_read_only,
            longest_file=FAT_LONGEST_FILE if kind == "vfat" else None,
            is_writable=is_writable,
            is_system=self._disk(letter) in self._system_disks(),
            is_folder=True,
        )

    def eject(self, row: StickRow) -> Ejected:
        """Ask Windows to let go of the device; failing that, of the volume."""
        return ejected_by(self.calls, row.device, self._disk(row.device))

    def _row(
        self, letter: str, disk: DiskDescriptor, bus: StickBus, system: frozenset[int | None]
    ) -> StickRow | None:
        calls, volume = self.calls, self.calls.volume(letter)
        if volume.fault == NOT_READY:
            return None  # a card reader without a card has a letter too
        folder, kind = f"{letter}\\", _kind(volume)
        is_locked, is_mounted = volume.fault in LOCKED, not volume.fault
        whole = read_disk_size(calls.geometry(letter))
        size, free = calls.room(Path(folder)) if is_mounted else (whole, 0)
        return StickRow(
            device=letter,
            folder=folder if is_mounted else "",
            label=volume.label,
            serial=disk.serial,
            model=disk.model,
            file_system=kind,
            size_bytes=size,
            free_bytes=free,
            is_read_only=volume.is_read_only or calls.is_protected(letter),
            volume_id=_volume_id(volume.number),
            bus=bus,
            disk_bytes=whole,
            longest_file=FAT_LONGEST_FILE if kind == "vfat" else None,
            is_dirty=is_mounted and calls.is_dirty(letter),
            is_mounted=is_mounted,
            is_writable=is_mounted and calls.may_write(Path(folder)),
            is_locked=is_locked,
            is_suited=is_locked or kind not in _UNSUITED,
            is_system=self._disk(letter) in system,
        )

    def _disk(self, letter: str) -> int | None:
        return read_disk_number(self.calls.disk_number(letter))

    def _system_disks(self) -> frozenset[int | None]:
        found = {self._disk(letter) for letter in self.calls.system_letters()}
        return frozenset(number for number in found if number is not None)


def _kind(volume: VolumeFacts) -> str:
    return _KINDS.get(volume.file_system.upper(), volume.file_system.lower())


def _volume_id(number: int) -> str:
    return f"{number >> 16:04X}-{number & 0xFFFF:04X}" if number else ""


def _shared(row: StickRow, disks: Counter[str]) -> StickRow:
    is_shared = is_telling(row.serial) and disks[row.serial] > 1
    return replace(row, is_serial_shared=True) if is_shared else row
