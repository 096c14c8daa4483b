"""A damaged vault as it is found: its keys, its readable rows, and what is known to be lost."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.audit import AuditEntry
from app.domain.errors import (
    AttachmentDamagedError,
    FolderUnusableError,
    KeyFileDamagedError,
    KeyFileMissingError,
    VaultMissingError,
    WrongPassphraseError,
)
from app.domain.health import Kept, Readable, SalvageReport
from app.domain.progress import Progress, Share
from app.domain.vault_errors import NothingToRescueError
from app.keys import chain, head_note
from app.keys.derivation import key_for, wipe
from app.keys.opening import Opened, open_keys
from app.services import key_files
from app.services.door import Door
from app.services.heads import FILE_NAME as HEAD_NAME
from app.services.known_heads import content_of
from app.services.session import ATTACHMENTS
from app.services.tries import Seen
from app.store import kept_files, salvage
from app.store.attachment_files import AttachmentFiles, StoredFile
from app.store.faults import faults_named
from app.store.layout import Table
from app.store.remains import Remains
from app.store.vault import FILE_NAME

_BACKUPS = "backups"
_KINDS = {kind.value: kind for kind in Kept}
_KEYS_IN_BACKUPS = f"{_BACKUPS}/*/{key_files.NAMES[0]}"


@dataclass(slots=True)
class Wreck:
    """What stands in the folder, opened for reading alone."""

    folder: Path
    keys: Opened = field(repr=False)
    remains: Remains
    files: AttachmentFiles = field(repr=False)
    whole_files: list[StoredFile] = field(default_factory=list)

    def report(self, progress: Progress) -> SalvageReport:
        """Count what can be read, and try every attachment.

        Raises NothingToRescueError, CancelledError.
        """
        counted = self._counted(Share(progress, 0, 50))
        if not any(kind.rows for kind in counted):
            raise NothingToRescueError
        damaged, missing = self._attachments(Share(progress, 50, 100))
        entries = self._entries()
        whole = salvage.whole_length(entries)
        return SalvageReport(
            readable=counted,
            pages=self.remains.pages,
            lost_pages=self.remains.lost,
            damaged_attachments=damaged,
            missing_attachments=missing,
            whole_entries=whole,
            last_entry_at=entries[-1].at if entries else None,
            is_behind=self._is_behind(entries[whole - 1] if whole else None),
            is_proven=self.remains.is_proven,
        )

    def _counted(self, progress: Progress) -> tuple[Readable, ...]:
        rows: dict[Kept, int] = dict.fromkeys(Kept, 0)
        missing: dict[Kept, int] = dict.fromkeys(Kept, 0)
        tables = self.remains.layout.tables
        for done, table in enumerate(tables):
            progress.step(done, len(tables))
            kind = _KINDS.get(table.name, Kept.OTHER)
            count = sum(1 for _ in self.remains.rows(table))
            rows[kind] += count
            missing[kind] += self._missing(table, count)
        return tuple(Readable(kind, rows[kind], missing[kind]) for kind in Kept)

    def _missing(self, table: Table, count: int) -> int:
        if table.name == Kept.AUDIT_ENTRY.value:
            numbers = (row["sequence"] for row in self.remains.rows(table))
            return max((n for n in numbers if isinstance(n, int)), default=0) - count
        return salvage.known_lost(self.remains, table)

    def _attachments(self, progress: Progress) -> tuple[tuple[str, ...], tuple[str, ...]]:
        held = [table for table in self.remains.layout.tables if table.name in kept_files.TABLES]
        rows = [row for table in held for row in self.remains.rows(table)]
        damaged: list[str] = []
        known = [StoredFile(str(r["id"]), int(str(r["size"])), str(r["sha256"])) for r in rows]
        missing = set(self.files.missing([file.id for file in known]))
        self.whole_files.clear()
        for done, file in enumerate(known):
            progress.step(done, len(known))
            if file.id in missing:
                continue
            if _is_whole(self.files, file):
                self.whole_files.append(file)
            else:
                damaged.append(file.id)
        return tuple(damaged), tuple(sorted(missing))

    def _entries(self) -> list[AuditEntry]:
        """The trail's entries in order, each number once, as far as they have the form."""
        rows = self.remains.rows(self.remains.layout.table("audit_entry"))
        found = {entry.sequence: entry for entry in salvage.entries_of(rows)}
        return [found[number] for number in sorted(found)]

    def _is_behind(self, newest: AuditEntry | None) -> bool:
        """Whether the note beside the vault knows of later entries than are left."""
        public = self._chain_public()
        untrusted = content_of(self.folder / HEAD_NAME)
        if public is None or untrusted is None:
            return False
        note = head_note.read_note(untrusted, public, self.keys.file.database)
        return note is not None and note.head.sequence > (newest.sequence if newest else 0)

    def _chain_public(self) -> bytes | None:
        for row in self.remains.rows(self.remains.layout.table("credential")):
            if row["purpose"] == chain.PURPOSE and isinstance(row["public"], bytes):
                return row["public"]
        return None


@contextmanager
def opened(door: Door, folder: Path, words: str, progress: Progress) -> Iterator[Wreck]:
    """Open what is in the folder, for reading alone.

    Raises VaultMissingError, KeyFileMissingError, KeyFileDamagedError, TooManyTriesError,
    WrongPassphraseError, VaultTooNewError, VaultDamagedError, FolderUnusableError, CancelledError.
    """
    path = folder / FILE_NAME
    if not path.is_file():
        raise VaultMissingError(folder=str(folder))
    keys = _keys(door, folder, words)
    raw, attachments_key = (key_for(use, keys.data_key) for use in ("sqlcipher", "attachments"))
    try:
        with faults_named(folder):
            try:
                remains = Remains(path, raw, door.schema, progress)
            except OSError as error:
                raise FolderUnusableError(folder=str(folder)) from error
        files = AttachmentFiles(folder / ATTACHMENTS, attachments_key)
        with contextlib.closing(remains):
            yield Wreck(folder, keys, remains, files)
    finally:
        for secret in (keys.data_key, raw, attachments_key):
            wipe(secret)


def _is_whole(files: AttachmentFiles, file: StoredFile) -> bool:
    """Whether the attachment decrypts to just what its row says."""
    try:
        for _ in files.open_stream(file.id, file.sha256):
            pass
    except AttachmentDamagedError:
        return False
    return True


def _keys(door: Door, folder: Path, words: str) -> Opened:
    """The keys: by the key file beside the vault, and when that is lost, by one in a backup."""
    try:
        return _opened_keys(door, folder, folder, words)
    except (KeyFileMissingError, KeyFileDamagedError):
        found = sorted(folder.glob(_KEYS_IN_BACKUPS), key=lambda path: path.parent.name)
        for path in reversed(found):
            with contextlib.suppress(KeyFileMissingError, KeyFileDamagedError):
                return _opened_keys(door, folder, path.parent, words)
        raise


def _opened_keys(door: Door, folder: Path, place: Path, words: str) -> Opened:
    """The keys by the key file in place; wrong passphrases count for the vault in folder."""
    copies, count = key_files.read(place), door.count(folder)
    count.refuse_early()
    try:
        keys = open_keys(copies, words, door.device_secret, count.seen().slot_id)
    except WrongPassphraseError:
        count.failed()
        raise
    count.passed(Seen.of(keys.slot.id, keys.file))
    return keys
