"""A vault made of an opened backup set, whole in a folder of its own, or not there at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.domain.backup import Restored
from app.domain.errors import VaultDamagedError, VaultTooNewError
from app.domain.progress import Progress, Share
from app.domain.vault_errors import BackupDamagedError, BackupMissingError
from app.keys import chain
from app.keys.derivation import key_for, wipe
from app.services import key_files
from app.services.backup_opening import OpenedSet
from app.services.backup_places import KEYS, read_small
from app.services.backup_sets import sync, write_new
from app.services.heads import HeadKeeper
from app.services.rehearsal import is_readable
from app.services.session import ATTACHMENTS
from app.services.trail import Trail
from app.services.whole_folder import whole_folder
from app.store import backup, credentials, kept_files
from app.store.attachment_copies import AttachmentCopies, bytes_of
from app.store.attachment_files import AttachmentFiles, StoredFile
from app.store.backup import Contents
from app.store.connection import Connection
from app.store.disk import disk_faults_named, sync_file
from app.store.migrate import OFFICE, Schema, newest
from app.store.vault import FILE_NAME as DATABASE
from app.store.vault import Vault
from app.system.clock import Clock
from app.system.ids import new_id

_MARGIN = 64 << 20  # what a vault needs to be worked in


@dataclass(frozen=True, slots=True)
class Restorer:
    """Makes the vault of one set anew. The set is only read."""

    opened: OpenedSet
    clock: Clock
    progress: Progress
    schema: Schema = OFFICE

    def restored(self, target: Path) -> Restored:
        """The vault in the new or empty folder, its trail saying where it came from.

        Attachments that the set lacks or that do not decrypt are counted, and keep nobody from
        having all the rest back. Raises VaultExistsError, FolderNotEmptyError,
        FolderUnusableError, DiskFullError, BackupDamagedError, BackupMissingError,
        VaultTooNewError, CancelledError.
        """
        supported = newest(self.schema)
        if self.opened.facts.schema > supported:
            raise VaultTooNewError(found=self.opened.facts.schema, supported=supported)
        target = target.absolute()
        with self._source() as source:
            if backup.kind(source) != self.schema.application_id:
                raise BackupDamagedError(what=DATABASE)  # a registry's set is none of an office
            files = kept_files.files(source)
            needed = self.opened.database.stat().st_size + bytes_of(files) + _MARGIN
            with disk_faults_named(target.parent), whole_folder(target, needed) as work:
                self._database(source, work)
                lacking = self._attachments(files, work)
                self._key_files(work)
                self._entry(work)
                sync(work)
                self.progress.step(100, 100)
        return Restored(target, lacking)

    @contextmanager
    def _source(self) -> Iterator[Connection]:
        path, facts = self.opened.database, self.opened.facts.files[DATABASE]
        if not path.is_file() or path.stat().st_size != facts.size:
            raise BackupDamagedError(what=DATABASE)
        with _named_for_set(), backup.standing(self.opened.database, self.opened.secret.key) as one:
            yield one

    def _database(self, source: Connection, work: Path) -> None:
        path = work / DATABASE
        key = key_for("sqlcipher", self.opened.data_key)
        try:
            backup.copied(source, path, key, Share(self.progress, 0, 50))
            sync_file(path)
            findings = backup.look_through(path, key)
        finally:
            wipe(key)
        facts, counts = self.opened.facts, self.opened.secret.counts
        wanted = Contents(facts.schema, facts.head, counts)
        if not findings.has_sound_structure or findings.contents != wanted:
            raise BackupDamagedError(what=DATABASE)
        self.progress.step(65, 100)

    def _attachments(self, files: list[StoredFile], work: Path) -> int:
        folder, share = work / ATTACHMENTS, Share(self.progress, 65, 98)
        copies = AttachmentCopies(self.opened.attachments, folder)
        key = key_for("attachments", self.opened.data_key)
        readable = AttachmentFiles(folder, key)
        lacking = 0
        try:
            if files:
                folder.mkdir(mode=0o700)
            for done, file in enumerate(files, 1):
                lacking += not (copies.bring(file) and is_readable(readable, file))
                share.step(done, len(files))
            if files:
                sync(folder)
        finally:
            wipe(key)
        if lacking and not self.opened.folder.is_dir():
            raise BackupMissingError  # the medium was taken away: this is not what the set holds
        return lacking

    def _key_files(self, work: Path) -> None:
        content = read_small(self.opened.folder, KEYS, self.opened.facts.files[KEYS])
        for name in key_files.NAMES:
            write_new(work / name, content)

    def _entry(self, work: Path) -> None:
        """The trail goes on where it ended, with the word that it was brought back from a set."""
        key = key_for("sqlcipher", self.opened.data_key)
        try:
            with backup.adopted(work / DATABASE, key) as connection:
                pair = credentials.get(connection, chain.PURPOSE)
                if pair is None:
                    raise BackupDamagedError(what=DATABASE)
                vault = Vault(work, connection)
                signer = chain.ChainKey(pair.private, pair.public)
                heads = HeadKeeper(vault, self.opened.facts.database, signer)
                trail = Trail(self.clock, self.opened.holder, new_id, heads.written)
                with vault.transaction() as writing:
                    trail.write(writing, "vault.restore", self.opened.folder.name)
                heads.write()
                vault.checkpoint()
        finally:
            wipe(key)


@contextmanager
def _named_for_set() -> Iterator[None]:
    """A page that cannot be read is the backup's trouble: no vault is damaged by it."""
    try:
        yield
    except VaultDamagedError as error:
        raise BackupDamagedError(what=DATABASE) from error
