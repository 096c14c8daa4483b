"""A verified copy of a vault's database, encrypted like the vault itself."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from app.domain.errors import VaultDamagedError
from app.store import audit, pragmas

_PAGES_A_STEP = 4000


@dataclass(frozen=True, slots=True)
class Copies:
    """The folder of copies, and the key they are written with."""

    folder: Path
    key: bytearray = field(repr=False)

    def keep(self, connection: sqlite.Connection, number: int) -> Path:
        """Keep a copy of the vault as it is at this schema number; read back before it counts.

        Raises VaultDamagedError when the copy is not what it should be.
        """
        self.folder.mkdir(mode=0o700, exist_ok=True)
        target = self._free_name(number)
        part = target.with_name(target.name + ".part")
        part.unlink(missing_ok=True)
        try:
            os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            self._write(connection, part)
            self._verify(connection, part)
            part.replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                part.unlink()
            raise
        return target

    def _write(self, connection: sqlite.Connection, part: Path) -> None:
        with self._open(part, "rw") as copy:
            pragmas.settle(copy, writing=False)
            connection.backup(copy, pages=_PAGES_A_STEP)
            # a copy stands alone: no log may lie beside it that a later reader would miss
            copy.execute("PRAGMA journal_mode = DELETE").fetchall()
        with part.open("rb") as file:
            os.fsync(file.fileno())

    def _verify(self, connection: sqlite.Connection, part: Path) -> None:
        with self._open(part, "ro") as copy:
            is_whole = (
                not copy.execute("PRAGMA cipher_integrity_check").fetchall()
                and copy.execute("PRAGMA quick_check").fetchall() == [("ok",)]
                and audit.head(copy) == audit.head(connection)
                and _number(copy) == _number(connection)
            )
        if not is_whole:
            raise VaultDamagedError

    def _free_name(self, number: int) -> Path:
        target = self.folder / f"schema-{number:04}.db"
        more = 2
        while target.exists():
            target = self.folder / f"schema-{number:04}-{more}.db"
            more += 1
        return target

    @contextmanager
    def _open(self, path: Path, mode: str) -> Iterator[sqlite.Connection]:
        uri = f"{path.absolute().as_uri()}?mode={mode}"
        copy = sqlite.connect(uri, uri=True, isolation_level=None)
        try:
            pragmas.silence(copy)
            pragmas.unlock(copy, self.key)
            yield copy
        finally:
            copy.close()


def _number(connection: sqlite.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
