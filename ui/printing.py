"""Printing finished pages: the archived PDF is the only layout, its page pictures go to paper."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from app.domain.errors import PrinterMissingError

PRINT_DPI = 300


def ask_for_printer(parent: QWidget) -> QPrinter | None:
    """The printer the user chooses, set to A4 without margins; None when the user changes his mind.

    Raises PrinterMissingError when no printer is set up on this machine.
    """
    if not QPrinterInfo.availablePrinterNames():
        raise PrinterMissingError
    printer = a4_printer()
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle("打印")
    return printer if dialog.exec() == QDialog.DialogCode.Accepted else None


def a4_printer() -> QPrinter:
    """A printer for A4 that uses the whole sheet: the margins are in the pages themselves."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(PRINT_DPI)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    printer.setColorMode(QPrinter.ColorMode.GrayScale)
    printer.setDocName("tanxinbu")  # the queue of the printer shows it: never a person or a unit
    return printer


def print_pages(pages: Sequence[QImage], printer: QPrinter) -> None:
    """Paint each page on its own sheet, in grey, as large as the sheet."""
    first, last = _range(printer, len(pages))
    painter = QPainter(printer)
    for number, page in enumerate(pages[first:last]):
        if number:
            printer.newPage()
        sheet = QRect(0, 0, printer.width(), printer.height())
        painter.drawImage(sheet, page.convertToFormat(QImage.Format.Format_Grayscale8))
    painter.end()


def _range(printer: QPrinter, count: int) -> tuple[int, int]:
    if printer.printRange() is QPrinter.PrintRange.PageRange and printer.fromPage():
        return printer.fromPage() - 1, min(printer.toPage(), count)
    return 0, count
