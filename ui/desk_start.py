"""Starts the window of a registry's desk."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from app.services.open_desk import DeskEntrance
from ui import start
from ui.desk_window import DeskWindow
from ui.later import SERVICES
from ui.unlock.desk_door import BRAND

LATER = (
    *SERVICES, "ui.audit.audit_page", "ui.messages", "ui.backups.backup_card",
    "ui.backups.backups_page", "app.services.registry", "ui.desk.figures_page",
    "ui.help.help_page", "ui.desk_pages",
)  # fmt: skip


def run(entrance: DeskEntrance, reports: Path, exits_when_shown: bool = False) -> int:
    """Open the desk's window and stay until it is closed; reports is where a crash is noted."""
    make = partial(DeskWindow, entrance)
    begun = start.Start(BRAND, make, LATER, entrance.preferences, reports)
    return start.opened(begun, exits_when_shown)
