"""Rehearsing a restore: a backup set is opened as if all else were lost, and nothing is written."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.backup import BackupRecord, RehearsalReport
from app.domain.changes import Changes
from app.domain.progress import Progress
from app.services.session import Session


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The drill that shows a backup would serve."""

    session: Session = field(repr=False)

    def rehearse(self, record: BackupRecord, words: str, progress: Progress) -> RehearsalReport:
        """Open the set with a passphrase of its own key file and look at all of it; work lane.

        What is amiss is told in the report. Raises BackupMissingError, BackupDamagedError when it
        cannot be opened at all, WrongPassphraseError, TooManyTriesError, CancelledError.
        """
        raise NotImplementedError

    def sheet(self, report: RehearsalReport) -> bytes:
        """The record of a rehearsal as PDF, to be printed and signed by hand; vault lane."""
        raise NotImplementedError

    def note(self, report: RehearsalReport) -> Changes:
        """Write into the trail that the set was rehearsed, and with what outcome; vault lane."""
        raise NotImplementedError
