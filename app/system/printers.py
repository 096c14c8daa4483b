"""What the print system of the machine says of a printer: asked only when something is printed.

Qt tells no more than that a printer is idle or not; the reason stands in what lies below it. It is
spoken to in C, as Qt does itself: nothing is installed for it, and no other program is run.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import os
from typing import Any

from app.domain.printing import Hindrance, hindrance_from_ipp, hindrance_from_windows

_LEVEL = 2
_SERVER, _SOCKET = "CUPS_SERVER", "/run/cups/cups.sock"


class _Option(ctypes.Structure):
    _fields_ = (("name", ctypes.c_char_p), ("value", ctypes.c_char_p))


class _Destination(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_char_p),
        ("instance", ctypes.c_char_p),
        ("is_default", ctypes.c_int),
        ("num_options", ctypes.c_int),
        ("options", ctypes.POINTER(_Option)),
    )


_HEARD = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.c_void_p, ctypes.c_uint, ctypes.POINTER(_Destination)
)
_DISCOVERED = 0x0100_0000  # CUPS_PRINTER_DISCOVERED of cups.h
_PATIENCE_MS = 2000
_LOCAL_AND_CONNECTED = 0x2 | 0x4  # PRINTER_ENUM_LOCAL, PRINTER_ENUM_CONNECTIONS of winspool.h
_NAMES_ONLY = 4  # PRINTER_INFO_4W is read without a word to any printer
_LONGEST_NAME = 512


class _PrinterInfo2(ctypes.Structure):
    """PRINTER_INFO_2W of winspool.h; only the last members are read."""

    _fields_ = (
        *((f"text{n}", ctypes.c_void_p) for n in range(7)),
        ("device_mode", ctypes.c_void_p),
        *((f"text{n}", ctypes.c_void_p) for n in range(7, 11)),
        ("security", ctypes.c_void_p),
        ("attributes", ctypes.c_uint32),
        *((f"number{n}", ctypes.c_uint32) for n in range(4)),
        ("status", ctypes.c_uint32),
        ("jobs", ctypes.c_uint32),
        ("pages_per_minute", ctypes.c_uint32),
    )


def stay_on_this_machine() -> None:
    """Have CUPS be spoken to through its socket among the files; call it before Qt asks for it.

    Left to itself its library tries TCP port 631 of this machine when the socket is not there, and
    another machine when /etc/cups/client.conf names one.
    """
    if os.name != "nt" and not os.environ.get(_SERVER, "").startswith("/"):
        os.environ[_SERVER] = _SOCKET


def printers_here() -> tuple[int, str] | None:
    """How many printers are set up, and the default one's name; None without a print system.

    Printers that were only announced over a network are not among them.
    """
    if os.name == "nt":
        return _counted_by_windows()
    stay_on_this_machine()
    try:
        cups = ctypes.CDLL("libcups.so.2")
    except OSError:
        return None
    return _counted_by_cups(cups)


def _counted_by_cups(cups: ctypes.CDLL) -> tuple[int, str]:
    names: list[str] = []
    default: list[str] = []

    def hear(_data: object, _flags: int, found: Any) -> int:  # noqa: ANN401 — a pointer of ctypes
        name = found.contents.name.decode("utf-8", "replace")
        names.append(name)
        if found.contents.is_default:
            default.append(name)
        return 1

    heard = _HEARD(hear)
    # a type of nought under this mask: all that are not merely discovered
    cups.cupsEnumDests(0, _PATIENCE_MS, None, 0, _DISCOVERED, heard, None)
    return len(names), next(iter(default or names), "")


def _counted_by_windows() -> tuple[int, str]:
    spool = ctypes.CDLL("winspool.drv")
    needed, count = ctypes.c_uint32(), ctypes.c_uint32()
    wanted = (_LOCAL_AND_CONNECTED, None, _NAMES_ONLY)
    spool.EnumPrintersW(*wanted, None, 0, ctypes.byref(needed), ctypes.byref(count))
    room = ctypes.create_string_buffer(max(needed.value, 1))
    spool.EnumPrintersW(*wanted, room, len(room), ctypes.byref(needed), ctypes.byref(count))
    length = ctypes.c_uint32(_LONGEST_NAME)
    name = ctypes.create_unicode_buffer(_LONGEST_NAME)
    spool.GetDefaultPrinterW(name, ctypes.byref(length))
    return count.value, name.value


def hindrance_of(printer: str) -> Hindrance | None:
    """What keeps that printer from printing now; None when nothing does, or nothing is told."""
    if os.name == "nt":
        return _asked_of_windows(printer)
    stay_on_this_machine()
    return _asked_of_cups(printer)


def _asked_of_cups(printer: str) -> Hindrance | None:
    try:
        cups = ctypes.CDLL("libcups.so.2")
    except OSError:
        return None
    return hindrance_from_ipp(*_state_in_cups(cups, printer))


def _state_in_cups(cups: ctypes.CDLL, printer: str) -> tuple[int, list[str]]:
    cups.cupsGetNamedDest.restype = ctypes.POINTER(_Destination)
    cups.cupsGetNamedDest.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p)
    cups.cupsFreeDests.argtypes = (ctypes.c_int, ctypes.POINTER(_Destination))
    found = cups.cupsGetNamedDest(None, printer.encode("utf-8"), None)
    if not found:
        return 0, []
    try:
        one = found.contents
        said = {one.options[n].name: one.options[n].value for n in range(one.num_options)}
    finally:
        cups.cupsFreeDests(1, found)
    state = said.get(b"printer-state", b"0")
    reasons = said.get(b"printer-state-reasons", b"").decode("ascii", "replace")
    return int(state) if state.isdigit() else 0, reasons.split(",")


def _asked_of_windows(printer: str) -> Hindrance | None:
    spool = ctypes.CDLL("winspool.drv")
    handle = ctypes.c_void_p()
    if not spool.OpenPrinterW(ctypes.c_wchar_p(printer), ctypes.byref(handle), None):
        return None
    try:
        needed = ctypes.c_uint32()
        spool.GetPrinterW(handle, _LEVEL, None, 0, ctypes.byref(needed))
        room = ctypes.create_string_buffer(max(needed.value, ctypes.sizeof(_PrinterInfo2)))
        if not spool.GetPrinterW(handle, _LEVEL, room, len(room), ctypes.byref(needed)):
            return None
        info = _PrinterInfo2.from_buffer(room)
        return hindrance_from_windows(info.status, info.attributes)
    finally:
        spool.ClosePrinter(handle)
