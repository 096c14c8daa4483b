"""The key stores of Linux desktops: the Secret Service, and KDE's wallet where that is all."""

from __future__ import annotations

import contextlib
from functools import partial

import secretstorage
from jeepney import DBusErrorResponse
from keyring.backends.SecretService import Keyring as SecretServiceKeyring
from keyring.errors import KeyringError, KeyringLocked

from app.system.keyring_store import KeyringStore
from app.system.kwallet import NAME as WALLET
from app.system.kwallet import KWallet

NAME = "系统密钥环"
# Somebody may have to find and type a passphrase; nobody may be there to do it.
PATIENCE_SECONDS = 45.0
_FORGETS_AT_LOG_OUT = "/collection/session"
_REFUSALS = (
    KeyringError,
    secretstorage.SecretStorageException,
    DBusErrorResponse,
    OSError,  # the bus went away; a question nobody answered
)


class PatientKeyring(SecretServiceKeyring):
    """The Secret Service, which waits for an answer to its question, but not for ever."""

    patience_seconds = PATIENCE_SECONDS

    def get_preferred_collection(self) -> secretstorage.Collection:
        """The collection that programs keep their secrets in, opened. Raises KeyringLocked."""
        with contextlib.ExitStack() as refused:
            bus = secretstorage.dbus_init()
            refused.callback(bus.close)
            collection = secretstorage.get_default_collection(bus)
            if collection.is_locked() and collection.unlock(timeout=self.patience_seconds):
                raise KeyringLocked
            refused.pop_all()  # the caller closes it
        return collection


def first_usable() -> KeyringStore | None:
    """The first store that answers on this user's bus, or None."""
    return secret_service() or wallet()


def secret_service(patience_seconds: float = PATIENCE_SECONDS) -> KeyringStore | None:
    """The Secret Service (GNOME, and the desktops of UOS and Kylin), or None."""
    try:
        PatientKeyring.priority  # noqa: B018  (asked for what it raises)
    except (RuntimeError, DBusErrorResponse, OSError):
        return None
    keyring = object.__new__(PatientKeyring)  # its own making would take the environment's words
    keyring.appid = "tanxinbu"
    keyring.patience_seconds = patience_seconds
    return KeyringStore(NAME, keyring, _REFUSALS, partial(_lasts, keyring), _seen)


def wallet() -> KeyringStore | None:
    """KDE's wallet, or None when it does not run or is switched off."""
    with contextlib.suppress(DBusErrorResponse, OSError, KeyError, ValueError):
        found = KWallet.on_this_bus()
        return KeyringStore(WALLET, found, _REFUSALS, seen=found.has) if found else None
    return None


def _lasts(keyring: PatientKeyring) -> bool:
    collection = keyring.get_preferred_collection()
    with contextlib.closing(collection.connection):
        # where no lasting collection was ever made, some systems offer the one of the session
        return not collection.collection_path.endswith(_FORGETS_AT_LOG_OUT)


def _seen(service: str, username: str) -> bool:
    # the names of what is kept can be searched while the store is locked
    with contextlib.closing(secretstorage.dbus_init()) as bus:
        collection = secretstorage.get_collection_by_alias(bus, "default")
        return any(collection.search_items({"service": service, "username": username}))
