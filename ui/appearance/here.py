"""Which of the ways to hear of the machine's looks this machine has."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject

from app.services.appearance import appearance_of_machine
from ui.appearance.wishes import Wishes


def wishes_here(parent: QObject) -> Wishes:
    """The way of this system, belonging to the parent; loaded after the first paint alone."""
    if sys.platform == "win32":
        # to start faster: the first page needs none of it
        from ui.appearance.windows import WindowsWishes

        return WindowsWishes(appearance_of_machine, parent)
    return _on_linux(parent) if sys.platform == "linux" else Wishes(parent)


def _on_linux(parent: QObject) -> Wishes:
    # to start faster, as above
    from ui.appearance.portal import PortalWishes
    from ui.departure.linux import bus_of_this_user

    return PortalWishes(bus_of_this_user(), parent)
