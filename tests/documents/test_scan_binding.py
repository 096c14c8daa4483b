"""Scanned pages bound together stay what they were, in the order they were given."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from app.documents.pages import scan_pages
from app.documents.pictures import pictures
from app.documents.scan_binding import bound
from app.domain.errors import ScanUnreadableError


def sheet(colour: object, kind: str, mode: str = "RGB", **more: object) -> bytes:
    out = BytesIO()
    Image.new(mode, (210, 297), colour).save(out, kind, **more)
    return out.getvalue()


def middle(content: bytes) -> list[tuple[int, int, int]]:
    """The colour in the middle of each page."""
    found = []
    for page in pictures(content, 36):
        at = page.height // 2 * page.stride + page.width // 2 * 3
        found.append(tuple(page.rgb[at : at + 3]))
    return found


def test_pages_of_every_kind_come_in_order() -> None:
    two = BytesIO()
    first, second = (Image.new("RGB", (210, 297), c) for c in ("blue", "yellow"))
    first.save(two, "TIFF", save_all=True, append_images=[second])
    book = bound(
        [
            ("1.jpg", sheet("red", "JPEG", quality=95, subsampling=0)),
            ("2.png", sheet((0, 128, 0), "PNG")),
            ("3.tif", two.getvalue()),
            ("4.png", sheet(1, "PNG", "1")),
            ("5.pdf", bound([("x.png", sheet((0, 0, 0), "PNG"))])),
        ]
    )
    assert scan_pages(book, "book") == 6
    near = [(254, 0, 0), (0, 128, 0), (0, 0, 255), (255, 255, 0), (255, 255, 255), (0, 0, 0)]
    for colour, expected in zip(middle(book), near, strict=True):
        assert all(abs(a - b) <= 3 for a, b in zip(colour, expected, strict=True)), colour


def test_a_jpeg_goes_in_byte_for_byte() -> None:
    photo = sheet("red", "JPEG")
    with pikepdf.open(BytesIO(bound([("1.jpg", photo)]))) as book:
        assert book.pages[0].Resources.XObject.Scan.read_raw_bytes() == photo


def test_a_photo_taken_sideways_stands_upright() -> None:
    turned = Image.Exif()
    turned[0x0112] = 6
    out = BytesIO()
    Image.new("RGB", (297, 210), "red").save(out, "JPEG", exif=turned)
    with pikepdf.open(BytesIO(bound([("1.jpg", out.getvalue())]))) as book:
        scan = book.pages[0].Resources.XObject.Scan
        assert (int(scan.Width), int(scan.Height)) == (210, 297)
        assert float(book.pages[0].MediaBox[3]) > float(book.pages[0].MediaBox[2])


def test_the_same_scans_give_the_same_book() -> None:
    scans = [("1.jpg", sheet("red", "JPEG")), ("2.png", sheet("blue", "PNG"))]
    assert bound(scans) == bound(scans)


def test_what_cannot_be_bound_is_named() -> None:
    with pytest.raises(ScanUnreadableError) as refusal:
        bound([("1.jpg", sheet("red", "JPEG")), ("2.png", sheet("red", "PNG")[:-60])])
    assert refusal.value.file_name == "2.png"
