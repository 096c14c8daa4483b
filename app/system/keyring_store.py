"""One key store of the operating system behind the classes of the keyring library."""

from __future__ import annotations

import contextlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from app.domain.vault_errors import DeviceStoreRefusedError, DeviceStoreUntrueError

_SERVICE = "tanxinbu/"
_ENTRY = "device secret"


class Keyring(Protocol):
    """One store of the operating system, as the classes of the keyring library speak of it."""

    def get_password(self, service: str, username: str) -> str | None:
        """The text kept under both names, or None."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep the text under both names."""

    def delete_password(self, service: str, username: str) -> None:
        """Forget the text."""


def _for_good() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class KeyringStore:
    """A store of the operating system; refusals are what its class raises when it stays shut.

    lasts tells whether what is kept there outlives the user's session; seen looks for an entry of
    a service without opening the store, where opening it would put a question to the user.
    """

    name: str
    keyring: Keyring = field(repr=False)
    refusals: tuple[type[Exception], ...]
    lasts: Callable[[], bool] = field(default=_for_good, repr=False)
    seen: Callable[[str, str], bool] | None = field(default=None, repr=False)

    def get(self, database: str) -> bytearray | None:
        """The secret of that vault, or None when it is not here. Raises DeviceStoreRefusedError."""
        try:
            kept = self.keyring.get_password(_SERVICE + database, _ENTRY)
        except self.refusals as error:
            raise DeviceStoreRefusedError(self.name) from error
        return _secret_in(kept) if kept else None

    def holds(self, database: str) -> bool:
        """Whether a secret of that vault seems to be here; nobody is asked to open the store."""
        with contextlib.suppress(*self.refusals):
            if self.seen is not None:
                return self.seen(_SERVICE + database, _ENTRY)
            return self.keyring.get_password(_SERVICE + database, _ENTRY) is not None
        return False

    def put(self, database: str, secret: bytearray) -> None:
        """Keep the secret, and see that it comes back as it was given.

        Raises DeviceStoreUntrueError, DeviceStoreRefusedError.
        """
        try:
            is_lasting = self.lasts()
            if is_lasting:
                self.keyring.set_password(_SERVICE + database, _ENTRY, secret.hex())
        except self.refusals as error:
            raise DeviceStoreRefusedError(self.name) from error
        # a store can take everything and keep nothing; who trusted it would be locked out
        if not is_lasting or not hmac.compare_digest(self.get(database) or b"", secret):
            raise DeviceStoreUntrueError(self.name)

    def remove(self, database: str) -> None:
        """Forget the secret; nothing happens when there is none. Raises DeviceStoreRefusedError."""
        try:
            if self.keyring.get_password(_SERVICE + database, _ENTRY) is not None:
                self.keyring.delete_password(_SERVICE + database, _ENTRY)
        except self.refusals as error:
            raise DeviceStoreRefusedError(self.name) from error


def _secret_in(kept: str) -> bytearray | None:
    try:
        return bytearray.fromhex(kept)
    except ValueError:
        return None  # somebody wrote something else in its place: the secret is gone
