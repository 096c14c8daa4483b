"""One unlocked vault: what all services of an application share, until it is locked."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.errors import AppError
from app.domain.standing import VaultStanding
from app.keys.derivation import wipe
from app.services.heads import HeadKeeper
from app.services.trail import Trail
from app.store.attachment_files import AttachmentFiles
from app.store.vault import Vault
from app.system.locks import InstanceLock

ATTACHMENTS = "attachments"
DATABASE_SETTING = "vault.database"


@dataclass(frozen=True, slots=True)
class Session:
    """The open vault with its trail, its files and the lock on its folder."""

    vault: Vault
    trail: Trail
    files: AttachmentFiles
    heads: HeadKeeper = field(repr=False)
    standing: VaultStanding = VaultStanding.AGREES
    instance: InstanceLock | None = None

    @property
    def folder(self) -> Path:
        """The vault's folder."""
        return self.vault.folder

    def close(self) -> None:
        """Lock: note the head, close the vault, forget the key, let others in. Never refused."""
        if not self.vault.is_open:
            return
        try:
            # a full disk costs this entry, not the locking
            with contextlib.suppress(AppError), self.vault.transaction() as connection:
                self.trail.write(connection, "vault.lock")
            self.heads.write()
        finally:
            self.vault.close()
            if isinstance(self.files.key, bytearray):
                wipe(self.files.key)
            if self.instance:
                self.instance.release()
