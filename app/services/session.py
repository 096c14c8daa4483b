"""One unlocked vault: what all services of an application share, until it is locked."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.clock_reading import ClockReading
from app.domain.errors import AppError
from app.domain.holders import KeyHolder
from app.domain.standing import VaultStanding
from app.keys.derivation import key_for, wipe
from app.services.heads import HeadKeeper
from app.services.trail import Trail
from app.store.attachment_files import AttachmentFiles
from app.store.vault import Vault
from app.system.locks import InstanceLock

ATTACHMENTS = "attachments"
DATABASE_SETTING = "vault.database"


@dataclass(frozen=True, slots=True)
class SessionKeys:
    """What an open vault needs of its data key, which is itself not kept; wiped at closing.

    sqlcipher opens the database once more, backup wraps the keys of backups, owner reads the names
    of the key holders. epoch counts how often the data key was exchanged.
    """

    epoch: int
    sqlcipher: bytearray = field(repr=False)
    backup: bytearray = field(repr=False)
    owner: bytearray = field(repr=False)

    @classmethod
    def of(cls, data_key: bytearray, epoch: int) -> SessionKeys:
        """The keys that come from this data key."""
        return cls(epoch, *(key_for(use, data_key) for use in ("sqlcipher", "backup", "owner")))

    def wipe(self) -> None:
        """Overwrite them all."""
        for key in (self.sqlcipher, self.backup, self.owner):
            wipe(key)


@dataclass(frozen=True, slots=True)
class Session:
    """The open vault with its trail, its files, who opened it, and the lock on its folder.

    at_close holds what is to be done before the vault closes, such as stopping what reads it.
    """

    vault: Vault
    trail: Trail
    files: AttachmentFiles
    heads: HeadKeeper = field(repr=False)
    holder: KeyHolder
    keys: SessionKeys = field(repr=False)
    standing: VaultStanding = VaultStanding.AGREES
    instance: InstanceLock | None = None
    clock: ClockReading = field(default_factory=ClockReading)
    at_close: list[Callable[[], None]] = field(default_factory=list, repr=False)

    @property
    def folder(self) -> Path:
        """The vault's folder."""
        return self.vault.folder

    def close(self) -> None:
        """Lock: note the head, close the vault, forget the key, let others in. Never refused."""
        if not self.vault.is_open:
            return
        with contextlib.ExitStack() as last:  # whatever fails, all that follows is still done
            last.callback(self._let_go)
            last.callback(self._leave_word)
            for act in reversed(self.at_close):
                last.callback(act)

    def give_way(self, exchange: Callable[[], None]) -> None:
        """Lock without a word in this database, and let another take its place before others come.

        For a vault that was written anew: its last words stand in the new one.
        """
        with contextlib.ExitStack() as last:
            last.callback(self._let_go)
            last.callback(exchange)
            last.callback(self.vault.close)
            for act in reversed(self.at_close):
                last.callback(act)

    def _leave_word(self) -> None:
        # a full disk costs this entry, not the locking
        with contextlib.suppress(AppError), self.vault.transaction() as connection:
            self.trail.write(connection, "vault.lock")
        self.heads.write()

    def _let_go(self) -> None:
        try:
            self.vault.close()
        finally:
            self.keys.wipe()
            if isinstance(self.files.key, bytearray):
                wipe(self.files.key)
            if self.instance:
                self.instance.release()
