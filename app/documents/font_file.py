"""A TrueType file read where it lies: a font of 30 MB costs nothing until a glyph is used.

reportlab's own reader needs 60–130 ms and 50 MB for each font and stores wrong widths when the em
is not 1000 units; HarfBuzz needs 3–5 ms for each cut, however few glyphs are taken, and is one
more library in C for machines that have no wheel of it.
"""

from __future__ import annotations

import mmap
import struct
import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from struct import pack, unpack_from

from app.documents.character_maps import groups_of, is_full_map, is_plain_map
from app.documents.font_names import FontNames, Tables, tables_of

WORDS = 0x0001
SCALE = 0x0008
MORE = 0x0020
TWO_SCALES = 0x0040
MATRIX = 0x0080
REQUIRED = {b"head", b"hhea", b"hmtx", b"maxp", b"loca", b"glyf", b"cmap"}
COPIED = (b"cvt ", b"fpgm", b"prep")


class FontFile:
    """The tables of one font, read from the mapped file when asked.

    index says which font of a collection; name is the one by which documents name it, revision
    tells editions apart. Raises OSError, ValueError for what is no TrueType font.
    """

    def __init__(self, path: Path, index: int = 0) -> None:
        with path.open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        try:
            self._open(path, index)
        except (struct.error, IndexError) as error:
            raise ValueError(f"a damaged font: {path.name}") from error

    def _open(self, path: Path, index: int) -> None:
        self._tables: Tables = tables_of(self._bytes, index)
        if not set(self._tables) >= REQUIRED:
            raise ValueError(f"no TrueType font: {path.name}")
        names = FontNames(self._bytes, self._tables)
        self.name = names.postscript or path.stem
        self.revision = names.revision
        head = self._at(b"head")
        self.units: int = unpack_from(">H", self._bytes, head + 18)[0]
        self.box: tuple[int, ...] = unpack_from(">4h", self._bytes, head + 36)
        self._is_long = unpack_from(">h", self._bytes, head + 50)[0] == 1
        hhea = self._at(b"hhea")
        self.ascent, self.descent = unpack_from(">hh", self._bytes, hhea + 4)
        self._advances: int = unpack_from(">H", self._bytes, hhea + 34)[0]
        self.count: int = unpack_from(">H", self._bytes, self._at(b"maxp") + 4)[0]
        if not (self.units and self._advances):
            raise ValueError(f"a font without measures: {path.name}")
        self._hmtx, self._loca, self._glyf = map(self._at, (b"hmtx", b"loca", b"glyf"))
        self._map, self._cmap, self._groups = self._character_map()

    @property
    def said(self) -> str:
        """The font with its edition, as the descriptions of documents name it."""
        return f"{self.name} {self.revision}"

    def glyph(self, character: str) -> int:
        """The number of the character's glyph, 0 when the font has none."""
        code = ord(character)
        place = bisect_right(range(self._groups), code, key=self._group_start) - 1
        if place < 0:
            return 0
        first, last, glyph = unpack_from(">III", self._map, self._cmap + 12 * place)
        return glyph + code - first if code <= last else 0

    def is_drawn(self, glyph: int) -> bool:
        """Whether the glyph has an outline."""
        start, end = self._outline(glyph)
        return end > start

    def advance(self, glyph: int) -> int:
        """How far the glyph moves the pen, in the font's units."""
        last = min(glyph, self._advances - 1)
        return int(unpack_from(">H", self._bytes, self._hmtx + 4 * last)[0])

    def check(self) -> None:
        """See that every glyph lies inside the file and its parts are there, as documents trust.

        Raises ValueError. Fonts from elsewhere are checked once, when they are chosen.
        """
        try:
            self._check()
        except (struct.error, IndexError) as error:
            raise ValueError(f"a damaged font: {self.name}") from error

    def _check(self) -> None:
        at, size = self._tables[b"loca"]
        kind, per_entry = ("I", 4) if self._is_long else ("H", 2)
        places = array(kind, self._bytes[at : at + per_entry * (self.count + 1)])
        if sys.byteorder == "little":
            places.byteswap()
        end = places[-1] * (1 if self._is_long else 2)
        is_ordered = all(a <= b for a, b in pairwise(places))
        if size < per_entry * (self.count + 1) or end > self._tables[b"glyf"][1] or not is_ordered:
            raise ValueError(f"glyphs out of bounds: {self.name}")
        beyond = max(self.count - self._advances, 0)
        if self._tables[b"hmtx"][1] < 4 * self._advances + 2 * beyond:
            raise ValueError(f"widths are missing: {self.name}")
        for group in range(self._groups):
            first, last, glyph = unpack_from(">III", self._map, self._cmap + 12 * group)
            if first > last or glyph + last - first >= self.count:
                raise ValueError(f"a character without a glyph: {self.name}")
        for glyph in range(self.count):
            start, end = self._outline(glyph)
            if end > start and self._bytes[start] & 0x80:
                self._check_parts(self._bytes[start:end])

    def _check_parts(self, outline: bytes) -> None:
        if any(part >= self.count for _, part in _parts(outline)):
            raise ValueError(f"a part is missing: {self.name}")

    def cut(self, glyphs: Sequence[int]) -> bytes:
        """A font of glyph 0 and these glyphs, numbered 1, 2, 3 … in this order.

        A glyph asked for twice is put in twice: each place belongs to one character, so that text
        can be copied out again exactly. Parts of composite glyphs follow behind.
        """
        order = [0, *glyphs]
        place = {glyph: number for number, glyph in reversed(list(enumerate(order)))}
        drawn, offsets = bytearray(), [0]
        for glyph in order:  # grows while parts of composites are met
            start, end = self._outline(glyph)
            outline = self._bytes[start:end]
            if outline and outline[0] & 0x80:  # fewer than no contours: made of parts
                outline = _renumbered(outline, order, place)
            drawn += outline
            drawn += bytes(-len(outline) % 4)
            offsets.append(len(drawn))
        return _font_bytes(self._cut_tables(order, bytes(drawn), offsets))

    def _cut_tables(
        self, order: Sequence[int], drawn: bytes, offsets: Sequence[int]
    ) -> dict[bytes, bytes]:
        count = len(order)
        head = bytearray(self._table(b"head"))
        head[8:12] = bytes(4)
        head[50:52] = pack(">h", 1)
        hhea = bytearray(self._table(b"hhea"))
        hhea[34:36] = pack(">H", count)
        maxp = bytearray(self._table(b"maxp"))
        maxp[4:6] = pack(">H", count)
        tables = {tag: self._table(tag) for tag in COPIED if tag in self._tables}
        return tables | {
            b"glyf": drawn,
            b"head": bytes(head),
            b"hhea": bytes(hhea),
            b"hmtx": b"".join(map(self._metrics, order)),
            b"loca": pack(f">{count + 1}I", *offsets),
            b"maxp": bytes(maxp),
        }

    def _metrics(self, glyph: int) -> bytes:
        """Advance and bearing; behind the last advance only bearings are kept."""
        own = self._hmtx + 4 * min(glyph, self._advances - 1)
        if glyph < self._advances:
            return bytes(self._bytes[own : own + 4])
        beyond = self._hmtx + 4 * self._advances + 2 * (glyph - self._advances)
        return bytes(self._bytes[own : own + 2] + self._bytes[beyond : beyond + 2])

    def _outline(self, glyph: int) -> tuple[int, int]:
        glyf = self._glyf
        if self._is_long:
            start, end = unpack_from(">II", self._bytes, self._loca + 4 * glyph)
            return glyf + start, glyf + end
        start, end = unpack_from(">HH", self._bytes, self._loca + 2 * glyph)
        return glyf + 2 * start, glyf + 2 * end

    def _character_map(self) -> tuple[bytes | mmap.mmap, int, int]:
        """Groups of first character, last, and first glyph: where they lie, and how many.

        A map of the whole of Unicode is read where it lies; older fonts have one of its first
        plane alone, which is put into the same form.
        """
        table = self._at(b"cmap")
        plain = 0
        for i in range(unpack_from(">H", self._bytes, table + 2)[0]):
            platform, encoding, offset = unpack_from(">HHI", self._bytes, table + 4 + 8 * i)
            at = table + offset
            form = unpack_from(">H", self._bytes, at)[0]
            if is_full_map(platform, encoding, form):
                return self._bytes, at + 16, unpack_from(">I", self._bytes, at + 12)[0]
            plain = plain or (at if is_plain_map(platform, encoding, form) else 0)
        if not plain:
            raise ValueError("no character map of Unicode")
        groups = groups_of(self._bytes, plain)
        return groups, 0, len(groups) // 12

    def _group_start(self, group: int) -> int:
        return int(unpack_from(">I", self._map, self._cmap + 12 * group)[0])

    def _at(self, tag: bytes) -> int:
        return self._tables[tag][0]

    def _table(self, tag: bytes) -> bytes:
        at, size = self._tables[tag]
        return bytes(self._bytes[at : at + size])


def _renumbered(outline: bytes, order: list[int], place: dict[int, int]) -> bytes:
    changed = bytearray(outline)
    for at, part in _parts(outline):
        if part not in place:
            place[part] = len(order)
            order.append(part)
        changed[at : at + 2] = pack(">H", place[part])
    return bytes(changed)


def _parts(outline: bytes) -> Iterator[tuple[int, int]]:
    """The parts of a composite glyph: where in the outline each is named, and its number."""
    at, flags = 10, MORE
    while flags & MORE:
        flags, part = unpack_from(">HH", outline, at)
        yield at + 2, part
        at += 8 if flags & WORDS else 6
        at += 2 if flags & SCALE else 4 if flags & TWO_SCALES else 8 if flags & MATRIX else 0


@lru_cache
def open_font(path: Path, index: int = 0) -> FontFile:
    """The font in that file, mapped once for the process. Raises OSError, ValueError."""
    return FontFile(path, index)


def _font_bytes(tables: dict[bytes, bytes]) -> bytes:
    count = len(tables)
    power = count.bit_length() - 1
    head = pack(">IHHHH", 0x10000, count, 16 << power, power, 16 * count - (16 << power))
    directory, body = bytearray(head), bytearray()
    for tag, content in sorted(tables.items()):
        padded = content + bytes(-len(content) % 4)
        at = 12 + 16 * count + len(body)
        directory += pack(">4sIII", tag, _checksum(padded), at, len(content))
        body += padded
    return bytes(directory + body)


def _checksum(padded: bytes) -> int:
    words = array("I", padded)
    if sys.byteorder == "little":
        words.byteswap()
    return sum(words) & 0xFFFFFFFF
