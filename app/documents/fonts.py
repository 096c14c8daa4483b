"""Which font prints which character: an order of fonts for each role, never a blank box."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from pathlib import Path

from app.documents.font_file import FontFile, open_font
from app.domain.errors import FontMissingError, MissingGlyphError

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "fonts"
SPACES = " \u3000\u00a0"
# These have no width of their own: in Chinese text each fills a whole square.
SQUARE = "“”‘’—…·"
NEARLY_SQUARE = 0.95
# The dot in names is narrow in Latin text; its square twin keeps names whole when they are copied.
TWINS = {"·": "‧"}


class FontRole(Enum):
    """What a piece of text is, in the language of official documents."""

    BODY = "仿宋"
    TITLE = "小标宋"
    HEADING = "黑体"
    NOTE = "楷体"


RARE = ("NotoSerifSC-Regular", "TanxinRareA", "TanxinRareB", "LXGWWenKai-Regular")
ORDER = {
    FontRole.BODY: RARE,
    FontRole.TITLE: ("NotoSerifSC-Bold", *RARE),
    FontRole.HEADING: ("NotoSansSC-Medium", "NotoSansSC-Regular", *RARE),
    FontRole.NOTE: ("LXGWWenKai-Regular", *RARE),
}


@dataclass(frozen=True, slots=True)
class Glyph:
    """How a character is printed: by which font, as which glyph, how wide in ems."""

    font: FontFile
    number: int
    width: float


@dataclass(frozen=True, slots=True)
class FontChain:
    """The fonts of one role in the order they are asked."""

    fonts: tuple[FontFile, ...]
    _known: dict[str, Glyph] = field(default_factory=dict)

    def glyph(self, character: str) -> Glyph:
        """The first font's glyph that has an outline.

        Raises MissingGlyphError with an empty field: only the writer of the text knows it.
        """
        known = self._known.get(character)
        if known is None:
            known = self._known[character] = self._find(character)
        return known

    def width(self, character: str) -> float:
        """How wide the character is, in ems. Raises MissingGlyphError."""
        return self.glyph(character).width

    def check(self, text: str, place: str) -> None:
        """Make sure that every character of the text can be printed.

        Raises MissingGlyphError naming the place.
        """
        for character in text:
            if character in self._known or character == "\n":
                continue
            try:
                self.glyph(character)
            except MissingGlyphError as error:
                raise MissingGlyphError(error.character, error.code_point, place) from None

    def _find(self, character: str) -> Glyph:
        narrow: Glyph | None = None
        for font in self.fonts:
            for form in filter(None, (character, TWINS.get(character))):
                number = font.glyph(form)
                if not number or not (font.is_drawn(number) or form in SPACES):
                    continue
                found = Glyph(font, number, font.advance(number) / font.units)
                if character not in SQUARE or found.width >= NEARLY_SQUARE:
                    return found
                narrow = narrow or found
        if narrow is None:
            raise MissingGlyphError(character, f"U+{ord(character):04X}", "")
        return narrow


@lru_cache
def chain_of(role: FontRole) -> FontChain:
    """The fonts carried for that role. Raises FontMissingError."""
    return FontChain(tuple(_carried(name) for name in ORDER[role]))


def _carried(name: str) -> FontFile:
    path = FOLDER / f"{name}.ttf"
    try:
        return open_font(path)
    except (OSError, ValueError) as error:
        raise FontMissingError(path.name) from error
