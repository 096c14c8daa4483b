"""What is measured on: a vault full of made-up talks, and the same database without encryption."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from app import bootstrap
from app.domain.ids import TalkId
from app.domain.progress import NoProgress
from app.keys.derivation import Cost
from app.services.application import Application
from app.services.new_vault import NewVault
from app.services.seeding import Seeding
from app.services.talks import Talks
from app.services.trail import Trail
from app.store.connection import Connection
from app.store.vault import Vault

PASSPHRASE = "liang-yi-liang-you-duo-kuai"  # noqa: S105 — of a vault that is thrown away
PLAIN = "plain.db"
_SEED = 20_220_520
# heads and bodies only: lists and their index do not look further, and a talk takes 3 ms to make
MORE_HEADS = """
WITH RECURSIVE copy(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < :copies)
INSERT INTO talk (id, number_year, serial, number, kind, status, day, subject, interviewees,
    unit_names, attendance)
SELECT t.id || '-' || n, t.number_year - 100 * n, t.serial, t.number || '-' || n, t.kind, t.status,
    substr(t.day, 1, 18) || (n % 10) || substr(t.day, 20), t.subject, t.interviewees,
    t.unit_names, t.attendance
FROM talk t CROSS JOIN copy
"""
_PLAIN_SETTINGS = (
    "PRAGMA cache_size = -65536",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA secure_delete = ON",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA mmap_size = 0",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA wal_autocheckpoint = 1000",
)


class SilentTrail(Trail):
    """A trail that writes nothing: what saving costs without the audit."""

    __slots__ = ()

    def write(self, connection: Connection, what: str, which: str = "", content: str = "") -> None:
        """Write nothing."""


class PlainVault(Vault):
    """An ordinary database behind the vault's face; its pages have no seals to be watched."""

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Run the block as one transaction."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield self._connection
            self._connection.commit()
        except BaseException:
            self._connection.rollback()
            raise

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Run the block on one unmoving view of the data."""
        self._connection.execute("BEGIN")
        try:
            yield self._connection
        finally:
            self._connection.rollback()


@dataclass(frozen=True, slots=True)
class Ground:
    """The unlocked vault, and its plain copy behind the same service."""

    application: Application
    plain: Vault
    talk_ids: tuple[TalkId, ...]

    @property
    def talks(self) -> Talks:
        """The service on the encrypted vault."""
        return self.application.talks

    def silent_talks(self) -> Talks:
        """The service on the encrypted vault, without the audit."""
        trail = self.application.session.trail
        silent = SilentTrail(trail.clock, trail.who, trail.new_id)
        return Talks(self.application.session.vault, silent)

    def plain_talks(self) -> Talks:
        """The same service on the plain copy, audit included."""
        trail = self.application.session.trail
        return Talks(self.plain, Trail(trail.clock, trail.who, trail.new_id))

    def close(self) -> None:
        """Close both."""
        self.plain.close()
        self.application.lock()


def new_vault(folder: Path, cost: Cost | None = None) -> Application:
    """A fresh vault in the folder, unlocked; its preferences lie beside it, not with the user's."""
    access = bootstrap.access(folder / "preferences", cost=cost)
    new = NewVault(
        folder=folder / "vault",
        passphrase=PASSPHRASE,
        repeated=PASSPHRASE,
        office="量一量",
        secretary="量一量",
    )
    return access.create(new, NoProgress())


def ground(folder: Path, talks: int, listed: int) -> Ground:
    """A vault with so many whole talks, and so many in the list, and its plain copy."""
    application = new_vault(folder, Cost(16 * 1024, 1, 1))
    session = application.session
    Seeding(session.vault, session.trail).grow(talks, _SEED, NoProgress())
    ids = tuple(row.id for row in application.talks.page(limit=min(talks, 1_000)))
    with session.vault.transaction() as connection:
        connection.execute(MORE_HEADS, {"copies": listed // talks - 1})
    session.vault.checkpoint()
    plain = plain_copy(session.vault, folder / "plain")
    # both begin with fresh connections: what earlier statements hold on to slows later ones down
    application.lock()
    access = bootstrap.access(folder / "preferences")
    return Ground(access.unlock(application.folder, PASSPHRASE, NoProgress()), plain, ids)


def plain_copy(vault: Vault, folder: Path) -> Vault:
    """The vault's content as an ordinary database, opened with the same settings but the key."""
    folder.mkdir()
    path = folder / PLAIN
    with vault.reading() as connection:
        connection.rollback()
        connection.execute("ATTACH ? AS plain KEY ''", (str(path),))
        connection.execute("SELECT sqlcipher_export('plain')").fetchall()
        connection.execute("DETACH plain")
    return plain_vault(folder)


def plain_vault(folder: Path) -> Vault:
    """The ordinary database in the folder, behind the vault's own class."""
    opened = sqlite.connect(str(folder / PLAIN), isolation_level=None)
    for setting in _PLAIN_SETTINGS:
        opened.execute(setting).fetchall()
    return PlainVault(folder, opened)
