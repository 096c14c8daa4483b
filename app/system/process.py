"""This process: closed to core dumps and to other programs' looks, as far as the system lets us."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys

_PR_SET_DUMPABLE = 4
_NO_CRASH_BOXES = 0x0001 | 0x0002 | 0x8000
_UNKNOWN_MEMORY = 4 << 30


def forbid_dumps() -> None:
    """Leave no image of the memory on the disk when the program crashes."""
    if sys.platform == "win32":
        ctypes.windll.kernel32.SetErrorMode(_NO_CRASH_BOXES)
        return
    # function-level import to start faster, and because Windows has no such module
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
    if sys.platform == "linux":
        # /proc then hides this process's memory from other programs of the same user, too
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def memory_bytes() -> int:
    """How much memory the machine has; a careful guess where it does not tell."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return _UNKNOWN_MEMORY
