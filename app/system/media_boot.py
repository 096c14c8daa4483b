"""The first sector of a file system: which it is, its number, its label, whether it is dirty."""

from __future__ import annotations

from dataclasses import dataclass

SECTOR = 512

_EXFAT = b"EXFAT   "
_NTFS = b"NTFS    "
# Microsoft, FAT32 File System Specification (2000): BS_Reserved1, of which Windows and Linux use
# the lowest bit for "not unmounted"; for exFAT the VolumeFlags of its Main Boot Sector
_FAT32_STATE, _FAT32_ID, _FAT32_LABEL, _FAT32_KIND = 0x41, 0x43, 0x47, 0x52
_FAT16_STATE, _FAT16_ID, _FAT16_LABEL, _FAT16_KIND = 0x25, 0x27, 0x2B, 0x36
_EXFAT_ID, _EXFAT_FLAGS = 0x64, 0x6A
_NTFS_ID = 0x48
_FAT_IS_DIRTY, _EXFAT_IS_DIRTY = 0x01, 0x02
_NO_LABEL = "NO NAME"


@dataclass(frozen=True, slots=True)
class BootSector:
    """What the sector says; label is empty where the sector holds none."""

    file_system: str
    volume_id: str
    label: str = ""
    is_dirty: bool = False


def read_boot_sector(sector: bytes) -> BootSector | None:
    """The sector as far as it is known; None for another file system, or none."""
    if len(sector) < SECTOR:
        return None
    kind = sector[3:11]
    if kind == _EXFAT:
        is_dirty = bool(sector[_EXFAT_FLAGS] & _EXFAT_IS_DIRTY)
        return BootSector("exfat", _number(sector, _EXFAT_ID), is_dirty=is_dirty)
    if kind == _NTFS:
        return BootSector("ntfs", sector[_NTFS_ID : _NTFS_ID + 8][::-1].hex().upper())
    if sector[510:512] != b"\x55\xaa":
        return None
    if sector[_FAT32_KIND : _FAT32_KIND + 8] == b"FAT32   ":
        return _fat(sector, _FAT32_STATE, _FAT32_ID, _FAT32_LABEL)
    if sector[_FAT16_KIND : _FAT16_KIND + 8] in (b"FAT16   ", b"FAT12   ", b"FAT     "):
        return _fat(sector, _FAT16_STATE, _FAT16_ID, _FAT16_LABEL)
    return None


def words_of(raw: bytes) -> str:
    """A label in UTF-8, or as Chinese Windows writes it (GBK)."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def _fat(sector: bytes, state: int, number: int, label: int) -> BootSector:
    name = words_of(sector[label : label + 11]).strip()
    return BootSector(
        "vfat",
        _number(sector, number),
        label="" if name == _NO_LABEL else name,
        is_dirty=bool(sector[state] & _FAT_IS_DIRTY),
    )


def _number(sector: bytes, at: int) -> str:
    """A volume's number as every system writes it, such as 1A2B-3C4D."""
    plain = f"{int.from_bytes(sector[at : at + 4], 'little'):08X}"
    return f"{plain[:4]}-{plain[4:]}"
