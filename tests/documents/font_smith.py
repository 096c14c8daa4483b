"""Fonts made for tests, as others make them: with any em, any map, any right to embed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

from app.documents.fonts import EVERYDAY

WIDE = "“”‘’—…·，。、；：？！（）《》〔〕　"
NARROW = "0123456789.,-% ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
INK = frozenset(" 　")
FEW = 300  # enough to be seen on a page, and built in a tenth of the time


@dataclass(frozen=True)
class Wanted:
    """What the font is to be: its names, its em, the characters that have no outline."""

    name: str = "仿宋_GB2312"
    postscript: str = "FangSong_GB2312"
    units: int = 1000
    empty: str = ""
    allowed: int = 0
    has_full_map: bool = False
    has_short_metrics: bool = False
    missing: str = ""
    revision: float = 5.0
    has_few: bool = False


def smithed(path: Path, wanted: Wanted = Wanted()) -> Path:
    """Write the font: each Chinese character is a square, each Latin one half as wide."""
    path.write_bytes(made(wanted))
    return path


@lru_cache
def made(wanted: Wanted) -> bytes:
    """The font as bytes, built once for all tests of a run."""
    out = BytesIO()
    build(wanted).save(out)
    return out.getvalue()


def collected(path: Path, wanted: Iterable[Wanted]) -> Path:
    """Write a collection of fonts."""
    collection = TTCollection()
    for number, one in enumerate(wanted):
        part = smithed(path.with_suffix(f".{number}.ttf"), one)
        collection.fonts.append(TTFont(part))
        part.unlink()
    collection.save(path)
    return path


def build(wanted: Wanted) -> FontBuilder:
    """The font, not yet a file."""
    han = EVERYDAY[:FEW] if wanted.has_few else EVERYDAY
    characters = [c for c in (*NARROW, *WIDE, *han) if c not in wanted.missing]
    names = [".notdef", *(f"u{ord(c):04X}" for c in characters)]
    builder = FontBuilder(wanted.units, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(c): name for c, name in zip(characters, names[1:], strict=True)})
    if wanted.has_full_map:
        _keep_only_full_map(builder.font)
    half, whole = wanted.units // 2, wanted.units
    blank = TTGlyphPen(None).glyph()
    wide, narrow = _square(whole), _square(half)
    shapes, metrics = {".notdef": wide}, {".notdef": (whole, 0)}
    for character, name in zip(characters, names[1:], strict=True):
        is_narrow = character in NARROW
        is_blank = character in INK or character in wanted.empty
        shapes[name] = blank if is_blank else narrow if is_narrow else wide
        metrics[name] = (half if is_narrow else whole, 0)
    if not wanted.has_short_metrics:  # else those of the last glyphs, all alike, are left out
        metrics[names[-1]] = (whole - 1, 0)
    builder.setupGlyf(shapes)
    builder.setupHorizontalMetrics(metrics)
    builder.setupHorizontalHeader(ascent=whole * 86 // 100, descent=-whole * 14 // 100)
    builder.setupNameTable(
        {
            "familyName": {"en": wanted.postscript, "zh": wanted.name},
            "fullName": {"en": wanted.postscript, "zh": wanted.name},
            "psName": wanted.postscript,
            "styleName": "Regular",
        }
    )
    builder.setupOS2(fsType=wanted.allowed)
    builder.setupPost(keepGlyphNames=False)
    builder.font["head"].fontRevision = wanted.revision
    return builder


def _square(side: int) -> object:
    pen = TTGlyphPen(None)
    edge = side // 10
    corners = [(edge, 0), (edge, side // 2), (side - edge, side // 2), (side - edge, 0)]
    for number, corner in enumerate(corners):
        pen.lineTo(corner) if number else pen.moveTo(corner)
    pen.closePath()
    return pen.glyph()


def _keep_only_full_map(font: TTFont) -> None:
    table = font["cmap"]
    best = dict(table.getBestCmap())
    full = CmapSubtable.newSubtable(12)
    full.platformID, full.platEncID, full.language = 3, 10, 0
    full.cmap = best
    table.tables = [full]
