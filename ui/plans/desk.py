"""What the pages of the yearly plan work with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.holders import HolderRole, may
from app.services.application import Application
from app.services.kinds import Kinds
from app.services.minutes import MinutesPapers
from app.services.people import People
from app.services.plan_papers import PlanPapers
from app.services.plans import Plans
from ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class PlanDesk:
    """The services of the plan, and who sits here."""

    tasks: Tasks
    plans: Plans
    papers: PlanPapers
    pictures: MinutesPapers
    people: People
    kinds: Kinds
    role: HolderRole = HolderRole.ADMINISTRATOR

    def may(self, act: str) -> bool:
        """Whether who sits here may do what the trail calls by this verb."""
        return may(self.role, act)

    def today(self) -> date:
        """The day it is."""
        return self.plans.today()

    def kind_pairs(self) -> list[tuple[str, object]]:
        """The kinds a planned talk may have, for a list to choose from."""
        return [(kind.title, kind.key) for kind in self.kinds.book.offered]


def plan_desk_of(application: Application, tasks: Tasks) -> PlanDesk:
    """The desk in an unlocked vault."""
    return PlanDesk(
        tasks=tasks,
        plans=application.plans,
        papers=application.plan_papers,
        pictures=application.minutes,
        people=application.people,
        kinds=application.kinds,
        role=application.session.holder.role,
    )
