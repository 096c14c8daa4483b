"""What the page of sticks works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.services.application import Application
from app.services.sticks import StickRegister
from ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class StickDesk:
    """The register of sticks, the lanes, and the time on the wall."""

    tasks: Tasks
    register: StickRegister
    local: Callable[[datetime], datetime]


def stick_desk_of(application: Application, tasks: Tasks) -> StickDesk:
    """The desk in an unlocked vault."""
    clock = application.talks.trail.clock
    return StickDesk(tasks, application.stick_register, clock.local)
