"""How the tables of a schema lie in its file: the order of stored columns, indexes, references."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from sqlcipher3 import dbapi2 as sqlite

from app.store.migrate import Schema, steps

# What follows from the records is not poured over but made anew: the index of words, whose own
# tables stand behind a virtual one, and the lists of what is in it.
_TABLES = """
SELECT name FROM sqlite_master
WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_' AND substr(name, 1, 7) <> 'search_'
ORDER BY rootpage
"""
_ROOTS = "SELECT name, rootpage FROM sqlite_master WHERE rootpage > 0"
_HIDDEN_NUMBER = -1


@dataclass(frozen=True, slots=True)
class Index:
    """The columns an index stores; an empty name stands for the row's hidden number."""

    name: str
    columns: tuple[str, ...]
    is_partial: bool


@dataclass(frozen=True, slots=True)
class Reference:
    """Columns of a table that name a row of another; optional: they may be empty."""

    columns: tuple[str, ...]
    parent: str
    named: tuple[str, ...]
    is_optional: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table: columns as stored, key, the column that is the hidden number, what hangs on it."""

    name: str
    stored: tuple[str, ...]
    key: tuple[str, ...]
    rowid: str
    needed: frozenset[str]
    indexes: tuple[Index, ...]
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """The tables in the order they were made, and where each tree usually has its root."""

    tables: tuple[Table, ...]
    roots: dict[str, int]

    def table(self, name: str) -> Table:
        """The table of that name; KeyError when there is none."""
        for table in self.tables:
            if table.name == name:
                return table
        raise KeyError(name)


def newest_number(schema: Schema) -> int:
    """The number of the newest step."""
    return steps(schema)[-1][0]


@cache
def layout_of(schema: Schema, number: int) -> Layout:
    """The layout after that step, found by building it in memory."""
    connection = sqlite.connect(":memory:", isolation_level=None)
    try:
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        for step, sql in steps(schema):
            if step <= number:
                connection.executescript(sql)
        names = [row[0] for row in connection.execute(_TABLES)]
        tables = tuple(_table(connection, name) for name in names)
        return Layout(tables, dict(connection.execute(_ROOTS).fetchall()))
    finally:
        connection.close()


def _table(connection: sqlite.Connection, name: str) -> Table:
    columns = connection.execute(
        "SELECT name, type, [notnull], pk FROM pragma_table_info(?)", (name,)
    ).fetchall()
    key = tuple(c[0] for c in sorted(columns, key=lambda c: c[3]) if c[3])
    lists = connection.execute("SELECT name, origin, partial FROM pragma_index_list(?)", (name,))
    indexes = [(row[0], row[1], bool(row[2])) for row in lists.fetchall()]
    is_bare = _is_without_rowid(connection, name)
    stored = tuple(c[0] for c in columns)
    if is_bare:
        own = next(index for index, origin, _ in indexes if origin == "pk")
        stored = _columns_of(connection, own)
        indexes = [entry for entry in indexes if entry[0] != own]
    alias = next((c[0] for c in columns if c[3] and c[1] == "INTEGER"), "")
    empty = frozenset(c[0] for c in columns if not c[2] and c[0] not in key)
    return Table(
        name=name,
        stored=stored,
        key=key,
        rowid=alias if not is_bare and len(key) == 1 else "",
        needed=frozenset(stored) - empty,
        indexes=tuple(Index(i, _columns_of(connection, i), partial) for i, _, partial in indexes),
        references=_references(connection, name, empty),
    )


def _is_without_rowid(connection: sqlite.Connection, name: str) -> bool:
    row = connection.execute("SELECT wr FROM pragma_table_list(?)", (name,)).fetchone()
    return bool(row[0])


def _columns_of(connection: sqlite.Connection, index: str) -> tuple[str, ...]:
    rows = connection.execute(
        "SELECT cid, name FROM pragma_index_xinfo(?) ORDER BY seqno", (index,)
    )
    return tuple("" if cid == _HIDDEN_NUMBER else name for cid, name in rows)


def _references(
    connection: sqlite.Connection, name: str, empty: frozenset[str]
) -> tuple[Reference, ...]:
    found: dict[int, list[tuple[str, str, str]]] = {}
    asked = 'SELECT id, "table", "from", "to" FROM pragma_foreign_key_list(?) ORDER BY id, seq'
    for number, parent, column, named in connection.execute(asked, (name,)):
        found.setdefault(number, []).append((parent, column, named))
    return tuple(
        Reference(
            columns=tuple(column for _, column, _ in parts),
            parent=parts[0][0],
            named=tuple(named for _, _, named in parts),
            is_optional=all(column in empty for _, column, _ in parts),
        )
        for parts in found.values()
    )
