"""The key store of Windows: the credential manager, kept to this machine."""

from __future__ import annotations

from keyring.backends.Windows import WinVaultKeyring
from keyring.errors import KeyringError

from app.system.keyring_store import KeyringStore

NAME = "Windows 凭据管理器"


def credential_manager() -> KeyringStore | None:
    """The credential manager, or None where its library is missing."""
    try:
        keyring = made()
    except RuntimeError:
        return None
    return KeyringStore(NAME, keyring, (KeyringError, OSError, *_refusals()))


def made() -> WinVaultKeyring:
    """The class set up as we want it. Raises RuntimeError where Windows is not."""
    WinVaultKeyring.priority  # noqa: B018  (asked for what it raises)
    keyring = object.__new__(WinVaultKeyring)  # its own making would take the environment's words
    # the class's own choice would carry the secret to every machine the user signs in to
    keyring.persist = "local machine"
    return keyring


def _refusals() -> tuple[type[Exception], ...]:
    # to start faster, and because only Windows has it
    from win32ctypes.pywin32 import pywintypes

    return (pywintypes.error,)
