"""What the register of copies works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.services.application import Application
from app.services.copies import Copies
from ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class CopyDesk:
    """The register, the lanes, and the machine's own time of a moment."""

    tasks: Tasks
    copies: Copies
    local: Callable[[datetime], datetime]


def copy_desk_of(application: Application, tasks: Tasks) -> CopyDesk:
    """The desk in an unlocked vault."""
    return CopyDesk(tasks, application.copies, application.talks.trail.clock.local)
