"""The card 打印 of the settings: a trial page and blank paper, from the press of a button."""

from __future__ import annotations

from contextlib import closing

import pypdfium2
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from ui import paper_printing
from ui.printing import a4_printer
from ui.settings.printing_card import PrintingCard

LONG = 10_000


def test_both_papers_go_to_the_printer(qtbot, office, monkeypatch, tmp_path):
    card = PrintingCard(office.tasks, office.application.plain_forms)
    qtbot.addWidget(card)
    card.show()
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(lambda: ["laser"]))
    card.pages.setValue(3)
    for press, pages in ((card.trial_button, 2), (card.blank_button, 3)):
        printer = a4_printer()
        printer.setResolution(72)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / f"{pages}.pdf"))
        monkeypatch.setattr(paper_printing, "ask_for_printer", lambda *_, p=printer: p)
        press.click()
        qtbot.waitUntil(lambda n=pages: f"{n} 页" in card.message.what.text(), timeout=LONG)
        with closing(pypdfium2.PdfDocument(tmp_path / f"{pages}.pdf")) as printed:
            assert len(printed) == pages


def test_without_a_printer_that_is_said(qtbot, office, monkeypatch):
    card = PrintingCard(office.tasks, office.application.plain_forms)
    qtbot.addWidget(card)
    card.show()
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(list))
    card.trial_button.click()
    assert "没有装打印机" in card.message.what.text()
