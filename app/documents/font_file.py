"""A TrueType file read where it lies: a font of 30 MB costs nothing until a glyph is used.

HarfBuzz reads and cuts the fonts; reportlab's own reader needs 60–130 ms and some 50 MB for each of
them and stores wrong widths when a font's em is not 1000 units.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from struct import unpack_from

import uharfbuzz as hb

# a font inside a page needs outlines and widths only
_DROPPED = (
    *("GSUB", "GPOS", "GDEF", "BASE", "VORG", "vmtx", "vhea"),
    *("name", "post", "OS/2", "gasp", "STAT", "DSIG", "cmap"),
)


@dataclass(frozen=True, slots=True)
class Cut:
    """A font cut down to some glyphs, and where each of them now stands."""

    content: bytes
    places: dict[int, int]


class FontFile:
    """One font: which characters it draws, how wide, and the part of it that a document needs."""

    def __init__(self, path: Path) -> None:
        self.name = path.stem
        self._face = hb.Face(hb.Blob.from_file_path(str(path)))
        if not self._face.glyph_count:
            raise ValueError(f"no font: {path.name}")
        self._font = hb.Font(self._face)
        self.units: int = self._face.upem
        self.box: tuple[int, ...] = unpack_from(">4h", self._face.reference_table("head").data, 36)
        extents = self._font.get_font_extents("ltr")
        self.ascent, self.descent = extents.ascender, extents.descender

    def glyph(self, character: str) -> int:
        """The number of the character's glyph, 0 when the font has none."""
        return self._font.get_nominal_glyph(ord(character)) or 0

    def is_drawn(self, glyph: int) -> bool:
        """Whether the glyph has an outline; some fonts map characters to nothing."""
        extents = self._font.get_glyph_extents(glyph)
        return extents is not None and bool(extents.width and extents.height)

    def advance(self, glyph: int) -> int:
        """How far the glyph moves the pen, in the font's units."""
        return int(self._font.get_glyph_h_advance(glyph))

    def cut(self, glyphs: Sequence[int]) -> Cut:
        """The font with these glyphs only, for embedding; same glyphs, same bytes."""
        wanted = hb.SubsetInput()
        for glyph in glyphs:
            wanted.glyph_set.add(glyph)
        for tag in _DROPPED:
            wanted.drop_table_tag_set.add(int.from_bytes(tag.encode(), "big"))
        wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE
        plan = hb.SubsetPlan(self._face, wanted)
        content = bytes(plan.execute().blob.data)
        return Cut(content, dict(plan.old_to_new_glyph_mapping))


@lru_cache
def open_font(path: Path) -> FontFile:
    """The font in that file, mapped once for the process. Raises OSError, ValueError."""
    if not path.is_file():
        raise FileNotFoundError(path.name)
    return FontFile(path)
