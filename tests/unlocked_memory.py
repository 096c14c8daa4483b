"""Tests do without locking memory: nothing in them is secret, and it is a third of what they cost.

SQLCipher locks each allocation so that no secret comes to the disk with swapping. Where a process
may not, as on machines with a small limit, it goes on without. Programs that a test starts lock as
always: the limit below does not bind them where they run with all rights.
"""

from __future__ import annotations

import ctypes
import sys

_VERSION, _IPC_LOCK = 0x20080522, 14  # _LINUX_CAPABILITY_VERSION_3, CAP_IPC_LOCK


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Rights(ctypes.Structure):
    _fields_ = tuple((name, ctypes.c_uint32) for name in ("effective", "permitted", "inheritable"))


def do_without_locking() -> None:
    """Give up the right to lock memory in this process, as far as the system has one to give up."""
    if not sys.platform.startswith("linux"):
        return
    import resource  # other systems have none

    resource.setrlimit(resource.RLIMIT_MEMLOCK, (0, resource.getrlimit(resource.RLIMIT_MEMLOCK)[1]))
    libc, header, rights = ctypes.CDLL(None), _Header(_VERSION, 0), (_Rights * 2)()
    if libc.capget(ctypes.byref(header), rights) == 0:
        rights[0].effective &= ~(1 << _IPC_LOCK)
        libc.capset(ctypes.byref(header), rights)
