"""Sticks in this machine: found and told apart, never guessed, never the system's own disk."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.domain.errors import StickMissingError
from app.domain.sticks import Ejected, EjectOutcome, StickRow
from app.system import media_windows

_SYSTEM_FOLDERS = frozenset({"/", "/boot", "/boot/efi", "/usr", "/var", "/home", "/opt"})
_DISCS = frozenset({"iso9660", "udf"})
_OCTAL = re.compile(r"\\([0-7]{3})")
_ESCAPED = re.compile(r"\\x([0-9a-fA-F]{2})")


class Sticks(Protocol):
    """Lists the sticks that are plugged in and can be seen as a folder."""

    def plugged_in(self) -> list[StickRow]:
        """All of them; the user chooses."""

    def holding(self, folder: Path) -> StickRow:
        """The stick a folder lies on, seen from the folder; or the folder as a place of its own.

        Raises StickMissingError when there is no such folder.
        """

    def eject(self, row: StickRow) -> Ejected:
        """Flush, unmount and power off."""


@dataclass(frozen=True, slots=True)
class _Mount:
    device: str
    folder: str
    file_system: str
    options: frozenset[str]


@dataclass(frozen=True, slots=True)
class LinuxSticks:
    """Sticks on Linux, by /proc/mounts, sysfs and what udev noted; root is / but for tests."""

    root: Path = Path("/")

    def plugged_in(self) -> list[StickRow]:
        """Every mounted file system on a removable or USB disk that holds nothing of the system."""
        mounts = self._mounts()
        system = {self._disk(m.device) for m in mounts if m.folder in _SYSTEM_FOLDERS}
        found: dict[str, StickRow] = {}
        for mount in mounts:
            disk = self._disk(mount.device)
            if disk and disk not in system and self._is_stick(disk):
                found.setdefault(mount.device, self._row(mount, disk))
        return sorted(found.values(), key=lambda row: row.device)

    def holding(self, folder: Path) -> StickRow:
        """The stick a folder lies on, or the folder itself. Raises StickMissingError."""
        return _as_folder(folder)

    def eject(self, row: StickRow) -> Ejected:
        """Nothing is ejected yet."""
        return Ejected(EjectOutcome.FAILED)

    def _mounts(self) -> list[_Mount]:
        try:
            lines = (self.root / "proc/mounts").read_text("utf-8", "replace").splitlines()
        except OSError:
            return []
        fields = (line.split(" ") for line in lines)
        return [
            _Mount(f[0], _unescaped(f[1]), f[2], frozenset(f[3].split(",")))
            for f in fields
            if len(f) >= 4 and f[0].startswith("/dev/") and f[2] not in _DISCS
        ]

    def _disk(self, device: str) -> str:
        """The whole disk a partition is on, such as sdb of /dev/sdb1; empty when unknown."""
        name = Path(os.path.realpath(self._under_root(device))).name
        block = self.root / "sys/class/block" / name
        if not block.exists():
            return ""
        real = block.resolve()
        return real.parent.name if (real / "partition").exists() else real.name

    def _is_stick(self, disk: str) -> bool:
        # a hard disk in a USB case says 0 to "removable"; its bus gives it away
        is_removable = self._read(f"sys/class/block/{disk}/removable") == "1"
        return is_removable or self._is_usb(disk)

    def _is_usb(self, disk: str) -> bool:
        if bus := self._noted(disk).get("ID_BUS"):
            return bus == "usb"
        path = (self.root / "sys/class/block" / disk).resolve()
        return any(part.startswith("usb") for part in path.parts)

    def _row(self, mount: _Mount, disk: str) -> StickRow:
        part = Path(os.path.realpath(self._under_root(mount.device))).name
        of_disk, of_part = self._noted(disk), self._noted(part)
        size, free = _room(self._under_root(mount.folder))
        label = of_part.get("ID_FS_LABEL_ENC") or of_part.get("ID_FS_LABEL") or ""
        return StickRow(
            device=mount.device,
            folder=mount.folder,
            label=_ESCAPED.sub(lambda m: chr(int(m[1], 16)), label),
            serial=of_disk.get("ID_SERIAL_SHORT", ""),
            model=of_disk.get("ID_MODEL") or self._read(f"sys/class/block/{disk}/device/model"),
            file_system=mount.file_system,
            size_bytes=size,
            free_bytes=free,
            is_read_only="ro" in mount.options or self._read(f"sys/class/block/{disk}/ro") == "1",
        )

    def _noted(self, block: str) -> dict[str, str]:
        """What udev noted of a disk or partition."""
        number = self._read(f"sys/class/block/{block}/dev")
        lines = self._read(f"run/udev/data/b{number}").splitlines() if number else []
        pairs = (line[2:].partition("=") for line in lines if line.startswith("E:"))
        return {key: value for key, _, value in pairs}

    def _read(self, path: str) -> str:
        try:
            return (self.root / path).read_text("utf-8", "replace").strip()
        except OSError:
            return ""

    def _under_root(self, path: str) -> Path:
        return self.root / path.lstrip("/")


@dataclass(frozen=True, slots=True)
class NoSticks:
    """A system on which sticks cannot be listed; a folder can still be chosen."""

    def plugged_in(self) -> list[StickRow]:
        """None."""
        return []

    def holding(self, folder: Path) -> StickRow:
        """The folder as a place of its own. Raises StickMissingError."""
        return _as_folder(folder)

    def eject(self, row: StickRow) -> Ejected:
        """Nothing can be ejected where no stick can be seen."""
        return Ejected(EjectOutcome.FAILED)


def sticks_here() -> Sticks:
    """The way to list sticks on this system."""
    if sys.platform == "win32":
        return media_windows.WindowsSticks()
    return LinuxSticks() if sys.platform.startswith("linux") else NoSticks()


def _as_folder(folder: Path) -> StickRow:
    if not folder.is_dir():
        raise StickMissingError
    size, free = _room(folder)
    is_writable = os.access(folder, os.W_OK)
    return StickRow(
        "", str(folder), "", "", "", "", size, free, is_read_only=False, is_writable=is_writable,
        is_folder=True,
    )  # fmt: skip


def _room(folder: Path) -> tuple[int, int]:
    try:
        room = os.statvfs(folder)
    except OSError:
        return 0, 0
    return room.f_frsize * room.f_blocks, room.f_frsize * room.f_bavail


def _unescaped(text: str) -> str:
    """A folder of /proc/mounts, in which a space stands as \\040; bytes of UTF-8 stay whole."""
    return _OCTAL.sub(lambda m: chr(int(m[1], 8)), text)
