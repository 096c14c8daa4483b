"""Who can open the vault: adding and removing key holders, and what each of them may do."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.changes import Changes
from app.domain.holders import HolderRole
from app.domain.holders import KeyHolder as KeyHolder
from app.services.key_ring import KeyRing


@dataclass(frozen=True, slots=True)
class NewHolder:
    """Who is to get a key of the own, and the passphrase chosen in their presence, twice."""

    name: str
    role: HolderRole
    passphrase: str = field(repr=False)
    repeated: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeyHolders:
    """The commands and queries about key holders. own is the passphrase of who sits here."""

    ring: KeyRing

    def list(self) -> list[KeyHolder]:
        """Everybody who can open the vault by a passphrase, in the order they were added."""
        raise NotImplementedError

    def add(self, own: str, new: NewHolder) -> Changes:
        """Give somebody a key of the own.

        Raises RoleRefusedError, NameMissingError, HolderNameTakenError, TooManyHoldersError,
        PassphrasesDifferError, PassphraseTooWeakError, PassphraseTakenError, TooManyTriesError,
        WrongPassphraseError, DiskFullError, FolderUnusableError.
        """
        raise NotImplementedError

    def remove(self, own: str, slot_id: str) -> Changes:
        """Take a key away. Old copies of the key file still open old copies of the vault by it.

        Raises RoleRefusedError, OwnSlotError, LastAdministratorError, TooManyTriesError,
        WrongPassphraseError, DiskFullError, FolderUnusableError.
        """
        raise NotImplementedError

    def change_role(self, own: str, slot_id: str, role: HolderRole) -> Changes:
        """Let a holder do other things, from their next unlocking on.

        Raises RoleRefusedError, LastAdministratorError, TooManyTriesError, WrongPassphraseError,
        DiskFullError, FolderUnusableError.
        """
        raise NotImplementedError
