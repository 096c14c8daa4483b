"""Pages of scans are counted without believing the file."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from app.documents import pages
from app.documents.pages import media_type, read_scan, scan_pages
from app.domain.errors import FileTooLargeError, FileUnreadableError, ScanUnreadableError


def picture(kind: str, count: int = 1) -> bytes:
    sheets = [Image.new("L", (60, 80), 255) for _ in range(count)]
    out = BytesIO()
    more = {"save_all": True, "append_images": sheets[1:]} if count > 1 else {}
    sheets[0].save(out, kind, **more)
    return out.getvalue()


def pdf(count: int, **more: object) -> bytes:
    document = pikepdf.new()
    for _ in range(count):
        document.add_blank_page()
    out = BytesIO()
    document.save(out, **more)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "count", "kind"),
    [
        (picture("JPEG"), 1, "image/jpeg"),
        (picture("PNG"), 1, "image/png"),
        (picture("TIFF", 5), 5, "image/tiff"),
        (pdf(3), 3, "application/pdf"),
        (b"\n" + pdf(2), 2, "application/pdf"),
    ],
)
def test_the_pages_of_an_honest_scan(content: bytes, count: int, kind: str) -> None:
    assert scan_pages(content, "scan") == count
    assert media_type(content) == kind


@pytest.mark.parametrize(
    "untrusted",
    [
        b"",
        b"no picture",
        b"%PDF-1.7 and nothing more",
        picture("PNG")[:-40],
        picture("JPEG")[:120],
        picture("TIFF", 3)[:-200],
        picture("GIF"),
        picture("BMP"),
        pdf(1, encryption=pikepdf.Encryption(owner="a", user="b")),
    ],
    ids=["empty", "text", "bare", "cut png", "cut jpeg", "cut tiff", "gif", "bmp", "locked"],
)
def test_what_is_no_scan_is_refused_by_name(untrusted: bytes) -> None:
    with pytest.raises(ScanUnreadableError) as refusal:
        scan_pages(untrusted, "扫描.png")
    assert refusal.value.file_name == "扫描.png"


def test_a_picture_larger_than_any_paper_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MOST_PIXELS", 100)
    with pytest.raises(ScanUnreadableError):
        scan_pages(picture("PNG"), "x.png")


def test_a_file_that_is_not_there_or_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(FileUnreadableError):
        read_scan(tmp_path / "none.pdf")
    large = tmp_path / "large.pdf"
    large.write_bytes(bytes(20))
    monkeypatch.setattr(pages, "LARGEST_SCAN", 10)
    with pytest.raises(FileTooLargeError) as refusal:
        read_scan(large)
    assert (refusal.value.size_bytes, refusal.value.limit_bytes) == (20, 10)
