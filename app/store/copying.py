"""A second database with the same rows, under a key of its own, and the proof that it is one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from app.domain.errors import VaultDamagedError
from app.store import audit, pragmas

_PAGES_A_STEP = 2000
_INSTRUCTIONS_A_PULSE = 10_000
_OK = [("ok",)]
# Only tables of our own: what stands behind an index of words is the index's own affair.
_TABLES = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"


def copy_database(
    source: sqlite.Connection,
    path: Path,
    key: bytearray,
    pulse: Callable[[int, int], None] | None = None,
) -> None:
    """Write all of the source into a new file under the raw key, which is not wiped.

    pulse is told pages done and pages in all, and may raise to stop; what was written stays then.
    """
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))

    def told(_status: int, remaining: int, total: int) -> None:
        if pulse:
            pulse(total - remaining, total)

    with copy_at(path, key, "rw") as copy:
        pragmas.settle(copy, writing=False)
        with pragmas.seals_watched(source):
            source.backup(copy, pages=_PAGES_A_STEP, progress=told)
        # a copy stands alone: no log may lie beside it that a later reader would miss
        copy.execute("PRAGMA journal_mode = DELETE").fetchall()


@contextmanager
def copy_at(path: Path, key: bytearray, mode: str) -> Iterator[sqlite.Connection]:
    """A connection to a copy, closed afterwards; mode is SQLite's: ro or rw."""
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    copy = sqlite.connect(uri, uri=True, isolation_level=None)
    try:
        pragmas.silence(copy)
        pragmas.unlock(copy, key)
        yield copy
    finally:
        copy.close()


def refuse_damaged(connection: sqlite.Connection, between: Callable[[], None]) -> None:
    """See that every page is what was written and that tables, indexes and references agree.

    The database must have no log: this looks at its file alone. between is called now and then, and
    may raise to stop. Raises VaultDamagedError.
    """
    is_whole = not connection.execute("PRAGMA cipher_integrity_check").fetchall()
    with _stoppable(connection, between):
        is_whole = (
            is_whole
            and connection.execute("PRAGMA integrity_check").fetchall() == _OK
            and not connection.execute("PRAGMA foreign_key_check").fetchall()
        )
    if not is_whole:
        raise VaultDamagedError


@contextmanager
def _stoppable(connection: sqlite.Connection, between: Callable[[], None]) -> Iterator[None]:
    """Call between amid what the block asks; SQLite stops when it raises, and that comes out."""
    stopped: list[BaseException] = []

    def pulse() -> bool:
        try:
            between()
        except BaseException as error:  # noqa: BLE001 — raised again as soon as SQLite has stopped
            stopped.append(error)
        return bool(stopped)

    connection.set_progress_handler(pulse, _INSTRUCTIONS_A_PULSE)
    try:
        yield
    except sqlite.OperationalError:
        if stopped:
            raise stopped[0] from None
        raise
    finally:
        connection.set_progress_handler(None, 0)


def refuse_poorer(copy: sqlite.Connection, source: sqlite.Connection) -> None:
    """See that the copy lacks no row of a table that both have, and that their trails end alike.

    Raises VaultDamagedError.
    """
    wanted, found = row_counts(source), row_counts(copy)
    is_poorer = any(found[name] < wanted[name] for name in wanted.keys() & found.keys())
    if is_poorer or audit.head(copy) != audit.head(source):
        raise VaultDamagedError


def row_counts(connection: sqlite.Connection) -> dict[str, int]:
    """How many rows each table has."""
    names = [str(row[0]) for row in connection.execute(_TABLES)]
    return {
        name: int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])  # noqa: S608 — names of our own schema
        for name in names
        if not name.startswith("sqlite_")
    }
