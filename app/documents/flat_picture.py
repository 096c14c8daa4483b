"""A picture of few colours on a page: a PNG with a palette, whose points go in as they are packed.

A PNG packs its points just as a PDF may (ISO 32000-1, 7.4.4.4, predictor 15), so that nothing is
unpacked, and the same picture gives the same bytes whatever packs streams on this machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from struct import unpack, unpack_from

from app.documents.sheet import PictureEntry, Sheet
from app.documents.typesetting import Piece

EDGE = 0.4
_MARK = b"\x89PNG\r\n\x1a\n"
_PALETTE, _NOT_INTERLACED = 3, 0


@dataclass(frozen=True, slots=True)
class FlatPicture:
    """Width and height in points of the picture, bits for each; a colour is three bytes."""

    width: int
    height: int
    bits: int
    palette: bytes
    packed: bytes

    @property
    def name(self) -> str:
        """What it is called inside a file: by what it shows."""
        return f"P{sha256(self.palette + self.packed).hexdigest()[:12]}"

    def entry(self) -> PictureEntry:
        """What the file says of it, and its points, packed."""
        colours = len(self.palette) // 3
        said = {
            "Type": "/XObject",
            "Subtype": "/Image",
            "Width": str(self.width),
            "Height": str(self.height),
            "ColorSpace": f"[/Indexed /DeviceRGB {colours - 1} <{self.palette.hex()}>]",
            "BitsPerComponent": str(self.bits),
            "Filter": "/FlateDecode",
            "DecodeParms": f"<</Predictor 15/Columns {self.width}/BitsPerComponent {self.bits}>>",
        }
        return said, self.packed


def flat_picture(path: Path) -> FlatPicture:
    """The picture of a PNG with a palette. Raises OSError; ValueError for a PNG of another kind."""
    content = path.read_bytes()
    if not content.startswith(_MARK):
        raise ValueError(path.name)
    chunks = list(_chunks(content))
    head = next(data for kind, data in chunks if kind == b"IHDR")
    width, height, bits, kind, _, _, interlace = unpack(">IIBBBBB", head)
    if (kind, interlace) != (_PALETTE, _NOT_INTERLACED):
        raise ValueError(path.name)
    palette = next(data for kind, data in chunks if kind == b"PLTE")
    packed = b"".join(data for kind, data in chunks if kind == b"IDAT")
    return FlatPicture(width, height, bits, palette, packed)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The parts of a PNG: what each is, and what it holds."""
    at = len(_MARK)
    while at < len(content):
        (size,) = unpack_from(">I", content, at)
        yield content[at + 4 : at + 8], content[at + 8 : at + 8 + size]
        at += size + 12


@dataclass(frozen=True, slots=True)
class PictureOnPage:
    """A picture as a piece of the text, with a thin edge; width and height in points of paper."""

    picture: FlatPicture
    said: str
    width: float
    below: float = 6.0
    keeps_next: bool = False
    snaps: bool = False
    vanishes: bool = False

    @property
    def height(self) -> float:
        """The picture and the blank below it."""
        return self._tall + self.below

    @property
    def least(self) -> float:
        """All of it."""
        return self.height

    @property
    def _tall(self) -> float:
        return self.width * self.picture.height / self.picture.width

    def split(self, room: float) -> tuple[Piece | None, Piece | None]:
        """All of it or nothing; the blank below may go."""
        if self._tall > room + 0.01:
            return None, self
        return replace(self, below=min(self.below, room - self._tall)), None

    def draw(self, sheet: Sheet, left: float, top: float) -> None:
        """Draw the picture, told in its words to who cannot see it, and its edge."""
        foot = top - self._tall
        with sheet.figure(self.said, (left, foot, left + self.width, top)):
            sheet.put(f"q {self.width:.3f} 0 0 {self._tall:.3f} {left:.3f} {foot:.3f} cm")
            sheet.show(self.picture.name, self.picture.entry)
            sheet.put("Q")
        sheet.put(
            f"q 0.6 G {EDGE} w {left:.2f} {foot:.2f} {self.width:.2f} {self._tall:.2f} re S Q"
        )
