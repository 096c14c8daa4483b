"""Binding one's own passphrase to this machine: it opens the vault nowhere else."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.changes import Changes
from app.services.key_ring import KeyRing


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
        raise NotImplementedError

    def turn_on(self, own: str) -> Changes:
        """Have the own passphrase open the vault on this machine alone.

        Raises DeviceStoreMissingError, DeviceStoreUntrueError, DeviceStoreRefusedError,
        TooManyTriesError, WrongPassphraseError, DiskFullError, FolderUnusableError.
        """
        raise NotImplementedError

    def turn_off(self, own: str) -> Changes:
        """Have the own passphrase open the vault everywhere.

        Raises DeviceSecretMissingError, DeviceStoreRefusedError, TooManyTriesError,
        WrongPassphraseError, DiskFullError, FolderUnusableError.
        """
        raise NotImplementedError
