"""Brings an older vault up to date: a backup, a copy that is migrated and checked, an exchange.

The old database is not written. Whatever happens before the exchange leaves it as it was.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import DiskFullError
from app.store import copying, pragmas, turnover
from app.store.ballast import Ballast
from app.store.migrate import Schema, migrate

# The old database, its backup and the copy stand side by side for a while.
_TIMES = 2
_SLACK = 16 << 20


def _nothing() -> None:
    """What is done beforehand for a vault that is itself a copy; and a stop that nobody wants."""


@dataclass(frozen=True, slots=True)
class UpgradeCare:
    """What those who open an older vault have done for it.

    back_up keeps a copy of the vault as it is, before anything else; between is called now and then
    amid long work, and may raise to stop it.
    """

    back_up: Callable[[], object] = _nothing
    between: Callable[[], None] = _nothing


def upgrade(folder: Path, key: bytearray, schema: Schema, care: UpgradeCare) -> None:
    """Put a migrated copy in the place of the vault's database, which must be closed.

    The old database itself stays in `previous` until the vault was opened. Raises DiskFullError,
    FolderUnusableError, VaultDamagedError, what care raises, and what SQLite says.
    """
    _refuse_narrow(folder)
    fresh = turnover.begin(folder)
    try:
        care.back_up()
        with copying.copy_at(folder / turnover.DATABASE, key, "rw") as old:
            pragmas.settle(old)
            copying.copy_database(old, fresh / turnover.DATABASE, key, lambda *_: care.between())
            with copying.copy_at(fresh / turnover.DATABASE, key, "rw") as copy:
                pragmas.settle(copy, writing=False)
                migrate(copy, schema)
                care.between()
                copying.refuse_damaged(copy, care.between)
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
