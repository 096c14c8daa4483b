"""Which sets and attachments leave a place of backups once a new set stands in it."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.backup import BackupRecord, kept
from app.domain.errors import AppError
from app.keys.derivation import wipe
from app.services.backup_places import Place, read_note
from app.services.session import SessionKeys
from app.store import backup, kept_files
from app.store.vault import FILE_NAME as DATABASE
from app.system.clock import Clock


@dataclass(frozen=True, slots=True)
class BackupSource:
    """The vault a backup is made of: its folder and its keys, which stay the caller's."""

    folder: Path
    keys: SessionKeys = field(repr=False)
    clock: Clock


def rotate(source: BackupSource, place: Place, made: BackupRecord) -> None:
    """Remove sets that are no longer kept, and attachments that no set left names.

    made is never removed. What cannot be removed now is removed next time.
    """
    with contextlib.suppress(OSError, AppError):
        ours = [one for one in place.records() if one.database == made.database]
        stays = kept(ours, source.clock.local) | {made.folder}
        goes = [record for record in ours if record.folder not in stays]
        for record in goes:
            place.remove(record)
        if goes:
            _sweep(source, place, made)


def _sweep(source: BackupSource, place: Place, made: BackupRecord) -> None:
    left = place.records()
    if any(one.flaw or one.database != made.database for one in left):
        return  # who knows which attachments a set needs that cannot be read here
    epochs = {one.epoch for one in left}
    for epoch, folder in place.attachment_folders():
        if epoch not in epochs:
            shutil.rmtree(folder, ignore_errors=True)
    named = _named_by(source, (one for one in left if one.epoch == source.keys.epoch))
    folder = place.attachments(source.keys.epoch)
    if named is None or not folder.is_dir():
        return
    for path in folder.iterdir():
        if path.name not in named:
            path.unlink()


def _named_by(source: BackupSource, records: Iterable[BackupRecord]) -> frozenset[str] | None:
    """The attachments that the sets name; None when one of them cannot be asked."""
    names: set[str] = set()
    for record in records:
        note, _ = read_note(record.folder)
        secret = note.opened(source.keys.backup)
        if secret is None:
            return None
        try:
            with backup.standing(record.folder / DATABASE, secret.key) as connection:
                names.update(file.id for file in kept_files.files(connection))
        finally:
            wipe(secret.key)
    return frozenset(names)
