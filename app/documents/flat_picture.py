"""A picture of few colours on a page: its palette and one byte for each point."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from PIL import Image

from app.documents.sheet import PictureEntry, Sheet
from app.documents.typesetting import Piece

_MOST_COLOURS = 256
_BLACK = b"\0\0\0"
EDGE = 0.4


@dataclass(frozen=True, slots=True)
class FlatPicture:
    """Width and height in points of the picture; three bytes of the palette make one colour."""

    width: int
    height: int
    palette: bytes
    points: bytes

    @property
    def name(self) -> str:
        """What it is called inside a file: by what it shows."""
        return f"P{sha256(self.palette + self.points).hexdigest()[:12]}"

    def entry(self) -> PictureEntry:
        """What the file says of it, and its points, packed."""
        colours = len(self.palette) // 3
        said = {
            "Type": "/XObject",
            "Subtype": "/Image",
            "Width": str(self.width),
            "Height": str(self.height),
            "ColorSpace": f"[/Indexed /DeviceRGB {colours - 1} <{self.palette.hex()}>]",
            "BitsPerComponent": "8",
            "Filter": "/FlateDecode",
        }
        return said, zlib.compress(self.points, 9)


def flat_picture(path: Path) -> FlatPicture:
    """The picture of a PNG. Raises OSError."""
    with Image.open(path, formats=("PNG",)) as image:
        flat = image if image.mode == "P" else image.convert("RGB").quantize(_MOST_COLOURS)
        palette = bytes(flat.getpalette() or _BLACK)[: 3 * _MOST_COLOURS]
        return FlatPicture(flat.width, flat.height, palette, flat.tobytes())


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
