"""Which of the ways to hear of departures this machine has."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QWidget

from ui.departure.departure import Departure


def departure_here(window: QWidget) -> Departure:
    """The way of this system, belonging to the window; loaded after the first paint alone."""
    if sys.platform == "win32":
        # to start faster: the first page needs none of it
        from ui.departure.windows import WindowsDeparture

        return WindowsDeparture(window.windowHandle(), window)
    return _on_linux(window) if sys.platform == "linux" else Departure(window)


def _on_linux(window: QWidget) -> Departure:
    # to start faster, as above
    from ui.departure.linux import on_this_desktop

    return on_this_desktop(window)
