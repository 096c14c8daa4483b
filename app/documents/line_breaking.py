"""Where Chinese text is broken into lines, and where on the line each character stands.

After GB/T 15834 and the practice of printers: no line begins with closing or ends with opening
punctuation; —— and ……, words, numbers with their units and dates stay whole; no character is left
alone on the last line; neighbouring punctuation shares its blank; a line is made full by squeezing
its punctuation first and by spreading its characters else.
Pure: text and widths in, lines out.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate, pairwise
from operator import attrgetter

from app.documents.bindings import bound
from app.documents.units import Setting, Unit, UnitKind, units_of

TOLERANCE = 0.01
MOST_PUSHED_IN = 24
LONGEST_WHOLE = 0.3  # of the measure: a longer date would leave a hole in the line before it
LONGEST_PART = 0.75
FEWEST_LINES = 2
STANDS = frozenset({UnitKind.SQUARE, UnitKind.LEADER, UnitKind.WORD})
_TEXT = attrgetter("text")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its characters and the place of each, in points from the left edge.

    width is what it takes; step is the blank that lies between most of its characters.
    """

    text: str
    places: tuple[float, ...]
    width: float
    step: float


def break_text(text: str, setting: Setting, measure: float, indent: float = 0.0) -> list[Line]:
    """The lines of a text: each \\n begins a paragraph, whose first line is indented."""
    return [
        line
        for paragraph in text.split("\n")
        for line in _Paragraph(paragraph, setting, measure).lines(indent)
    ]


class _Paragraph:
    """The work of breaking one paragraph, with running sums so that a line is found by search."""

    def __init__(self, text: str, setting: Setting, measure: float) -> None:
        self._setting = setting
        self._measure = measure
        self._half = setting.size / 2
        self._units = self._short_enough(units_of(text, setting))
        self._sums = [0.0, *accumulate([unit.room for unit in self._units])]
        self._give = [0.0, *accumulate([unit.give for unit in self._units])]
        self._ends = [True, *(a.may_end and b.may_begin for a, b in pairwise(self._units)), True]
        self._bind(text)

    def lines(self, indent: float) -> list[Line]:
        if not self._units:
            return [Line("", (), 0.0, 0.0)]
        starts, left = [0], indent
        while starts[-1] < len(self._units):
            starts.append(self._end_of_line(starts[-1], left))
            left = 0.0
        self._give_company(starts)
        return [
            self._line(start, end, 0.0 if number else indent)
            for number, (start, end) in enumerate(pairwise(starts))
        ]

    def _bind(self, text: str) -> None:
        """Let no line end inside a number with its unit, or a date."""
        places: list[int] = []
        for first, end, is_whole in bound(text):
            places = places or [0, *accumulate(map(len, map(_TEXT, self._units)))]
            a, b = bisect_right(places, first) - 1, bisect_left(places, end)
            longest = (LONGEST_WHOLE if is_whole else LONGEST_PART) * self._measure
            if b - a > 1 and self._sums[b] - self._sums[a] <= longest:
                self._ends[a + 1 : b] = [False] * (b - a - 1)

    def _give_company(self, starts: list[int]) -> None:
        """Take one more character down where one would stand alone on the last line."""
        if len(starts) <= FEWEST_LINES:
            return
        *_, before, last, end = starts
        squares = [n for n in range(last, end) if self._units[n].kind in STANDS]
        if len(squares) != 1 or len(self._units[squares[0]].text) > 1:
            return
        middle = (before + last) // 2
        starts[-2] = next((at for at in range(last - 1, middle, -1) if self._ends[at]), last)

    def _short_enough(self, units: list[Unit]) -> list[Unit]:
        """A word longer than a line has to be parted after all."""
        if all(unit.width <= self._measure for unit in units):
            return units
        cut: list[Unit] = []
        for unit in units:
            if unit.width <= self._measure:
                cut.append(unit)
            else:
                cut += [self._setting.word(character) for character in unit.text]
        return cut

    def _head(self, start: int, left: float) -> float:
        """What the first unit saves by standing first; a paragraph's first line saves nothing."""
        unit = self._units[start]
        if unit.before < 0:
            return -unit.before
        if unit.kind is UnitKind.OPENING and not left and start:
            return self._half - unit.before
        return 0.0

    def _tail(self, end: int) -> float:
        """What the last unit saves by standing last."""
        unit = self._units[end - 1]
        if unit.kind is UnitKind.CLOSING:
            return self._half - unit.after
        return unit.width if unit.kind is UnitKind.SPACE else 0.0

    def _end_of_line(self, start: int, left: float) -> int:
        room = self._measure - left + TOLERANCE + self._sums[start] + self._head(start, left)
        count = len(self._units)
        end = max(bisect_right(self._sums, room, start + 1) - 1, start + 1)
        if end < count and self._sums[end + 1] - self._tail(end + 1) <= room:
            end += 1
        if end >= count or self._ends[end]:
            return end
        pushed_in = self._ends.index(True, end + 1)
        if pushed_in - end <= MOST_PUSHED_IN:
            squeeze = self._sums[pushed_in] - self._tail(pushed_in) - room
            if squeeze <= self._give[pushed_in - 1] - self._give[start]:
                return pushed_in
        return next((at for at in range(end, start, -1) if self._ends[at]), end)

    def _line(self, start: int, end: int, left: float) -> Line:
        is_last = end == len(self._units)
        while end > start + 1 and self._units[end - 1].kind is UnitKind.SPACE:
            end -= 1
        head = self._head(start, left)
        used = self._sums[end] - self._sums[start] - head
        room = self._measure - left
        tail = self._tail(end) if not is_last or used > room else 0.0
        spare = room - (used - tail)
        give = self._give[end - 1] - self._give[start]
        squeeze = min(max(-spare / give, 0.0), 1.0) if give else 0.0
        spread = spare + squeeze * give
        is_full = self._setting.fills and not is_last
        gap = spread / max(end - start - 1, 1) if is_full or spread < 0 else 0.0
        text, places, width = _placed(self._units[start:end], left - head, gap, squeeze)
        step = self._setting.pitch - self._setting.size + gap
        return Line(text, places, width - gap - tail, step)


def _placed(
    units: list[Unit], pen: float, gap: float, squeeze: float
) -> tuple[str, tuple[float, ...], float]:
    """The text of a line, where each character stands, and where the pen ends."""
    places: list[float] = []
    for unit in units:
        start = pen - unit.before
        for inset in unit.insets:
            places.append(start + inset)
        pen += unit.room + gap - squeeze * unit.give
    return "".join([unit.text for unit in units]), tuple(places), pen
