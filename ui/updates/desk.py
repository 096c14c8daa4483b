"""What the page of updates works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.services.application import Application
from app.services.program_care import ProgramCare
from app.services.sticks import StickRegister
from app.services.updating import Updating
from ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class UpdateDesk:
    """The program's own versions, what the vault has to do with them, and where sticks are seen.

    local gives a moment as the clock on the wall shows it.
    """

    tasks: Tasks
    updating: Updating
    care: ProgramCare
    sticks: StickRegister
    local: Callable[[datetime], datetime]


def update_desk_of(
    application: Application, tasks: Tasks, updating: Updating | None = None
) -> UpdateDesk:
    """The desk over an open vault; another program than the one that runs is given by tests."""
    return UpdateDesk(
        tasks,
        updating or Updating.here(),
        application.program_care,
        application.stick_register,
        application.talks.trail.clock.local,
    )
