"""Pours what is left of one vault into a new one, so that every row there finds what it names.

A row that lost the row it belongs to is not dropped: it is kept as text among the settings of the
new vault, and told of.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlcipher3 import dbapi2 as sqlite

from app.domain.audit import AuditEntry, AuditHead, first_break
from app.domain.health import Mended, Stray
from app.domain.progress import Progress
from app.store import audit, settings
from app.store.audit import Checkpoint
from app.store.layout import Layout, Reference, Table
from app.store.remains import Remains, Row

STRAYS = "rescue.stray."
# a new vault is born with their shipped rows; what the office made of them comes first
_DICTIONARIES = ("talk_kind", "problem_tag")
_TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
_STEP = 500


@dataclass(slots=True)
class Poured:
    """What came over: rows in their place, rows that were put aside, and rows made up for."""

    rows: int = 0
    strays: list[Stray] = field(default_factory=list)
    mended: list[Mended] = field(default_factory=list)


@dataclass(slots=True)
class Pouring:
    """One transaction on the new vault, with its watchmen out of the way until the end."""

    connection: sqlite.Connection
    layout: Layout
    poured: Poured = field(default_factory=Poured)

    def take_all(self, remains: Remains, progress: Progress) -> None:
        """Bring every readable row over; what does not fit its table is put aside."""
        tables = remains.layout.tables
        shipped = self._without_shipped()
        for done, table in enumerate(tables):
            progress.step(done, len(tables))
            for number, row in enumerate(remains.rows(table), 1):
                if number % _STEP == 0:
                    progress.step(done, len(tables))
                self.take(table, row)
        self._give_back(shipped)

    def _without_shipped(self) -> dict[str, list[tuple[object, ...]]]:
        shipped = {}
        for name in self._dictionaries():
            shipped[name] = self.connection.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608 — ours
            self.connection.execute(f'DELETE FROM "{name}"')  # noqa: S608 — ours
        return shipped

    def _dictionaries(self) -> list[str]:
        """Those of this kind of vault: a registry's desk ships none."""
        return [table.name for table in self.layout.tables if table.name in _DICTIONARIES]

    def _give_back(self, shipped: dict[str, list[tuple[object, ...]]]) -> None:
        for name, rows in shipped.items():
            for row in rows:
                marks = ", ".join("?" * len(row))
                sql = f'INSERT OR IGNORE INTO "{name}" VALUES ({marks})'  # noqa: S608 — ours
                self.connection.execute(sql, row)

    def take(self, table: Table, row: Row) -> None:
        """Bring one row over."""
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" * len(row))
        sql = f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'  # noqa: S608 — names of the schema
        try:
            self.connection.execute(sql, tuple(row.values()))
            self.poured.rows += 1
        except sqlite.IntegrityError:
            if not self._has_same(table, row):
                self.put_aside(table, row, "")

    def put_aside(self, table: Table, row: Row, lacks: str) -> None:
        """Keep a row that has no place as text among the settings."""
        which = " ".join(str(row[name]) for name in table.key or table.stored[:1])
        self.poured.strays.append(Stray(table.name, which, lacks))
        content = json.dumps([table.name, lacks, row], ensure_ascii=False, default=bytes.hex)
        settings.keep(self.connection, f"{STRAYS}{len(self.poured.strays):06}", content)

    def cut_chain(self) -> int:
        """Put aside the entries of the trail from the first break on; how many are left."""
        table = self.layout.table("audit_entry")
        rows = sorted(self._rows_where(table, "1", ()), key=lambda row: int(str(row["sequence"])))
        whole = whole_length(entries_of(rows))
        for row in self._rows_where(table, "sequence > ?", (whole,)):
            self._remove(table, row, "audit_entry")
        return whole

    def drop_heads(self, is_signed: Callable[[Checkpoint], bool]) -> None:
        """Put aside the signed heads that do not fit the trail, or were not signed by its key."""
        table = self.layout.table("audit_checkpoint")
        for row in self._rows_where(table, "1", ()):
            head = AuditHead(int(str(row["sequence"])), str(row["digest"]))
            signed = Checkpoint(head, bytes(row["signature"]))  # type: ignore[arg-type]  # a blob by its table
            if audit.head_at(self.connection, head.sequence) != head or not is_signed(signed):
                self._remove(table, row, "audit_entry")

    def settle_references(self) -> None:
        """Empty what may be empty, and put aside what names a row that is not there."""
        is_settled = False
        while not is_settled:
            is_settled = True
            for table in self.layout.tables:
                for reference in table.references:
                    for row in self._lacking(table, reference):
                        is_settled = False
                        self._settle(table, reference, row)

    def _settle(self, table: Table, reference: Reference, row: Row) -> None:
        if not (reference.is_optional and self._emptied(table, reference, row)):
            self._remove(table, row, reference.parent)
            return
        which = " ".join(str(row[name]) for name in table.key)
        self.poured.mended.append(Mended(table.name, which))

    def _emptied(self, table: Table, reference: Reference, row: Row) -> bool:
        emptied = ", ".join(f'"{name}" = NULL' for name in reference.columns)
        sql = f'UPDATE "{table.name}" SET {emptied} WHERE {_is_this(table)}'  # noqa: S608 — names of the schema
        try:
            self.connection.execute(sql, _key_of(table, row))
        except sqlite.IntegrityError:
            return False
        return True

    def _remove(self, table: Table, row: Row, lacks: str) -> None:
        sql = f'DELETE FROM "{table.name}" WHERE {_is_this(table)}'  # noqa: S608 — names of the schema
        self.connection.execute(sql, _key_of(table, row))
        self.poured.rows -= 1
        self.put_aside(table, row, lacks)

    def _lacking(self, table: Table, reference: Reference) -> list[Row]:
        own = " AND ".join(f'c."{name}" IS NOT NULL' for name in reference.columns)
        pairs = zip(reference.columns, reference.named, strict=True)
        same = " AND ".join(f'p."{named}" = c."{name}"' for name, named in pairs)
        parent = f'SELECT 1 FROM "{reference.parent}" p WHERE {same}'  # noqa: S608 — names of the schema
        return self._rows_where(table, f"{own} AND NOT EXISTS ({parent})", ())

    def _has_same(self, table: Table, row: Row) -> bool:
        same = " AND ".join(f'"{name}" IS ?' for name in row)
        sql = f'SELECT 1 FROM "{table.name}" WHERE {same}'  # noqa: S608 — names of the schema
        return self.connection.execute(sql, tuple(row.values())).fetchone() is not None

    def _rows_where(self, table: Table, condition: str, bound: tuple[object, ...]) -> list[Row]:
        names = ", ".join(f'c."{name}"' for name in table.stored)
        sql = f'SELECT {names} FROM "{table.name}" c WHERE {condition}'  # noqa: S608 — names of the schema
        found = self.connection.execute(sql, bound)
        return [dict(zip(table.stored, values, strict=True)) for values in found.fetchall()]


@contextmanager
def pouring(connection: sqlite.Connection, layout: Layout) -> Iterator[Pouring]:
    """Take the new vault's watchmen away inside the caller's transaction, and put them back.

    They guard what users do; a rescue brings rows in an order no user could.
    """
    connection.execute("PRAGMA defer_foreign_keys = ON")
    watchmen = connection.execute(_TRIGGERS).fetchall()
    for name, _ in watchmen:
        connection.execute(f'DROP TRIGGER "{name}"')
    yield Pouring(connection, layout)
    for _, sql in watchmen:
        connection.execute(sql)


def entries_of(rows: Iterable[Row]) -> Iterator[AuditEntry]:
    """Rows of the trail as entries; what has not the form of one is passed over."""
    for row in rows:
        with contextlib.suppress(TypeError, ValueError):
            at = datetime.fromisoformat(str(row["at"]))
            texts = {name: value for name, value in row.items() if isinstance(value, str)}
            yield AuditEntry(**{**texts, "sequence": row["sequence"], "at": at})  # type: ignore[arg-type]  # a row of the table


def whole_length(entries: Iterable[AuditEntry]) -> int:
    """How many entries from the first on follow one from the other; they come in order."""
    listed = list(entries)
    broken = first_break(listed)
    return len(listed) if broken is None else broken - 1


def known_lost(remains: Remains, table: Table) -> int:
    """How many rows the indexes know that cannot be read any more; a lower bound."""
    if not table.indexes:
        return 0
    is_numbered = "" in table.indexes[0].columns
    # digests in place of keys: a vault of decades has millions of rows
    have = set(remains.row_numbers(table)) if is_numbered else set(map(hash, _keys(remains, table)))
    lost: set[int] = set()
    for _, row in remains.index_rows(table):
        known = row[""] if is_numbered else hash(_key_of(table, row))
        if isinstance(known, int) and known not in have:
            lost.add(known)
    return len(lost)


def _keys(remains: Remains, table: Table) -> Iterator[tuple[object, ...]]:
    for row in remains.rows(table):
        yield _key_of(table, row)


def strays(connection: sqlite.Connection) -> list[str]:
    """The rows that were put aside by a rescue, as text, in the order they were found."""
    asked = "SELECT value FROM setting WHERE key >= ? AND key < ? ORDER BY key"
    return [row[0] for row in connection.execute(asked, (STRAYS, STRAYS + "~"))]


def _is_this(table: Table) -> str:
    return " AND ".join(f'"{name}" IS ?' for name in table.key or table.stored)


def _key_of(table: Table, row: Row) -> tuple[object, ...]:
    return tuple(row[name] for name in table.key or table.stored)
