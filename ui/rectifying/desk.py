"""What the page of findings works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from app.domain.holders import HolderRole, may
from ui.tasks import Tasks

if TYPE_CHECKING:  # to start faster: the panel is given them, it makes none
    from app.services.application import Application
    from app.services.attaching import Attaching
    from app.services.finding_ledger import FindingLedger
    from app.services.kinds import Kinds
    from app.services.minutes import MinutesPapers
    from app.services.papers import Papers
    from app.services.people import People
    from app.services.rectifying import Rectifying
    from app.services.talks import Talks
    from app.services.workdays import WorkdayTable


@dataclass(frozen=True, slots=True)
class RectifyingDesk:
    """The services, the lanes, and who sits here; local gives the machine's own time."""

    tasks: Tasks
    rectifying: Rectifying
    finding_ledger: FindingLedger
    attaching: Attaching
    workdays: WorkdayTable
    people: People
    talks: Talks
    kinds: Kinds
    papers: Papers
    pictures: MinutesPapers
    now: Callable[[], datetime]
    local: Callable[[datetime], datetime]
    role: HolderRole = HolderRole.ADMINISTRATOR

    def today(self) -> date:
        """The day it is."""
        return self.local(self.now()).date()

    def may(self, act: str) -> bool:
        """Whether who sits here may do what the trail calls by this verb."""
        return may(self.role, act)


def rectifying_desk_of(application: Application, tasks: Tasks) -> RectifyingDesk:
    """The desk in an unlocked vault."""
    clock = application.talks.trail.clock
    return RectifyingDesk(
        tasks=tasks,
        rectifying=application.rectifying,
        finding_ledger=application.finding_ledger,
        attaching=application.attaching,
        workdays=application.workdays,
        people=application.people,
        talks=application.talks,
        kinds=application.kinds,
        papers=application.papers,
        pictures=application.minutes,
        now=clock.now,
        local=clock.local,
        role=application.session.holder.role,
    )
