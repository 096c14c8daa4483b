"""The way into a registry's desk: its folder, its keys, and the one who opens it."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from app.domain.calendar import written_time
from app.domain.errors import (
    PassphrasesDifferError,
    PassphraseTooWeakError,
    VaultDamagedError,
    WrongPassphraseError,
)
from app.domain.package import RegistryIdentity
from app.domain.passphrase import SHORTEST
from app.domain.progress import Progress
from app.handover.card import registry_card
from app.handover.credentials import DeskKeys, new_registry_keys
from app.handover.schemas import Schemas
from app.keys import chain, passphrase
from app.keys.derivation import Cost, calibrated, key_for, slot_key, wipe
from app.keys.opening import Opened, open_keys
from app.services import key_files
from app.services.heads import HeadKeeper
from app.services.new_vault import Builder, NewVault
from app.services.registry import ARCHIVE_KEY, SIGNATURE_KEY, STAGE, Registry
from app.services.session import ATTACHMENTS, Session
from app.services.settings import read_office
from app.services.trail import Trail
from app.services.tries import TryCount
from app.store import credentials, registry_packages
from app.store.attachment_files import AttachmentFiles
from app.store.connection import Connection
from app.store.migrate import REGISTRY
from app.store.vault import Vault, look_at, open_vault
from app.system import process
from app.system.clock import Clock
from app.system.files import write_safely
from app.system.ids import new_id
from app.system.locks import InstanceLock

VAULT, IDENTITY = "vault", "identity.txt"
CLERK = "受理台"


@dataclass(frozen=True, slots=True)
class NewRegistry:
    """What is asked for a new desk: where, what it is called, and the passphrase twice."""

    folder: Path
    name: str
    passphrase: str
    repeated: str


@dataclass(frozen=True, slots=True)
class RegistryAccess:
    """Makes and opens a registry's desk. A cost of guessing is given by tests alone."""

    clock: Clock
    schemas: Schemas
    cost: Cost | None = None

    def create(self, new: NewRegistry, progress: Progress) -> RegistryIdentity:
        """Make the desk with its vault and keys, and write its identity card.

        Raises PassphrasesDifferError, PassphraseTooWeakError, NameMissingError, VaultExistsError,
        FolderNotEmptyError, FolderUnusableError, DiskFullError.
        """
        if new.passphrase != new.repeated:
            raise PassphrasesDifferError
        if not passphrase.strength(new.passphrase, frozenset()).is_enough:
            raise PassphraseTooWeakError(length=len(new.passphrase), needed=SHORTEST)
        keys = new_registry_keys()

        def furnish(session: Session, progress: Progress) -> None:
            with session.vault.transaction() as connection:
                credentials.keep(connection, SIGNATURE_KEY, keys.signing_key, keys.public_key)
                credentials.keep(connection, ARCHIVE_KEY, keys.identity, keys.recipient)
                session.trail.write(connection, "keys.make", "registry")

        vault = NewVault(
            new.folder / VAULT, new.passphrase, new.repeated, office=new.name, secretary=CLERK
        )
        Builder(self.clock, self._cost, furnish, REGISTRY).build(vault, progress)
        identity = RegistryIdentity(new.name.strip(), keys.recipient.decode(), keys.public_key)
        write_safely(new.folder / IDENTITY, registry_card(identity, keys))
        return identity

    def open(self, folder: Path, words: str) -> Registry:
        """Open the desk in the folder.

        Raises VaultMissingError, VaultEmptyError, KeyFileMissingError, VaultInUseError,
        TooManyTriesError, WrongPassphraseError, KeyFileDamagedError, VaultDamagedError,
        VaultTooNewError, DiskFullError, SettingRefusedError.
        """
        vault_folder = (folder / VAULT).absolute()
        look_at(vault_folder)
        copies = key_files.read(vault_folder)
        instance = InstanceLock(vault_folder, written_time(self.clock.local(self.clock.now())))
        try:
            count = TryCount(folder, vault_folder, self.clock)
            count.refuse_early()
            keys = _opened(copies, words, count)
            return self._entered(folder, keys, instance)
        except BaseException:
            instance.release()
            raise

    def _cost(self) -> Cost:
        return self.cost or calibrated(_seconds_of, process.memory_bytes())

    def _entered(self, folder: Path, keys: Opened, instance: InstanceLock) -> Registry:
        vault_folder = (folder / VAULT).absolute()
        try:
            opened = open_vault(vault_folder, key_for("sqlcipher", keys.data_key), REGISTRY)
            files = AttachmentFiles(
                vault_folder / ATTACHMENTS, key_for("attachments", keys.data_key)
            )
        finally:
            wipe(keys.data_key)
        try:
            heads = HeadKeeper(opened, keys.file.database, _chain_key(opened))
            trail = Trail(self.clock, keys.owner, new_id, heads.written)
            with opened.transaction() as connection:
                trail.write(connection, "vault.unlock", keys.slot.id)
                name = read_office(connection).name
                desk_keys = _desk_keys(connection)
                files.sweep(registry_packages.known_files(connection))
        except BaseException:
            opened.close()
            raise
        # what a crash left in the stage nobody can read: its key was in memory alone
        shutil.rmtree(folder / STAGE, ignore_errors=True)
        opened.after_commit(heads.after_commit)
        session = Session(opened, trail, files, heads, instance=instance)
        return Registry(session, folder, name, desk_keys, self.schemas)


def _seconds_of(cost: Cost) -> float:
    began = time.perf_counter()
    wipe(slot_key("measure", bytes(16), cost))
    return time.perf_counter() - began


def _opened(copies: tuple[bytes, ...], words: str, count: TryCount) -> Opened:
    try:
        keys = open_keys(copies, words)
    except WrongPassphraseError:
        count.failed()
        raise
    count.passed()
    return keys


def _chain_key(opened: Vault) -> chain.ChainKey:
    with opened.reading() as connection:
        kept = credentials.get(connection, chain.PURPOSE)
    if kept is None:
        raise VaultDamagedError
    return chain.ChainKey(kept.private, kept.public)


def _desk_keys(connection: Connection) -> DeskKeys:
    signing = credentials.get(connection, SIGNATURE_KEY)
    archive = credentials.get(connection, ARCHIVE_KEY)
    if signing is None or archive is None:
        raise VaultDamagedError
    return DeskKeys(signing.private, signing.public, archive.private, archive.public)
