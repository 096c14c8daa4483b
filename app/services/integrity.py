"""Looking through the whole vault for damage, while it is open."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.changes import Changes
from app.domain.health import HealthReport, HealthState
from app.domain.progress import Progress
from app.services.session import Session


@dataclass(frozen=True, slots=True)
class Integrity:
    """The check of the whole vault. check may run beside the work; the others on its lane."""

    session: Session = field(repr=False)

    def state(self) -> HealthState:
        """When the vault was last checked, and whether a month has passed since."""
        raise NotImplementedError

    def check(self, progress: Progress) -> HealthReport:
        """Look at every page, row, attachment, entry and key file; nothing is changed.

        On a connection of its own, so the lane of work may run it while words are saved. Steps
        are told as (done, total) of equal parts. Raises FolderUnusableError, CancelledError.
        """
        raise NotImplementedError

    def note(self, report: HealthReport) -> Changes:
        """Keep when the check was and what it found, on the vault's lane; audited."""
        raise NotImplementedError
