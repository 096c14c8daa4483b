"""The block devices of Linux, as sysfs, udev's notes and /proc tell of them."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from app.domain.sticks import StickBus
from app.system.media_boot import SECTOR, BootSector, read_boot_sector, words_of

# folders whose disk is the system's own, those of a system started from a stick among them
SYSTEM_FOLDERS = frozenset(
    {"/", "/boot", "/boot/efi", "/usr", "/var", "/home", "/opt", "/cdrom", "/run/live/medium"}
)
_NO_STICKS = re.compile(r"(sr|fd|ram|zram|dm-|md|nbd)\d*")
_OPTICAL = "5"  # SCSI peripheral device type (SPC-4, table 138)
_SECTOR_OF_SYSFS = 512  # "size" counts these whatever the medium's own sector is
_OCTAL = re.compile(r"\\([0-7]{3})")
_ESCAPED = re.compile(rb"\\x([0-9a-fA-F]{2})")
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Mount:
    """One line of /proc/mounts; device may be something else than a device."""

    device: str
    folder: str
    file_system: str
    options: frozenset[str]


@dataclass(frozen=True, slots=True)
class Blocks:
    """The devices under a root, which is / but for tests; proc is where processes are seen."""

    root: Path
    proc: Path

    def mounts(self) -> list[Mount]:
        """Everything that is mounted, in the order it was."""
        fields = (line.split(" ") for line in self._lines(self.proc / "mounts"))
        return [
            Mount(f[0], _unescaped(f[1]), f[2], frozenset(f[3].split(",")))
            for f in fields
            if len(f) >= 4
        ]

    def system_disks(self, mounts: list[Mount]) -> frozenset[str]:
        """The whole disks on which the system or its swap lies."""
        devices = [mount.device for mount in mounts if mount.folder in SYSTEM_FOLDERS]
        devices += [line.split(" ")[0] for line in self._lines(self.proc / "swaps")[1:]]
        return frozenset(disk for device in devices for disk in self.disks(self.name_of(device)))

    def names(self) -> list[str]:
        """Every block device, whole disks and partitions."""
        return self._listed(self.root / "sys/class/block")

    def name_of(self, device: str) -> str:
        """The kernel's name of a device, such as sdb1 of /dev/disk/by-label/X; empty when none."""
        if not device.startswith("/dev/"):
            return ""
        name = Path(os.path.realpath(self.under_root(device))).name
        return name if (self.root / "sys/class/block" / name).exists() else ""

    def disks(self, name: str, depth: int = 0) -> frozenset[str]:
        """The whole disks a device lies on, through encryption and volume groups too."""
        if not name or depth > _DEEPEST:
            return frozenset()
        slaves = self._listed(self.home(name) / "slaves")
        if slaves:
            return frozenset(d for slave in slaves for d in self.disks(slave, depth + 1))
        return frozenset({self.home(name).parent.name if self.is_part(name) else name})

    def above(self, name: str) -> list[str]:
        """What lies on a device: the opened half of an encrypted one, and the device itself."""
        found = [name]
        for one in found:
            found += self._listed(self.home(one) / "holders")
        return found

    def home(self, name: str) -> Path:
        """The device's own folder in sysfs."""
        return (self.root / "sys/class/block" / name).resolve()

    def is_part(self, name: str) -> bool:
        """Whether it is a partition of a disk."""
        return (self.home(name) / "partition").exists()

    def parts(self, disk: str) -> list[str]:
        """The partitions of a disk that can hold files, or the disk itself without any."""
        found = [name for name in self._listed(self.home(disk)) if self.is_part(name)]
        return [name for name in found if not self._is_frame(name)] if found else [disk]

    def size(self, name: str) -> int | None:
        """How many bytes a device has; nought for a card reader without a card, None unknown."""
        text = self.text(f"sys/class/block/{name}/size")
        return int(text) * _SECTOR_OF_SYSFS if text.isdigit() else None

    def bus(self, disk: str) -> StickBus | None:
        """How a disk that can be taken away hangs on the machine; None for one that stays."""
        if _NO_STICKS.fullmatch(disk) or self._fact(disk, "device/type") == _OPTICAL:
            return None
        if self.size(disk) == 0:
            return None
        path = self.home(disk).parts
        noted = self.notes(disk).get("ID_BUS")
        # a hard disk in a USB case says 0 to "removable"; its bus gives it away
        if noted == "usb" or (not noted and any(part.startswith("usb") for part in path)):
            return StickBus.USB
        if "mmc_host" in path:  # soldered memory (MMC) hangs there too
            return StickBus.CARD if self._fact(disk, "device/type") == "SD" else None
        return StickBus.OTHER if self._fact(disk, "removable") == "1" else None

    def serial(self, disk: str) -> str:
        """The maker's number of the device; empty when it has none, or only its reader has."""
        notes = self.notes(disk)
        if any(key.startswith(("ID_DRIVE_FLASH", "ID_DRIVE_MEDIA_FLASH")) for key in notes):
            return ""  # the number is the card reader's, whatever card is in it
        if short := notes.get("ID_SERIAL_SHORT"):
            return short
        if "mmc_host" in self.home(disk).parts:
            return self._fact(disk, "device/serial")
        for folder in self.home(disk).parents:
            if (folder / "idVendor").exists():
                return self._text(folder / "serial")
        return ""

    def model(self, disk: str) -> str:
        """What the maker calls it."""
        noted = self.notes(disk).get("ID_MODEL", "").replace("_", " ").strip()
        return noted or self._fact(disk, "device/model") or self._fact(disk, "device/name")

    def is_switched_off(self, name: str) -> bool:
        """Whether the switch of the device or of its disk forbids writing."""
        return any(self._fact(one, "ro") == "1" for one in {name, *self.disks(name)})

    def label(self, part: str, boot: BootSector | None) -> str:
        """The label of a file system."""
        notes = self.notes(part)
        raw = (notes.get("ID_FS_LABEL_ENC") or notes.get("ID_FS_LABEL") or "").encode()
        known = words_of(_ESCAPED.sub(lambda m: bytes([int(m[1], 16)]), raw))
        return known or (boot.label if boot else "")

    def boot_sector(self, name: str) -> BootSector | None:
        """The first sector, when this user may read the device at all."""
        try:
            with (self.root / "dev" / name).open("rb", buffering=0) as file:
                return read_boot_sector(file.read(SECTOR))
        except OSError:
            return None

    def notes(self, name: str) -> dict[str, str]:
        """What udev noted of a disk or partition."""
        number = self._fact(name, "dev")
        lines = self.text(f"run/udev/data/b{number}").splitlines() if number else []
        pairs = (line[2:].partition("=") for line in lines if line.startswith("E:"))
        return {key: value for key, _, value in pairs}

    def text(self, path: str) -> str:
        """A small file under the root; empty when it cannot be read."""
        return self._text(self.root / path)

    def under_root(self, path: str) -> Path:
        """A path of the machine under this root."""
        return self.root / path.lstrip("/")

    def _is_frame(self, part: str) -> bool:
        """Whether a partition only frames others, or is the machine's own for starting from it."""
        notes, size = self.notes(part), self.size(part)
        kind = notes.get("ID_PART_ENTRY_TYPE", "").lower()
        return kind in _FRAMES or (size is not None and size <= _SMALLEST_PART)

    def _fact(self, name: str, path: str) -> str:
        return self.text(f"sys/class/block/{name}/{path}")

    def _text(self, path: Path) -> str:
        try:
            return path.read_text("utf-8", "replace").strip()
        except OSError:
            return ""

    def _lines(self, path: Path) -> list[str]:
        return self._text(path).splitlines()

    def _listed(self, folder: Path) -> list[str]:
        try:
            return sorted(path.name for path in folder.iterdir())
        except OSError:
            return []


# extended partitions (MBR 05, 0f), and the UEFI specification's EFI system partition
_FRAMES = frozenset({"0x5", "0xf", "0x85", "0xef", "c12a7328-f81f-11d2-ba4b-00a0c93ec93b"})
_SMALLEST_PART = 1 << 20


def _unescaped(text: str) -> str:
    """A folder of /proc/mounts, in which a space stands as \\040; bytes of UTF-8 stay whole."""
    return _OCTAL.sub(lambda m: chr(int(m[1], 8)), text)
