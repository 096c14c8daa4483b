"""The backup set that is made of an older vault before it is migrated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.domain.audit import AuditHead
from app.keys.derivation import wipe
from app.keys.opening import Opened
from app.services.backup_places import LOCAL, Place, read_note
from app.services.backup_rotation import BackupSource
from app.services.backup_sets import make_set
from app.services.session import SessionKeys
from app.store import audit, backup
from app.store.vault import FILE_NAME
from app.system.clock import Clock


@dataclass(frozen=True, slots=True)
class _Stoppable:
    """Progress of which only the stopping is heard."""

    between: Callable[[], None]

    def step(self, done: int, total: int) -> None:
        """Raises CancelledError once the work should stop."""
        self.between()


def back_up_before(folder: Path, keys: Opened, clock: Clock, between: Callable[[], None]) -> None:
    """Make a set of the vault as it is, unless a whole one of just this state is there.

    between is called amid the work and may raise to stop it.
    Raises DiskFullError, FolderUnusableError, BackupDamagedError, VaultDamagedError.
    """
    place, session_keys = Place(folder / LOCAL), SessionKeys.of(keys.data_key, keys.file.epoch)
    try:
        with backup.snapshot(folder / FILE_NAME, session_keys.sqlcipher) as connection:
            head = audit.head(connection)
        # a migration that fails is tried at each unlocking: not every try may fill the disk further
        if not _has_set_of(place, head, session_keys.backup):
            make_set(BackupSource(folder, session_keys, clock), place, _Stoppable(between))
    finally:
        session_keys.wipe()


def _has_set_of(place: Place, head: AuditHead, backup_key: bytearray) -> bool:
    for record in place.records():
        if record.is_whole and record.sequence == head.sequence:
            note, _ = read_note(record.folder)
            secret = note.opened(backup_key)  # only this vault's own key opens its note
            if secret is not None:
                wipe(secret.key)
                return note.facts.head == head
    return False
