"""The machine's own key store: keeps one secret for each vault that was bound to this machine.

Only stores known by name are used, each made from its own class. What the environment or a
configuration file says of key stores is never asked: it could name a store that forgets, or one
that is foreign code.
"""

from __future__ import annotations

import sys
from typing import Protocol


class DeviceStore(Protocol):
    """Keeps the secret that a vault shares with this machine; name is what people call it."""

    @property
    def name(self) -> str:
        """What the store is called, such as 系统密钥环."""

    def get(self, database: str) -> bytearray | None:
        """The secret of that vault, or None when it is not here. Raises DeviceStoreRefusedError."""

    def holds(self, database: str) -> bool:
        """Whether a secret of that vault seems to be here; nobody is asked to open the store."""

    def put(self, database: str, secret: bytearray) -> None:
        """Keep the secret, and see that it comes back as it was given.

        Raises DeviceStoreUntrueError, DeviceStoreRefusedError.
        """

    def remove(self, database: str) -> None:
        """Forget the secret; nothing happens when there is none. Raises DeviceStoreRefusedError."""


def device_store() -> DeviceStore | None:
    """The key store of this machine and user, or None when it has none that the program knows."""
    if sys.platform == "win32":
        # to start faster: only a vault that is bound to the machine asks for it
        from app.system.key_store_windows import credential_manager

        return credential_manager()
    return _on_linux() if sys.platform == "linux" else None


def _on_linux() -> DeviceStore | None:
    # to start faster, as above
    from app.system.key_stores_linux import first_usable

    return first_usable()
