"""Keeping windows out of pictures and films of the screen, where the system can."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Protocol

from app.system import screen_capture_windows


class ScreenGuard(Protocol):
    """Hides windows from whatever takes pictures of the screen; window is the system's number."""

    @property
    def can_hide(self) -> bool:
        """Whether this system knows how to."""

    def hide(self, window: int) -> bool:
        """Keep the window out of pictures; False when the system would not."""

    def show(self, window: int) -> bool:
        """Let the window be seen in pictures again."""


@dataclass(frozen=True, slots=True)
class NoScreenGuard:
    """A system on which every program may take pictures of the whole screen."""

    can_hide: bool = False

    def hide(self, window: int) -> bool:
        """Never done."""
        return False

    def show(self, window: int) -> bool:
        """Always so."""
        return True


def screen_guard() -> ScreenGuard:
    """The way of this system."""
    if sys.platform == "win32":
        return screen_capture_windows.windows_guard()
    return NoScreenGuard()
