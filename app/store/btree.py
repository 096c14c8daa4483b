"""SQLite's own form of a page: the cells on it, and the values in a record.

Everything read here is untrusted: a page may be whole by its seal and still belong elsewhere.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass

from app.store.sealed_pages import USABLE

Value = int | float | str | bytes | None

_FILE_HEADER = 100
_INDEX_INTERIOR, _TABLE_INTERIOR, _INDEX_LEAF, _TABLE_LEAF = 2, 5, 10, 13
_LEAST_LOCAL = (USABLE - 12) * 32 // 255 - 23
_MOST_IN_TABLE = USABLE - 35
_MOST_IN_INDEX = (USABLE - 12) * 64 // 255 - 23
_LINK = 4
_LARGEST_ROW = 1 << 28
_INTEGER_BYTES = (0, 1, 2, 3, 4, 6, 8)
_FLOAT = 7
_NOUGHT, _ONE = 8, 9
_FIRST_BLOB = 12
_LONGEST_VARINT = 9


class BrokenPageError(ValueError):
    """What stands here is no page, cell or record of the form."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One row as its page holds it: the beginning of its record, and where the rest is."""

    rowid: int | None
    size: int
    local: bytes
    rest: int


@dataclass(frozen=True, slots=True)
class Node:
    """The cells of a page of a tree, and the pages below it."""

    is_table: bool
    cells: tuple[Cell, ...]
    children: tuple[int, ...]


def node(page: bytes, number: int) -> Node:
    """The page as a node of a tree.

    Raises BrokenPageError.
    """
    start = _FILE_HEADER if number == 1 else 0
    try:
        return _node(page, start)
    except IndexError as error:
        raise BrokenPageError from error


def whole(cell: Cell, page: Callable[[int], bytes | None]) -> bytes:
    """The cell's record with what stands on other pages.

    Raises BrokenPageError when one of them is lost.
    """
    pieces, missing, following = [cell.local], cell.size - len(cell.local), cell.rest
    passed = {0}
    while missing > 0:
        overflow = None if following in passed else page(following)
        if overflow is None:
            raise BrokenPageError
        passed.add(following)
        piece = overflow[_LINK : _LINK + missing]
        pieces.append(piece[: USABLE - _LINK])
        missing -= len(pieces[-1])
        following = int.from_bytes(overflow[:_LINK], "big")
    return b"".join(pieces)


def values(record: bytes) -> list[Value]:
    """The values of a record, in the order they are stored.

    Raises BrokenPageError.
    """
    try:
        end, place = _varint(record, 0)
        kinds: list[int] = []
        while place < end:
            kind, place = _varint(record, place)
            kinds.append(kind)
        found: list[Value] = []
        place = end
        for kind in kinds:
            length = _length(kind)
            piece = record[place : place + length]
            if len(piece) != length:
                raise BrokenPageError
            found.append(_value(kind, piece))
            place += length
    except (IndexError, UnicodeDecodeError) as error:
        raise BrokenPageError from error
    return found


def _node(page: bytes, start: int) -> Node:
    kind = page[start]
    if kind not in {_INDEX_INTERIOR, _TABLE_INTERIOR, _INDEX_LEAF, _TABLE_LEAF}:
        raise BrokenPageError
    is_leaf = kind in {_INDEX_LEAF, _TABLE_LEAF}
    is_table = kind in {_TABLE_INTERIOR, _TABLE_LEAF}
    count = _number(page, start + 3, 2)
    pointers = start + (8 if is_leaf else 12)
    places = [_number(page, pointers + 2 * n, 2) for n in range(count)]
    if any(not pointers < place < USABLE for place in places):
        raise BrokenPageError
    children = () if is_leaf else tuple(_number(page, place, _LINK) for place in places)
    if kind == _TABLE_INTERIOR:
        cells: tuple[Cell, ...] = ()
    else:
        after_link = 0 if is_leaf else _LINK
        cells = tuple(_cell(page, place + after_link, is_table=is_table) for place in places)
    last = () if is_leaf else (_number(page, start + 8, _LINK),)
    return Node(is_table, cells, children + last)


def _cell(page: bytes, place: int, *, is_table: bool) -> Cell:
    size, place = _varint(page, place)
    rowid: int | None = None
    if is_table:
        unsigned, place = _varint(page, place)
        rowid = unsigned - (1 << 64) if unsigned >> 63 else unsigned
    if size > _LARGEST_ROW:
        raise BrokenPageError
    local = _local_bytes(size, _MOST_IN_TABLE if is_table else _MOST_IN_INDEX)
    here = page[place : place + local]
    if len(here) != local:
        raise BrokenPageError
    rest = _number(page, place + local, _LINK) if local < size else 0
    return Cell(rowid, size, here, rest)


def _local_bytes(size: int, most: int) -> int:
    if size <= most:
        return size
    wanted = _LEAST_LOCAL + (size - _LEAST_LOCAL) % (USABLE - _LINK)
    return wanted if wanted <= most else _LEAST_LOCAL


def _varint(content: bytes, place: int) -> tuple[int, int]:
    number = 0
    for step in range(_LONGEST_VARINT):
        byte = content[place + step]
        if step == _LONGEST_VARINT - 1:
            return number << 8 | byte, place + _LONGEST_VARINT
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            return number, place + step + 1
    raise BrokenPageError


def _length(kind: int) -> int:
    if kind >= _FIRST_BLOB:
        return (kind - _FIRST_BLOB) // 2
    if kind < len(_INTEGER_BYTES):
        return _INTEGER_BYTES[kind]
    if kind in {_NOUGHT, _ONE}:
        return 0
    if kind == _FLOAT:
        return 8
    raise BrokenPageError


def _value(kind: int, piece: bytes) -> Value:
    if kind == 0:
        return None
    if kind < _FLOAT:
        return int.from_bytes(piece, "big", signed=True)
    if kind == _FLOAT:
        return _float(piece)
    if kind < _FIRST_BLOB:
        return kind - _NOUGHT
    return piece.decode() if kind % 2 else piece


def _float(piece: bytes) -> float:
    return float(struct.unpack(">d", piece)[0])


def _number(content: bytes, place: int, length: int) -> int:
    piece = content[place : place + length]
    if len(piece) != length:
        raise BrokenPageError
    return int.from_bytes(piece, "big")
