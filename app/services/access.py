"""Making, unlocking and locking a vault, and changing the passphrase that opens it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import PassphrasesDifferError, PassphraseTooWeakError
from app.domain.passphrase import SHORTEST, Strength
from app.domain.progress import NoProgress, Progress
from app.keys import passphrase
from app.services.preferences import Preferences
from app.system import paths
from app.system.clock import Clock

if TYPE_CHECKING:  # to start faster: what opens a vault is loaded when one is opened
    from app.keys.derivation import Cost
    from app.services.application import Application
    from app.services.door import Door
    from app.services.new_vault import NewVault
    from app.services.session import Session

_WORDS = "texts/passphrase-words.txt"


@dataclass(frozen=True, slots=True)
class Wiring:
    """How the parts of an application are put together, given by the one place that knows all."""

    assemble: Callable[[Session], Application]
    furnish: Callable[[Session, Progress], None]
    sweep: Callable[[Session], None]


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
        return passphrase.strength(words, frozenset(_words()))

    def suggest_passphrase(self) -> str:
        """Five words typed without an input method."""
        return passphrase.suggested(_words())

    def create(self, new: NewVault, progress: Progress) -> Application:
        """Make a vault with its keys, certificate and first prompts, and unlock it.

        Raises PassphrasesDifferError, PassphraseTooWeakError, NameMissingError, OfficeCodeError,
        VaultExistsError, FolderNotEmptyError, FolderUnusableError, DiskFullError.
        """
        # to start faster
        from app.services.new_vault import Builder, refuse_taken

        self._accept(new.passphrase, new.repeated)
        refuse_taken(new.folder)
        Builder(self.clock, self._cost, self.wiring.furnish).build(new, progress)
        return self.unlock(new.folder, new.passphrase, NoProgress())

    def unlock(self, folder: Path, words: str, progress: Progress) -> Application:
        """Open the vault in the folder.

        Raises VaultMissingError, VaultEmptyError, KeyFileMissingError, VaultInUseError,
        TooManyTriesError, WrongPassphraseError, KeyFileDamagedError, VaultDamagedError,
        VaultTooNewError, DiskFullError, SettingRefusedError.
        """
        # to start faster
        from app.services.door import STEPS

        session = self._door.enter(folder, words, progress)
        try:
            progress.step(STEPS, STEPS)
            application = self.wiring.assemble(session)
        except BaseException:
            session.close()
            raise
        self._remember(session.folder)
        return application

    def change_passphrase(
        self, application: Application, old: str, new: str, repeated: str
    ) -> None:
        """Open the vault by other words from now on; the database itself is not written anew.

        Raises PassphrasesDifferError, PassphraseTooWeakError, TooManyTriesError,
        WrongPassphraseError, FolderUnusableError.
        """
        # to start faster
        from app.keys.derivation import wipe
        from app.keys.slots import renewed
        from app.services import key_files

        self._accept(new, repeated)
        session = application.session
        keys = self._door.ask_again(session.folder, old)
        try:
            cost = _dearer(keys.slot.cost, self._cost())
            slot = renewed(keys.slot, keys.file.database, keys.data_key, new, cost)
            key_files.write(session.folder, keys.file.with_slot(slot, keys.data_key))
        finally:
            wipe(keys.data_key)
        with session.vault.transaction() as connection:
            session.trail.write(connection, "passphrase.change", keys.slot.id)

    def ask_again(self, application: Application, words: str) -> None:
        """Whether somebody who knows the passphrase sits here; asked before everything goes out.

        Raises TooManyTriesError, WrongPassphraseError.
        """
        # to start faster
        from app.keys.derivation import wipe

        wipe(self._door.ask_again(application.session.folder, words).data_key)

    @property
    def _door(self) -> Door:
        # to start faster
        from app.services.door import Door

        return Door(self.clock, self.preferences.folder, self.wiring.sweep)

    def _accept(self, words: str, repeated: str) -> None:
        if words != repeated:
            raise PassphrasesDifferError
        if not self.strength(words).is_enough:
            raise PassphraseTooWeakError(length=len(words), needed=SHORTEST)

    def _cost(self) -> Cost:
        # to start faster
        from app.services.door import cost_here

        return self.cost or cost_here()

    def _remember(self, folder: Path) -> None:
        choices = self.preferences.load()
        if choices.last_folder != folder:
            self.preferences.keep(replace(choices, last_folder=folder))


def _dearer(one: Cost, other: Cost) -> Cost:
    """The cost is only ever raised: a machine that is busy today must not weaken the slot."""
    return max(one, other, key=lambda cost: cost.memory_kib * cost.passes)


@cache
def _words() -> tuple[str, ...]:
    return tuple((paths.resources_folder() / _WORDS).read_text("ascii").split())
