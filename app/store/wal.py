"""The log beside a vault's file: which pages its committed part holds, and where.

The form is SQLite's own: a header, then frames of one page each; a running sum stands in each
frame, and a frame that ends a transaction tells how many pages the file has then.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import BinaryIO

_HEADER = struct.Struct(">8I")
_FRAME = struct.Struct(">6I")
_MAGIC = 0x377F0682  # the lowest bit tells the order of bytes in the sums
_PAGE = 4096
_MASK = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Frames:
    """The newest place of each page in the log, and the file's pages after the last commit."""

    places: dict[int, int] = field(default_factory=dict)
    pages: int = 0


NOTHING = Frames()


def committed(log: BinaryIO) -> Frames:
    """What the log holds up to its last whole transaction; as SQLite itself would read it."""
    try:
        return _read(log)
    except OSError:
        return NOTHING


def _read(log: BinaryIO) -> Frames:
    header = log.read(_HEADER.size)
    if len(header) < _HEADER.size:
        return NOTHING
    magic, _, size, _, *salts, first, second = _HEADER.unpack(header)
    order = ">" if magic & 1 else "<"
    sums = _summed((0, 0), header[:24], order)
    if magic & ~1 != _MAGIC or size != _PAGE or sums != (first, second):
        return NOTHING
    pending: dict[int, int] = {}
    places: dict[int, int] = {}
    pages = 0
    while len(frame := log.read(_FRAME.size + _PAGE)) == _FRAME.size + _PAGE:
        number, after, *frame_salts, first, second = _FRAME.unpack_from(frame)
        sums = _summed(sums, frame[:8] + frame[_FRAME.size :], order)
        if frame_salts != salts or sums != (first, second):
            break
        pending[number] = log.tell() - _PAGE
        if after:
            places.update(pending)
            pending.clear()
            pages = after
    return Frames(places, pages)


def _summed(sums: tuple[int, int], content: bytes, order: str) -> tuple[int, int]:
    one, two = sums
    words = iter(struct.unpack(f"{order}{len(content) // 4}I", content))
    for word in words:
        one = (one + word + two) & _MASK
        two = (two + next(words) + one) & _MASK
    return one, two
