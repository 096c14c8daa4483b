"""This process: closed to core dumps and to other programs' looks, as far as the system lets us."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from pathlib import Path

_PR_SET_DUMPABLE = 4
_NO_CRASH_BOXES = 0x0001 | 0x0002 | 0x8000
_PR_GET_DUMPABLE = 3
_UNKNOWN_MEMORY = 4 << 30
_LOCKED_BYTES = 64 * 1024  # about what the keys and the page in work take
_SWAPS = Path("/proc/swaps")


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


def is_closed_to_dumps() -> bool:
    """Whether a crash leaves no image of the memory on the disk."""
    if sys.platform == "win32":
        return ctypes.windll.kernel32.GetErrorMode() & _NO_CRASH_BOXES == _NO_CRASH_BOXES
    # starts faster, as above
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_CORE)
    if sys.platform != "linux":
        return soft == 0
    return soft == 0 and ctypes.CDLL(None).prctl(_PR_GET_DUMPABLE, 0, 0, 0, 0) == 0


def kilobytes_that_swap() -> int | None:
    """How little of the memory can be kept off the disk; None when it is enough, or none swaps."""
    if sys.platform != "linux" or not _has_swap():
        return None
    # starts faster, as above
    import resource

    libc, room = ctypes.CDLL(None), ctypes.create_string_buffer(_LOCKED_BYTES)
    if libc.mlock(room, ctypes.c_size_t(_LOCKED_BYTES)) == 0:
        libc.munlock(room, ctypes.c_size_t(_LOCKED_BYTES))
        return None
    return resource.getrlimit(resource.RLIMIT_MEMLOCK)[0] // 1024


def _has_swap() -> bool:
    try:
        return len(_SWAPS.read_text("ascii", "replace").splitlines()) > 1
    except OSError:
        return False


def memory_bytes() -> int:
    """How much memory the machine has; a careful guess where it does not tell."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return _UNKNOWN_MEMORY
