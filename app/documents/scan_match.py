"""Reads the codes on scanned paper: which document each page is of, whatever the scan is like."""

from __future__ import annotations

import math
from collections.abc import Iterator
from io import BytesIO

import pypdfium2
import zxingcpp
from PIL import Image, ImageFilter, ImageOps, UnidentifiedImageError

from app.documents.pages import MARK_WITHIN, PDF_MARK, PICTURES
from app.documents.pdfium import opened
from app.domain.errors import ScanUnreadableError
from app.domain.progress import NoProgress, Progress
from app.domain.scan_marks import PageMark, fullest, read_code

DPI = 200
MOST_PIXELS = 4_200_000  # A4 at 200 dpi; the noise of finer scans is evened out
SMALL = 3_000_000  # a page of fewer pixels is looked at enlarged as well: 150 dpi and below
_UNREADABLE = (
    pypdfium2.PdfiumError,
    UnidentifiedImageError,
    OSError,
    ValueError,
    TypeError,
    SyntaxError,
    EOFError,
    Image.DecompressionBombError,
)
_SOFT = ImageFilter.GaussianBlur(1.2)  # takes the noise of a cheap scanner, leaves the squares


def read(
    untrusted_content: bytes, file_name: str, progress: Progress | None = None
) -> tuple[PageMark | None, ...]:
    """The mark on each page of a scan, None where there is none to be read.

    The scan is a PDF, a JPEG, a PNG or a TIFF, already counted. Raises ScanUnreadableError,
    CancelledError.
    """
    told = progress or NoProgress()
    marks: list[PageMark | None] = []
    try:
        for page, count in _pages(untrusted_content):
            told.step(len(marks), count)
            marks.append(_mark(page))
    except _UNREADABLE as error:
        raise ScanUnreadableError(file_name) from error
    return tuple(marks)


def _pages(content: bytes) -> Iterator[tuple[Image.Image, int]]:
    if PDF_MARK in content[:MARK_WITHIN]:
        with opened(content) as document:
            document.init_forms()
            for page in document:
                yield _drawn(page), len(document)
        return
    with Image.open(BytesIO(content), formats=PICTURES) as image:
        count = getattr(image, "n_frames", 1)
        for frame in range(count):
            image.seek(frame)
            yield _bounded(ImageOps.exif_transpose(image).convert("L")), count


def _drawn(page: pypdfium2.PdfPage) -> Image.Image:
    inches = max(page.get_width() * page.get_height(), 1.0) / 72**2
    dpi = min(DPI, math.sqrt(MOST_PIXELS / inches))
    drawn: Image.Image = page.render(scale=dpi / 72, grayscale=True).to_pil()
    return drawn.convert("L")


def _bounded(image: Image.Image) -> Image.Image:
    pixels = image.width * image.height
    if pixels <= MOST_PIXELS:
        return image
    shrink = math.sqrt(MOST_PIXELS / pixels)
    size = (max(int(image.width * shrink), 1), max(int(image.height * shrink), 1))
    return image.resize(size, Image.Resampling.BOX)


def _mark(page: Image.Image) -> PageMark | None:
    for looked_at in _looks(page):
        found = zxingcpp.read_barcodes(
            looked_at,
            formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
            try_invert=False,
            text_mode=zxingcpp.TextMode.Plain,
        )
        marks = [mark for one in found if (mark := read_code(one.text))]
        if marks:
            return fullest(marks)
    return None


def _looks(page: Image.Image) -> Iterator[Image.Image]:
    """The page as it is; then with its noise softened; then, when it is small, enlarged."""
    yield page
    yield page.filter(_SOFT)
    if page.width * page.height < SMALL:
        larger = page.resize((page.width * 2, page.height * 2), Image.Resampling.BICUBIC)
        yield larger
        yield larger.filter(_SOFT)
    yield ImageOps.autocontrast(page, cutoff=2)
