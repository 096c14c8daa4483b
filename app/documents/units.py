"""What stands together in a line of Chinese text, and how neighbours share their blank."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import IntEnum

NEVER_FIRST = frozenset("、，。．；：？！,.;:?!）〕］｝〉》」』】〗”’)]}％‰℃°·・…—～〜／々〻〞")
NEVER_LAST = frozenset("（〔［｛〈《「『【〖“‘〝([{＄￥$￥№")
OPENING = frozenset("（〔［｛〈《「『【〖“‘〝")
CLOSING = frozenset("）〕］｝〉》」』】〗”’〞、，。．")
MIDDLE = frozenset("；：？！・")
SQUARE = frozenset("“”‘’—…·")
LEADERS = "—…"
HALF = "·"  # between the parts of a name: half a square (GB/T 15834-2011, 5.1.7)
WORD_GAP = 0.09  # of the size, between Chinese and Latin; readers take 0.1 for a space


class UnitKind(IntEnum):
    """What a unit is."""

    SQUARE = 0
    OPENING = 1
    CLOSING = 2
    MIDDLE = 3
    LEADER = 4
    WORD = 5
    SPACE = 6


# what is taken behind the left and before the right of two neighbours, in ems; below 0 it is added
SHARED = {
    (UnitKind.CLOSING, UnitKind.CLOSING): (0.5, 0.0),
    (UnitKind.CLOSING, UnitKind.OPENING): (0.5, 0.0),
    (UnitKind.CLOSING, UnitKind.MIDDLE): (0.25, 0.0),
    (UnitKind.OPENING, UnitKind.OPENING): (0.0, 0.5),
    (UnitKind.MIDDLE, UnitKind.OPENING): (0.0, 0.25),
    (UnitKind.MIDDLE, UnitKind.CLOSING): (0.25, 0.0),
    (UnitKind.SQUARE, UnitKind.WORD): (0.0, -WORD_GAP),
    (UnitKind.WORD, UnitKind.SQUARE): (0.0, -WORD_GAP),
}
# how much of a mark's own blank a full line may take, in ems
SQUEEZABLE = {UnitKind.CLOSING: 0.25, UnitKind.MIDDLE: 0.125}


@dataclass(frozen=True, slots=True)
class Unit:
    """Characters that are never parted; before and after are squeezed (or, below 0, added).

    insets are the places of its characters, room is what it takes on the line, give what it can
    spare of that.
    """

    text: str
    kind: UnitKind
    width: float
    insets: tuple[float, ...]
    room: float
    give: float = 0.0
    before: float = 0.0
    after: float = 0.0
    may_begin: bool = True
    may_end: bool = True

    def squeezed(self, before: float, after: float) -> Unit:
        """The unit with that much of its blank taken."""
        before, after = before or self.before, after or self.after
        give = self.give if before <= 0 and not after else 0.0
        room = self.width - before - after
        # named one by one: replace takes three times as long, and half of a text comes by here
        return Unit(
            self.text,
            self.kind,
            self.width,
            self.insets,
            room,
            give,
            before,
            after,
            self.may_begin,
            self.may_end,
        )


@dataclass(frozen=True, slots=True)
class Setting:
    """How text is set: size and pitch in points, the width of a character in ems.

    A text that does not fill its lines is left ragged, as centred titles and table cells are.
    squares are the units of single characters made so far: most of a text is made of them.
    """

    size: float
    pitch: float
    width_of: Callable[[str], float]
    fills: bool = True
    squares: dict[str, Unit] = field(default_factory=dict)

    def square(self, character: str) -> Unit:
        """A character in a square of its own."""
        unit = self._in_squares(character, _kind(character))
        if character not in LEADERS:  # those must look at what follows
            self.squares[character] = unit
        return unit

    def leader(self, text: str) -> Unit:
        """—— or ……, which nothing parts."""
        return self._in_squares(text, UnitKind.LEADER)

    def word(self, text: str) -> Unit:
        """A word or a number, its characters one behind the other."""
        insets, pen = list[float](), 0.0
        for character in text:
            insets.append(pen)
            pen += self.width_of(character) * self.size
        kind = UnitKind.SPACE if text == " " else UnitKind.WORD
        return self._unit(text, kind, pen, tuple(insets))

    def _in_squares(self, text: str, kind: UnitKind) -> Unit:
        pitch = self.pitch / 2 if text == HALF else self.pitch
        insets = tuple(
            number * pitch + (pitch - self.width_of(character) * self.size) / 2
            for number, character in enumerate(text)
        )
        return self._unit(text, kind, len(text) * pitch, insets)

    def _unit(self, text: str, kind: UnitKind, width: float, insets: tuple[float, ...]) -> Unit:
        return Unit(
            text,
            kind,
            width,
            insets,
            width,
            SQUEEZABLE.get(kind, 0.0) * self.size,
            may_begin=kind is not UnitKind.SPACE and text[0] not in NEVER_FIRST,
            may_end=text[-1] not in NEVER_LAST,
        )


def units_of(text: str, setting: Setting) -> list[Unit]:
    """The text in pieces that must not be parted, blanks of neighbouring punctuation shared."""
    units: list[Unit] = []
    at, previous = 0, UnitKind.LEADER  # a neighbour that shares nothing
    known = setting.squares
    while at < len(text):
        unit = known.get(text[at]) or _unit_at(text, at, setting)
        at += len(unit.text)
        if unit.kind is UnitKind.SPACE and units and not units[-1].may_end:
            unit = replace(unit, may_end=False)  # the space vanishes, the mark would end the line
        if unit.kind or previous:
            shared = SHARED.get((previous, unit.kind))
            if shared is not None:
                after, before = shared
                if after:
                    units[-1] = units[-1].squeezed(0.0, after * setting.size)
                if before:
                    unit = unit.squeezed(before * setting.size, 0.0)
        units.append(unit)
        previous = unit.kind
    return units


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
    if character in LEADERS and text[at + 1 : at + 2] == character:
        return setting.leader(character * 2)
    if is_square(character):
        return setting.square(character)
    end = at + 1
    while character != " " and end < len(text) and text[end] != " " and not is_square(text[end]):
        end += 1
    return setting.word(text[at:end])


def _kind(character: str) -> UnitKind:
    if character in OPENING:
        return UnitKind.OPENING
    if character in CLOSING:
        return UnitKind.CLOSING
    return UnitKind.MIDDLE if character in MIDDLE else UnitKind.SQUARE
