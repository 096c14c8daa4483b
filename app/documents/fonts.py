"""Which font prints which character: an order of fonts for each role, never a blank box.

A document is set while a profile is in force, which counts for this thread alone: two documents
made at once, each in its own fonts, cannot mix. Where nothing is said the carried fonts are used.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from app.documents.font_file import FontFile, open_font
from app.documents.font_names import described
from app.domain.errors import FontMissingError, MissingGlyphError
from app.domain.typeface_errors import FontGoneError
from app.domain.typefaces import CARRIED, FontFault, FontProfile, Typeface
from app.domain.typefaces import FontRole as FontRole  # what documents name it by

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "fonts"
SPACES = " \u3000\u00a0"
# These have no width of their own: in Chinese text each fills a whole square.
SQUARE = "“”‘’—…·"
NEARLY_SQUARE = 0.95
# The dot in names is narrow in Latin text; its square twin keeps names whole when they are copied.
TWINS = {"·": "‧"}

RARE = ("NotoSerifSC-Regular", "TanxinRareA", "TanxinRareB", "LXGWWenKai-Regular")
ORDER = {
    FontRole.BODY: RARE,
    FontRole.TITLE: ("NotoSerifSC-Bold", *RARE),
    FontRole.HEADING: ("NotoSansSC-Medium", "NotoSansSC-Regular", *RARE),
    FontRole.NOTE: ("LXGWWenKai-Regular", *RARE),
}
# The 3755 characters of GB 2312, level 1: what nearly all of a text is made of.
EVERYDAY = tuple(
    character
    for row in range(0xB0, 0xD8)
    for character in bytes(b for cell in range(0xA1, 0xFF) for b in (row, cell)).decode(
        "gb2312", errors="ignore"
    )
)
ENOUGH = 0.95
_IN_FORCE: ContextVar[FontProfile] = ContextVar("fonts of documents", default=CARRIED)


@dataclass(frozen=True, slots=True)
class Glyph:
    """How a character is printed: by which font, as which glyph, how wide in ems."""

    font: FontFile
    number: int
    width: float


@dataclass(frozen=True, slots=True, eq=False)
class FontChain:
    """The fonts of one role in the order they are asked; each is itself alone."""

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


@contextmanager
def set_in(profile: FontProfile) -> Iterator[None]:
    """Have the documents that are made in this block, on this thread, set in those fonts.

    Raises FontGoneError before anything is set, FontMissingError.
    """
    for role in FontRole:
        _chain(profile, role)
    token = _IN_FORCE.set(profile)
    try:
        yield
    finally:
        _IN_FORCE.reset(token)


def is_there(face: Typeface) -> bool:
    """Whether that very font can still be read on this machine."""
    return _same(face) is not None


def fault_in(face: Typeface) -> FontFault | None:
    """Why documents cannot be set in the font, every glyph of it looked at."""
    font = _same(face)
    said = next((f.fault for f in described(Path(face.path)) if f.face.index == face.index), None)
    if said is not None:
        return said
    if font is None:
        return FontFault.BROKEN
    try:
        font.check()
    except ValueError:
        return FontFault.BROKEN
    there = sum(font.is_drawn(font.glyph(c)) for c in EVERYDAY if font.glyph(c))
    return None if there >= ENOUGH * len(EVERYDAY) else FontFault.NOT_CHINESE


def chain_of(role: FontRole) -> FontChain:
    """The fonts for that role, the chosen one first. Raises FontMissingError, FontGoneError."""
    return _chain(_IN_FORCE.get(), role)


@lru_cache
def _chain(profile: FontProfile, role: FontRole) -> FontChain:
    face = profile.of(role)
    first = (_installed(face, role),) if face else ()
    return FontChain((*first, *map(_carried, ORDER[role])))


def _carried(name: str) -> FontFile:
    path = FOLDER / f"{name}.ttf"
    try:
        return open_font(path)
    except (OSError, ValueError) as error:
        raise FontMissingError(path.name) from error


def _installed(face: Typeface, role: FontRole) -> FontFile:
    font = _same(face)
    if font is None:
        raise FontGoneError(face.said, role.value)
    return font


def _same(face: Typeface) -> FontFile | None:
    """The font that was chosen, not another that has come to stand in its place."""
    try:
        font = open_font(Path(face.path), face.index)
    except (OSError, ValueError):
        return None
    is_same = (font.name, font.revision) == (face.postscript, face.revision)
    return font if is_same else None
