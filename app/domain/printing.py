"""What can keep a printer from printing, in the words that printers themselves have for it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum


class Hindrance(Enum):
    """Why a printer does not print now; the first that holds is told."""

    OFFLINE = "offline"
    PAPER_OUT = "paper_out"
    PAPER_JAM = "paper_jam"
    DOOR_OPEN = "door_open"
    INK_OUT = "ink_out"
    PAUSED = "paused"
    FAULT = "fault"


# printer-state-reasons of IPP, RFC 8011, 5.4.12; they come with -error, -warning or -report behind
_REASONS = (
    ("offline", Hindrance.OFFLINE),
    ("shutdown", Hindrance.OFFLINE),
    ("timed-out", Hindrance.OFFLINE),
    ("connecting-to-device", Hindrance.OFFLINE),
    ("media-empty", Hindrance.PAPER_OUT),
    ("media-needed", Hindrance.PAPER_OUT),
    ("input-tray-missing", Hindrance.PAPER_OUT),
    ("media-jam", Hindrance.PAPER_JAM),
    ("door-open", Hindrance.DOOR_OPEN),
    ("cover-open", Hindrance.DOOR_OPEN),
    ("interlock-open", Hindrance.DOOR_OPEN),
    ("toner-empty", Hindrance.INK_OUT),
    ("marker-supply-empty", Hindrance.INK_OUT),
    ("paused", Hindrance.PAUSED),
    ("moving-to-paused", Hindrance.PAUSED),
    ("stopped-partly", Hindrance.FAULT),
)
# PRINTER_INFO_2.Status of the Windows spooler (winspool.h)
_WINDOWS_BITS = (
    (0x0000_0080, Hindrance.OFFLINE),
    (0x0000_1000, Hindrance.OFFLINE),
    (0x0000_0010, Hindrance.PAPER_OUT),
    (0x0000_0040, Hindrance.PAPER_OUT),
    (0x0000_0008, Hindrance.PAPER_JAM),
    (0x0040_0000, Hindrance.DOOR_OPEN),
    (0x0004_0000, Hindrance.INK_OUT),
    (0x0000_0001, Hindrance.PAUSED),
    (0x0000_0002, Hindrance.FAULT),
)
_WORKS_OFFLINE = 0x0000_0400  # PRINTER_INFO_2.Attributes
_IPP_STOPPED = 5


def hindrance_from_ipp(state: int, reasons: Iterable[str]) -> Hindrance | None:
    """What a queue of CUPS says: its printer-state and printer-state-reasons.

    A mere report or warning hinders nothing while the printer is not stopped, but for one: a
    printer that is not there takes the pages and keeps them.
    """
    said = [reason.strip() for reason in reasons]
    found = [h for begin, h in _REASONS for reason in said if reason.startswith(begin)]
    grave = [h for begin, h in _REASONS for r in said if r.startswith(begin) and _is_grave(r)]
    if state == _IPP_STOPPED:
        return (found or [Hindrance.PAUSED])[0]
    if Hindrance.OFFLINE in found and any(r.startswith("offline") for r in said):
        return Hindrance.OFFLINE
    return grave[0] if grave else None


def hindrance_from_windows(status: int, attributes: int) -> Hindrance | None:
    """What the spooler of Windows says of a printer."""
    if attributes & _WORKS_OFFLINE:
        return Hindrance.OFFLINE
    return next((hindrance for bit, hindrance in _WINDOWS_BITS if status & bit), None)


def _is_grave(reason: str) -> bool:
    return not reason.endswith(("-report", "-warning"))
