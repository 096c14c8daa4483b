"""What a hand wrote on a pad, drawn as strokes: smooth, and as wide as the pen was pressed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.domain.signer import Ink, InkPoint

THINNEST, THICKEST = 0.35, 1.35  # points
CLOSEST = 0.2  # points: nearer ones say nothing on paper
MOST_POINTS = 4_000


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle on paper, in points from its lower left corner."""

    left: float
    foot: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class _Dot:
    x: float
    y: float
    width: float


def ink_operators(ink: Ink, area: Area) -> str:
    """PDF operators that draw the ink as large as the area allows, its proportions kept.

    Curves go through all points (Catmull-Rom, as Bézier curves); nothing is transparent.
    """
    strokes = [stroke for stroke in _thinned(ink) if stroke]
    if not strokes:
        return ""
    drawn = [_stroke(dots) for dots in _placed(strokes, area)]
    return f"q 0 G 1 J 1 j {' '.join(drawn)} Q"


def _thinned(ink: Ink) -> Iterator[tuple[InkPoint, ...]]:
    """The strokes with so few points that a document stays small."""
    every = -(-sum(map(len, ink.strokes)) // MOST_POINTS) or 1
    for stroke in ink.strokes:
        yield (*stroke[:-1:every], *stroke[-1:])


def _placed(strokes: list[tuple[InkPoint, ...]], area: Area) -> Iterator[list[_Dot]]:
    points = [point for stroke in strokes for point in stroke]
    left, right = min(p.x for p in points), max(p.x for p in points)
    top, low = min(p.y for p in points), max(p.y for p in points)
    inner = (area.width - THICKEST, area.height - THICKEST)
    ratios = [
        room / side for room, side in zip(inner, (right - left, low - top), strict=True) if side
    ]
    scale = min(ratios, default=1.0)
    x = area.left + (area.width - (right - left) * scale) / 2
    y = area.foot + (area.height + (low - top) * scale) / 2
    for stroke in strokes:
        yield list(
            _apart(
                _Dot(x + (p.x - left) * scale, y - (p.y - top) * scale, _width(p.pressure))
                for p in stroke
            )
        )


def _width(pressure: float) -> float:
    return THINNEST + (THICKEST - THINNEST) * min(1.0, max(0.0, pressure))


def _apart(dots: Iterable[_Dot]) -> Iterator[_Dot]:
    last: _Dot | None = None
    for dot in dots:
        if last is None or abs(dot.x - last.x) + abs(dot.y - last.y) >= CLOSEST:
            yield dot
            last = dot


def _stroke(dots: list[_Dot]) -> str:
    if len(dots) == 1:  # a line without length has round ends all the same
        (dot,) = dots
        return f"{dot.width:.2f} w {dot.x:.2f} {dot.y:.2f} m {dot.x:.2f} {dot.y:.2f} l S"
    out: list[str] = []
    width = ""
    for at in range(len(dots) - 1):
        wanted = f"{(dots[at].width + dots[at + 1].width) / 2:.1f}"
        if wanted != width:
            end = "S " if out else ""
            out.append(f"{end}{wanted} w {dots[at].x:.2f} {dots[at].y:.2f} m")
            width = wanted
        out.append(_curve(dots, at))
    return " ".join([*out, "S"])


def _curve(dots: list[_Dot], at: int) -> str:
    """From one point to the next, in the direction of their neighbours."""
    before, here, there = dots[max(0, at - 1)], dots[at], dots[at + 1]
    after = dots[min(len(dots) - 1, at + 2)]
    first = (here.x + (there.x - before.x) / 6, here.y + (there.y - before.y) / 6)
    second = (there.x - (after.x - here.x) / 6, there.y - (after.y - here.y) / 6)
    ends = (*first, *second, there.x, there.y)
    return " ".join(f"{value:.2f}" for value in ends) + " c"
