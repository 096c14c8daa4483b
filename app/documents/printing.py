"""What of a text has a shape on paper, and what no font of ours can print."""

from __future__ import annotations

from collections.abc import Iterator

from app.documents.fonts import FontRole, chain_of
from app.domain.errors import MissingGlyphError

INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
BLANKS = {ord("\t"): "\u3000", ord("\r"): "\n", ord("\u2028"): "\n", ord("\u2029"): "\n"}


def printable(text: str) -> str:
    """The text without what has no shape: zero-width characters, tabs, odd line ends."""
    return text.replace("\r\n", "\n").translate(INVISIBLE | BLANKS)


def unprintable(text: str, role: FontRole = FontRole.BODY) -> Iterator[int]:
    """The places of characters that no font of that role can print. Raises FontMissingError."""
    chain = chain_of(role)
    for at, character in enumerate(text):
        for shown in printable(character).replace("\n", ""):
            try:
                chain.glyph(shown)
            except MissingGlyphError:
                yield at
