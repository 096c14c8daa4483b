"""The calls of Windows about drives, as app.system.media_windows asks for them."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import ctypes
    import os
    import shutil
    import string
    import time
    from collections.abc import Iterator
    from contextlib import contextmanager
    from ctypes import wintypes
    from dataclasses import dataclass
    from pathlib import Path

    from app.system.eject_windows import Veto
    from app.system.media_descriptor import read_disk_number
    from app.system.media_windows import VolumeFacts

    # the number of a failure is kept at the call itself, before Python calls Windows for its own
    _KERNEL = ctypes.WinDLL("kernel32", use_last_error=True)
    _SETUP, _CONFIG = ctypes.WinDLL("setupapi"), ctypes.WinDLL("cfgmgr32")

    _FIXED, _REMOVABLE = 3, 2
    _SHARE_READ_WRITE, _OPEN_EXISTING = 3, 3
    _READ_WRITE = 0xC0000000
    _NO_HANDLE = ctypes.c_void_p(-1).value
    _QUERY_PROPERTY = 0x002D1400  # IOCTL_STORAGE_QUERY_PROPERTY
    _DEVICE_NUMBER = 0x002D1080  # IOCTL_STORAGE_GET_DEVICE_NUMBER
    _GEOMETRY = 0x000700A0  # IOCTL_DISK_GET_DRIVE_GEOMETRY_EX
    _IS_WRITABLE = 0x00070024  # IOCTL_DISK_IS_WRITABLE
    _IS_DIRTY = 0x00090078  # FSCTL_IS_VOLUME_DIRTY
    _LOCK, _DISMOUNT = 0x00090018, 0x00090020  # FSCTL_LOCK_VOLUME, FSCTL_DISMOUNT_VOLUME
    _EJECT_MEDIA = 0x002D4808  # IOCTL_STORAGE_EJECT_MEDIA
    _WRITE_PROTECT = 19
    _READ_ONLY_VOLUME = 0x00080000
    _LONGEST_ANSWER = 1024
    _PRESENT_INTERFACES = 0x12  # DIGCF_PRESENT | DIGCF_DEVICEINTERFACE
    _LOCK_TRIES = 10

    class _Guid(ctypes.Structure):
        _fields_ = (
            ("a", wintypes.DWORD),
            ("b", wintypes.WORD),
            ("c", wintypes.WORD),
            ("d", ctypes.c_ubyte * 8),
        )

    class _Interface(ctypes.Structure):
        _fields_ = (
            ("size", wintypes.DWORD),
            ("kind", _Guid),
            ("flags", wintypes.DWORD),
            ("reserved", ctypes.c_void_p),
        )

    class _Device(ctypes.Structure):
        _fields_ = (
            ("size", wintypes.DWORD),
            ("kind", _Guid),
            ("instance", wintypes.DWORD),
            ("reserved", ctypes.c_void_p),
        )

    # GUID_DEVINTERFACE_DISK
    _DISKS = _Guid(
        0x53F56307,
        0xB6BF,
        0x11D0,
        (ctypes.c_ubyte * 8)(0x94, 0xF2, 0, 0xA0, 0xC9, 0x1E, 0xFB, 0x8B),
    )

    @dataclass(frozen=True, slots=True)
    class RealCalls:
        """Windows itself."""

        def letters(self) -> list[str]:
            """Every letter of a fixed or removable drive; floppies have A and B."""
            mask = _KERNEL.GetLogicalDrives()
            named = [
                f"{letter}:"
                for place, letter in enumerate(string.ascii_uppercase)
                if mask >> place & 1 and letter not in "AB"
            ]
            wanted = (_FIXED, _REMOVABLE)
            return [name for name in named if _KERNEL.GetDriveTypeW(f"{name}\\") in wanted]

        def system_letters(self) -> frozenset[str]:
            """The drive of Windows, and the one it started from."""
            found = {os.environ.get("SYSTEMDRIVE", "C:"), os.environ.get("SYSTEMROOT", "C:")[:2]}
            return frozenset(letter.upper() for letter in found)

        def volume(self, letter: str) -> VolumeFacts:
            """GetVolumeInformationW."""
            label, system = ctypes.create_unicode_buffer(261), ctypes.create_unicode_buffer(261)
            number, flags = wintypes.DWORD(), wintypes.DWORD()
            done = _KERNEL.GetVolumeInformationW(
                f"{letter}\\", label, 261, ctypes.byref(number), None, ctypes.byref(flags),
                system, 261,
            )  # fmt: skip
            if not done:
                return VolumeFacts(fault=ctypes.get_last_error())
            is_read_only = bool(flags.value & _READ_ONLY_VOLUME)
            return VolumeFacts(label.value, system.value, number.value, is_read_only)

        def descriptor(self, letter: str) -> bytes:
            """STORAGE_DEVICE_DESCRIPTOR of the letter's disk."""
            query = (ctypes.c_ulong * 3)(0, 0, 0)  # StorageDeviceProperty, standard query
            return _asked(f"\\\\.\\{letter}", _QUERY_PROPERTY, bytes(query))

        def disk_number(self, letter: str) -> bytes:
            """STORAGE_DEVICE_NUMBER."""
            return _asked(f"\\\\.\\{letter}", _DEVICE_NUMBER)

        def geometry(self, letter: str) -> bytes:
            """DISK_GEOMETRY_EX."""
            return _asked(f"\\\\.\\{letter}", _GEOMETRY)

        def is_dirty(self, letter: str) -> bool:
            """FSCTL_IS_VOLUME_DIRTY; False where Windows does not tell this user."""
            answer = _asked(f"\\\\.\\{letter}", _IS_DIRTY)
            return bool(answer and answer[0] & 1)

        def is_protected(self, letter: str) -> bool:
            """Whether the disk says that it is write protected."""
            with _opened(f"\\\\.\\{letter}", 0) as handle:
                return handle is not None and _control(handle, _IS_WRITABLE)[0] == _WRITE_PROTECT

        def room(self, folder: Path) -> tuple[int, int]:
            """Bytes in all, and free."""
            try:
                room = shutil.disk_usage(folder)
            except OSError:
                return 0, 0
            return room.total, room.free

        def may_write(self, folder: Path) -> bool:
            """As far as Windows' own marks tell; a refused write is told when it happens."""
            return os.access(folder, os.W_OK)

        def request_eject(self, disk: int) -> Veto:
            """CM_Request_Device_EjectW of what the disk hangs on."""
            instance = _instance(disk)
            if instance is None:
                return Veto(0)
            parent, veto = wintypes.DWORD(), ctypes.c_int()
            name = ctypes.create_unicode_buffer(261)
            if _CONFIG.CM_Get_Parent(ctypes.byref(parent), instance, 0):
                return Veto(0)
            answer = _CONFIG.CM_Request_Device_EjectW(parent, ctypes.byref(veto), name, 261, 0)
            return Veto(veto.value, name.value) if answer else Veto(None)

        def dismount(self, letter: str) -> int:
            """Flush, lock, dismount, eject."""
            with _opened(f"\\\\.\\{letter}", _READ_WRITE) as handle:
                if handle is None:
                    return ctypes.get_last_error()
                _KERNEL.FlushFileBuffers(ctypes.c_void_p(handle))
                fault = _locked(handle) or _control(handle, _DISMOUNT)[0]
                if not fault:
                    _control(handle, _EJECT_MEDIA)
                return fault

    def _locked(handle: int) -> int:
        fault = 0
        for _ in range(_LOCK_TRIES):
            fault, _answer = _control(handle, _LOCK)
            if not fault:
                break
            time.sleep(0.2)
        return fault

    def _asked(path: str, question: int, words: bytes = b"") -> bytes:
        with _opened(path, 0) as handle:
            return _control(handle, question, words)[1] if handle is not None else b""

    def _control(handle: int, question: int, words: bytes = b"") -> tuple[int, bytes]:
        """The number of the failure, or nought and the answer."""
        answer = ctypes.create_string_buffer(_LONGEST_ANSWER)
        count = wintypes.DWORD()
        done = _KERNEL.DeviceIoControl(
            ctypes.c_void_p(handle), question, words or None, len(words), answer,
            _LONGEST_ANSWER, ctypes.byref(count), None,
        )  # fmt: skip
        if not done:
            return ctypes.get_last_error(), b""
        return 0, answer.raw[: count.value]

    @contextmanager
    def _opened(path: str, access: int) -> Iterator[int | None]:
        _KERNEL.CreateFileW.restype = ctypes.c_void_p
        handle = _KERNEL.CreateFileW(path, access, _SHARE_READ_WRITE, None, _OPEN_EXISTING, 0, None)
        if handle == _NO_HANDLE:
            yield None
            return
        try:
            yield handle
        finally:
            _KERNEL.CloseHandle(ctypes.c_void_p(handle))

    def _instance(disk: int) -> int | None:
        """The device node of a physical disk, found among all disks that are there."""
        _SETUP.SetupDiGetClassDevsW.restype = ctypes.c_void_p
        every = _SETUP.SetupDiGetClassDevsW(ctypes.byref(_DISKS), None, None, _PRESENT_INTERFACES)
        if every == _NO_HANDLE:
            return None
        try:
            for path, instance in _interfaces(ctypes.c_void_p(every)):
                if read_disk_number(_asked(path, _DEVICE_NUMBER)) == disk:
                    return instance
        finally:
            _SETUP.SetupDiDestroyDeviceInfoList(ctypes.c_void_p(every))
        return None

    def _interfaces(every: ctypes.c_void_p) -> Iterator[tuple[str, int]]:
        place = 0
        one, device = _Interface(), _Device()
        one.size, device.size = ctypes.sizeof(one), ctypes.sizeof(device)
        # SP_DEVICE_INTERFACE_DETAIL_DATA_W: a size that counts the padding, then the path
        header = 8 if ctypes.sizeof(ctypes.c_void_p) == 8 else 6
        while _SETUP.SetupDiEnumDeviceInterfaces(
            every, None, ctypes.byref(_DISKS), place, ctypes.byref(one)
        ):
            place += 1
            detail = ctypes.create_string_buffer(header.to_bytes(4, "little"), 2048)
            if _SETUP.SetupDiGetDeviceInterfaceDetailW(
                every, ctypes.byref(one), detail, 2048, None, ctypes.byref(device)
            ):
                path = detail.raw[4:].decode("utf-16-le", "replace").split("\0")[0]
                yield path, int(device.instance)
