"""The signed paper of the demo: the minutes printed, scribbled on, and scanned as pictures."""

from __future__ import annotations

import math
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from app.documents.pictures import pictures
from app.domain.page_picture import PagePicture

if TYPE_CHECKING:
    from PIL.Image import Image

_DPI = 100
_INK = (24, 40, 140)


def write_scan(minutes: bytes, path: Path) -> None:
    """Write a scan of the minutes, a scribble of ink at the foot of every page."""
    pages = [_scanned(page) for page in pictures(minutes, _DPI)]
    written = BytesIO()
    pages[0].save(
        written, format="PDF", save_all=True, append_images=pages[1:], resolution=float(_DPI)
    )
    path.write_bytes(written.getvalue())


def _scanned(page: PagePicture) -> Image:
    # PIL takes 60 ms to load and only the demo's paper needs it: imported here to start faster
    from PIL import Image, ImageDraw

    size = (page.width, page.height)
    sheet = Image.frombuffer("RGB", size, page.rgb, "raw", "RGB", page.stride, 1).copy()
    left, foot = page.width * 0.58, page.height * 0.945
    stroke = [
        (left + step * 1.6, foot - 9 * math.sin(step / 3.0) * math.cos(step / 11.0))
        for step in range(90)
    ]
    ImageDraw.Draw(sheet).line(stroke, fill=_INK, width=2)
    return sheet
