"""What the page of figures works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.holders import HolderRole, may
from app.domain.papers import PaperKind
from app.services.application import Application
from app.services.figures import WORKBOOK_ACT, Figures
from app.services.minutes import MinutesPapers
from app.services.papers import Papers
from ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class FiguresDesk:
    """The services, the lanes, and who sits here; local gives the machine's own time."""

    tasks: Tasks
    figures: Figures
    papers: Papers
    pictures: MinutesPapers
    local: Callable[[datetime], datetime]
    role: HolderRole = HolderRole.ADMINISTRATOR

    def today(self) -> date:
        """The day it is."""
        return self.figures.today()

    @property
    def may_take_out(self) -> bool:
        """Whether who sits here may make reports and workbooks."""
        return may(self.role, PaperKind.FIGURES_REPORT.act) and may(self.role, WORKBOOK_ACT)


def figures_desk_of(application: Application, tasks: Tasks) -> FiguresDesk:
    """The desk in an unlocked vault."""
    return FiguresDesk(
        tasks=tasks,
        figures=application.figures,
        papers=application.papers,
        pictures=application.minutes,
        local=application.figures.trail.clock.local,
        role=application.session.holder.role,
    )
