"""What a font file says of itself: its fonts, their names, and whether it may be put into files."""

from __future__ import annotations

import mmap
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from struct import unpack_from

from app.domain.typefaces import FontFault, Typeface

Tables = dict[bytes, tuple[int, int]]
COLLECTION = b"ttcf"
MOST_IN_A_COLLECTION = 64
FAMILY, FULL, POSTSCRIPT, TYPOGRAPHIC = 1, 4, 6, 16
WINDOWS = 3
OLD_ENCODINGS = {3: "gbk", 4: "big5"}  # some Chinese fonts of the nineties
CHINESE = frozenset({0x0804, 0x0404, 0x0C04, 0x1004, 0x1404})
RESTRICTED, READABLE, NO_CUTTING, BITMAPS_ONLY = 0x0002, 0x000C, 0x0100, 0x0200
_PLAIN = re.compile(r"[^A-Za-z0-9_-]")


def tables_of(font: bytes | mmap.mmap, index: int) -> Tables:
    """Where the tables of the font lie, of one in a collection. Raises ValueError."""
    size, at = len(font), 0
    if bytes(font[:4]) == COLLECTION:
        if not 0 <= index < min(unpack_from(">I", font, 8)[0], MOST_IN_A_COLLECTION):
            raise ValueError("no such font in the collection")
        at = unpack_from(">I", font, 12 + 4 * index)[0]
    elif index:
        raise ValueError("no collection")
    count = unpack_from(">H", font, at + 4)[0]
    records = (unpack_from(">4sIII", font, at + 12 + 16 * i) for i in range(count))
    tables = {tag: (start, length) for tag, _, start, length in records}
    if any(start + length > size for start, length in tables.values()):
        raise ValueError("tables beyond the end of the file")
    return tables


@dataclass(frozen=True, slots=True)
class _Name:
    kind: int
    is_chinese: bool
    text: str


class FontNames:
    """The names of one font, and its edition. Raises ValueError for what is damaged."""

    def __init__(self, font: bytes | mmap.mmap, tables: Tables) -> None:
        self._names = list(_names(font, tables))
        head = tables.get(b"head")
        revision = unpack_from(">I", font, head[0] + 4)[0] if head else 0
        self.revision = f"{revision / 0x10000:.3f}"

    @property
    def postscript(self) -> str:
        """The name in plain letters, by which files name the font; empty when it has none."""
        found = [name.text for name in self._names if name.kind == POSTSCRIPT]
        return _PLAIN.sub("", found[0]) if found else ""

    @property
    def full(self) -> str:
        """What the font is called, in Chinese where it says so."""
        for kind in (FULL, FAMILY):
            found = sorted(
                (name for name in self._names if name.kind == kind),
                key=lambda name: not name.is_chinese,
            )
            if found:
                return found[0].text
        return self.postscript

    @property
    def all(self) -> frozenset[str]:
        """Every name it answers to."""
        kinds = (FAMILY, FULL, POSTSCRIPT, TYPOGRAPHIC)
        return frozenset(name.text for name in self._names if name.kind in kinds)


def _names(font: bytes | mmap.mmap, tables: Tables) -> Iterator[_Name]:
    if b"name" not in tables:
        return
    at, size = tables[b"name"]
    _, count, texts = unpack_from(">HHH", font, at)
    for number in range(min(count, size // 12)):
        platform, encoding, language, kind, length, start = unpack_from(
            ">6H", font, at + 6 + 12 * number
        )
        if platform != WINDOWS:
            continue
        raw = bytes(font[at + texts + start : at + texts + start + length])
        code = OLD_ENCODINGS.get(encoding, "utf-16-be")
        text = raw.decode(code, errors="replace").replace("\0", "").strip()
        if text:
            yield _Name(kind, language in CHINESE, text)


@dataclass(frozen=True, slots=True)
class DescribedFont:
    """A font of a file with every name it answers to; fault says why it cannot be used."""

    face: Typeface
    names: frozenset[str]
    fault: FontFault | None


def described(path: Path) -> tuple[DescribedFont, ...]:
    """Every font in the file with its names; none where the file cannot be read as a font."""
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as font:
            return tuple(_described(path, font))
    except (OSError, ValueError, struct.error, IndexError):
        return ()


def _described(path: Path, font: mmap.mmap) -> Iterator[DescribedFont]:
    count = 1
    if bytes(font[:4]) == COLLECTION:
        count = min(unpack_from(">I", font, 8)[0], MOST_IN_A_COLLECTION)
    for index in range(count):
        tables = tables_of(font, index)
        names = FontNames(font, tables)
        postscript = names.postscript or path.stem  # as FontFile names it
        face = Typeface(str(path), index, names.full or path.stem, postscript, names.revision)
        yield DescribedFont(face, names.all, fault_of(font, tables))


def fault_of(font: bytes | mmap.mmap, tables: Tables) -> FontFault | None:
    """Why the font cannot be put into documents, as far as its head tells."""
    if b"OS/2" in tables:
        allowed = unpack_from(">H", font, tables[b"OS/2"][0] + 8)[0]
        # of several grants the least strict counts (OpenType 1.4 and earlier)
        if allowed & BITMAPS_ONLY or (allowed & RESTRICTED and not allowed & READABLE):
            return FontFault.NO_EMBEDDING
        if allowed & NO_CUTTING:
            return FontFault.NO_CUTTING
    if b"glyf" not in tables or b"loca" not in tables:
        return FontFault.CUBIC_OUTLINES
    return FontFault.VARIABLE if b"fvar" in tables else None
