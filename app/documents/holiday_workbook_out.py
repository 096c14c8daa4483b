"""Writes the holidays of a year to a workbook, in the form in which they are read back."""

from __future__ import annotations

from io import BytesIO

from app.domain.workdays import YearTable

HEADINGS = (("日期", 16), ("放假/上班", 12), ("名称", 30))
_TEXT = "@"  # the form in which a date stays as it is written


def holiday_workbook(table: YearTable) -> bytes:
    """An XLSX file with a line for each day; every cell is a text, so that none is reckoned."""
    # openpyxl takes 150 ms to load: imported here to start faster
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active or book.create_sheet()
    sheet.title = f"{table.year}年"
    for place, (heading, width) in enumerate(HEADINGS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
        sheet.cell(1, place, heading).font = Font(bold=True)
    for number, one in enumerate(table.days, 2):
        texts = (one.day.isoformat(), "上班" if one.is_working else "放假", one.title)
        for place, text in enumerate(texts, 1):
            cell = sheet.cell(number, place, text)
            cell.data_type = "s"  # whatever it begins with
            cell.number_format = _TEXT
    sheet.freeze_panes = "A2"
    written = BytesIO()
    book.save(written)
    return written.getvalue()
