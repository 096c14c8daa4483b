"""Pages as small grey pictures, and how far two of them are apart.

The pictures are made by PDFium with sixteen greys at 50 dpi: a letter is some eight points high,
so that a line set elsewhere, another font, a missing rule all change many points.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter

from app.documents.pdfium import opened

FOLDER = Path(__file__).parent
DPI = 50
GREYS = 16
# Two versions of PDFium blacken the rim of a letter a little differently. Blurred, that is a few
# of 255 greys everywhere; a letter moved by one point of the picture is sixty and more.
SEEN = 40
MOST_SEEN = 0.0005


def pages_of(content: bytes) -> list[Image.Image]:
    """Every page of a document as it is compared and kept."""
    with opened(content) as document:
        document.init_forms()
        return [_grey(page.render(scale=DPI / 72, grayscale=True).to_pil()) for page in document]


def distance(one: Image.Image, other: Image.Image) -> float:
    """The share of the points in which the two differ so that it is seen; 1 for other sizes."""
    if one.size != other.size:
        return 1.0
    apart = ImageChops.difference(_blurred(one), _blurred(other)).histogram()
    return sum(apart[SEEN:]) / (one.width * one.height)


def kept(name: str) -> list[Image.Image]:
    """The reference pages of a document, in order."""
    paths = sorted(FOLDER.glob(f"{name}-[0-9]*.png"), key=_number)
    return [Image.open(path).convert("L") for path in paths]


def keep(name: str, pages: list[Image.Image]) -> None:
    """Make these pages the references of that document."""
    for old in FOLDER.glob(f"{name}-[0-9]*.png"):
        old.unlink()
    for number, page in enumerate(pages, 1):
        page.quantize(GREYS).save(FOLDER / f"{name}-{number}.png", optimize=True)


def names_kept() -> Iterator[str]:
    """The names of the documents that have references."""
    return iter({path.stem.rpartition("-")[0] for path in FOLDER.glob("*.png")})


def _number(path: Path) -> int:
    return int(path.stem.rpartition("-")[2])


def _grey(page: Image.Image) -> Image.Image:
    step = 255 // (GREYS - 1)
    return page.convert("L").point([round(value / step) * step for value in range(256)])


def _blurred(page: Image.Image) -> Image.Image:
    return page.filter(ImageFilter.BoxBlur(0.6))
