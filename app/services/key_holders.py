"""Who can open the vault: adding and removing key holders, and what each of them may do."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field, replace

from app.domain.canonical import digest_of
from app.domain.changes import Changes
from app.domain.holders import MOST_HOLDERS, HolderRole
from app.domain.holders import KeyHolder as KeyHolder
from app.domain.refusals import NameMissingError
from app.domain.vault_errors import (
    HolderNameTakenError,
    LastAdministratorError,
    OwnSlotError,
    TooManyHoldersError,
)
from app.keys.key_file import KeyFile
from app.keys.slots import Holder, KeySlot, Words, new_slot
from app.services import new_passphrase
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
        own = self.ring.session.holder.slot_id
        return [
            KeyHolder(
                slot.id,
                self.ring.name_of(slot),
                slot.current_role,
                slot.has_device_secret,
                slot.id == own,
            )
            for slot in self.ring.file().slots
        ]

    def add(self, own: str, new: NewHolder) -> Changes:
        """Give somebody a key of the own.

        Raises RoleRefusedError, NameMissingError, HolderNameTakenError, TooManyHoldersError,
        PassphrasesDifferError, PassphraseTooWeakError, PassphraseTakenError, TooManyTriesError,
        WrongPassphraseError, DiskFullError, FolderUnusableError.
        """
        self.ring.session.trail.refuse_early("holder.add")
        new_passphrase.accept(new.passphrase, new.repeated)
        name = self._free_name(new.name)
        with self.ring.opened(own, "holder.add") as keys:
            if len(keys.file.slots) >= MOST_HOLDERS:
                raise TooManyHoldersError(limit=MOST_HOLDERS)
            self.ring.refuse_taken(new.passphrase, keys.file)
            holder = Holder(name, new.role.value)
            cost = keys.slot.cost.dearer(self.ring.cost())
            slot = new_slot(keys.file.key(keys.data_key), holder, Words(new.passphrase), cost)
            file = keys.file.with_slot(slot, keys.data_key)
            self.ring.keep(file, "holder.add", slot.id, digest_of([name, new.role.value]))
        return Changes.SETTINGS

    def remove(self, own: str, slot_id: str) -> Changes:
        """Take a key away. Old copies of the key file still open old copies of the vault by it.

        Raises RoleRefusedError, OwnSlotError, LastAdministratorError, TooManyTriesError,
        WrongPassphraseError, DiskFullError, FolderUnusableError.
        """
        self.ring.session.trail.refuse_early("holder.remove")
        if slot_id == self.ring.session.holder.slot_id:
            raise OwnSlotError
        with self.ring.opened(own, "holder.remove") as keys:
            if keys.file.slot(slot_id) is None:  # another window of time: it is gone already
                return Changes.SETTINGS
            file = keys.file.without_slot(slot_id, keys.data_key)
            _keep_an_administrator(file)
            self.ring.keep(file, "holder.remove", slot_id)
        return Changes.SETTINGS

    def change_role(self, own: str, slot_id: str, role: HolderRole) -> Changes:
        """Let a holder do other things, from their next unlocking on.

        Raises RoleRefusedError, LastAdministratorError, TooManyTriesError, WrongPassphraseError,
        DiskFullError, FolderUnusableError.
        """
        with self.ring.opened(own, "holder.change_role") as keys:
            slot = keys.file.slot(slot_id)
            if slot is None or slot.current_role is role:
                return Changes.SETTINGS
            # only the holder's own passphrase could wrap the slot anew
            reassigned = "" if slot.role == role.value else role.value
            file = keys.file.with_slot(replace(slot, reassigned=reassigned), keys.data_key)
            _keep_an_administrator(file)
            self.ring.keep(file, "holder.change_role", slot_id, digest_of(role.value))
        return Changes.SETTINGS

    def _free_name(self, wanted: str) -> str:
        name = unicodedata.normalize("NFC", wanted).strip()
        if not name:
            raise NameMissingError(field="person")
        if _folded(name) in {_folded(self.ring.name_of(slot)) for slot in self.ring.file().slots}:
            raise HolderNameTakenError(name=name)
        return name


def _keep_an_administrator(file: KeyFile) -> None:
    def looks_after_keys(slot: KeySlot) -> bool:
        return slot.current_role is HolderRole.ADMINISTRATOR

    if not any(map(looks_after_keys, file.slots)):
        raise LastAdministratorError


def _folded(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
