"""What the page of kinds, tags and letters works with."""

from __future__ import annotations

from dataclasses import dataclass

from app.services.kinds import Kinds
from app.services.letters import Letters
from ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class KindDesk:
    """The services about the dictionaries, and the lanes."""

    tasks: Tasks
    kinds: Kinds
    letters: Letters
