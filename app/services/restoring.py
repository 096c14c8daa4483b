"""Bringing a vault back from a backup set, always into a folder of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.domain.backup import BackupRecord, Restored
from app.domain.progress import Progress
from app.services.access import Access


@dataclass(frozen=True, slots=True)
class Restoring:
    """What can be done with backups while no vault is open: Restoring(access)."""

    access: Access

    def backups_in(self, folder: Path) -> list[BackupRecord]:
        """The sets in the folder, newest first; it may be a vault's, a stick's or a set's own.

        Raises BackupMissingError, FolderUnusableError.
        """
        raise NotImplementedError

    def default_target(self, folder: Path | None = None) -> Path:
        """Where the vault is offered to be restored: beside that folder, or the usual place."""
        raise NotImplementedError

    def restore(
        self, record: BackupRecord, words: str, target: Path, progress: Progress
    ) -> Restored:
        """Restore the set into the new or empty folder, which is then the one to be opened.

        Whole or not there at all. Raises WrongPassphraseError, TooManyTriesError,
        DeviceSecretMissingError, BackupDamagedError, BackupMissingError, VaultExistsError,
        FolderNotEmptyError, FolderUnusableError, DiskFullError, CancelledError.
        """
        raise NotImplementedError

    def restore_by_cards(
        self, record: BackupRecord, cards: tuple[str, str], target: Path, progress: Progress
    ) -> Restored:
        """The same with two recovery cards, for a lost machine or a forgotten passphrase.

        The restored vault is then opened by the cards, too. Raises what reading cards raises, and
        what restore raises.
        """
        raise NotImplementedError
