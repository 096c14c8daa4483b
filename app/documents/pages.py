"""How many pages a scan has, found out without believing the file."""

from __future__ import annotations

import warnings
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import pypdfium2
from PIL import Image, UnidentifiedImageError

from app.documents.pdfium import opened
from app.domain.errors import FileTooLargeError, FileUnreadableError, ScanUnreadableError

LARGEST_SCAN = 200 * 1024 * 1024
MOST_PIXELS = 300_000_000
PICTURES = ("JPEG", "PNG", "TIFF")
PDF_MARK = b"%PDF-"
MARK_WITHIN = 1024


def read_scan(path: Path) -> bytes:
    """The content of a scan from outside.

    Raises FileUnreadableError, FileTooLargeError.
    """
    try:
        size = path.stat().st_size
        if size > LARGEST_SCAN:
            raise FileTooLargeError(path.name, size, LARGEST_SCAN)
        return path.read_bytes()
    except OSError as error:
        raise FileUnreadableError(path.name) from error


def scan_pages(untrusted_content: bytes, file_name: str) -> int:
    """How many pages the PDF has, or the JPEG, PNG or TIFF. Raises ScanUnreadableError."""
    if PDF_MARK in untrusted_content[:MARK_WITHIN]:
        return _pdf_pages(untrusted_content, file_name)
    return picture_pages(BytesIO(untrusted_content), file_name)


def media_type(content: bytes) -> str:
    """What kind of file a checked scan is."""
    if PDF_MARK in content[:MARK_WITHIN]:
        return "application/pdf"
    with Image.open(BytesIO(content), formats=PICTURES) as image:
        return Image.MIME[image.format or ""]


def _pdf_pages(untrusted_content: bytes, file_name: str) -> int:
    try:
        with opened(untrusted_content) as document:
            pages = len(document)
    except pypdfium2.PdfiumError as error:
        raise ScanUnreadableError(file_name) from error
    if not pages:
        raise ScanUnreadableError(file_name)
    return pages


def picture_pages(untrusted: BinaryIO, file_name: str) -> int:
    """How many pages the picture has, each of them tried. Raises ScanUnreadableError."""
    try:
        with warnings.catch_warnings():
            # a picture larger than any sheet of paper is refused, not warned of
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            warnings.simplefilter("ignore", UserWarning)  # notes on damage that it can read past
            with Image.open(untrusted, formats=PICTURES) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise ScanUnreadableError(file_name)
                pages = getattr(image, "n_frames", 1)
                for page in range(pages):
                    image.seek(page)
                    image.load()
                return int(pages)
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        TypeError,
        SyntaxError,
        EOFError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as error:
        raise ScanUnreadableError(file_name) from error
