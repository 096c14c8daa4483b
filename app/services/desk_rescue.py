"""The ways back to a registry's desk: by recovery cards, from a backup, out of a damaged vault."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from app.domain.backup import BackupRecord, Restored
from app.domain.errors import FolderUnusableError
from app.domain.health import RescueReport, SalvageReport
from app.domain.progress import Progress, Share
from app.services.backup_opening import OpenedSet, opened_by_cards, opened_by_words
from app.services.preferences import Preferences
from app.services.recovering import CardsAccepted, NewWords, Recovering, accepted
from app.services.registry import Registry
from app.services.registry_access import VAULT, RegistryAccess
from app.services.restored_vault import Restorer
from app.services.restoring import free_beside, sets_in
from app.services.salvage import Salvage
from app.services.whole_folder import refuse_taken
from app.store.migrate import REGISTRY
from app.system.clock import Clock
from app.system.paths import default_desk_folder

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class DeskRescue:
    """What can be done for a desk that does not open. Folders are the desks' own, not the vaults'.

    What comes back is a new desk in a new folder; the old one stays as it is. The cards and
    passphrases of the desk open the new one, too, and offices notice nothing: its keys are the
    same. Packages taken after the backup are sent again by the offices under their old numbers.
    """

    access: RegistryAccess

    def read_cards(
        self, folder: Path, first: str, second: str, progress: Progress
    ) -> CardsAccepted:
        """See that two recovery cards open the desk in the folder, and who holds a key of it.

        Raises KeyFileMissingError, FolderUnusableError, RecoveryMissingError,
        RecoveryCardUnreadableError, RecoveryCardsSameError, RecoveryCardForeignError,
        KeyFileDamagedError, VaultTooNewError.
        """
        progress.step(0, 1)
        self.access.door(folder).finish_turnover(folder / VAULT)
        return accepted(folder / VAULT, (first, second))

    def recover(self, cards: CardsAccepted, words: NewWords, progress: Progress) -> Registry:
        """Open the desk by cards, and give the chosen holder a new passphrase from now on.

        Raises PassphrasesDifferError, PassphraseTooWeakError, PassphraseTakenError,
        KeyFileRolledBackError, and what opening raises of the vault itself.
        """
        folder = cards.folder.parent
        recovering = Recovering(self.access.door(folder), self.access.cost_of_guessing)
        return self.access.opened(recovering.recover(cards, words, progress), folder)

    def backups_in(self, folder: Path) -> list[BackupRecord]:
        """The backup sets in the folder, newest first; it may be a desk's or a stick's.

        Raises BackupMissingError, FolderUnusableError.
        """
        inside = folder / VAULT
        return sets_in(inside if inside.is_dir() else folder)

    def restore(
        self, record: BackupRecord, words: str, target: Path, progress: Progress
    ) -> Restored:
        """Bring a desk back from the set into a new or empty folder, by a passphrase of the set.

        Raises WrongPassphraseError, TooManyTriesError, KeyFileDamagedError, BackupDamagedError,
        BackupMissingError, VaultTooNewError, VaultExistsError, FolderNotEmptyError,
        FolderUnusableError, DiskFullError, CancelledError.
        """
        refuse_taken(target / VAULT)
        door = self.access.door(record.folder.parent)
        count = door.count(record.folder)
        with opened_by_words(record, words, door, count, lambda: progress.step(0, 100)) as opened:
            return self._restored(opened, target, progress)

    def restore_by_cards(
        self, record: BackupRecord, cards: tuple[str, str], target: Path, progress: Progress
    ) -> Restored:
        """The same by two recovery cards; raises the errors of cards, not of passphrases."""
        refuse_taken(target / VAULT)
        with opened_by_cards(record, cards) as opened:
            return self._restored(opened, target, progress)

    def look(self, folder: Path, words: str, progress: Progress) -> SalvageReport:
        """See what can be read of a damaged desk; nothing is written. Raises as Salvage.look."""
        return self._salvage(folder).look(folder / VAULT, words, progress)

    def rescue(self, folder: Path, words: str, target: Path, progress: Progress) -> RescueReport:
        """Save every readable row and whole file of a damaged desk into a new one in target.

        Raises as Salvage.rescue.
        """
        refuse_taken(target / VAULT)
        return self._into(
            target,
            lambda: self._salvage(folder).rescue(folder / VAULT, words, target / VAULT, progress),
        )

    def _restored(self, opened: OpenedSet, target: Path, progress: Progress) -> Restored:
        restorer = Restorer(opened, self.access.clock, Share(progress, 5, 100), REGISTRY)
        return self._into(target, lambda: restorer.restored(target / VAULT))

    def _salvage(self, folder: Path) -> Salvage:
        return Salvage(Preferences(folder), self.access.clock, REGISTRY)

    def _into(self, target: Path, make: Callable[[], Result]) -> Result:
        """Make a vault inside the desk's new folder; a failure leaves neither."""
        is_new = not target.exists()
        try:
            target.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise FolderUnusableError(folder=str(target)) from error
        try:
            return make()
        except BaseException:
            if is_new and not any(target.iterdir()):
                target.rmdir()
            raise


@dataclass(frozen=True, slots=True)
class DeskWaysBack:
    """The same for a window: it is told the folder of the desk that came back, not its vault."""

    desk: DeskRescue

    @property
    def clock(self) -> Clock:
        """This machine's clock."""
        return self.desk.access.clock

    def backups_in(self, folder: Path) -> list[BackupRecord]:
        """As DeskRescue.backups_in."""
        return self.desk.backups_in(folder)

    def default_target(self, folder: Path | None = None) -> Path:
        """Where the desk is offered to be restored: beside the one that does not open."""
        return free_beside(folder or default_desk_folder(), self.clock)

    def restore(
        self, record: BackupRecord, words: str, target: Path, progress: Progress
    ) -> Restored:
        """As DeskRescue.restore."""
        return replace(self.desk.restore(record, words, target, progress), folder=target)

    def restore_by_cards(
        self, record: BackupRecord, cards: tuple[str, str], target: Path, progress: Progress
    ) -> Restored:
        """As DeskRescue.restore_by_cards."""
        return replace(self.desk.restore_by_cards(record, cards, target, progress), folder=target)

    def look(self, folder: Path, words: str, progress: Progress) -> SalvageReport:
        """As DeskRescue.look."""
        return self.desk.look(folder, words, progress)

    def rescue(self, folder: Path, words: str, target: Path, progress: Progress) -> RescueReport:
        """As DeskRescue.rescue."""
        return replace(self.desk.rescue(folder, words, target, progress), folder=target)
