"""Brings an older vault up to date: a backup, a copy that is migrated and checked, an exchange.

The old database is not written. Whatever happens before the exchange leaves it as it was.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from app.domain.errors import DiskFullError
from app.store import copying, pragmas, turnover
from app.store.ballast import Ballast
from app.store.migrate import Schema, migrate

# The old database, its backup and the copy stand side by side for a while.
_TIMES = 2
_SLACK = 16 << 20

BackUp = Callable[[sqlite.Connection, int], object]


def upgrade(folder: Path, key: bytearray, schema: Schema, back_up: BackUp) -> None:
    """Put a migrated copy in the place of the vault's database, which must be closed.

    back_up is given a connection to the old database and its number, and must keep a copy of it
    before anything else is done; the old database itself stays in `previous` until the vault was
    opened. Raises DiskFullError, FolderUnusableError, VaultDamagedError, and what SQLite says.
    """
    _refuse_narrow(folder)
    fresh = turnover.begin(folder)
    try:
        with copying.copy_at(folder / turnover.DATABASE, key, "rw") as old:
            pragmas.settle(old)
            back_up(old, int(old.execute("PRAGMA user_version").fetchone()[0]))
            copying.copy_database(old, fresh / turnover.DATABASE, key)
            with copying.copy_at(fresh / turnover.DATABASE, key, "rw") as copy:
                pragmas.settle(copy, writing=False)
                migrate(copy, schema)
                copying.refuse_damaged(copy)
                copying.refuse_poorer(copy, old)
            old.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        turnover.commit(folder)
    except BaseException:
        turnover.discard(folder)
        raise
    turnover.finish(folder)


def _refuse_narrow(folder: Path) -> None:
    needed = _TIMES * (folder / turnover.DATABASE).stat().st_size + _SLACK
    if shutil.disk_usage(folder).free < needed:
        Ballast(folder).release()  # nobody can be asked yet; it is made again when there is room
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise DiskFullError(free_bytes=free)
