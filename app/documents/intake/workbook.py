"""Opens a workbook that may be hostile: sizes first, then cells as plain texts."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.documents.intake.workbook_guard import look_through
from app.domain.calendar import PartialDate
from app.domain.errors import FileTooLargeError, FileUnreadableError

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MOST_ROWS = 20_000
MOST_COLUMNS = 60
MOST_SHEETS = 40
_BLANK_ROWS_TO_STOP = 500  # formatting often reaches down to row 1,048,576


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text as a reader sees it, and what a text cannot tell.

    date is set for real dates; is_broken marks #REF! and its kin; is_ambiguous a number such as
    1990.1, of which nobody knows whether 1990.10 or 1990.01 was meant; is_formula a formula, where
    the reader asked for formulas instead of what they came to when the file was last saved.
    """

    text: str = ""
    date: PartialDate | None = None
    is_broken: bool = False
    is_ambiguous: bool = False
    is_continued: bool = False
    is_formula: bool = False
    spans: int = 1


@dataclass(frozen=True, slots=True)
class Sheet:
    """A visible sheet; rows are numbered from 1 and may end early (is_cut)."""

    title: str
    rows: tuple[tuple[Cell, ...], ...]
    is_cut: bool


def read_file(path: Path, largest: int) -> bytes:
    """The bytes of a file that came in.

    Raises FileUnreadableError, FileTooLargeError.
    """
    try:
        with path.open("rb") as file:
            content = file.read(largest + 1)
            size = path.stat().st_size
    except (OSError, ValueError) as error:
        raise FileUnreadableError(path.name) from error
    if len(content) > largest:
        raise FileTooLargeError(path.name, max(size, len(content)), largest)
    return content


def open_workbook(
    file_name: str, untrusted_content: bytes, *, keeps_formulas: bool = False
) -> tuple[Sheet, ...]:
    """The visible sheets of an XLSX file, cells merged downwards filled in.

    Raises WrongFileKindError, WorkbookLockedError, WorkbookOutdatedError, FileTooLargeError,
    FileUnreadableError.
    """
    look_through(file_name, untrusted_content)
    # openpyxl takes 150 ms to load: imported here to start faster
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and checks we do not read
            content, shows = BytesIO(untrusted_content), not keeps_formulas
            book = load_workbook(content, data_only=shows, keep_links=False)
            shown = [s for s in book.worksheets if s.sheet_state == "visible"]
            return tuple(_sheet(sheet) for sheet in shown[:MOST_SHEETS])
    except Exception as error:  # openpyxl raises whatever it stumbles over
        raise FileUnreadableError(file_name) from error


def _sheet(sheet: Worksheet) -> Sheet:
    down, across = _merges(sheet)
    rows: list[tuple[Cell, ...]] = []
    blank = 0
    for number, cells in enumerate(_cells(sheet), 1):
        row = [_cell(cell) for cell in cells]
        for place in range(len(row)):
            if place in down.get(number, {}):
                row[place] = _continued(rows, down[number][place], place)
            elif (number, place) in across:
                row[place] = Cell(row[place].text, spans=across[number, place])
        rows.append(tuple(row))
        blank = 0 if any(cell.text for cell in row) else blank + 1
        if blank >= _BLANK_ROWS_TO_STOP:
            break
    return Sheet(sheet.title, tuple(rows), is_cut=len(rows) >= MOST_ROWS < sheet.max_row)


def _cells(sheet: Worksheet) -> Iterator[tuple[Any, ...]]:
    bottom, right = min(sheet.max_row, MOST_ROWS), min(sheet.max_column, MOST_COLUMNS)
    yield from sheet.iter_rows(max_row=bottom, max_col=right)


def _merges(sheet: Worksheet) -> tuple[dict[int, dict[int, int]], dict[tuple[int, int], int]]:
    """Cells that continue one above (row → column → top row), and cells merged to the right."""
    down: dict[int, dict[int, int]] = {}
    across: dict[tuple[int, int], int] = {}
    for merged in sheet.merged_cells.ranges:
        left, top = merged.min_col - 1, merged.min_row
        if merged.max_col > merged.min_col:
            across[top, left] = merged.max_col - merged.min_col + 1
        for row in range(top + 1, min(merged.max_row, MOST_ROWS) + 1):
            down.setdefault(row, {})[left] = top
    return down, across


def _continued(rows: list[tuple[Cell, ...]], top: int, place: int) -> Cell:
    return replace(rows[top - 1][place], is_continued=True, spans=1)


def _cell(cell: Any) -> Cell:  # noqa: ANN401 — a cell of openpyxl or one merged away
    value = cell.value
    if value is None:
        return Cell()
    if cell.data_type == "f":
        return Cell(str(getattr(value, "text", value)), is_formula=True)
    if isinstance(value, date | datetime):
        read = _real_date(value, str(cell.number_format))
        return Cell(read.iso(), read) if read else Cell(str(value))
    if isinstance(value, bool):
        return Cell("是" if value else "否")
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format))
    if isinstance(value, time | timedelta):
        return Cell(str(value))
    return Cell(str(value), is_broken=cell.data_type == "e")


def _real_date(value: date, number_format: str) -> PartialDate | None:
    """A date cell as it is shown: without its day when the format shows none."""
    shows_day = "d" in number_format.lower()
    try:
        return PartialDate(value.year, value.month, value.day if shows_day else 0)
    except ValueError:
        return None


def _number(value: float, number_format: str) -> Cell:
    if isinstance(value, int) or value.is_integer():
        return Cell(str(int(value)))
    if number_format.startswith("0.00"):
        return Cell(f"{value:.2f}")
    text = repr(value)
    return Cell(text, is_ambiguous=text.endswith(".1"))
