"""Starts the window of a registry's desk."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from app.services.open_desk import DeskEntrance
from ui import start
from ui.desk_window import DeskWindow
from ui.unlock.desk_door import BRAND


def run(entrance: DeskEntrance, reports: Path, exits_when_shown: bool = False) -> int:
    """Open the desk's window and stay until it is closed; reports is where a crash is noted."""
    make = partial(DeskWindow, entrance)
    begun = start.Start(BRAND, make, load_pages, entrance.preferences, reports)
    return start.opened(begun, exits_when_shown)


def load_pages() -> None:
    """Load all pages and services while the passphrase is still being typed."""
    # to start faster: the closed door needs none of them
    import ui.desk_pages  # noqa: F401
