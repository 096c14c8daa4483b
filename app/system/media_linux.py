"""Sticks on Linux, mounted or not, by sysfs, what udev noted, and /proc/mounts."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain.errors import StickMissingError
from app.domain.sticks import FAT_LONGEST_FILE, Ejected, StickRow, is_telling
from app.system.eject_linux import Ejecting, Runner, run_program
from app.system.media_blocks import SYSTEM_FOLDERS, Blocks, Mount

_DISCS = frozenset({"iso9660", "udf"})
_LOCKED = frozenset({"crypto_LUKS", "BitLocker"})
# short names only, or never to be written: the package's names do not fit
_UNSUITED = frozenset({"msdos", "hfs", "minix", "romfs", "squashfs", "cramfs", "erofs"})
_LONGEST_FILE = {"vfat": FAT_LONGEST_FILE, "msdos": FAT_LONGEST_FILE}


@dataclass(frozen=True, slots=True)
class LinuxSticks:
    """Sticks on Linux; root is / but for tests, which may also name another /proc."""

    root: Path = Path("/")
    proc: Path | None = None
    run: Runner = run_program

    def plugged_in(self) -> list[StickRow]:
        """Every file system on a removable or USB disk, mounted or not, in order of device."""
        blocks = self._blocks
        mounts = blocks.mounts()
        system = blocks.system_disks(mounts)
        rows: list[StickRow] = []
        serials: Counter[str] = Counter()
        for disk in blocks.names():
            bus = None if blocks.is_part(disk) else blocks.bus(disk)
            if bus is None:
                continue
            serials[blocks.serial(disk)] += 1
            found = [self._row(disk, part, mounts) for part in blocks.parts(disk)]
            rows += [replace(row, bus=bus, is_system=disk in system) for row in found]
        # one that was pulled while it was being asked about has lost half of its answers
        here = (row for row in rows if blocks.name_of(row.device))
        kept = [row for row in here if row.file_system not in _DISCS]
        return sorted((_shared(row, serials) for row in kept), key=lambda row: row.device)

    def holding(self, folder: Path) -> StickRow:
        """The stick a folder lies on, seen from the folder; or the folder as a place of its own.

        Raises StickMissingError when there is no such folder.
        """
        if not folder.is_dir():
            raise StickMissingError
        mounts = self._blocks.mounts()
        real = os.path.realpath(folder)
        over = [mount for mount in mounts if _is_inside(real, mount.folder)]
        mount = max(over, key=lambda one: len(one.folder), default=None)
        size, free = _room(folder)
        is_writable = _may_write(folder)
        name = self._blocks.name_of(mount.device) if mount else ""
        for row in self.plugged_in():
            # by the device, for one stick can be seen in several folders
            if name in self._blocks.above(Path(row.device).name) and not row.is_system:
                return replace(row, folder=str(folder), free_bytes=free, is_writable=is_writable)
        kind = mount.file_system if mount else ""
        return StickRow(
            device=mount.device if mount else "",
            folder=str(folder),
            label="",
            serial="",
            model="",
            file_system=kind,
            size_bytes=size,
            free_bytes=free,
            is_read_only=bool(mount and "ro" in mount.options),
            longest_file=_LONGEST_FILE.get(kind),
            is_writable=is_writable,
            is_suited=kind not in _UNSUITED,
            is_system=self._is_systems(mount, mounts),
            is_folder=True,
        )

    def eject(self, row: StickRow) -> Ejected:
        """Flush, unmount every part of the stick, and power it off."""
        return Ejecting(self._blocks, self.run).eject(row)

    @property
    def _blocks(self) -> Blocks:
        return Blocks(self.root, self.proc or self.root / "proc")

    def _row(self, disk: str, part: str, mounts: list[Mount]) -> StickRow:
        blocks, notes = self._blocks, self._blocks.notes(part)
        mount = self._mounted(part, mounts)
        boot = blocks.boot_sector(part)
        kind = _kind(mount, notes.get("ID_FS_TYPE") or (boot.file_system if boot else ""))
        folder = blocks.under_root(mount.folder) if mount else None
        size, free = _room(folder) if folder else (blocks.size(part) or 0, 0)
        is_read_only = bool(mount and "ro" in mount.options) or blocks.is_switched_off(part)
        return StickRow(
            device=f"/dev/{part}",
            folder=mount.folder if mount else "",
            label=blocks.label(part, boot),
            serial=blocks.serial(disk),
            model=blocks.model(disk),
            file_system=kind,
            size_bytes=size,
            free_bytes=free,
            is_read_only=is_read_only,
            volume_id=notes.get("ID_FS_UUID") or (boot.volume_id if boot else ""),
            disk_bytes=blocks.size(disk) or 0,
            longest_file=_LONGEST_FILE.get(kind),
            is_dirty=bool(boot and boot.is_dirty) and _tells_dirt(mount),
            is_mounted=mount is not None,
            is_writable=folder is not None and _may_write(folder),
            is_locked=mount is None and kind in _LOCKED,
            is_suited=kind not in _UNSUITED,
        )

    def _mounted(self, part: str, mounts: list[Mount]) -> Mount | None:
        """Where the files of a partition are seen, those of its opened encryption too."""
        names = set(self._blocks.above(part))
        found = (mount for mount in mounts if self._blocks.name_of(mount.device) in names)
        return next(found, None)

    def _is_systems(self, mount: Mount | None, mounts: list[Mount]) -> bool:
        if mount is None or mount.folder in SYSTEM_FOLDERS:
            return True
        disks = self._blocks.disks(self._blocks.name_of(mount.device))
        return bool(disks & self._blocks.system_disks(mounts))


def _kind(mount: Mount | None, noted: str) -> str:
    # through FUSE every file system calls itself fuseblk
    if mount is None or mount.file_system.startswith("fuse"):
        return noted or (mount.file_system if mount else "")
    return mount.file_system


def _tells_dirt(mount: Mount | None) -> bool:
    """Whether the mark means what it says.

    While it is mounted for writing, Linux sets it on FAT (fs/fat/inode.c, fat_set_state) and so
    does the exFAT of FUSE; the kernel's own exFAT keeps it only where it was set before.
    """
    return mount is None or "ro" in mount.options or mount.file_system == "exfat"


def _shared(row: StickRow, serials: Counter[str]) -> StickRow:
    is_shared = is_telling(row.serial) and serials[row.serial] > 1
    return replace(row, is_serial_shared=True) if is_shared else row


def _may_write(folder: Path) -> bool:
    return os.access(folder, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _is_inside(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def _room(folder: Path) -> tuple[int, int]:
    try:
        room = shutil.disk_usage(folder)
    except OSError:
        return 0, 0
    return room.total, room.free
