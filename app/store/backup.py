"""The database's side of backups: read at one moment beside its writer, and looked through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from app.domain.audit import AuditHead
from app.domain.errors import VaultDamagedError
from app.domain.progress import Progress
from app.store import audit, copying, pragmas
from app.store.faults import faults_named

_OK = [("ok",)]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a database holds, so that a copy can be held against it; counts are rows by table."""

    schema: int
    head: AuditHead
    counts: Mapping[str, int] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Findings:
    """What looking through a database found; contents is None when it could not be read."""

    has_whole_pages: bool
    has_sound_structure: bool
    contents: Contents | None


@contextmanager
def snapshot(path: Path, key: bytearray) -> Iterator[sqlite.Connection]:
    """A vault's database as it is at this moment, on a connection of the calling thread.

    Whoever owns the vault goes on writing meanwhile; nothing of that is seen here, and nothing
    waits for this. The key is not wiped.
    Raises VaultDamagedError, FolderUnusableError, SettingRefusedError.
    """
    with faults_named(path.parent), copying.copy_at(path, key, "rw") as connection:
        pragmas.settle(connection, writing=False)
        connection.execute("PRAGMA query_only = ON")
        with pragmas.seals_watched(connection):
            connection.execute("BEGIN")
            audit.head(connection)  # a view begins with the first reading, not with BEGIN
            yield connection
            connection.rollback()


@contextmanager
def standing(path: Path, key: bytearray) -> Iterator[sqlite.Connection]:
    """A database that nobody writes, such as a backup's, also on a medium that cannot be written.

    Not even a lock is put on it. Raises VaultDamagedError, FolderUnusableError.
    """
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    with faults_named(path.parent):
        connection = sqlite.connect(uri, uri=True, isolation_level=None)
        try:
            pragmas.silence(connection)
            pragmas.unlock(connection, key)
            pragmas.settle(connection, writing=False)
            with pragmas.seals_watched(connection):
                yield connection
        finally:
            connection.close()


def copied(source: sqlite.Connection, path: Path, key: bytearray, progress: Progress) -> None:
    """Write all of the source into a new file under the raw key, synced to its medium.

    What was written when this fails is for the caller to remove.
    Raises DiskFullError, FolderUnusableError, VaultDamagedError, CancelledError.
    """
    with faults_named(path.parent):
        copying.copy_database(source, path, key, progress.step)


def kind(connection: sqlite.Connection) -> int:
    """The mark of the kind of vault this is: an office's, or a registry's desk's."""
    return int(connection.execute("PRAGMA application_id").fetchone()[0])


@contextmanager
def adopted(path: Path, key: bytearray) -> Iterator[sqlite.Connection]:
    """A copy on its way to be a vault's database, opened to be written as a vault is, unmigrated.

    Raises VaultDamagedError, DiskFullError, FolderUnusableError, SettingRefusedError.
    """
    with faults_named(path.parent), copying.copy_at(path, key, "rw") as connection:
        pragmas.settle(connection)
        with pragmas.seals_watched(connection):
            yield connection


def contents(connection: sqlite.Connection) -> Contents:
    """What the database holds now."""
    number = int(connection.execute("PRAGMA user_version").fetchone()[0])
    return Contents(number, audit.head(connection), copying.row_counts(connection))


def look_through(path: Path, key: bytearray) -> Findings:
    """Look at every page and at the structure of a database that nobody writes.

    The two looks go on side by side: each reads the whole file, and a backup takes as long as they.
    Raises FolderUnusableError.
    """
    with ThreadPoolExecutor(1) as aside:
        pages = aside.submit(_has_whole_pages, path, key)
        is_sound, found = _structure(path, key)
        return Findings(pages.result(), is_sound, found)


def _has_whole_pages(path: Path, key: bytearray) -> bool:
    try:
        with standing(path, key) as connection:
            return not connection.execute("PRAGMA cipher_integrity_check").fetchall()
    except VaultDamagedError:
        return False


def _structure(path: Path, key: bytearray) -> tuple[bool, Contents | None]:
    try:
        with standing(path, key) as connection:
            is_sound = connection.execute("PRAGMA quick_check").fetchall() == _OK
            return is_sound, contents(connection)
    except (VaultDamagedError, sqlite.OperationalError):  # the latter: no such table
        return False, None
