"""The way into a registry's desk: its folder, its keys, and the one who opens it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import PassphrasesDifferError, PassphraseTooWeakError, VaultDamagedError
from app.domain.package import RegistryIdentity
from app.domain.passphrase import SHORTEST
from app.domain.progress import NoProgress, Progress
from app.handover.card import registry_card
from app.handover.credentials import DeskKeys, new_registry_keys
from app.handover.schemas import Schemas
from app.keys import passphrase
from app.keys.derivation import Cost
from app.services.desk_ledger import ledger_of, own_ledger
from app.services.door import Door, cost_here
from app.services.key_ring import KeyRing
from app.services.new_vault import Builder, NewVault
from app.services.registry import ARCHIVE_KEY, SIGNATURE_KEY, STAGE, Registry
from app.services.session import Session
from app.services.settings import read_office
from app.store import credentials, registry_packages
from app.store.connection import Connection
from app.store.migrate import REGISTRY
from app.system.clock import Clock
from app.system.files import write_safely

VAULT, IDENTITY = "vault", "identity.txt"
CLERK = "登记处"


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
        Builder(self.clock, self.cost_of_guessing, furnish, REGISTRY).build(vault, progress)
        identity = RegistryIdentity(new.name.strip(), keys.recipient.decode(), keys.public_key)
        write_safely(new.folder / IDENTITY, registry_card(identity, keys))
        return identity

    def open(self, folder: Path, words: str, *, with_own_ledger: bool = False) -> Registry:
        """Open the desk in the folder, with its own ledger or the one that its settings name.

        Raises VaultMissingError, VaultEmptyError, KeyFileMissingError, VaultInUseError,
        TooManyTriesError, WrongPassphraseError, KeyFileDamagedError, VaultDamagedError,
        VaultTooNewError, DiskFullError, SettingRefusedError.
        """
        session = self.door(folder).enter(folder / VAULT, words, NoProgress())
        return self.opened(session, folder, with_own_ledger=with_own_ledger)

    def door(self, folder: Path) -> Door:
        """The door of the desk in the folder, where its wrong passphrases are counted, too."""
        return Door(self.clock, folder, _sweep, REGISTRY)

    def ring(self, desk: Registry) -> KeyRing:
        """The keys of an open desk."""
        return KeyRing(desk.session, self.door(desk.folder), self.cost_of_guessing)

    def opened(self, session: Session, folder: Path, *, with_own_ledger: bool = False) -> Registry:
        """The desk over a vault that was let in.

        Raises VaultDamagedError, and what the opening of a ledger elsewhere raises.
        """
        try:
            ledger = own_ledger(session) if with_own_ledger else ledger_of(session)
            with session.vault.reading() as connection:
                name = read_office(connection).name
                desk_keys = _desk_keys(connection)
        except BaseException:
            session.close()
            raise
        # what a crash left in the stage nobody can read: its key was in memory alone
        shutil.rmtree(folder / STAGE, ignore_errors=True)
        desk = Registry(session, ledger, folder, name, desk_keys, self.schemas)
        if not (folder / IDENTITY).exists():  # a desk that came back from a backup
            write_safely(folder / IDENTITY, registry_card(desk.identity, desk_keys))
        return desk

    def cost_of_guessing(self) -> Cost:
        """What a try of a passphrase is to cost on this machine."""
        return self.cost or cost_here()


def _sweep(session: Session) -> None:
    with session.vault.reading() as connection:
        known = registry_packages.known_files(connection)
    session.files.sweep(known)


def _desk_keys(connection: Connection) -> DeskKeys:
    signing = credentials.get(connection, SIGNATURE_KEY)
    archive = credentials.get(connection, ARCHIVE_KEY)
    if signing is None or archive is None:
        raise VaultDamagedError
    return DeskKeys(signing.private, signing.public, archive.private, archive.public)
