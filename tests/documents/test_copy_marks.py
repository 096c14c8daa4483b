"""The marks of a copy: on every page, under the text, and readable again from a poor scan."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter

from app.documents import scan_match
from app.documents.archive import archived, check
from app.documents.copy_marks import IS_COPY, CopyMark, marked, marked_for_print
from app.documents.minutes import Edition, typeset
from app.documents.pictures import text_of
from app.documents.plan_table import PlanFacts, PlanLine, plan_table
from app.domain.copy_errors import CopyUnreadableError
from app.domain.errors import ScanUnreadableError
from app.domain.scan_marks import PageMark
from tests.documents.paper import MADE_AT, make_minutes, tool

MINUTES = make_minutes(answers=3)
MARK = CopyMark(3, MINUTES.number, MINUTES.digest(), "谈话记录 2026-0012")
AWAITED = PageMark(MINUTES.number, MINUTES.digest()[:16], copy=3)


@pytest.fixture(scope="module")
def original() -> bytes:
    return archived(typeset(MINUTES, Edition(MADE_AT)).pdf)


@pytest.fixture(scope="module")
def printed(original) -> bytes:
    return marked_for_print(original, MARK)


def picture(pdf: bytes, page: int = 0, dpi: int = 150) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return document[page].render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
    finally:
        document.close()


def file_of(image: Image.Image, kind: str = "PNG", **more: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


# ── what stands on a copy ────────────────────────────────────────────────────────────────────────


def test_every_page_of_a_copy_bears_its_number(original, printed):
    for text in text_of(printed):
        assert text.replace(" ", "").count("份号　000003") == 2, "above, and large under the text"
    assert not any("000003" in text for text in text_of(original))
    assert not any(IS_COPY in text for text in text_of(printed)), "paper is what gets signed"


def test_a_copy_for_files_says_that_it_is_one_and_is_fit_for_the_archive(original):
    copy = marked(original, MARK)
    check(copy)
    assert all(IS_COPY in text for text in text_of(copy))
    assert marked(original, MARK) == copy, "same copy, same bytes"
    with pikepdf.open(BytesIO(copy)) as pdf:
        assert "/AcroForm" not in pdf.Root
        assert "/StructTreeRoot" not in pdf.Root
        assert "000003" in str(pdf.docinfo["/Subject"])


def test_the_words_of_a_copy_are_those_of_the_original(original, printed):
    def plain(pages: list[str]) -> list[str]:
        return ["".join(text.replace("份号", "").replace("000003", "").split()) for text in pages]

    assert plain(text_of(printed)) == plain(text_of(original))


def test_the_mark_lies_under_the_text_and_is_light(original, printed):
    before, after = picture(original, dpi=72), picture(printed, dpi=72)
    text_area = (80, 110, 520, 660)
    darkened = ImageChops.subtract(before, after).crop(text_area)
    assert 15 < darkened.getextrema()[1] <= 30, "a light grey, nowhere darker"
    assert ImageChops.subtract(after, before).getextrema()[1] <= 2, "no letter is covered"


def test_lying_pages_are_marked_too(tmp_path):
    line = PlanLine("3月", "王建国", "羊尾镇", "党委书记", "监督谈话", "李明", "未安排")
    plan = plan_table(PlanFacts("清河县纪委监委", 2026, "应谈1人", (line,), MADE_AT))
    copy = marked(plan, CopyMark(12, "2026", "a" * 64, "年度计划"))
    with pikepdf.open(BytesIO(copy)) as pdf:
        assert float(pdf.pages[0].mediabox[2]) > float(pdf.pages[0].mediabox[3])
    assert scan_match.read(copy, "x") == (PageMark("2026", "a" * 16, 12, 1),)


def test_stock_tools_read_a_copy_without_a_complaint(original, tmp_path):
    path = tmp_path / "copy.pdf"
    path.write_bytes(marked(original, MARK))
    said = tool("qpdf", "--check", str(path))
    assert "No syntax or stream encoding errors found" in said


def test_what_is_no_pdf_cannot_be_marked():
    with pytest.raises(CopyUnreadableError):
        marked(b"%PDF-1.7 nothing", MARK)


# ── read again from paper ────────────────────────────────────────────────────────────────────────


def test_every_page_of_a_scan_tells_its_copy_and_its_place(printed):
    found = scan_match.read(printed, "scan.pdf")
    assert found == tuple(
        PageMark(MINUTES.number, MINUTES.digest()[:16], 3, n) for n in range(1, len(found) + 1)
    )


def test_the_archived_file_printed_elsewhere_tells_its_record(original):
    assert set(scan_match.read(original, "scan.pdf")) == {
        PageMark(MINUTES.number, MINUTES.digest())
    }


def noisy(image: Image.Image, strength: int) -> Image.Image:
    return ImageChops.add(image, Image.effect_noise(image.size, strength), 1, -128)


SCANNERS: dict[str, Callable[[Image.Image], Image.Image]] = {
    "straight": lambda page: page,
    "upside down": lambda page: page.rotate(180),
    "lying": lambda page: page.rotate(90, expand=True),
    "askew": lambda page: page.rotate(4, fillcolor=255, resample=Image.Resampling.BICUBIC),
    "grey": lambda page: page.point(lambda level: int(70 + level * 0.5)),
    "out of focus": lambda page: page.filter(ImageFilter.GaussianBlur(1)),
    "noisy": lambda page: noisy(page, 40),
    "black and white": lambda page: page.point(lambda level: 255 * (level > 128)).convert("1"),
    "all at once": lambda page: noisy(
        page.rotate(2.5, fillcolor=240, resample=Image.Resampling.BICUBIC)
        .filter(ImageFilter.GaussianBlur(0.8))
        .point(lambda level: int(60 + level * 0.6)),
        20,
    ),
}


@pytest.mark.parametrize("scanner", SCANNERS)
def test_a_scan_of_150_dpi_is_read_whatever_the_scanner_did(printed, scanner):
    scanned = SCANNERS[scanner](picture(printed))
    expected = PageMark(MINUTES.number, MINUTES.digest()[:16], 3, 1)
    assert scan_match.read(file_of(scanned), "scan.png") == (expected,)


def test_a_jpeg_and_pages_in_one_tiff_are_read(printed):
    pages = [picture(printed, n) for n in range(2)]
    assert scan_match.read(file_of(pages[0], "JPEG", quality=50), "a.jpg")[0].page == 1
    both = file_of(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    assert [mark.page for mark in scan_match.read(both, "a.tif")] == [1, 2]


def test_a_page_without_a_code_and_one_with_a_foreign_code_tell_nothing():
    assert scan_match.read(file_of(Image.new("L", (600, 800), 255)), "x.png") == (None,)


def test_what_cannot_be_opened_is_named(tmp_path):
    with pytest.raises(ScanUnreadableError):
        scan_match.read(b"no picture", "x.png")
    with pytest.raises(ScanUnreadableError):
        scan_match.read(b"%PDF-1.7 no document", "x.pdf")
