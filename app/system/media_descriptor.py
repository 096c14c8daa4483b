"""What Windows says of a disk, in bytes: bus, maker's words and serial, number and size."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.domain.sticks import StickBus

# winioctl.h, STORAGE_DEVICE_DESCRIPTOR: RemovableMedia, offsets of texts, STORAGE_BUS_TYPE
_REMOVABLE_AT = 10
_VENDOR_AT, _PRODUCT_AT, _SERIAL_AT, _BUS_AT = 12, 16, 24, 28
_BUSES = {7: StickBus.USB, 12: StickBus.CARD}
# STORAGE_DEVICE_NUMBER: DeviceType, DeviceNumber, PartitionNumber
_DISK_TYPE = 7  # FILE_DEVICE_DISK
# DISK_GEOMETRY_EX: DiskSize follows a DISK_GEOMETRY of 24 bytes
_SIZE_AT = 24
_READER = re.compile(r"card|reader|sd/mmc|multi", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DiskDescriptor:
    """A disk as IOCTL_STORAGE_QUERY_PROPERTY describes it; bus is None for one that stays."""

    bus: StickBus | None
    model: str
    serial: str


def read_descriptor(raw: bytes) -> DiskDescriptor | None:
    """The descriptor; None when it breaks off before it says anything."""
    if len(raw) < _BUS_AT + 4:
        return None
    known = _BUSES.get(_number(raw, _BUS_AT))
    bus = known or (StickBus.OTHER if raw[_REMOVABLE_AT] else None)
    model = f"{_text(raw, _VENDOR_AT)} {_text(raw, _PRODUCT_AT)}".strip()
    # a card reader gives its own serial, whatever card is in it
    serial = "" if _READER.search(model) else _text(raw, _SERIAL_AT)
    return DiskDescriptor(bus, model, serial)


def read_disk_number(raw: bytes) -> int | None:
    """Which physical disk a letter lies on, from IOCTL_STORAGE_GET_DEVICE_NUMBER."""
    if len(raw) < 12 or _number(raw, 0) != _DISK_TYPE:
        return None
    return _number(raw, 4)


def read_disk_size(raw: bytes) -> int:
    """How many bytes a disk has, from IOCTL_DISK_GET_DRIVE_GEOMETRY_EX; nought when unsaid."""
    return int.from_bytes(raw[_SIZE_AT : _SIZE_AT + 8], "little") if len(raw) >= _SIZE_AT + 8 else 0


def _number(raw: bytes, at: int) -> int:
    return int.from_bytes(raw[at : at + 4], "little")


def _text(raw: bytes, at: int) -> str:
    begin = _number(raw, at)
    if not begin or begin >= len(raw):
        return ""
    return raw[begin:].split(b"\0")[0].decode("ascii", "replace").strip()
