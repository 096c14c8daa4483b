"""Titles of several lines: 梯形 or 菱形, symmetrical, no word broken (GB/T 9704-2012, 7.3.1)."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from app.documents.fonts import chain_of
from app.documents.printing import printable
from app.documents.typesetting import Paragraph, Style, paragraph
from app.documents.units import NEVER_FIRST, NEVER_LAST, is_square

TEXTS = Path(__file__).resolve().parents[2] / "resources" / "texts"
EVERYDAY = TEXTS / "common-words.txt"
OF_THE_TRADE = TEXTS / "title-words.txt"  # words and names that everyday lists do not have
_NEVER_BEGINS = frozenset("的地得了着过们等和与及或")  # these lean on the word before
_NEVER_ENDS = frozenset("在对向从为被把将以第各每")
_MOST_LINES = 4
_LONGEST_SPACED = 8
_COUNTS_TRIED = 2
_LONGEST_WORD = 4
_LONGEST_NAME = 10
_BROKEN_WORD = 60.0
_UGLY_EDGE = 25.0
_ONE_MORE_LINE = 15.0
_SHORTEST = 0.25  # of the measure: no line is left with a word or two


def title(text: str, style: Style, measure: float, field: str = "") -> Paragraph:
    """A centred title whose lines get evenly longer or shorter.

    A title that is given in lines keeps them; a long one is not spaced out.
    Raises MissingGlyphError naming the field.
    """
    plain = printable(text).strip()
    if len(plain) > _LONGEST_SPACED:
        style = replace(style, pitch=0.0)
    if "\n" not in plain:
        chain_of(style.role).check(plain, field)
        plain = "\n".join(_balanced(plain, style, measure))
    return paragraph(plain, style, measure, field)


@lru_cache(maxsize=64)
def _balanced(text: str, style: Style, measure: float) -> tuple[str, ...]:
    return tuple(balanced(text, _widths(text, style), measure))


def _widths(text: str, style: Style) -> list[float]:
    width_of, pitch = chain_of(style.role).width, style.pitch or style.size
    return [pitch if is_square(c) else width_of(c) * style.size for c in text]


def balanced(text: str, widths: list[float], measure: float) -> list[str]:
    """The text in as few lines as it needs, broken where the shape is best and no word suffers."""
    total = sum(widths)
    if total <= measure:
        return [text]
    costs = [_cost_of_break(text, at) for at in range(len(text) + 1)]
    found = []
    for count in range(2, _MOST_LINES + 1):
        if total <= count * measure:
            best = _best(widths, costs, measure, count)
            found += [(best[0] + count * _ONE_MORE_LINE, best[1])] if best else []
        if len(found) == _COUNTS_TRIED:
            break
    if not found:
        return [text]
    return [text[a:b].strip() for a, b in pairwise((0, *min(found)[1]))]


def _best(
    widths: list[float], costs: list[float], measure: float, count: int
) -> tuple[float, tuple[int, ...]] | None:
    """Where count lines end so that they cost least; None where they cannot hold the text."""
    sums = [0.0]
    for width in widths:
        sums.append(sums[-1] + width)
    unit = measure / 20
    best: tuple[float, tuple[int, ...]] | None = None
    for ends in _ways(sums, costs, measure, count):
        lengths = [sums[b] - sums[a] for a, b in pairwise((0, *ends))]
        cost = sum(costs[end] for end in ends[:-1]) + _shape_cost([x / unit for x in lengths])
        if best is None or cost < best[0]:
            best = (cost, ends)
    return best


def _ways(
    sums: list[float], costs: list[float], measure: float, count: int, start: int = 0
) -> list[tuple[int, ...]]:
    """Every way to end the lines so that each holds its part."""
    length = len(sums) - 1
    if count == 1:
        return [(length,)] if sums[length] - sums[start] <= measure + 0.01 else []
    found = []
    for end in range(start + 1, length):
        if sums[end] - sums[start] < _SHORTEST * measure:
            continue
        if sums[end] - sums[start] > measure + 0.01:
            break
        if sums[length] - sums[end] > (count - 1) * measure or costs[end] == float("inf"):
            continue
        found += [(end, *more) for more in _ways(sums, costs, measure, count - 1, end)]
    return found


def _shape_cost(lengths: list[float]) -> float:
    """How far the lines are from a trapezium, or three from a lozenge; lengths in 20ths."""
    steps = [b - a for a, b in pairwise(lengths)]
    rising, falling = all(s > 0 for s in steps), all(s < 0 for s in steps)
    is_lozenge = len(steps) == 2 and steps[0] > 0 > steps[1]
    cost = 0.0 if rising or falling else 4.0 if is_lozenge else 20.0
    mean = sum(map(abs, steps)) / len(steps)
    cost += sum((abs(step) - mean) ** 2 for step in steps)
    wanted = 3.0  # a step of three twentieths is seen, and no line looks left behind
    return cost + (mean - wanted) ** 2 / 2


def _cost_of_break(text: str, at: int) -> float:
    """What it costs to break before that character; infinite where it may not be."""
    if at in (0, len(text)):
        return 0.0
    before, after = text[at - 1], text[at]
    if after in NEVER_FIRST or before in NEVER_LAST or _is_inside_word(before, after):
        return float("inf")
    cost = _cost_of_parting(text, at)
    if after in _NEVER_BEGINS or before in _NEVER_ENDS:
        cost += _UGLY_EDGE
    if text.count("《", 0, at) > text.count("》", 0, at):
        cost += _UGLY_EDGE  # inside the name of a document
    return cost


def _is_inside_word(before: str, after: str) -> bool:
    """Whether the break would part a number from its measure, or a Latin word."""
    if " " in (before, after):
        return False
    return not is_square(before) and (not is_square(after) or after in "年月日号级届条％")


def _cost_of_parting(text: str, at: int) -> float:
    """What it costs where a word is parted; a long name of an organ less than a word."""
    words, cost = _words(), 0.0
    for length in range(2, _LONGEST_NAME + 1):
        for start in range(max(at - length + 1, 0), at):
            if start + length > at and text[start : start + length] in words:
                if length <= _LONGEST_WORD:
                    return _BROKEN_WORD
                cost = _UGLY_EDGE
    return cost


@lru_cache
def _words() -> frozenset[str]:
    found = set(OF_THE_TRADE.read_text("utf-8").split())
    for line in EVERYDAY.read_text("utf-8").splitlines():
        first, *rest = line.split(" ")
        found.update(first + following for following in rest)
    return frozenset(found)
