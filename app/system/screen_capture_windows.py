"""Windows' own way to keep a window out of pictures: its display affinity."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field

SEEN = 0x00  # WDA_NONE
BLACK = 0x01  # WDA_MONITOR: older than Windows 10 2004, the window is black in pictures
LEFT_OUT = 0x11  # WDA_EXCLUDEFROMCAPTURE: what is behind the window is seen instead

SetAffinity = Callable[[int, int], bool]


@dataclass(frozen=True, slots=True)
class WindowsScreenGuard:
    """Leaves windows out of pictures; where Windows is too old for that, makes them black."""

    set_affinity: SetAffinity = field(repr=False)
    can_hide: bool = True

    def hide(self, window: int) -> bool:
        """Keep the window out of pictures; False when Windows would not."""
        return self.set_affinity(window, LEFT_OUT) or self.set_affinity(window, BLACK)

    def show(self, window: int) -> bool:
        """Let the window be seen in pictures again."""
        return self.set_affinity(window, SEEN)


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    def windows_guard() -> WindowsScreenGuard:
        """By the call of Windows itself."""
        call = ctypes.windll.user32.SetWindowDisplayAffinity
        call.argtypes = (wintypes.HWND, wintypes.DWORD)
        call.restype = wintypes.BOOL
        return WindowsScreenGuard(lambda window, affinity: bool(call(window, affinity)))
