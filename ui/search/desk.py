"""What the page of search works with: the services, the lanes and the dictionaries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.domain.people import Unit
from app.domain.progress import Progress
from app.domain.prompts import FocusArea
from app.services.kinds import Kinds
from app.services.prompts import Prompts
from app.services.search import Search
from ui.index_run import IndexRun
from ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class Choices:
    """What a search can be narrowed to and must be read from the vault."""

    areas: tuple[FocusArea, ...]
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class SearchDesk:
    """now gives aware UTC, local the machine's own time of it."""

    tasks: Tasks
    search: Search
    kinds: Kinds
    prompts: Prompts
    run: IndexRun
    now: Callable[[], datetime]
    local: Callable[[datetime], datetime]

    def choices(self, _: Progress) -> Choices:
        """Read what a search can be narrowed to; called on the vault lane."""
        return Choices(tuple(self.prompts.current().areas), tuple(self.search.units()))
