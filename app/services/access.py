"""Making, unlocking and locking a vault, and changing the passphrase that opens it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.passphrase import Strength
from app.domain.progress import NoProgress, Progress
from app.services import new_passphrase
from app.services.preferences import Preferences
from app.system import paths
from app.system.clock import Clock

if TYPE_CHECKING:  # to start faster: what opens a vault is loaded when one is opened
    from app.keys.derivation import Cost
    from app.services.application import Application
    from app.services.door import Devices, Door
    from app.services.key_ring import KeyRing
    from app.services.new_vault import NewVault
    from app.services.recovering import CardsAccepted
    from app.services.session import Session


@dataclass(frozen=True, slots=True)
class Wiring:
    """How the parts of an application are put together, given by the one place that knows all."""

    assemble: Callable[[Session, KeyRing], Application]
    furnish: Callable[[Session, Progress], None]
    sweep: Callable[[Session], None]
    devices: Devices


@dataclass(frozen=True, slots=True)
class Access:
    """The way in. Create and unlock run on the thread that will use the vault."""

    preferences: Preferences
    clock: Clock
    wiring: Wiring
    cost: Cost | None = None

    def last_folder(self) -> Path | None:
        """The folder of the vault that was opened last; its stick may not be put in yet."""
        return self.preferences.load().last_folder

    def default_folder(self) -> Path:
        """Where a first vault is offered to stand."""
        return paths.default_vault_folder()

    def strength(self, words: str) -> Strength:
        """How well a passphrase stands against guessing."""
        return new_passphrase.strength(words)

    def suggest_passphrase(self) -> str:
        """Five words typed without an input method."""
        return new_passphrase.suggested()

    def create(self, new: NewVault, progress: Progress) -> Application:
        """Make a vault with its keys, certificate and first prompts, and unlock it.

        Raises PassphrasesDifferError, PassphraseTooWeakError, NameMissingError, OfficeCodeError,
        VaultExistsError, FolderNotEmptyError, FolderUnusableError, DiskFullError.
        """
        # to start faster
        from app.services.new_vault import Builder
        from app.services.whole_folder import refuse_taken

        new_passphrase.accept(new.passphrase, new.repeated)
        refuse_taken(new.folder)
        Builder(self.clock, self._cost, self.wiring.furnish).build(new, progress)
        return self.unlock(new.folder, new.passphrase, NoProgress())

    def unlock(self, folder: Path, words: str, progress: Progress) -> Application:
        """Open the vault in the folder.

        May be stopped between the slots that are tried, and leaves nothing then.
        Raises VaultMissingError, VaultEmptyError, KeyFileMissingError, VaultInUseError,
        TooManyTriesError, WrongPassphraseError, KeyFileDamagedError, KeyFileRolledBackError,
        DeviceSecretMissingError, DeviceStoreRefusedError, VaultDamagedError, VaultTooNewError,
        DiskFullError, SettingRefusedError, CancelledError.
        """
        return self._assembled(self._door.enter(folder, words, progress), progress)

    def read_cards(
        self, folder: Path, first: str, second: str, progress: Progress
    ) -> CardsAccepted:
        """See that two recovery cards open the vault in the folder, and who holds a key of it.

        Raises KeyFileMissingError, FolderUnusableError, RecoveryMissingError,
        RecoveryCardUnreadableError, RecoveryCardsSameError, RecoveryCardForeignError,
        KeyFileDamagedError, VaultTooNewError.
        """
        # to start faster
        from app.services.recovering import accepted

        progress.step(0, 1)
        self._door.finish_turnover(folder)
        return accepted(folder, (first, second))

    def recover(
        self,
        accepted: CardsAccepted,
        slot_id: str,
        new: str,
        repeated: str,
        progress: Progress,
    ) -> Application:
        """Open the vault by cards, and give the chosen holder a new passphrase from now on.

        It needs no secret of any machine. New cards are asked for afterwards. Raises
        PassphrasesDifferError, PassphraseTooWeakError, PassphraseTakenError,
        KeyFileRolledBackError, and what unlock raises of the vault itself.
        """
        # to start faster
        from app.services.recovering import NewWords, Recovering

        words = NewWords(slot_id, new, repeated)
        session = Recovering(self._door, self._cost).recover(accepted, words, progress)
        return self._assembled(session, progress)

    def change_passphrase(
        self, application: Application, old: str, new: str, repeated: str
    ) -> None:
        """Open the vault by other words from now on; the database itself is not written anew.

        Raises PassphrasesDifferError, PassphraseTooWeakError, PassphraseTakenError,
        TooManyTriesError, WrongPassphraseError, DeviceSecretMissingError, DeviceStoreRefusedError,
        DiskFullError, FolderUnusableError.
        """
        self._ring(application.session).change_passphrase(old, new, repeated)

    def ask_again(self, application: Application, words: str) -> None:
        """Whether the one who opened the vault sits here; asked before everything goes out.

        Raises TooManyTriesError, WrongPassphraseError, DeviceSecretMissingError,
        DeviceStoreRefusedError.
        """
        self._ring(application.session).ask_again(words)

    @property
    def _door(self) -> Door:
        # to start faster
        from app.services.door import Door

        return Door(
            self.clock, self.preferences.folder, self.wiring.sweep, devices=self.wiring.devices
        )

    def _ring(self, session: Session) -> KeyRing:
        # to start faster
        from app.services.key_ring import KeyRing

        return KeyRing(session, self._door, self._cost)

    def _assembled(self, session: Session, progress: Progress) -> Application:
        # to start faster
        from app.services.door import STEPS

        try:
            progress.step(STEPS, STEPS)
            application = self.wiring.assemble(session, self._ring(session))
        except BaseException:
            session.close()
            raise
        self._remember(session.folder)
        return application

    def _cost(self) -> Cost:
        # to start faster
        from app.services.door import cost_here

        return self.cost or cost_here()

    def _remember(self, folder: Path) -> None:
        choices = self.preferences.load()
        if choices.last_folder != folder:
            self.preferences.keep(replace(choices, last_folder=folder))
