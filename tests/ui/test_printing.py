"""What goes to paper: sheets that lie as their pages do, one after the other, plain refusals."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat
from PySide6.QtGui import QPageRanges, QPageSize
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from app.documents.minutes import Edition, typeset
from app.documents.plan_table import PlanFacts, PlanLine, plan_table
from app.documents.sheet import written
from app.domain.copy_errors import PrintBrokenOffError
from app.domain.errors import PrinterMissingError
from app.domain.progress import CancelledError
from tests.documents.paper import MADE_AT, make_minutes
from ui.printing import a4_printer, ask_for_printer, print_papers


@pytest.fixture(scope="module")
def lying() -> bytes:
    line = PlanLine("3月", "王建国", "羊尾镇", "党委书记", "监督谈话", "李明", "未安排")
    made_at = datetime(2026, 1, 5, 9, tzinfo=UTC)
    return plan_table(PlanFacts("清河县纪委监委", 2026, "应谈1人，已谈0人", (line,), made_at))


@pytest.fixture(scope="module")
def upright() -> bytes:
    return written(typeset(make_minutes(answers=5), Edition(MADE_AT)).pdf)


@pytest.fixture
def press(qtbot, tmp_path) -> QPrinter:
    printer = a4_printer()
    printer.setResolution(100)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    return printer


def pages_of(path: str | BytesIO) -> list[Image.Image]:
    with closing(pypdfium2.PdfDocument(path)) as printed:
        return [page.render(scale=0.5, grayscale=True).to_pil() for page in printed]


def unlikeness(one: Image.Image, other: Image.Image) -> float:
    """How far apart two pages are once a hair's breadth no longer counts."""
    soft = [page.resize(one.size).filter(ImageFilter.GaussianBlur(3)) for page in (one, other)]
    return ImageStat.Stat(ImageChops.difference(*soft)).mean[0]


def test_a_lying_page_lies_on_paper_and_keeps_its_shape(press, lying):
    printed = print_papers([lying], press)
    source, sheets = pages_of(BytesIO(lying)), pages_of(press.outputFileName())
    assert printed == len(sheets) == len(source)
    for page, sheet in zip(source, sheets, strict=True):
        assert sheet.width > sheet.height
        assert unlikeness(page, sheet) < 3, "nothing is stretched or shifted"


def test_upright_and_lying_pages_follow_each_other_in_one_job(press, lying, upright):
    with pikepdf.open(BytesIO(upright)) as book, pikepdf.open(BytesIO(lying)) as plan:
        book.pages.insert(1, plan.pages[0])
        out = BytesIO()
        book.save(out)
    print_papers([out.getvalue()], press)
    source, sheets = pages_of(BytesIO(out.getvalue())), pages_of(press.outputFileName())
    assert [s.width > s.height for s in sheets] == [s.width > s.height for s in source]
    assert sheets[1].width > sheets[1].height
    assert max(unlikeness(a, b) for a, b in zip(source, sheets, strict=True)) < 3


def test_paper_of_another_shape_shows_the_whole_page_in_its_middle(press, upright):
    press.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
    print_papers([upright], press)
    sheet = pages_of(press.outputFileName())[0]
    inked = ImageChops.invert(sheet).point(lambda grey: 255 if grey > 60 else 0).getbbox()
    assert inked is not None
    left, _, right, _ = inked
    spare = sheet.width - sheet.height * 210 / 297
    assert spare > 20, "Letter is wider than A4"
    page = pages_of(BytesIO(upright))[0]
    drawn = ImageChops.invert(page).point(lambda grey: 255 if grey > 60 else 0).getbbox()
    shrunk = sheet.height / page.height
    assert right - left == pytest.approx((drawn[2] - drawn[0]) * shrunk, abs=3)
    assert left == pytest.approx(spare / 2 + drawn[0] * shrunk, abs=3)


def test_only_the_pages_asked_for_are_printed(press, upright):
    press.setPrintRange(QPrinter.PrintRange.PageRange)
    press.setFromTo(2, 2)
    assert print_papers([upright], press) == 1
    second = pages_of(BytesIO(upright))[1]
    (sheet,) = pages_of(press.outputFileName())
    assert unlikeness(second, sheet) < 3


def test_several_ranges_of_pages_are_printed_in_their_order(press, upright):
    press.setPrintRange(QPrinter.PrintRange.PageRange)
    press.setPageRanges(QPageRanges.fromString("1,3-9"))
    assert print_papers([upright], press) == 2
    first, third = (pages_of(BytesIO(upright))[n] for n in (0, 2))
    sheets = pages_of(press.outputFileName())
    assert unlikeness(first, sheets[0]) < 3
    assert unlikeness(third, sheets[1]) < 3


def test_on_both_sides_each_copy_begins_on_a_sheet_of_its_own(press, upright):
    pages = len(pages_of(BytesIO(upright)))
    assert pages % 2, "the last back stays blank"
    press.duplex = lambda: QPrinter.DuplexMode.DuplexLongSide  # a file has but one side
    print_papers([upright, upright], press)
    sheets = pages_of(press.outputFileName())
    assert len(sheets) == 2 * pages + 1
    assert ImageStat.Stat(sheets[pages]).mean[0] > 254, "a blank back"
    assert unlikeness(sheets[0], sheets[pages + 1]) < 0.1


class Stopping:
    def __init__(self, after: int) -> None:
        self.after = after

    def step(self, done: int, _total: int) -> None:
        if done == self.after:
            raise CancelledError


def test_printing_can_be_stopped_between_two_pages(press, upright):
    with pytest.raises(CancelledError):
        print_papers([upright], press, Stopping(1))


@pytest.mark.qt_log_ignore("Returned false", extend=True)
def test_a_printer_that_takes_nothing_is_told(press, upright, tmp_path):
    press.setOutputFileName(str(tmp_path / "no such folder" / "printed.pdf"))
    with pytest.raises(PrintBrokenOffError) as caught:
        print_papers([upright], press)
    assert caught.value.printed == 0


def test_without_a_printer_nothing_is_asked(qtbot, monkeypatch):
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(list))
    parent = QWidget()
    qtbot.addWidget(parent)
    with pytest.raises(PrinterMissingError):
        ask_for_printer(parent)
