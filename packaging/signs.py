"""Draw the signs of the windows that no font of hanzi has: resources/style/signs.ttf.

    python packaging/signs.py

A state is never told by colour alone but by a sign as well; on a machine with no other fonts these
signs would be empty boxes. They are our own drawing, under the licence of the program.
"""

from __future__ import annotations

import math
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

TARGET = Path(__file__).resolve().parent.parent / "resources" / "style" / "signs.ttf"
EM, ASCENT, DESCENT = 1000, 880, 120
_THICK = 84
_EPOCH = 2082844800  # seconds from the epoch of fonts, 1904, to that of Unix
Point = tuple[float, float]
Shape = list[list[Point]]


def stroke(start: Point, end: Point) -> list[Point]:
    """A straight line with a body, its ends square and half a body beyond."""
    length = math.dist(start, end)
    along = tuple((e - s) / length * _THICK / 2 for s, e in zip(start, end, strict=True))
    across = (along[1], -along[0])
    first = (start[0] - along[0], start[1] - along[1])
    last = (end[0] + along[0], end[1] + along[1])
    return [
        (first[0] - across[0], first[1] - across[1]),
        (last[0] - across[0], last[1] - across[1]),
        (last[0] + across[0], last[1] + across[1]),
        (first[0] + across[0], first[1] + across[1]),
    ]


def box(left: float, low: float, right: float, high: float) -> list[Point]:
    """A filled rectangle."""
    return [(left, low), (left, high), (right, high), (right, low)]


CROSS: Shape = [stroke((150, 110), (650, 610)), stroke((150, 610), (650, 110))]
SIGNS: dict[str, tuple[int, Shape]] = {
    "✓": (820, [stroke((120, 350), (310, 140)), stroke((310, 140), (700, 640))]),
    "✕": (800, CROSS),
    "✗": (800, CROSS),
    "⚠": (
        960,
        [
            [(30, -40), (480, 760), (930, -40)],
            [(150, 32), (810, 32), (480, 618)],  # the other way round: it is cut out
            box(442, 210, 518, 430),
            box(442, 90, 518, 166),
        ],
    ),
    "▶": (820, [[(140, 40), (140, 700), (720, 370)]]),
    "⇪": (
        860,
        [
            [(80, 400), (430, 760), (780, 400)],
            box(290, 190, 570, 401),
            box(290, 20, 570, 120),
        ],
    ),
}


def draw(shape: Shape) -> object:
    """The outline of one sign."""
    pen = TTGlyphPen(None)
    for corners in shape:
        pen.moveTo(tuple(map(round, corners[0])))
        for corner in corners[1:]:
            pen.lineTo(tuple(map(round, corner)))
        pen.closePath()
    return pen.glyph()


def main() -> None:
    """Write the font; the same every time."""
    names = {sign: f"uni{ord(sign):04X}" for sign in SIGNS}
    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder([".notdef", *names.values()])
    builder.setupCharacterMap({ord(sign): name for sign, name in names.items()})
    glyphs = {names[sign]: draw(shape) for sign, (_, shape) in SIGNS.items()}
    builder.setupGlyf({".notdef": draw([box(60, 0, 440, 700)]), **glyphs})
    widths = {names[sign]: (width, 0) for sign, (width, _) in SIGNS.items()}
    builder.setupHorizontalMetrics({".notdef": (500, 60), **widths})
    builder.setupHorizontalHeader(ascent=ASCENT, descent=-DESCENT)
    builder.setupOS2(
        sTypoAscender=ASCENT, sTypoDescender=-DESCENT, usWinAscent=ASCENT, usWinDescent=DESCENT
    )
    builder.setupNameTable({"familyName": "Tanxin Signs", "styleName": "Regular"})
    builder.setupPost()
    builder.updateHead(created=_EPOCH, modified=_EPOCH)
    builder.font.recalcTimestamp = False
    builder.save(TARGET)


if __name__ == "__main__":
    main()
