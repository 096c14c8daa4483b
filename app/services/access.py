"""Making, unlocking and locking a vault, and changing the passphrase that opens it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.audit import AuditHead
from app.domain.calendar import written_time
from app.domain.errors import (
    KeyFileDamagedError,
    PassphrasesDifferError,
    PassphraseTooWeakError,
    VaultDamagedError,
    WrongPassphraseError,
)
from app.domain.passphrase import SHORTEST, Strength
from app.domain.progress import NoProgress, Progress
from app.domain.standing import VaultStanding
from app.keys import chain, passphrase
from app.keys.derivation import Cost, calibrated, key_for, slot_key, wipe
from app.keys.key_file import KeyFile
from app.keys.opening import Opened, open_keys
from app.keys.slots import renewed
from app.services import key_files
from app.services.heads import HeadKeeper
from app.services.new_vault import Builder, NewVault, refuse_taken
from app.services.preferences import Preferences
from app.services.session import ATTACHMENTS, DATABASE_SETTING, Session
from app.services.trail import Trail
from app.services.tries import TryCount
from app.store import credentials, settings
from app.store.attachment_files import AttachmentFiles
from app.store.vault import Vault, look_at, open_vault
from app.system import paths, process
from app.system.clock import Clock
from app.system.ids import new_id
from app.system.locks import InstanceLock

if TYPE_CHECKING:
    from app.services.application import Application  # all services: loaded once a vault is open

_UNLOCK_STEPS = 4
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
        """The folder of the vault that was opened last, when it is still there."""
        folder = self.preferences.load().last_folder
        return folder if folder and folder.is_dir() else None

    def default_folder(self) -> Path:
        """Where a first vault is offered to stand."""
        return paths.default_vault_folder()

    def is_vault(self, folder: Path) -> bool:
        """Whether a vault, whole or not, stands in the folder."""
        return any((folder / name).exists() for name in ("vault.db", *key_files.NAMES))

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
        folder = folder.absolute()
        look_at(folder)
        copies = key_files.read(folder)
        since = written_time(self.clock.local(self.clock.now()))
        instance = InstanceLock(folder, since)
        try:
            progress.step(1, _UNLOCK_STEPS)
            count = TryCount(self.preferences.folder, folder, self.clock)
            keys = _opened(copies, words, count)
            progress.step(2, _UNLOCK_STEPS)
            session = self._entered(folder, keys, count, instance)
        except BaseException:
            instance.release()
            raise
        try:
            progress.step(_UNLOCK_STEPS, _UNLOCK_STEPS)
            application = self.wiring.assemble(session)
        except BaseException:
            session.close()
            raise
        self._remember(folder)
        return application

    def change_passphrase(
        self, application: Application, old: str, new: str, repeated: str
    ) -> None:
        """Open the vault by other words from now on; the database itself is not written anew.

        Raises PassphrasesDifferError, PassphraseTooWeakError, TooManyTriesError,
        WrongPassphraseError, FolderUnusableError.
        """
        self._accept(new, repeated)
        session = application.session
        count = TryCount(self.preferences.folder, session.folder, self.clock)
        keys = _opened(key_files.read(session.folder), old, count)
        try:
            cost = _dearer(keys.slot.cost, self._cost())
            slot = renewed(keys.slot, keys.file.database, keys.data_key, new, cost)
            key_files.write(session.folder, keys.file.with_slot(slot, keys.data_key))
        finally:
            wipe(keys.data_key)
        count.passed()
        with session.vault.transaction() as connection:
            session.trail.write(connection, "passphrase.change", keys.slot.id)

    def ask_again(self, application: Application, words: str) -> None:
        """Whether somebody who knows the passphrase sits here; asked before everything goes out.

        Raises TooManyTriesError, WrongPassphraseError.
        """
        folder = application.session.folder
        count = TryCount(self.preferences.folder, folder, self.clock)
        wipe(_opened(key_files.read(folder), words, count).data_key)
        count.passed()

    def _accept(self, words: str, repeated: str) -> None:
        if words != repeated:
            raise PassphrasesDifferError
        if not self.strength(words).is_enough:
            raise PassphraseTooWeakError(length=len(words), needed=SHORTEST)

    def _cost(self) -> Cost:
        return self.cost or calibrated(_seconds_of, process.memory_bytes())

    def _entered(
        self, folder: Path, keys: Opened, count: TryCount, instance: InstanceLock
    ) -> Session:
        try:
            opened = open_vault(folder, key_for("sqlcipher", keys.data_key))
            try:
                heads = HeadKeeper(opened, keys.file.database, _chain_key(opened, keys.file))
                standing, noted = heads.standing()
                trail = Trail(self.clock, keys.owner, new_id, heads.written)
                attachments_key = key_for("attachments", keys.data_key)
                files = AttachmentFiles(folder / ATTACHMENTS, attachments_key)
                session = Session(opened, trail, files, heads, standing, instance)
                self._arrive(session, keys, count, noted)
            except BaseException:
                opened.close()
                raise
        finally:
            wipe(keys.data_key)
        return session

    def _arrive(self, session: Session, keys: Opened, count: TryCount, noted: AuditHead) -> None:
        standing = session.standing
        failed = count.kept().count
        is_mended = key_files.repair(session.folder, keys.file)
        with session.vault.transaction() as connection:
            session.trail.write(connection, "vault.unlock", keys.slot.id)
            if failed:
                session.trail.write(connection, "vault.wrong_passphrase", str(failed))
            if is_mended:
                session.trail.write(connection, "keys.mend")
            if standing is not VaultStanding.AGREES:
                session.trail.write(
                    connection, f"vault.{standing.value}", str(noted.sequence), _known(noted)
                )
        count.passed()
        session.vault.after_commit(session.heads.after_commit)
        if standing is VaultStanding.AGREES:
            # a vault that went back in time does not know its newest files: none may be swept away
            self.wiring.sweep(session)

    def _remember(self, folder: Path) -> None:
        choices = self.preferences.load()
        if choices.last_folder != folder:
            self.preferences.keep(replace(choices, last_folder=folder))


def _opened(copies: tuple[bytes, ...], words: str, count: TryCount) -> Opened:
    count.refuse_early()
    try:
        return open_keys(copies, words)
    except WrongPassphraseError:
        count.failed()
        raise


def _chain_key(opened: Vault, file: KeyFile) -> chain.ChainKey:
    with opened.reading() as connection:
        kept = credentials.get(connection, chain.PURPOSE)
        named = settings.get(connection, DATABASE_SETTING)
    if named != file.database:
        raise KeyFileDamagedError(what="database")
    if kept is None:
        raise VaultDamagedError
    return chain.ChainKey(kept.private, kept.public)


def _known(noted: AuditHead) -> str:
    return noted.digest if noted.sequence else ""


def _dearer(one: Cost, other: Cost) -> Cost:
    """The cost is only ever raised: a machine that is busy today must not weaken the slot."""
    return max(one, other, key=lambda cost: cost.memory_kib * cost.passes)


def _seconds_of(cost: Cost) -> float:
    began = time.perf_counter()
    wipe(slot_key("measure", bytes(16), cost))
    return time.perf_counter() - began


@cache
def _words() -> tuple[str, ...]:
    return tuple((paths.resources_folder() / _WORDS).read_text("ascii").split())
