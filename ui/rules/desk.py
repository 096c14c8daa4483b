"""What the page of rules works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from app.domain.holders import HolderRole, may
from app.services.application import Application
from app.services.rectifying import Rectifying
from app.services.workdays import WorkdayTable
from ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class RulesDesk:
    """The services about rules and working days, the lanes, and the day on the wall."""

    tasks: Tasks
    workdays: WorkdayTable
    rectifying: Rectifying
    today: Callable[[], date]
    role: HolderRole = HolderRole.ADMINISTRATOR

    def may(self, act: str) -> bool:
        """Whether who sits here may do what the trail calls by this verb."""
        return may(self.role, act)


def rules_desk_of(application: Application, tasks: Tasks) -> RulesDesk:
    """The desk in an unlocked vault."""
    clock = application.talks.trail.clock
    return RulesDesk(
        tasks=tasks,
        workdays=application.workdays,
        rectifying=application.rectifying,
        today=lambda: clock.local(clock.now()).date(),
        role=application.session.holder.role,
    )
