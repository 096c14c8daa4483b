"""What the page of terms and destruction works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from app.services.application import Application
from app.services.destroying import Destroying
from app.services.kinds import Kinds
from app.services.minutes import MinutesPapers
from app.services.retention import Retention
from ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class RetentionDesk:
    """The services about the end of records, the lanes, and the time on the wall."""

    tasks: Tasks
    retention: Retention
    destroying: Destroying
    kinds: Kinds
    pictures: MinutesPapers
    local: Callable[[datetime], datetime]

    def today(self) -> date:
        """The day it is."""
        return self.retention.today()


def retention_desk_of(application: Application, tasks: Tasks) -> RetentionDesk:
    """The desk in an unlocked vault."""
    return RetentionDesk(
        tasks=tasks,
        retention=application.retention,
        destroying=application.destroying,
        kinds=application.kinds,
        pictures=application.minutes,
        local=application.talks.trail.clock.local,
    )
