"""Looking through an open vault's database for damage, on a connection of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from app.domain.audit import AuditEntry, first_break
from app.domain.health import Damage, Part
from app.domain.progress import CancelledError, Progress, Share
from app.store import audit, copying, kept_files, pragmas
from app.store.faults import faults_named

MOST_NAMED = 20
_OK = [("ok",)]
_PAGE = re.compile(r"page (\d+)")
# A save that happens just now may show half a page to whoever reads the file itself; damage stays.
_LOOKS = 3
_INSTRUCTIONS_A_PULSE = 100_000
_ENTRIES_A_STEP = 1000
_FOUND_IN_STRUCTURE = 100


@dataclass(slots=True)
class Examined:
    """An examination under way: one unmoving view of the database, and what was found so far."""

    connection: sqlite.Connection
    progress: Progress
    _reached: tuple[int, int] = (0, 100)
    _stopped: CancelledError | None = None

    def reach(self, hundredths: int) -> None:
        """Tell how far the examination is. Raises CancelledError."""
        self._reached = (hundredths, 100)
        self.progress.step(*self._reached)

    def pages(self) -> list[Damage]:
        """The pages whose seal is broken; the log is not looked at, so it is brought over first."""
        suspects: list[str] = []
        for _ in range(_LOOKS):
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            rows = self.connection.execute("PRAGMA cipher_integrity_check").fetchall()
            suspects = [str(row[0]) for row in rows]
            if not suspects:
                return []
        numbers = [found[1] for said in suspects if (found := _PAGE.search(said))]
        return [Damage(Part.PAGE, len(suspects), which=tuple(numbers[:MOST_NAMED]))]

    def structure(self) -> list[Damage]:
        """What does not fit together, in SQLite's words, which name tables and indexes only."""
        asked = f"PRAGMA integrity_check({_FOUND_IN_STRUCTURE})"
        try:
            said = self._watched(asked)
        except sqlite.DatabaseError:
            return [Damage(Part.STRUCTURE, 1)]
        if said == _OK:
            return []
        return damage(Part.STRUCTURE, "", [str(row[0]) for row in said])

    def references(self) -> list[Damage]:
        """Rows that name another which is not there: one damage for each pair of tables."""
        try:
            rows = self._watched("PRAGMA foreign_key_check")
        except sqlite.DatabaseError:
            return []  # what cannot be read was told of already
        pairs = Counter((str(row[0]), str(row[2])) for row in rows)
        return [Damage(Part.REFERENCE, n, table, (parent,)) for (table, parent), n in pairs.items()]

    def chain(self, is_signed: Callable[[audit.Checkpoint], bool]) -> list[Damage]:
        """Where the trail does not follow from what was before, and heads signed amiss."""
        try:
            last = audit.head(self.connection).sequence
            broken = first_break(self._pulsing(audit.every(self.connection), last))
            forged = [
                str(signed.head.sequence)
                for signed in audit.checkpoints(self.connection)
                if audit.head_at(self.connection, signed.head.sequence) != signed.head
                or not is_signed(signed)
            ]
        except (sqlite.DatabaseError, ValueError):
            return []  # what cannot be read was told of already
        at = [] if broken is None else [str(broken)]
        return [
            *damage(Part.CHAIN, "audit_entry", at),
            *damage(Part.CHECKPOINT, "audit_checkpoint", forged),
        ]

    def counts(self) -> dict[str, int]:
        """How many rows each table has; nothing when they cannot be counted."""
        try:
            return copying.row_counts(self.connection)
        except sqlite.DatabaseError:
            return {}

    def attachments(self) -> list[tuple[str, str]]:
        """The id and digest of every attachment that can be read."""
        try:
            return [(file.id, file.sha256) for file in kept_files.files(self.connection)]
        except sqlite.DatabaseError:
            return []

    def page_count(self) -> int:
        """How many pages the database has."""
        return int(self.connection.execute("PRAGMA page_count").fetchone()[0])

    def _watched(self, asked: str) -> list[tuple[object, ...]]:
        """Ask something that takes long and can be stopped in the middle."""
        self.connection.set_progress_handler(self._pulse, _INSTRUCTIONS_A_PULSE)
        try:
            return list(self.connection.execute(asked))
        except sqlite.OperationalError:
            if self._stopped:
                raise self._stopped from None
            raise
        finally:
            self.connection.set_progress_handler(None, 0)

    def _pulsing(self, entries: Iterable[AuditEntry], last: int) -> Iterator[AuditEntry]:
        for entry in entries:
            if entry.sequence % _ENTRIES_A_STEP == 0:
                Share(self.progress, 40, 50).step(entry.sequence, last)
            yield entry

    def _pulse(self) -> bool:
        try:
            self.progress.step(*self._reached)
        except CancelledError as stopped:
            self._stopped = stopped
        return self._stopped is not None


def damage(part: Part, place: str, which: list[str]) -> list[Damage]:
    """The damage at one place, named by its first few; none when there is none."""
    return [Damage(part, len(which), place, tuple(which[:MOST_NAMED]))] if which else []


@contextmanager
def examined(path: Path, key: bytearray, progress: Progress) -> Iterator[Examined]:
    """Open the database once more beside whoever works on it; key stays the caller's.

    Raises FolderUnusableError, VaultDamagedError when not even its first page can be read.
    """
    with faults_named(path.parent), copying.copy_at(path, key, "rw") as connection:
        pragmas.settle(connection)
        yield Examined(connection, progress)
