"""Takes a desk's ledger out of its vault into a province's database, and compares the two.

Every row goes as it is; of each talk the words are made anew. Nothing is taken out of the vault:
what was taken there stays there, and is written on no more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, LargeBinary, Table, func, select, update
from sqlcipher3 import dbapi2 as sqlite

from app.domain.registry import HeldTable
from app.store import registry_words
from app.store.faults import whole
from app.store.province import tables
from app.store.province.bulk import copy
from app.store.province.words import clean, folded_text, words

_ORDER = (
    tables.OFFICE,
    tables.OFFICE_CARD,
    tables.PACKAGE,
    tables.TALK,
    tables.FINDING,
    tables.NEWEST_TALK,
    tables.NEWEST_HEARD,
    tables.NEWEST_FINDING,
    tables.QUARANTINE,
)
_OF_WORDS = tuple(
    tables.NEWEST_TALK.c[name]
    for name in ("name_texts", "unit_texts", "texts", "full_texts", "words")
)
# made from the rest, here as there
_MADE = frozenset({*_OF_WORDS, tables.OFFICE.c.talks})
_LONG = frozenset({"document", "process", "statistics"})


def is_empty(connection: Connection) -> bool:
    """Whether the database's ledger knows of no office and no refusal."""
    known = (select(func.count()).select_from(t) for t in (tables.OFFICE, tables.QUARANTINE))
    return not any(connection.execute(asked).scalar_one() for asked in known)


def count(connection: Connection) -> tuple[int, int]:
    """How many offices and packages the database's ledger holds."""
    asked = (select(func.count()).select_from(t) for t in (tables.OFFICE, tables.PACKAGE))
    offices, packages = (connection.execute(one).scalar_one() for one in asked)
    return offices, packages


def copy_all(
    connection: Connection, vault: sqlite.Connection, told: Callable[[str, int], None]
) -> None:
    """Copy every row of the vault's ledger; told hears the table and how many rows it has.

    Raises VaultDamagedError.
    """
    for table in _ORDER:
        rows = _newest(vault) if table is tables.NEWEST_TALK else _rows_of_vault(vault, table)
        wide = (_widened(table, row) for row in rows)
        copy(connection, table, wide)
        told(table.name, _count(vault, table))
    of_office = (
        select(func.count())
        .where(tables.NEWEST_TALK.c.office_code == tables.OFFICE.c.code)
        .scalar_subquery()
    )
    connection.execute(update(tables.OFFICE).values(talks=of_office))
    titles = select(tables.NEWEST_TALK.c.kind_title).distinct()
    connection.execute(tables.KIND_SEEN.insert().from_select(["title"], titles))


def held_in_vault(vault: sqlite.Connection) -> list[HeldTable]:
    """What the vault's ledger holds. Raises VaultDamagedError."""
    return [_held(table, _rows_of_vault(vault, table)) for table in _ORDER]


def held_in_database(connection: Connection) -> list[HeldTable]:
    """What the database's ledger holds."""
    return [_held(table, _rows_of_database(connection, table)) for table in _ORDER]


# ── rows ─────────────────────────────────────────────────────────────────────────────────────────

_Row = tuple[Any, ...]


def _columns(table: Table) -> list[str]:
    """The columns both ledgers have."""
    return [column.name for column in table.columns if column not in _MADE]


def _rows_of_vault(vault: sqlite.Connection, table: Table) -> Iterator[_Row]:
    names = _columns(table)
    keys = ", ".join(column.name for column in table.primary_key)
    sql = f"SELECT {', '.join(names)} FROM {table.name} ORDER BY {keys}"  # noqa: S608 — names of ours
    for row in vault.execute(sql):
        yield tuple(_told(name, value) for name, value in zip(names, row, strict=True))


def _told(name: str, value: object) -> object:
    if isinstance(value, str):
        return clean(whole(value) if name in _LONG else value)
    return value


def _rows_of_database(connection: Connection, table: Table) -> Iterator[_Row]:
    names = _columns(table)
    asked = select(*(table.c[name] for name in names)).order_by(*table.primary_key)
    found = connection.execution_options(yield_per=1000).execute(asked)
    yield from (tuple(row) for row in found)


def _count(vault: sqlite.Connection, table: Table) -> int:
    return int(vault.execute(f"SELECT count(*) FROM {table.name}").fetchone()[0])  # noqa: S608 — a name of ours


def _newest(vault: sqlite.Connection) -> Iterator[_Row]:
    """Newest versions with the texts that they are found by, in the order of the table."""
    names = _columns(tables.NEWEST_TALK)
    for row in _rows_of_vault(vault, tables.NEWEST_TALK):
        talk = dict(zip(names, row, strict=True))
        key = (talk["office_code"], talk["talk_id"])
        texts, full_texts = _texts(vault, key, talk["sequence"], talk["full_sequence"])
        people = [folded_text(talk[name]) for name in ("interviewees", "unit_names")]
        yield (*row, *people, texts, full_texts, words((texts, full_texts), *people))


def _texts(
    vault: sqlite.Connection, key: tuple[str, str], sequence: int, full_sequence: int
) -> tuple[str, str]:
    newest = folded_text(registry_words.text_of(vault, *key, [sequence]))
    if full_sequence in {0, sequence}:
        return newest, ""
    return newest, folded_text(registry_words.text_of(vault, *key, [full_sequence]))


def _widened(table: Table, row: _Row) -> _Row:
    """A row as the database takes it: booleans as such, and nought for what is made afterwards."""
    values = dict(zip(_columns(table), row, strict=False))
    made = iter(row[len(values) :])
    wide: list[object] = []
    for column in table.columns:
        value = values[column.name] if column.name in values else next(made, 0)
        wide.append(bool(value) if column.type.python_type is bool else value)
    return tuple(wide)


# ── digests ──────────────────────────────────────────────────────────────────────────────────────


def _held(table: Table, rows: Iterable[_Row]) -> HeldTable:
    binary = [isinstance(table.c[name].type, LargeBinary) for name in _columns(table)]
    digest, count = hashlib.sha256(), 0
    for row in rows:
        count += 1
        for value, is_binary in zip(row, binary, strict=True):
            digest.update(_sealed(value, is_binary=is_binary))
    return HeldTable(table.name, count, digest.hexdigest())


def _sealed(value: Any, *, is_binary: bool) -> bytes:  # noqa: ANN401 — whatever a column holds
    """A value so that no two rows have the same bytes: what it is, how long, and itself."""
    if value is None:
        return b"-"
    if is_binary:
        kind, content = b"b", bytes(value)
    elif isinstance(value, str):
        kind, content = b"t", value.encode()
    else:
        kind, content = b"n", str(int(value)).encode()
    return kind + str(len(content)).encode() + b":" + content
