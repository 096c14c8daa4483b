"""Backup sets of the open vault: making them, keeping enough of them, telling when one is due."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.backup import BackupPlan, BackupRecord, BackupsMade, BackupState
from app.domain.changes import Changes
from app.domain.progress import Progress
from app.services.session import Session


@dataclass(frozen=True, slots=True)
class Backups:
    """What can be asked of backups while the vault is open."""

    session: Session = field(repr=False)

    def state(self) -> BackupState:
        """The newest sets and what is due; vault lane."""
        raise NotImplementedError

    def list(self) -> list[BackupRecord]:
        """Every set of this vault in both places, newest first, damaged ones with their flaw."""
        raise NotImplementedError

    def make(self, progress: Progress) -> BackupsMade:
        """Make a set in each place; work lane, while the vault lane goes on saving.

        What kept one of two places from its set is told in the answer; when no set at all was
        made, it is raised. Raises DiskFullError, StickFullError, FolderUnusableError,
        StickReadOnlyError, BackupPlaceMissingError, VaultDamagedError, RoleRefusedError,
        CancelledError.
        """
        raise NotImplementedError

    def note(self, made: BackupsMade) -> Changes:
        """Write into the trail which sets were made; vault lane."""
        raise NotImplementedError

    def plan(self, plan: BackupPlan) -> Changes:
        """Choose the second place and how often; makes this vault's own folder there; vault lane.

        Raises FolderUnusableError, StickReadOnlyError, RoleRefusedError.
        """
        raise NotImplementedError
