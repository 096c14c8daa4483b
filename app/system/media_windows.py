"""Sticks on Windows: drive letters whose disk hangs on USB, by the system's own calls."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import ctypes
    import os
    import shutil
    import string
    from dataclasses import dataclass

    from app.domain.handover import StickRow

    _REMOVABLE = 2
    _SHARE_READ_WRITE = 3
    _OPEN_EXISTING = 3
    _NO_HANDLE = ctypes.c_void_p(-1).value
    _QUERY_PROPERTY = 0x002D1400  # IOCTL_STORAGE_QUERY_PROPERTY
    _BUS_USB = 7
    _READ_ONLY_VOLUME = 0x00080000
    # STORAGE_DEVICE_DESCRIPTOR: offsets of vendor, product and serial text, then the bus
    _VENDOR_AT, _PRODUCT_AT, _SERIAL_AT, _BUS_AT = 12, 16, 24, 28
    _LONGEST_ANSWER = 1024

    @dataclass(frozen=True, slots=True)
    class _Disk:
        bus: int
        model: str
        serial: str

    @dataclass(frozen=True, slots=True)
    class _VolumeFacts:
        label: str
        file_system: str
        is_read_only: bool

    @dataclass(frozen=True, slots=True)
    class WindowsSticks:
        """Removable drives, and fixed ones on USB; never the drive Windows runs from."""

        def plugged_in(self) -> list[StickRow]:
            """Every stick that has a letter."""
            kernel = ctypes.windll.kernel32
            letters = kernel.GetLogicalDrives()
            system = os.environ.get("SYSTEMDRIVE", "C:").upper()
            rows: list[StickRow] = []
            for place, letter in enumerate(string.ascii_uppercase):
                drive = f"{letter}:"
                if not letters >> place & 1 or drive == system:
                    continue
                disk = _disk(drive)
                is_removable = kernel.GetDriveTypeW(f"{drive}\\") == _REMOVABLE
                if is_removable or (disk and disk.bus == _BUS_USB):
                    rows += _row(drive, disk)
            return rows

    def _row(drive: str, disk: _Disk | None) -> list[StickRow]:
        volume = _volume(drive)
        if volume is None:
            return []  # a card reader without a card has a letter too
        room = shutil.disk_usage(f"{drive}\\")
        return [
            StickRow(
                device=drive,
                folder=f"{drive}\\",
                label=volume.label,
                serial=disk.serial if disk else "",
                model=disk.model if disk else "",
                file_system=volume.file_system,
                size_bytes=room.total,
                free_bytes=room.free,
                is_read_only=volume.is_read_only,
            )
        ]

    def _volume(drive: str) -> _VolumeFacts | None:
        label, system = ctypes.create_unicode_buffer(261), ctypes.create_unicode_buffer(261)
        flags = ctypes.c_ulong()
        done = ctypes.windll.kernel32.GetVolumeInformationW(
            f"{drive}\\", label, 261, None, None, ctypes.byref(flags), system, 261
        )
        if not done:
            return None
        return _VolumeFacts(label.value, system.value, bool(flags.value & _READ_ONLY_VOLUME))

    def _disk(drive: str) -> _Disk | None:
        kernel = ctypes.windll.kernel32
        kernel.CreateFileW.restype = ctypes.c_void_p
        handle = kernel.CreateFileW(
            f"\\\\.\\{drive}", 0, _SHARE_READ_WRITE, None, _OPEN_EXISTING, 0, None
        )
        if handle == _NO_HANDLE:
            return None
        query = (ctypes.c_ulong * 3)(0, 0, 0)  # StorageDeviceProperty, standard query
        answer = ctypes.create_string_buffer(_LONGEST_ANSWER)
        count = ctypes.c_ulong()
        try:
            done = kernel.DeviceIoControl(
                ctypes.c_void_p(handle),
                _QUERY_PROPERTY,
                ctypes.byref(query),
                ctypes.sizeof(query),
                answer,
                _LONGEST_ANSWER,
                ctypes.byref(count),
                None,
            )
        finally:
            kernel.CloseHandle(ctypes.c_void_p(handle))
        if not done:
            return None
        raw = answer.raw[: count.value]
        model = f"{_text(raw, _VENDOR_AT)} {_text(raw, _PRODUCT_AT)}".strip()
        return _Disk(_number(raw, _BUS_AT), model, _text(raw, _SERIAL_AT))

    def _number(raw: bytes, at: int) -> int:
        return int.from_bytes(raw[at : at + 4], "little")

    def _text(raw: bytes, at: int) -> str:
        begin = _number(raw, at)
        return raw[begin:].split(b"\0")[0].decode("ascii", "replace").strip() if begin else ""
