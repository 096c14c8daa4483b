"""Binds several scanned pages into one PDF: a JPEG goes in as it is, nothing is made coarser."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from pikepdf import Array, Dictionary, Name, Page, Pdf, PdfError, Stream
from PIL import Image, ImageOps

from app.documents.pages import (
    MARK_WITHIN,
    PDF_MARK,
    PICTURES,
    media_type,
    read_scan,
    scan_pages,
)
from app.domain.errors import ScanUnreadableError

A4 = (595.276, 841.89)
UPRIGHT = (None, 1)
ORIENTATION = 0x0112
COLOURS = {"L": Name.DeviceGray, "RGB": Name.DeviceRGB}


@dataclass(frozen=True, slots=True)
class Scan:
    """One scan as it will be kept."""

    untrusted_content: bytes
    media_type: str
    pages: int


def read_scans(paths: Sequence[Path]) -> Scan:
    """One scan as its file holds it, or the pages of several files bound in this order.

    Raises FileUnreadableError, FileTooLargeError, ScanUnreadableError.
    """
    scans = [(path.name, read_scan(path)) for path in paths]
    pages = sum(scan_pages(content, name) for name, content in scans)
    content = scans[0][1] if len(scans) == 1 else bound(scans)
    return Scan(content, media_type(content), pages)


def bound(scans: Sequence[tuple[str, bytes]]) -> bytes:
    """The pages of all scans in this order as one PDF; each was counted before.

    Raises ScanUnreadableError naming the one that cannot be bound.
    """
    book = Pdf.new()
    for file_name, content in scans:
        try:
            if PDF_MARK in content[:MARK_WITHIN]:
                with Pdf.open(BytesIO(content)) as other:
                    book.pages.extend(other.pages)
            else:
                _add_pictures(book, content)
        except (PdfError, OSError, ValueError) as error:
            raise ScanUnreadableError(file_name) from error
    out = BytesIO()
    book.save(out, deterministic_id=True)
    return out.getvalue()


def _add_pictures(book: Pdf, content: bytes) -> None:
    with Image.open(BytesIO(content), formats=PICTURES) as image:
        if _goes_in_as_it_is(image):
            _add_page(book, _as_it_is(book, image, content), image.size)
            return
        for frame in range(getattr(image, "n_frames", 1)):
            image.seek(frame)
            upright = ImageOps.exif_transpose(image)
            plain = upright.convert("L" if upright.mode in ("1", "L", "I;16") else "RGB")
            _add_page(book, _unpacked(book, plain), plain.size)


def _goes_in_as_it_is(image: Image.Image) -> bool:
    """A JPEG in grey or colour that need not be turned."""
    is_jpeg = image.format == "JPEG" and image.mode in COLOURS
    return is_jpeg and image.getexif().get(ORIENTATION) in UPRIGHT


def _as_it_is(book: Pdf, image: Image.Image, content: bytes) -> Stream:
    return book.make_stream(content, Filter=Name.DCTDecode, **_described(image))


def _unpacked(book: Pdf, image: Image.Image) -> Stream:
    pixels = zlib.compress(image.tobytes())
    return book.make_stream(pixels, Filter=Name.FlateDecode, **_described(image))


def _described(image: Image.Image) -> dict[str, object]:
    return {
        "Type": Name.XObject,
        "Subtype": Name.Image,
        "Width": image.width,
        "Height": image.height,
        "ColorSpace": COLOURS[image.mode],
        "BitsPerComponent": 8,
    }


def _add_page(book: Pdf, picture: Stream, size: tuple[int, int]) -> None:
    """The picture as large as an A4 page allows, upright or lying as it is itself."""
    page = A4 if size[0] <= size[1] else A4[::-1]
    scale = min(page[0] / size[0], page[1] / size[1])
    width, height = size[0] * scale, size[1] * scale
    left, foot = (page[0] - width) / 2, (page[1] - height) / 2
    operators = f"q {width:.3f} 0 0 {height:.3f} {left:.3f} {foot:.3f} cm /Scan Do Q"
    sheet = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, *(round(side, 3) for side in page)]),
        Resources=Dictionary(XObject=Dictionary(Scan=picture)),
        Contents=book.make_stream(operators.encode("ascii")),
    )
    book.pages.append(Page(sheet))
