"""Taking a stick out of Windows' hands: the device if it lets go, else at least the volume."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from app.domain.sticks import Ejected, EjectOutcome

# cfg.h, PNP_VETO_TYPE: who said no to a request to remove a device
_BUSY_VETOES = frozenset({1, 2, 3, 4, 5, 6, 7, 11})
_NO_RIGHTS, _REMOVED = 12, 13
# winerror.h
_ACCESS_DENIED = 5
_GONE = frozenset({2, 21, 55, 433, 1167})  # no such file, not ready, no such device, unplugged


@dataclass(frozen=True, slots=True)
class Veto:
    """How Windows answered: veto is None when it let go, name who holds the device when told."""

    veto: int | None
    name: str = ""


class EjectCalls(Protocol):
    """The two ways to let go."""

    def request_eject(self, disk: int) -> Veto:
        """CM_Request_Device_Eject of the device above a physical disk."""

    def dismount(self, letter: str) -> int:
        """Flush, lock, dismount and eject the volume; nought, or the number of the failure."""


def ejected_by(calls: EjectCalls, letter: str, disk: int | None) -> Ejected:
    """Let go of the device, or else of the volume, and say which it was."""
    if disk is None:
        return Ejected(EjectOutcome.GONE)
    answer = calls.request_eject(disk)
    if answer.veto is None:
        return Ejected(EjectOutcome.EJECTED)
    if answer.veto == _REMOVED:
        return Ejected(EjectOutcome.GONE)
    if answer.veto in _BUSY_VETOES:
        return Ejected(EjectOutcome.BUSY, (answer.name,) if answer.name else ())
    fault = calls.dismount(letter)
    if fault == 0:
        return Ejected(EjectOutcome.UNMOUNTED)
    if fault in _GONE:
        return Ejected(EjectOutcome.GONE)
    # to lock a volume that others use is "access denied" too; without rights both are refused
    is_right = answer.veto == _NO_RIGHTS and fault == _ACCESS_DENIED
    return Ejected(EjectOutcome.NO_PERMISSION if is_right else EjectOutcome.BUSY)
