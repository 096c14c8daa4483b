"""Printing finished pages: the archived PDF is the only layout, its page pictures go to paper."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from app.domain.copy_errors import PrintBrokenOffError, PrinterNotReadyError, PrinterWaitsError
from app.domain.errors import PrinterMissingError
from app.domain.progress import CancelledError, NoProgress, Progress
from app.services.printers import hindrance_of, page_count, page_picture, stay_on_this_machine

PRINT_DPI = 300
_BOTH_SIDES = (QPrinter.DuplexMode.DuplexLongSide, QPrinter.DuplexMode.DuplexShortSide)


def refuse_without_printer() -> None:
    """See that there is a printer before anything is asked. Raises PrinterMissingError."""
    stay_on_this_machine()
    if not QPrinterInfo.availablePrinterNames():
        raise PrinterMissingError


def ask_for_printer(parent: QWidget, pages: int = 0) -> QPrinter | None:
    """The printer the user chooses, set to A4 without margins; None when the user changes his mind.

    pages, when it is known, bounds the range that can be chosen. Raises PrinterMissingError when no
    printer is set up on this machine, PrinterNotReadyError when the chosen one says it cannot.
    """
    refuse_without_printer()
    printer = a4_printer()
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle("打印")
    # a file is a copy of another kind: it has its own way out, by 另存
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintToFile, False)
    if pages:
        dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.setMinMax(1, pages)
        dialog.setFromTo(1, pages)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return None
    refuse_hindered(printer)
    return printer


def refuse_hindered(printer: QPrinter) -> None:
    """See that the printer can print now. Raises PrinterNotReadyError."""
    if printer.outputFormat() is QPrinter.OutputFormat.PdfFormat:
        return  # it is a file
    hindrance = hindrance_of(printer.printerName())
    if hindrance is not None:
        raise PrinterNotReadyError(printer.printerName(), hindrance.value)


def refuse_waiting(printer_name: str) -> None:
    """See that a printer that was given pages goes on with them. Raises PrinterWaitsError."""
    hindrance = hindrance_of(printer_name)
    if hindrance is not None:
        raise PrinterWaitsError(printer_name, hindrance.value)


def a4_printer() -> QPrinter:
    """A printer for A4 that uses the whole sheet: the margins are in the pages themselves."""
    stay_on_this_machine()
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(PRINT_DPI)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    printer.setColorMode(QPrinter.ColorMode.GrayScale)
    printer.setDocName("tanxinbu")  # the queue of the printer shows it: never a person or a unit
    return printer


def print_papers(
    papers: Sequence[bytes], printer: QPrinter, progress: Progress | None = None
) -> int:
    """Put the chosen pages of each PDF on paper, one page in memory at a time; how many there were.

    May be called on any lane: Qt paints on printers off the main thread as well. Raises
    PrintBrokenOffError, CancelledError.
    """
    told = progress or NoProgress()
    wanted = [
        (copy, page)
        for copy, pdf in enumerate(papers)
        for page in _chosen(printer, page_count(pdf))
    ]
    press, dpi = _Press(printer, len(wanted)), min(printer.resolution(), PRINT_DPI)
    try:
        for done, (copy, page) in enumerate(wanted):
            told.step(done, len(wanted))
            if done and copy != wanted[done - 1][0]:
                press.turn_to_front()
            press.put(page_image(papers[copy], page, dpi))
    except CancelledError:
        printer.abort()  # what was not sent yet need not be printed
        raise
    finally:
        press.finish()
    return len(wanted)


def print_pages(pages: Sequence[QImage], printer: QPrinter) -> None:
    """Paint each page on its own sheet, in grey, as large as the sheet allows."""
    press = _Press(printer, len(pages))
    try:
        for number in _chosen(printer, len(pages)):
            press.put(pages[number])
    finally:
        press.finish()


def page_image(pdf: bytes, page: int, dpi: int = PRINT_DPI) -> QImage:
    """One page of a PDF of ours, counted from 0, as Qt can paint it."""
    made = page_picture(pdf, page, dpi)
    held = QImage(made.rgb, made.width, made.height, made.stride, QImage.Format.Format_RGB888)
    return held.convertToFormat(QImage.Format.Format_Grayscale8)


class _Press:
    """A printer at work: sheets lie as their pages do."""

    def __init__(self, printer: QPrinter, pages: int) -> None:
        self._printer, self._pages = printer, pages
        self._painter = QPainter()
        self._sides = 0

    def put(self, page: QImage) -> None:
        """Print one page on the next side. Raises PrintBrokenOffError."""
        lies = page.width() > page.height()
        way = QPageLayout.Orientation.Landscape if lies else QPageLayout.Orientation.Portrait
        self._next_side(way)
        sheet = QSize(self._printer.width(), self._printer.height())
        room = page.size().scaled(sheet, Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (sheet.width() - room.width()) // 2, (sheet.height() - room.height()) // 2
        self._painter.drawImage(
            QRect(left, top, room.width(), room.height()),
            page.convertToFormat(QImage.Format.Format_Grayscale8),
        )

    def turn_to_front(self) -> None:
        """Leave the back of the last sheet blank, so that the next copy begins on a sheet."""
        if self._printer.duplex() in _BOTH_SIDES and self._sides % 2:
            self._next_side(self._printer.pageLayout().orientation())

    def finish(self) -> None:
        """Let the pages go."""
        if self._painter.isActive():
            self._painter.end()

    def _next_side(self, way: QPageLayout.Orientation) -> None:
        # how a sheet lies is settled before it is begun
        self._printer.setPageOrientation(way)
        is_on = self._printer.newPage() if self._sides else self._painter.begin(self._printer)
        if not is_on or self._printer.printerState() is QPrinter.PrinterState.Error:
            raise PrintBrokenOffError(self._sides, self._pages)
        self._sides += 1


def _chosen(printer: QPrinter, count: int) -> list[int]:
    """The pages asked for, counted from 0: all, or one range or several such as 1-2,5."""
    ranges = printer.pageRanges()
    if printer.printRange() is not QPrinter.PrintRange.PageRange or ranges.isEmpty():
        return list(range(count))
    return [page for page in range(count) if ranges.contains(page + 1)]
