"""Making one backup set: whole in its place, looked through and read back, or not there at all."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.domain.backup import BackupRecord
from app.domain.errors import (
    AppError,
    DiskFullError,
    FolderUnusableError,
    StickFullError,
    StickReadOnlyError,
    VaultDamagedError,
)
from app.domain.progress import Progress, Share
from app.domain.vault_errors import BackupDamagedError, BackupPlaceMissingError
from app.handover.page_cache import digest_from_medium
from app.keys import backup_note, chain, head_note
from app.keys.backup_note import BackupFacts, BackupSecret, FileFacts
from app.keys.derivation import KEY_LENGTH, wipe
from app.services import key_files
from app.services.backup_places import KEYS, PART, Place, look_at
from app.services.backup_rotation import BackupSource, rotate
from app.services.heads import FILE_NAME as HEAD
from app.services.session import ATTACHMENTS, DATABASE_SETTING
from app.store import backup, credentials, disk, kept_files, settings
from app.store.attachment_copies import AttachmentCopies, bytes_of
from app.store.attachment_files import StoredFile
from app.store.backup import Contents
from app.store.connection import Connection
from app.store.integrity import examined
from app.store.vault import FILE_NAME as DATABASE

_MARGIN = 8 << 20  # room for the small files, and for what others write meanwhile
_NO_SUCH_THING = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EBADF})
_READ_ONLY = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


@dataclass(frozen=True, slots=True)
class _Moment:
    """The vault as it is while a set is made."""

    connection: Connection
    contents: Contents
    files: list[StoredFile]
    database: str


def make_set(source: BackupSource, place: Place, progress: Progress) -> BackupRecord:
    """Make a set of the vault in the place, and remove those that are no longer kept there.

    Any thread may do this, while the vault's owner goes on saving; a failure leaves no trace.
    Raises DiskFullError, StickFullError, StickReadOnlyError, FolderUnusableError,
    BackupPlaceMissingError, BackupDamagedError, VaultDamagedError, CancelledError.
    """
    with _named_for(place):
        if not place.is_second:
            place.folder.mkdir(mode=0o700, exist_ok=True)
        elif not place.folder.is_dir():
            raise BackupPlaceMissingError(folder=str(place.folder.parent))
        place.clear()
        _refuse_damaged(source, progress)
        with backup.snapshot(source.folder / DATABASE, source.keys.sqlcipher) as connection:
            moment = _moment(connection)
            copies = AttachmentCopies(
                source.folder / ATTACHMENTS, place.attachments(source.keys.epoch)
            )
            _refuse_full(source, place, bytes_of(copies.missing(moment.files)))
            record = _Maker(source, place, moment, copies, progress).made()
    rotate(source, place, record)
    return record


def _refuse_damaged(source: BackupSource, progress: Progress) -> None:
    """See that every page's seal is whole: a copy would seal a page of noughts anew, as if good."""
    with examined(source.folder / DATABASE, source.keys.sqlcipher, progress) as view:
        if view.pages():
            raise VaultDamagedError


def _moment(connection: Connection) -> _Moment:
    named = settings.get(connection, DATABASE_SETTING)
    if named is None:
        raise VaultDamagedError
    return _Moment(connection, backup.contents(connection), kept_files.files(connection), named)


@dataclass(frozen=True, slots=True)
class _Maker:
    source: BackupSource
    place: Place
    moment: _Moment
    copies: AttachmentCopies
    progress: Progress

    def made(self) -> BackupRecord:
        now = self.source.clock.now().replace(microsecond=0)
        target = self.place.new_set(now, self.moment.contents.head.sequence)
        part = target.with_name(target.name + PART)
        set_key = bytearray(secrets.token_bytes(KEY_LENGTH))
        try:
            part.mkdir(mode=0o700)
            files = {DATABASE: self._database(part, set_key), **self._small_files(part)}
            lacking = self._attachments()
            facts = BackupFacts(
                database=self.moment.database,
                epoch=self.source.keys.epoch,
                schema=self.moment.contents.schema,
                made_at=now,
                head=self.moment.contents.head,
                files=files,
                attachments=len(self.moment.files),
                lacking=lacking,
            )
            secret = BackupSecret(set_key, self.moment.contents.counts)
            note = backup_note.new_note(facts, secret, self.source.keys.backup)
            write_new(part / backup_note.FILE_NAME, note.written())
            sync(part)
            self.progress.step(100, 100)
            part.rename(target)
            sync(self.place.folder)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
        finally:
            wipe(set_key)
        record = look_at(target, is_second=self.place.is_second)
        if not record.is_whole:
            raise BackupDamagedError(what=record.flaw)
        return record

    def _database(self, part: Path, set_key: bytearray) -> FileFacts:
        """Copy the database, and look at the copy as its medium gives it back."""
        path = part / DATABASE
        backup.copied(self.moment.connection, path, set_key, Share(self.progress, 0, 50))
        disk.sync_file(path)
        size = path.stat().st_size
        read = _Counted(Share(self.progress, 50, 60), size)
        digest, found, _ = digest_from_medium(path, read.moved)
        if found != size:
            raise BackupDamagedError(what=DATABASE)
        findings = backup.look_through(path, set_key)
        if findings.has_whole_pages and not findings.has_sound_structure:
            raise VaultDamagedError  # the pages are as they were read: the vault's own are amiss
        if findings.contents != self.moment.contents:
            raise BackupDamagedError(what=DATABASE)
        self.progress.step(80, 100)
        return FileFacts(size, digest)

    def _small_files(self, part: Path) -> dict[str, FileFacts]:
        contents = {KEYS: self._key_file(), HEAD: self._head()}
        for name, content in contents.items():
            write_new(part / name, content)
        return {
            name: FileFacts(len(content), hashlib.sha256(content).hexdigest())
            for name, content in contents.items()
        }

    def _key_file(self) -> bytes:
        # what the vault itself keeps is of the same moment as its rows
        kept_inside = settings.get(self.moment.connection, key_files.SETTING)
        return kept_inside.encode() if kept_inside else key_files.read(self.source.folder)[0]

    def _head(self) -> bytes:
        pair = credentials.get(self.moment.connection, chain.PURPOSE)
        if pair is None:
            raise VaultDamagedError
        key = chain.ChainKey(pair.private, pair.public)
        return head_note.note_of(key, self.moment.database, self.moment.contents.head).written()

    def _attachments(self) -> int:
        """Take along what is not there yet; how many the vault itself lacks."""
        files, share = self.moment.files, Share(self.progress, 80, 100)
        if files:
            self.copies.target.mkdir(mode=0o700, exist_ok=True)
        lacking = 0
        for done, file in enumerate(files, 1):
            lacking += not self.copies.bring(file)
            share.step(done, len(files))
        if lacking and not (self.source.folder / DATABASE).is_file():
            raise FolderUnusableError(folder=str(self.source.folder))  # the vault itself went away
        if files:
            sync(self.copies.target)
        return lacking


@dataclass(slots=True)
class _Counted:
    """Bytes read so far, told as progress."""

    progress: Progress
    total: int
    done: int = 0

    def moved(self, count: int) -> None:
        self.done += count
        self.progress.step(self.done, self.total)


def _refuse_full(source: BackupSource, place: Place, attachment_bytes: int) -> None:
    log = source.folder / (DATABASE + "-wal")
    needed = (source.folder / DATABASE).stat().st_size + attachment_bytes + _MARGIN
    with contextlib.suppress(FileNotFoundError):
        needed += log.stat().st_size
    free = shutil.disk_usage(place.folder).free
    if free < needed:
        raise _full(place, needed, free)


def _full(place: Place, needed: int, free: int) -> AppError:
    if place.is_second:
        return StickFullError(needed_bytes=needed, free_bytes=free)
    return DiskFullError(free_bytes=free)


@contextmanager
def _named_for(place: Place) -> Iterator[None]:
    """What goes wrong in a place is told of that place, not of the vault's own disk."""
    try:
        yield
    except (OSError, DiskFullError, FolderUnusableError) as error:
        raise _named(error, place) from error


def _named(error: OSError | AppError, place: Place) -> AppError:
    if isinstance(error, FolderUnusableError) and not _is_within(error.folder, place):
        return error  # the vault's own folder
    number = error.errno if isinstance(error, OSError) else 0
    is_full = disk.lacks_room(error) if isinstance(error, OSError) else False
    if is_full or isinstance(error, DiskFullError):
        free = _free(place.folder)
        return _full(place, max(free, _MARGIN), free)
    if not place.is_second:
        return FolderUnusableError(folder=str(place.folder))
    if not place.folder.is_dir():
        return BackupPlaceMissingError(folder=str(place.folder.parent))
    if number in _READ_ONLY or not os.access(place.folder, os.W_OK):
        return StickReadOnlyError()
    return FolderUnusableError(folder=str(place.folder))


def _is_within(folder: str, place: Place) -> bool:
    return Path(folder).is_relative_to(place.folder)


def _free(folder: Path) -> int:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return 0


def write_new(path: Path, content: bytes) -> None:
    """Write a file that is not there yet, synced to its medium. Raises OSError."""
    with disk.new_file(path) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync(folder: Path) -> None:
    """Have the names in a folder on its medium, as far as its file system lets us ask for it."""
    try:
        disk.sync_folder(folder)
    except OSError as error:
        # some file systems of sticks know no such thing; the files themselves are synced
        if error.errno not in _NO_SUCH_THING:
            raise
