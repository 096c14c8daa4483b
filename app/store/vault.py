"""The open vault: one encrypted connection, and the transactions on it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from app.domain.errors import (
    AppError,
    FolderUnusableError,
    VaultDamagedError,
    VaultEmptyError,
    VaultExistsError,
    VaultInUseError,
    VaultMissingError,
)
from app.domain.vault_errors import VaultLockedError
from app.store import copying, pragmas
from app.store.faults import faults_named
from app.store.migrate import OFFICE, Schema, migrate, newest, refuse_newer
from app.store.upgrade import UpgradeCare, upgrade

FILE_NAME = "vault.db"
_LOGS = ("-wal", "-shm")
_IS_OURS = "SELECT count(*) FROM sqlite_master WHERE name = 'setting'"


class Vault:
    """An open vault. Only the thread that opened it may use it; SQLite itself sees to that."""

    def __init__(self, folder: Path, connection: sqlite.Connection) -> None:
        self.folder = folder
        self._connection = connection
        self._watch = connection.cursor()  # asked at each view: a new one each time costs as much
        self._is_open = True
        self._after_commit: Callable[[], None] | None = None
        self.migrated_from = 0
        """The number of the schema the vault had before this opening migrated it, or nought."""

    @property
    def is_open(self) -> bool:
        """Whether the vault can still be read and written."""
        return self._is_open

    @contextmanager
    def transaction(self) -> Iterator[sqlite.Connection]:
        """Run the block as one transaction: all of it is kept, or none.

        Raises DiskFullError, VaultDamagedError, VaultInUseError, FolderUnusableError,
        VaultLockedError.
        """
        self._refuse_locked()
        with faults_named(self.folder):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                with pragmas.seals_watched(self._watch):
                    yield self._connection
                self._connection.commit()
            except BaseException:
                self._connection.rollback()
                raise
        if self._after_commit:
            self._after_commit()

    @contextmanager
    def reading(self) -> Iterator[sqlite.Connection]:
        """Run the block on one unmoving view of the data.

        Raises VaultDamagedError, FolderUnusableError, VaultLockedError.
        """
        self._refuse_locked()
        with faults_named(self.folder):
            self._connection.execute("BEGIN")
            try:
                with pragmas.seals_watched(self._watch):
                    yield self._connection
            finally:
                self._connection.rollback()

    def _refuse_locked(self) -> None:
        # what was sent before the lock and comes after it must not look like a fault of the program
        if not self._is_open:
            raise VaultLockedError

    def after_commit(self, act: Callable[[], None]) -> None:
        """Have the act done after each transaction that was kept."""
        self._after_commit = act

    def checkpoint(self) -> None:
        """Bring all that was committed from the log into the vault's file."""
        with faults_named(self.folder):
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def refuse_readers(self) -> None:
        """See that nobody reads the database beside this connection, by emptying its log.

        A reader that outlived the database would take the log of the one in its place for its own.
        Raises VaultInUseError, DiskFullError, VaultDamagedError, FolderUnusableError.
        """
        with faults_named(self.folder):
            (told,) = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        if told[0]:
            raise VaultInUseError(since="")

    def copy_to(self, path: Path, key: bytearray, pulse: Callable[[int, int], None]) -> None:
        """Write the same rows into a new file under another raw key, and compare the two.

        pulse is told pages done and pages in all, and may raise to stop.
        Raises DiskFullError, VaultDamagedError, FolderUnusableError.
        """
        with self.reading() as connection:
            copying.copy_database(connection, path, key, pulse)
            with copying.copy_at(path, key, "ro") as copy:
                copying.refuse_poorer(copy, connection)

    def close(self) -> None:
        """Close the vault; a full or failing disk does not keep it open."""
        if not self._is_open:
            return
        self._is_open = False
        # what the checkpoint cannot bring over stays in the log, which the next opening reads
        with contextlib.suppress(AppError):
            self.checkpoint()
        self._connection.close()


def create_vault(folder: Path, key: bytearray, schema: Schema = OFFICE) -> Vault:
    """Make an empty vault in the folder with its raw 32-byte key, which is wiped.

    Raises VaultExistsError, DiskFullError, FolderUnusableError, SettingRefusedError.
    """
    path = folder / FILE_NAME
    try:
        _make_file(path)
        try:
            with faults_named(folder):
                return Vault(folder, _created(path, key, schema))
        except BaseException:
            for leftover in (path, *(path.with_name(FILE_NAME + ending) for ending in _LOGS)):
                leftover.unlink(missing_ok=True)
            raise
    finally:
        pragmas.wipe(key)


def open_vault(
    folder: Path, key: bytearray, schema: Schema = OFFICE, care: UpgradeCare | None = None
) -> Vault:
    """Open the vault in the folder with its raw 32-byte key, which is wiped; migrate it if older.

    care keeps a backup of an older one beforehand. A newer one is refused and stays untouched.
    Raises VaultMissingError, VaultEmptyError, VaultDamagedError, VaultTooNewError, DiskFullError,
    SettingRefusedError.
    """
    try:
        look_at(folder)
        with faults_named(folder):
            found = _number(folder, key, schema)
            is_older = found < newest(schema)
            if is_older:
                upgrade(folder, key, schema, care or UpgradeCare())
            vault = Vault(folder, _opened(folder / FILE_NAME, key))
            vault.migrated_from = found if is_older else 0
            return vault
    finally:
        pragmas.wipe(key)


def look_at(folder: Path) -> None:
    """See from outside whether there can be a vault here.

    Raises VaultMissingError, VaultEmptyError.
    """
    path = folder / FILE_NAME
    if not path.is_file():
        raise VaultMissingError(folder=str(folder))
    if path.stat().st_size == 0:
        raise VaultEmptyError


def _make_file(path: Path) -> None:
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError as error:
        raise VaultExistsError(folder=str(path.parent)) from error
    except OSError as error:
        raise FolderUnusableError(folder=str(path.parent)) from error


def _created(path: Path, key: bytearray, schema: Schema) -> sqlite.Connection:
    connection = _connection(path, "rw")
    try:
        pragmas.silence(connection)
        pragmas.unlock(connection, key)
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")  # heard only before the first table
        pragmas.settle(connection)
        connection.execute(f"PRAGMA application_id = {schema.application_id}")
        migrate(connection, schema=schema)
    except BaseException:
        connection.close()
        raise
    return connection


def _number(folder: Path, key: bytearray, schema: Schema) -> int:
    """The schema's number; nothing is written, for a newer vault's log is not ours to play in."""
    logs = [folder / (FILE_NAME + ending) for ending in _LOGS]
    stray = [log for log in logs if not log.exists()]
    connection = _connection(folder / FILE_NAME, "ro")
    try:
        pragmas.silence(connection)
        pragmas.unlock(connection, key)
        _must_be_ours(connection, schema)
        found = refuse_newer(connection, schema)
    finally:
        connection.close()
        if len(stray) == len(logs):  # a reader leaves an empty log behind
            for log in stray:
                log.unlink(missing_ok=True)
    return found


def _opened(path: Path, key: bytearray) -> sqlite.Connection:
    connection = _connection(path, "rw")
    try:
        pragmas.silence(connection)
        pragmas.unlock(connection, key)
        pragmas.settle(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _connection(path: Path, mode: str) -> sqlite.Connection:
    # mode=rw never makes a file: a vault that is missing must not come back as an empty one
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite.connect(uri, uri=True, isolation_level=None)


def _must_be_ours(connection: sqlite.Connection, schema: Schema) -> None:
    # both marks stand on the first page; all tables are read only to tell what a stranger is
    marks = [
        connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("application_id", "user_version")
    ]
    if marks[0] == schema.application_id and marks[1] > 0:
        return
    if not connection.execute(_IS_OURS).fetchone()[0]:
        raise VaultEmptyError
    if marks[0] != schema.application_id:
        raise VaultDamagedError
