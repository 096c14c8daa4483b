"""Binding one's own passphrase to this machine: it opens the vault nowhere else."""

from __future__ import annotations

import contextlib
import secrets
from dataclasses import dataclass

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.vault_errors import DeviceStoreMissingError, DeviceStoreUntrueError
from app.keys.derivation import KEY_LENGTH, wipe
from app.keys.opening import Opened
from app.keys.slots import Words, renewed
from app.services.key_ring import KeyRing
from app.system.device_store import DeviceStore


@dataclass(frozen=True, slots=True)
class DeviceState:
    """How this machine stands: store is its key store's name, or empty when it has none.

    is_on: the own passphrase needs the machine's secret. has_secret: the secret is here.
    """

    store: str
    is_on: bool
    has_secret: bool


@dataclass(frozen=True, slots=True)
class DeviceBinding:
    """The commands and the query about the machine's secret; own is the own passphrase."""

    ring: KeyRing

    def state(self) -> DeviceState:
        """Whether the own slot is bound to a machine, and whether it can be."""
        file, store = self.ring.file(), self.ring.door.devices()
        own = file.slot(self.ring.session.holder.slot_id)
        return DeviceState(
            store=store.name if store else "",
            is_on=own is not None and own.has_device_secret,
            has_secret=store is not None and store.holds(file.database),
        )

    def turn_on(self, own: str) -> Changes:
        """Have the own passphrase open the vault on this machine alone.

        Raises DeviceStoreMissingError, DeviceStoreUntrueError, DeviceStoreRefusedError,
        TooManyTriesError, WrongPassphraseError, DiskFullError, FolderUnusableError.
        """
        store = self.ring.door.devices()
        if store is None:
            raise DeviceStoreMissingError
        with self.ring.opened(own, "device.bind") as keys:
            if keys.slot.has_device_secret:
                return Changes.SETTINGS
            secret = _secret_in(store, keys.file.database)
            try:
                self._wrap(keys, Words(own, secret), "device.bind")
            finally:
                wipe(secret)
        return Changes.SETTINGS

    def turn_off(self, own: str) -> Changes:
        """Have the own passphrase open the vault everywhere.

        Raises DeviceSecretMissingError, DeviceStoreRefusedError, TooManyTriesError,
        WrongPassphraseError, DiskFullError, FolderUnusableError.
        """
        with self.ring.opened(own, "device.release") as keys:
            if not keys.slot.has_device_secret:
                return Changes.SETTINGS
            self._wrap(keys, Words(own), "device.release")
            is_needed = any(s.has_device_secret for s in keys.file.slots if s.id != keys.slot.id)
            store = self.ring.door.devices()
            # a secret that stays behind opens nothing
            if store and not is_needed:
                with contextlib.suppress(AppError):
                    store.remove(keys.file.database)
        return Changes.SETTINGS

    def _wrap(self, keys: Opened, words: Words, act: str) -> None:
        slot = renewed(keys.slot, keys.file.key(keys.data_key), words, keys.slot.cost)
        self.ring.keep(keys.file.with_slot(slot, keys.data_key), act, slot.id)


def _secret_in(store: DeviceStore, database: str) -> bytearray:
    """The store's secret for the vault, made now if there is none; read back before it counts."""
    found = store.get(database)
    if found is not None:
        return found
    secret = bytearray(secrets.token_bytes(KEY_LENGTH))
    store.put(database, secret)
    if store.get(database) != secret:
        raise DeviceStoreUntrueError(store=store.name)
    return secret
