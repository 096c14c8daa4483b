"""Bringing a vault back from a backup set, always into a folder of its own."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.backup import BackupRecord, Restored
from app.domain.calendar import written_date
from app.domain.errors import FolderUnusableError
from app.domain.progress import Progress, Share
from app.domain.vault_errors import BackupMissingError
from app.services.access import Access
from app.system.clock import Clock

if TYPE_CHECKING:  # to start faster: what restores is loaded when something is restored
    from app.services.backup_opening import OpenedSet
    from app.services.door import Door

_NAME = "谈心簿-恢复-"
_DEEPEST = 2  # a stick holds the folders of vaults, and those the sets


@dataclass(frozen=True, slots=True)
class Restoring:
    """What can be done with backups while no vault is open: Restoring(access)."""

    access: Access

    @property
    def clock(self) -> Clock:
        """This machine's clock."""
        return self.access.clock

    def backups_in(self, folder: Path) -> list[BackupRecord]:
        """The sets in the folder, newest first; it may be a vault's, a stick's or a set's own.

        Raises BackupMissingError, FolderUnusableError.
        """
        return sets_in(folder)

    def default_target(self, folder: Path | None = None) -> Path:
        """Where the vault is offered to be restored: beside that folder, or the usual place."""
        beside = folder or self.access.last_folder() or self.access.default_folder()
        return free_beside(beside, self.clock)

    def restore(
        self, record: BackupRecord, words: str, target: Path, progress: Progress
    ) -> Restored:
        """Restore the set into the new or empty folder, which is then the one to be opened.

        Whole or not there at all. Raises WrongPassphraseError, TooManyTriesError,
        DeviceSecretMissingError, DeviceStoreRefusedError, KeyFileDamagedError,
        BackupDamagedError, BackupMissingError, VaultTooNewError, VaultExistsError,
        FolderNotEmptyError, FolderUnusableError, DiskFullError, CancelledError.
        """
        # to start faster
        from app.services.backup_opening import opened_by_words
        from app.services.whole_folder import refuse_taken

        refuse_taken(target.absolute())
        door = self._door
        count = door.count(record.folder)
        with opened_by_words(record, words, door, count, lambda: progress.step(0, 100)) as opened:
            return self._restored(opened, target, progress)

    def restore_by_cards(
        self, record: BackupRecord, cards: tuple[str, str], target: Path, progress: Progress
    ) -> Restored:
        """The same with two recovery cards, for a lost machine or a forgotten passphrase.

        The restored vault is then opened by the cards, too. Raises RecoveryMissingError,
        RecoveryCardUnreadableError, RecoveryCardsSameError, RecoveryCardForeignError, and what
        restore raises but what concerns passphrases.
        """
        # to start faster
        from app.services.backup_opening import opened_by_cards
        from app.services.whole_folder import refuse_taken

        refuse_taken(target.absolute())
        with opened_by_cards(record, cards) as opened:
            return self._restored(opened, target, progress)

    def _restored(self, opened: OpenedSet, target: Path, progress: Progress) -> Restored:
        # to start faster
        from app.services.restored_vault import Restorer

        restored = Restorer(opened, self.access.clock, Share(progress, 5, 100)).restored(target)
        choices = self.access.preferences.load()
        self.access.preferences.keep(replace(choices, last_folder=restored.folder))
        return restored

    @property
    def _door(self) -> Door:
        # to start faster
        from app.services.door import Door

        access = self.access
        return Door(
            access.clock,
            access.preferences.folder,
            access.wiring.sweep,
            devices=access.wiring.devices,
        )


def sets_in(folder: Path) -> list[BackupRecord]:
    """The sets in the folder, newest first; it may be a vault's, a stick's or a set's own.

    Raises BackupMissingError, FolderUnusableError.
    """
    # to start faster
    from app.services.backup_places import look_at

    if not folder.is_dir():
        raise FolderUnusableError(folder=str(folder))
    found = [look_at(path) for path in _sets_in(folder.absolute(), _DEEPEST)]
    if not found:
        raise BackupMissingError
    return sorted(found, key=lambda one: (one.made_at, one.sequence), reverse=True)


def _sets_in(folder: Path, depth: int) -> list[Path]:
    """Folders that have the name of a set: this one, or in it, down to that depth."""
    # to start faster
    from app.services.backup_places import folders_in, is_set

    if is_set(folder):
        return [folder]
    if depth == 0:
        return []
    found: list[Path] = []
    for path in folders_in(folder):
        # a stick has folders of the system's own that nobody may look into
        with contextlib.suppress(FolderUnusableError):
            found += _sets_in(path, depth - 1)
    return found


def free_beside(folder: Path, clock: Clock) -> Path:
    """A name beside the folder that nothing has yet, with the day of the restoring."""
    beside = folder.absolute()
    name = _NAME + written_date(clock.local(clock.now()).date())
    free, number = beside.with_name(name), 1
    while free.exists():
        number += 1
        free = beside.with_name(f"{name}-{number}")
    return free
