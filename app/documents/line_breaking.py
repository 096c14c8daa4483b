"""Where Chinese text is broken into lines, and where on the line each character stands.

After GB/T 15834 and the practice of printers: no line begins with closing or ends with opening
punctuation; —— and …… and words and numbers stay whole; neighbouring punctuation shares its blank;
a line is made full by squeezing its punctuation first and by spreading its characters else.
Pure: text and widths in, lines out.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from itertools import accumulate, pairwise

NEVER_FIRST = frozenset("、，。．；：？！,.;:?!）〕］｝〉》」』】〗”’)]}％‰℃°·・…—～〜／々〻〞")
NEVER_LAST = frozenset("（〔［｛〈《「『【〖“‘〝([{＄￥$￥№")
OPENING = frozenset("（〔［｛〈《「『【〖“‘〝")
CLOSING = frozenset("）〕］｝〉》」』】〗”’〞、，。．")
MIDDLE = frozenset("；：？！·・")
SQUARE = frozenset("“”‘’—…·")
LEADERS = "—…"
TOLERANCE = 0.01
MOST_PUSHED_IN = 2
WORD_GAP = 0.125  # of the size, between Chinese and Latin


class UnitKind(Enum):
    """What stands together in a line."""

    SQUARE = "square"
    OPENING = "opening"
    CLOSING = "closing"
    MIDDLE = "middle"
    LEADER = "leader"
    WORD = "word"
    SPACE = "space"


WORDLIKE = (UnitKind.WORD, UnitKind.SPACE)


@dataclass(frozen=True, slots=True)
class Setting:
    """How text is set: size and pitch in points, the width of a character in ems.

    A text that does not fill its lines is left ragged, as centred titles and table cells are.
    """

    size: float
    pitch: float
    width_of: Callable[[str], float]
    fills: bool = True


@dataclass(frozen=True, slots=True)
class Unit:
    """Characters that are never parted; before and after are squeezed (or, below 0, added)."""

    text: str
    kind: UnitKind
    width: float
    before: float = 0.0
    after: float = 0.0

    @property
    def room(self) -> float:
        """What the unit takes on the line."""
        return self.width - self.before - self.after


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its characters and the place of each, in points from the left edge.

    width is what it takes; step is the blank that lies between most of its characters.
    """

    text: str
    places: tuple[float, ...]
    width: float
    step: float
    is_last: bool


def break_text(text: str, setting: Setting, measure: float, indent: float = 0.0) -> list[Line]:
    """The lines of a text: each \\n begins a paragraph, whose first line is indented."""
    return [
        line
        for paragraph in text.split("\n")
        for line in _Paragraph(paragraph, setting, measure).lines(indent)
    ]


def units_of(text: str, setting: Setting) -> list[Unit]:
    """The text in pieces that must not be parted, blanks of neighbouring punctuation shared."""
    units: list[Unit] = []
    at = 0
    while at < len(text):
        unit = _unit_at(text, at, setting)
        units.append(unit)
        at += len(unit.text)
    return _fitted(units, setting.size)


def may_part(left: Unit, right: Unit) -> bool:
    """Whether a line may end between the two."""
    if right.kind is UnitKind.SPACE:
        return False
    return left.text[-1] not in NEVER_LAST and right.text[0] not in NEVER_FIRST


def is_square(character: str) -> bool:
    """Whether a character fills a square of its own in Chinese text."""
    code = ord(character)
    return (
        0x2E80 <= code <= 0x9FFF
        or 0xF900 <= code <= 0xFAFF
        or 0xFE30 <= code <= 0xFE4F
        or 0xFF00 <= code <= 0xFFEF
        or 0x2460 <= code <= 0x27BF
        or code >= 0x1F000
        or character in SQUARE
    )


def _unit_at(text: str, at: int, setting: Setting) -> Unit:
    character = text[at]
    if character == " ":
        return Unit(" ", UnitKind.SPACE, setting.width_of(" ") * setting.size)
    if character in LEADERS and text[at + 1 : at + 2] == character:
        return Unit(character * 2, UnitKind.LEADER, 2 * setting.pitch)
    if is_square(character):
        return _square(character, setting.pitch)
    end = at + 1
    while end < len(text) and text[end] != " " and not is_square(text[end]):
        end += 1
    word = text[at:end]
    return Unit(word, UnitKind.WORD, sum(map(setting.width_of, word)) * setting.size)


@lru_cache(maxsize=16384)
def _square(character: str, pitch: float) -> Unit:
    return Unit(character, _square_kind(character), pitch)


def _square_kind(character: str) -> UnitKind:
    if character in OPENING:
        return UnitKind.OPENING
    if character in CLOSING:
        return UnitKind.CLOSING
    if character in MIDDLE:
        return UnitKind.MIDDLE
    return UnitKind.SQUARE


def _fitted(units: list[Unit], size: float) -> list[Unit]:
    for at, (left, right) in enumerate(pairwise(units)):
        after, before = _shared_blank(left.kind, right.kind)
        if after:
            units[at] = replace(units[at], after=after * size)
        if before:
            units[at + 1] = replace(right, before=before * size)
    return units


def _shared_blank(left: UnitKind, right: UnitKind) -> tuple[float, float]:
    """How much blank is taken behind left and before right, in ems; below 0 it is added."""
    if left is UnitKind.CLOSING:
        if right in (UnitKind.CLOSING, UnitKind.OPENING):
            return 0.5, 0.0
        return (0.25, 0.0) if right is UnitKind.MIDDLE else (0.0, 0.0)
    if right is UnitKind.OPENING:
        return 0.0, {UnitKind.OPENING: 0.5, UnitKind.MIDDLE: 0.25}.get(left, 0.0)
    if left is UnitKind.MIDDLE and right is UnitKind.CLOSING:
        return 0.25, 0.0
    if {left, right} == {UnitKind.SQUARE, UnitKind.WORD}:
        return 0.0, -WORD_GAP
    return 0.0, 0.0


class _Paragraph:
    """The work of breaking one paragraph, with running sums so that a line is found by search."""

    def __init__(self, text: str, setting: Setting, measure: float) -> None:
        self._setting = setting
        self._measure = measure
        self._half = setting.size / 2
        self._units = self._short_enough(units_of(text, setting))
        self._sums = [0.0, *accumulate(unit.room for unit in self._units)]
        self._give = [0.0, *accumulate(map(self._squeezable, self._units))]
        self._ends = [
            True,
            *(may_part(left, right) for left, right in pairwise(self._units)),
            True,
        ]

    def lines(self, indent: float) -> list[Line]:
        if not self._units:
            return [Line("", (), 0.0, 0.0, is_last=True)]
        lines: list[Line] = []
        start, left = 0, indent
        while start < len(self._units):
            if lines and self._units[start].kind is UnitKind.SPACE:
                start += 1
                continue
            end = self._end_of_line(start, left)
            lines.append(self._line(start, end, left))
            start, left = end, 0.0
        return lines

    def _short_enough(self, units: list[Unit]) -> list[Unit]:
        """A word longer than a line has to be parted after all."""
        if all(unit.width <= self._measure for unit in units):
            return units
        cut: list[Unit] = []
        for unit in units:
            if unit.width <= self._measure:
                cut.append(unit)
                continue
            size, width_of = self._setting.size, self._setting.width_of
            cut += [Unit(c, UnitKind.WORD, width_of(c) * size) for c in unit.text]
        return cut

    def _squeezable(self, unit: Unit) -> float:
        if unit.after or unit.before > 0:
            return 0.0
        if unit.kind is UnitKind.CLOSING:
            return self._half / 2
        return self._half / 4 if unit.kind is UnitKind.MIDDLE else 0.0

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
        if end >= count:
            return count
        if self._ends[end]:
            return end
        pushed_in = next(k for k in range(end + 1, count + 1) if self._ends[k])
        if pushed_in - end <= MOST_PUSHED_IN:
            squeeze = self._sums[pushed_in] - self._tail(pushed_in) - room
            if squeeze <= self._give[pushed_in - 1] - self._give[start]:
                return pushed_in
        return next((k for k in range(end, start, -1) if self._ends[k]), end)

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
        pen, places = left - head, list[float]()
        for unit in self._units[start:end]:
            self._place(unit, pen - unit.before, places)
            pen += unit.room + gap - squeeze * self._squeezable(unit)
        text = "".join(unit.text for unit in self._units[start:end])
        step = self._setting.pitch - self._setting.size + gap
        return Line(text, tuple(places), pen - gap - tail, step, is_last)

    def _place(self, unit: Unit, pen: float, places: list[float]) -> None:
        size, pitch, width_of = self._setting.size, self._setting.pitch, self._setting.width_of
        if unit.kind in WORDLIKE:
            for character in unit.text:
                places.append(pen)
                pen += width_of(character) * size
            return
        for character in unit.text:
            places.append(pen + (pitch - width_of(character) * size) / 2)
            pen += pitch
