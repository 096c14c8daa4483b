"""Saving what can be read of a damaged vault into a new one; the damaged one stays as it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.domain.health import RescueReport, SalvageReport
from app.domain.progress import Progress
from app.services.preferences import Preferences
from app.system.clock import Clock


@dataclass(frozen=True, slots=True)
class Salvage:
    """The way to what is left of a vault that may not open any more. No vault need be open.

    Made from what the door has: Salvage(access.preferences, access.clock).
    """

    preferences: Preferences
    clock: Clock

    def look(self, folder: Path, words: str, progress: Progress) -> SalvageReport:
        """See what can be read; works on copies, writes nothing into the folder.

        Raises VaultMissingError, KeyFileMissingError, KeyFileDamagedError, VaultInUseError,
        TooManyTriesError, WrongPassphraseError, VaultTooNewError, NothingToRescueError,
        DiskFullError, CancelledError.
        """
        raise NotImplementedError

    def rescue(self, folder: Path, words: str, target: Path, progress: Progress) -> RescueReport:
        """Save every readable row and whole attachment into a new vault in target.

        The new vault opens with the same passphrases; it is whole in target or not there. The
        target is new or empty. Raises what look raises, VaultExistsError, FolderNotEmptyError,
        FolderUnusableError.
        """
        raise NotImplementedError
