"""Folders in which backup sets stand: what is found there, and what is removed from them."""

from __future__ import annotations

import contextlib
import hashlib
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.domain.backup import BackupRecord
from app.domain.errors import FolderUnusableError, VaultTooNewError
from app.domain.vault_errors import BackupDamagedError
from app.keys import backup_note
from app.keys.backup_note import BackupNote, FileFacts
from app.services import key_files
from app.services.heads import FILE_NAME as HEAD
from app.store.vault import FILE_NAME as DATABASE

LOCAL = "backups"
KEYS = key_files.NAMES[0]
PART = ".part"
FILES = (DATABASE, KEYS, HEAD)
_NAME = re.compile(r"backup-(\d{8}T\d{6}Z)-(\d{1,16})(-\d{1,4})?")
_ATTACHMENTS = re.compile(r"attachments-(\d{1,9})")
_SMALL = 1 << 20  # the key file and the head's note are shorter; the database is judged by size
_MOST_FOLDERS = 2000


@dataclass(frozen=True, slots=True)
class Place:
    """A folder of backup sets: the one inside the vault's folder, or the second medium's."""

    folder: Path
    is_second: bool = False

    def records(self) -> list[BackupRecord]:
        """The sets here, newest first; a folder that is not there holds none."""
        found = [look_at(path, is_second=self.is_second) for path in self._folders(_NAME)]
        # a backup that is being made meanwhile removes sets, which are not damaged by that
        there = [one for one in found if one.is_whole or one.folder.is_dir()]
        return sorted(there, key=lambda one: (one.made_at, one.sequence), reverse=True)

    def attachments(self, epoch: int) -> Path:
        """Where the attachments of all sets of that epoch lie, each once."""
        return self.folder / f"attachments-{epoch}"

    def attachment_folders(self) -> list[tuple[int, Path]]:
        """The epochs of which attachments lie here, with their folders."""
        matches = ((_ATTACHMENTS.fullmatch(path.name), path) for path in self._all_folders())
        return [(int(match[1]), path) for match, path in matches if match]

    def new_set(self, moment: datetime, sequence: int) -> Path:
        """A free name for a set of that moment and that end of the trail."""
        name = f"backup-{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}-{sequence}"
        free, number = self.folder / name, 1
        while free.exists():
            number += 1
            free = self.folder / f"{name}-{number}"
        return free

    def clear(self) -> None:
        """Remove what an interrupted backup or removal left; it counts for nothing."""
        for path in self._all_folders():
            if path.name.endswith(PART) and _NAME.fullmatch(path.name.removesuffix(PART)):
                shutil.rmtree(path, ignore_errors=True)
        for _, folder in self.attachment_folders():
            for path in folder.glob("*" + PART):
                with contextlib.suppress(OSError):
                    path.unlink()

    def remove(self, record: BackupRecord) -> None:
        """Remove a set; one that is half removed does not look like a set any more."""
        going = record.folder.with_name(record.folder.name + PART)
        with contextlib.suppress(OSError):
            record.folder.rename(going)
            shutil.rmtree(going, ignore_errors=True)

    def _folders(self, form: re.Pattern[str]) -> Iterator[Path]:
        return (path for path in self._all_folders() if form.fullmatch(path.name))

    def _all_folders(self) -> list[Path]:
        return folders_in(self.folder)


def folders_in(folder: Path) -> list[Path]:
    """The folders in a folder, as many as can honestly be backups; links are not followed.

    A folder that is not there has none. Raises FolderUnusableError.
    """
    try:
        found = [path for path in folder.iterdir() if path.is_dir() and not path.is_symlink()]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise FolderUnusableError(folder=str(folder)) from error
    return sorted(found)[:_MOST_FOLDERS]


def is_set(folder: Path) -> bool:
    """Whether the folder has the name of a backup set."""
    return bool(_NAME.fullmatch(folder.name))


def look_at(folder: Path, *, is_second: bool = False) -> BackupRecord:
    """What can be seen of a set without a key; what is amiss is its flaw."""
    try:
        note, digest = read_note(folder)
    except (BackupDamagedError, VaultTooNewError):
        return _unreadable(folder, is_second=is_second)
    facts = note.facts
    return BackupRecord(
        folder=folder,
        made_at=facts.made_at,
        sequence=facts.head.sequence,
        schema=facts.schema,
        size=sum(file.size for file in facts.files.values()),
        is_second=is_second,
        database=facts.database,
        epoch=facts.epoch,
        digest=digest,
        attachments=facts.attachments,
        lacking=facts.lacking,
        flaw=_flaw(folder, note),
    )


def read_note(folder: Path) -> tuple[BackupNote, str]:
    """The note of a set and the SHA-256 of its bytes.

    Raises BackupDamagedError, VaultTooNewError.
    """
    try:
        with (folder / backup_note.FILE_NAME).open("rb") as file:
            untrusted = file.read(_SMALL)
    except OSError as error:
        raise BackupDamagedError(what=backup_note.FILE_NAME) from error
    return backup_note.parse(untrusted), hashlib.sha256(untrusted).hexdigest()


def read_small(folder: Path, name: str, facts: FileFacts) -> bytes:
    """A small file of a set, as it was written.

    Raises BackupDamagedError.
    """
    try:
        with (folder / name).open("rb") as file:
            content = file.read(_SMALL)
    except OSError as error:
        raise BackupDamagedError(what=name) from error
    if len(content) != facts.size or hashlib.sha256(content).hexdigest() != facts.sha256:
        raise BackupDamagedError(what=name)
    return content


def _flaw(folder: Path, note: BackupNote) -> str:
    """The first part that is not what was written; the database's pages are looked at later."""
    if set(note.facts.files) != set(FILES):
        return backup_note.FILE_NAME
    for name in FILES:
        facts = note.facts.files[name]
        try:
            if name == DATABASE:
                if (folder / name).stat().st_size != facts.size:
                    return name
            else:
                read_small(folder, name, facts)
        except (OSError, BackupDamagedError):
            return name
    return ""


def _unreadable(folder: Path, *, is_second: bool) -> BackupRecord:
    """A set whose note cannot be read: its name still tells when it was made."""
    match = _NAME.fullmatch(folder.name)
    moment, sequence = datetime.fromtimestamp(0, UTC), 0
    if match:
        sequence = int(match[2])
        with contextlib.suppress(ValueError):
            moment = datetime.strptime(match[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return BackupRecord(
        folder, moment, sequence, 0, 0, is_second=is_second, flaw=backup_note.FILE_NAME
    )
