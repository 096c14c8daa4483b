"""What is left of a vault's database: every row that stands on a whole page, table by table.

A page's table is found from above, down the tree from its root, and from below, by the map that
SQLite keeps of every page's parent. So a lost page in the middle of a tree costs its own rows only.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from app.domain.errors import VaultDamagedError, VaultTooNewError
from app.domain.progress import Progress
from app.store import btree
from app.store.btree import BrokenPageError, Value
from app.store.layout import Layout, Table, layout_of, newest_number
from app.store.migrate import Schema
from app.store.sealed_pages import USABLE, SealedPages

_CATALOGUE = 1
_NUMBER_AT = slice(60, 64)
_KIND_AT = slice(68, 72)
_ENTRY = 5
_PAGES_A_MAP = USABLE // _ENTRY + 1
_FREE, _OVERFLOW, _OVERFLOW_ON, _TREE = 2, 3, 4, 5
_STEP = 256
Row = dict[str, Value]


class Remains:
    """The readable rows of one vault. Close it after use."""

    def __init__(self, path: Path, key: bytearray, schema: Schema, progress: Progress) -> None:
        """Go through all pages once; key is the raw key of the database.

        Raises VaultTooNewError, VaultDamagedError when this is another kind of file, OSError,
        CancelledError.
        """
        self._pages = SealedPages(path, key)
        try:
            self.layout = self._layout(schema)
            self.lost = self._lost_pages(progress)
            self._roots = self._found_roots()
            self._nodes = self._assigned()
        except BaseException:
            self._pages.close()
            raise

    @property
    def pages(self) -> int:
        """How many pages the file has, or had."""
        return self._pages.count

    @property
    def is_proven(self) -> bool:
        """Whether the pages' seals could be checked."""
        return self._pages.is_proven

    def close(self) -> None:
        """Close the files."""
        self._pages.close()

    def rows(self, table: Table) -> Iterator[Row]:
        """Every readable row of the table, in no order."""
        for rowid, values in self._records(table.name):
            if len(values) == len(table.stored):
                row = dict(zip(table.stored, values, strict=True))
                if table.rowid:
                    row[table.rowid] = rowid
                yield row

    def row_numbers(self, table: Table) -> Iterator[int]:
        """The hidden number of every readable row of a table that has them."""
        for number, _ in self._records(table.name):
            if number is not None:
                yield number

    def index_rows(self, table: Table) -> Iterator[tuple[str, Row]]:
        """What the indexes of the table hold: columns of rows, some of which may be lost.

        The row's hidden number stands under an empty name.
        """
        for index in table.indexes:
            for _, values in self._records(index.name):
                if len(values) == len(index.columns):
                    yield index.name, dict(zip(index.columns, values, strict=True))

    # ── what the pages are ───────────────────────────────────────────────────────────────────────

    def _layout(self, schema: Schema) -> Layout:
        first = self._pages.page(1) if self._pages.is_proven else None
        if first is None:
            return layout_of(schema, newest_number(schema))
        number = int.from_bytes(first[_NUMBER_AT], "big")
        if int.from_bytes(first[_KIND_AT], "big") != schema.application_id:
            raise VaultDamagedError
        if number > newest_number(schema):
            raise VaultTooNewError(found=number, supported=newest_number(schema))
        return layout_of(schema, number)

    def _lost_pages(self, progress: Progress) -> int:
        """How many pages cannot be read, but for those that held nothing."""
        lost = 0
        for number in range(1, self._pages.count + 1):
            if number % _STEP == 0:
                progress.step(number, self._pages.count)
            lost += self._pages.page(number) is None and self._entry(number)[0] != _FREE
        return lost

    def _found_roots(self) -> dict[str, int]:
        """The root of each tree: by the catalogue, and where it is damaged by the usual places."""
        found: dict[str, int] = {}
        for _, values in self._read({_CATALOGUE: self._below([_CATALOGUE])}, _CATALOGUE):
            name, root = (values[1], values[3]) if len(values) == 5 else (None, None)
            if isinstance(name, str) and isinstance(root, int) and root > 1:
                found[name] = root
        taken = set(found.values())
        usual = self.layout.roots.items()
        return {**{name: root for name, root in usual if root not in taken}, **found}

    def _assigned(self) -> dict[int, list[int]]:
        """The pages of each tree, by its root."""
        pages = {root: self._below([root]) for root in set(self._roots.values())}
        owner = {page: root for root, own in pages.items() for page in own}
        for number in range(2, self._pages.count + 1):
            if number not in owner and self._entry(number)[0] == _TREE:
                root = self._climbed(number, owner)
                if root in pages:
                    pages[root].append(number)
                    owner[number] = root
        return pages

    def _below(self, start: list[int]) -> list[int]:
        """The readable pages of a tree that can be reached from its root."""
        seen: set[int] = set()
        waiting = list(start)
        while waiting:
            number = waiting.pop()
            if number in seen or not 0 < number <= self._pages.count:
                continue
            seen.add(number)
            if node := self._node(number):
                waiting.extend(node.children)
        return sorted(seen)

    def _climbed(self, number: int, owner: dict[int, int]) -> int:
        """The root of the tree a page hangs in, by the map of parents; nought when unknown."""
        passed: set[int] = set()
        while number not in owner and number not in passed:
            passed.add(number)
            kind, parent = self._entry(number)
            if kind != _TREE:
                return 0
            number = parent
        return owner.get(number, 0)

    def _entry(self, number: int) -> tuple[int, int]:
        """What the map of parents says of a page: its kind, and its parent."""
        if number < 3:
            return 0, 0
        place = (number - 2) // _PAGES_A_MAP * _PAGES_A_MAP + 2
        content = self._pages.page(place) if place != number else None
        if content is None:
            return 0, 0
        at = (number - place - 1) * _ENTRY
        return content[at], int.from_bytes(content[at + 1 : at + _ENTRY], "big")

    def _node(self, number: int) -> btree.Node | None:
        content = self._pages.page(number)
        if content is None:
            return None
        with contextlib.suppress(BrokenPageError):
            return btree.node(content, number)
        return None

    def _records(self, name: str) -> Iterable[tuple[int | None, list[Value]]]:
        root = self._roots.get(name, 0)
        return self._read(self._nodes, root) if root in self._nodes else ()

    def _read(
        self, nodes: dict[int, list[int]], root: int
    ) -> Iterator[tuple[int | None, list[Value]]]:
        for number in nodes[root]:
            node = self._node(number)
            for cell in node.cells if node else ():
                with contextlib.suppress(BrokenPageError):
                    yield cell.rowid, btree.values(btree.whole(cell, self._pages.page))
