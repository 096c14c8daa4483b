"""Character maps of fonts: which glyph stands for which character (OpenType, cmap)."""

from __future__ import annotations

import mmap
from struct import pack, unpack_from

WINDOWS, UNICODE = 3, 0
WINDOWS_PLAIN, WINDOWS_FULL = 1, 10
PLAIN_FORM, FULL_FORM = 4, 12


def is_full_map(platform: int, encoding: int, form: int) -> bool:
    """Whether the map is of all of Unicode, in groups."""
    if form != FULL_FORM:
        return False
    return platform == UNICODE or (platform == WINDOWS and encoding == WINDOWS_FULL)


def is_plain_map(platform: int, encoding: int, form: int) -> bool:
    """Whether the map is of the first plane of Unicode, in segments."""
    if form != PLAIN_FORM:
        return False
    return platform == UNICODE or (platform == WINDOWS and encoding == WINDOWS_PLAIN)


def groups_of(font: bytes | mmap.mmap, at: int) -> bytes:
    """The segments of a plain map as groups of first character, last, first glyph."""
    doubled = unpack_from(">H", font, at + 6)[0]
    count = doubled // 2
    ends = unpack_from(f">{count}H", font, at + 14)
    starts = unpack_from(f">{count}H", font, at + 16 + doubled)
    deltas = unpack_from(f">{count}H", font, at + 16 + 2 * doubled)
    ranges_at = at + 16 + 3 * doubled
    ranges = unpack_from(f">{count}H", font, ranges_at)
    groups: list[tuple[int, int, int]] = []
    for number in range(count):
        start, end, delta = starts[number], ends[number], deltas[number]
        base = ranges_at + 2 * number + ranges[number] if ranges[number] else 0
        for code in range(start, end + 1 if end < 0xFFFF else end):
            glyph = code if not base else unpack_from(">H", font, base + 2 * (code - start))[0]
            if glyph or not base:
                glyph = (glyph + delta) & 0xFFFF
            if glyph:
                _add(groups, code, glyph)
    return b"".join(pack(">III", *group) for group in groups)


def _add(groups: list[tuple[int, int, int]], code: int, glyph: int) -> None:
    """Put a character into the last group where it carries that on, else into one of its own."""
    if groups:
        first, last, base = groups[-1]
        if code == last + 1 and glyph == base + code - first:
            groups[-1] = (first, code, base)
            return
    groups.append((code, code, glyph))
