"""Reads a table of holidays from an XLSX or CSV file: 日期, 放假/上班, 名称.

A date may be one day, several, or a span, written as the notices of the State Council write them:
2月15日（周日）至23日（周一）. The year is told once in a cell, before the first day.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from app.documents.intake.headings import heading_word
from app.documents.intake.workbook import MOST_ROWS, Cell, Sheet, open_workbook, read_file
from app.documents.intake.workbook_guard import LARGEST_FILE
from app.domain.errors import FileUnreadableError, WrongFileKindError
from app.domain.holiday_errors import HolidayHeadingsMissingError, NoHolidaysFoundError
from app.domain.holiday_intake import HolidayFault, HolidayFaultKind, HolidayFile
from app.domain.workdays import EARLIEST_YEAR, LATEST_YEAR, LONGEST_HOLIDAY_TITLE, Holiday

LONGEST_SPAN = 31  # days of one holiday; a longer one is a slip
_HEADING_WITHIN = 20
_SATURDAY = 5
_DAYS = frozenset(["日期", "放假日期", "起止日期", "时间", "日子", "具体日期"])
_WAYS = frozenset(["放假上班", "放假或上班", "上班放假", "安排", "类型", "性质", "休班"])
_TITLES = frozenset(["名称", "节日", "节日名称", "节假日", "节假日名称", "事由", "说明"])
_WORKED = frozenset({"班", "工作", "工作日", "补班"})
_OFF = frozenset({"休", "假", "休息", "补假", "调休放假"})
_TO = re.compile(r"至|到|~|—+|–|\s-+\s|(?<=日)-+")
_DATE = re.compile(
    r"(?:(?P<year>\d{4})(?:年|[-./]))?(?P<month>\d{1,2})(?:月|[-./])(?P<day>\d{1,2})日?"
    r"|(?P<only>\d{1,2})日"
)


@dataclass(eq=False)
class _FaultError(Exception):
    """What is wrong in the row that is being read."""

    kind: HolidayFaultKind
    found: str = ""


@dataclass(slots=True)
class _Columns:
    """Where the three columns stand."""

    day: int
    way: int
    title: int


@dataclass(slots=True)
class _Reading:
    """What was read of a file so far."""

    days: dict[date, Holiday] = field(default_factory=dict)
    faults: list[HolidayFault] = field(default_factory=list)


def read_holidays(path: Path) -> HolidayFile:
    """The days a file names and the rows that cannot be read.

    Raises FileUnreadableError, FileTooLargeError, WrongFileKindError, WorkbookLockedError,
    WorkbookOutdatedError, HolidayHeadingsMissingError, NoHolidaysFoundError.
    """
    untrusted_content = read_file(path, LARGEST_FILE)
    reading, is_headed = _Reading(), False
    for sheet in _sheets(path, untrusted_content):
        found = _headings(sheet)
        if found is not None:
            is_headed = True
            _read_sheet(reading, sheet, *found)
    if not is_headed:
        raise HolidayHeadingsMissingError(path.name)
    if not reading.days and not reading.faults:
        raise NoHolidaysFoundError(path.name)
    days = tuple(reading.days[day] for day in sorted(reading.days))
    return HolidayFile(path.name, days, tuple(reading.faults))


def _sheets(path: Path, untrusted_content: bytes) -> tuple[Sheet, ...]:
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return open_workbook(path.name, untrusted_content)
    if path.suffix.lower() in (".csv", ".txt"):
        return (_plain_sheet(path.name, untrusted_content),)
    raise WrongFileKindError(path.name, "XLSX、CSV")


def _plain_sheet(file_name: str, untrusted_content: bytes) -> Sheet:
    """A CSV file as one sheet; spreadsheets write GB18030 or UTF-8, and split by , ; or tabs."""
    text = _decoded(file_name, untrusted_content)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    rows: list[tuple[Cell, ...]] = []
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        for row in lines:
            if len(rows) >= MOST_ROWS:
                return Sheet("", tuple(rows), is_cut=True)
            rows.append(tuple(Cell(text) for text in row))
    except csv.Error as error:
        raise FileUnreadableError(file_name) from error
    return Sheet("", tuple(rows), is_cut=False)


def _decoded(file_name: str, untrusted_content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = untrusted_content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise WrongFileKindError(file_name, "XLSX、CSV")


def _headings(sheet: Sheet) -> tuple[int, _Columns] | None:
    """The row below the headings, and where the columns stand."""
    for number, row in enumerate(sheet.rows[:_HEADING_WITHIN]):
        words = [heading_word(cell.text) if len(cell.text) <= LONGEST_SPAN else "" for cell in row]
        places = [_place(words, known) for known in (_DAYS, _WAYS, _TITLES)]
        if None not in places:
            return number + 1, _Columns(*(place or 0 for place in places))
    return None


def _place(words: Sequence[str], known: frozenset[str]) -> int | None:
    return next((place for place, word in enumerate(words) if word in known), None)


def _read_sheet(reading: _Reading, sheet: Sheet, start: int, columns: _Columns) -> None:
    for number, row in enumerate(sheet.rows[start:], start + 1):
        cells = [_cell(row, place) for place in (columns.day, columns.way, columns.title)]
        if not any(cell.text.strip() for cell in cells):
            continue
        try:
            for holiday in _holidays(*cells):
                _put(reading, holiday)
        except _FaultError as fault:
            reading.faults.append(HolidayFault(number, fault.kind, fault.found, sheet.title))
    if sheet.is_cut:
        reading.faults.append(HolidayFault(MOST_ROWS, HolidayFaultKind.CUT, "", sheet.title))


def _cell(row: tuple[Cell, ...], place: int) -> Cell:
    return row[place] if place < len(row) else Cell()


def _put(reading: _Reading, holiday: Holiday) -> None:
    known = reading.days.setdefault(holiday.day, holiday)
    if known.is_working is not holiday.is_working:
        raise _FaultError(HolidayFaultKind.CLASH, holiday.day.isoformat())


def _holidays(day: Cell, way: Cell, title: Cell) -> list[Holiday]:
    days = list(_days(day))
    is_working = _is_working(way.text)
    said = " ".join(unicodedata.normalize("NFC", title.text).split())
    if not said:
        raise _FaultError(HolidayFaultKind.TITLE_MISSING)
    if len(said) > LONGEST_HOLIDAY_TITLE:
        raise _FaultError(HolidayFaultKind.TITLE_TOO_LONG, said)
    if is_working:
        for one in days:
            if one.weekday() < _SATURDAY:
                raise _FaultError(HolidayFaultKind.WORKED_ANYHOW, one.isoformat())
    return [Holiday(one, is_working, said) for one in days]


def _is_working(untrusted: str) -> bool:
    said = re.sub(r"\s", "", unicodedata.normalize("NFKC", untrusted))
    is_worked = said in _WORKED or "上班" in said
    is_off = said in _OFF or "放假" in said
    if is_worked is is_off:
        raise _FaultError(HolidayFaultKind.WAY_UNREADABLE, untrusted.strip())
    return is_worked


def _days(cell: Cell) -> Iterator[date]:
    """Every day a cell names."""
    plain = unicodedata.normalize("NFKC", cell.text).strip()
    if not plain:
        raise _FaultError(HolidayFaultKind.DATE_MISSING)
    if cell.date is not None:
        plain = cell.date.iso()
    plain = re.sub(r"\(.*?\)|\[.*?\]", "", plain)
    last: date | None = None
    for part in re.split(r"[、,;]|和", plain):
        ends = [end.strip() for end in _TO.split(part)]
        if len(ends) > 2:
            raise _FaultError(HolidayFaultKind.DATE_UNREADABLE, cell.text.strip())
        first = last = _day(ends[0], last, cell.text)
        if len(ends) == 2:
            last = _day(ends[1], first, cell.text)
        yield from _span(first, last, cell.text)


def _day(written: str, before: date | None, whole: str) -> date:
    """One day; year and month that are not told are those of the day before it."""
    found = _DATE.fullmatch(re.sub(r"\s", "", written))
    if found is None:
        raise _FaultError(HolidayFaultKind.DATE_UNREADABLE, whole.strip())
    told = found.groupdict()
    if before is None and not told["year"]:
        raise _FaultError(HolidayFaultKind.YEAR_MISSING, whole.strip())
    year = int(told["year"] or (before.year if before else 0))
    month = int(told["month"] or (before.month if before else 0))
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise _FaultError(HolidayFaultKind.YEAR_OUTSIDE, whole.strip())
    try:
        return date(year, month, int(told["day"] or told["only"]))
    except ValueError as error:
        raise _FaultError(HolidayFaultKind.DATE_UNREADABLE, whole.strip()) from error


def _span(first: date, last: date, whole: str) -> Iterator[date]:
    length = (last - first).days + 1
    if length < 1:
        raise _FaultError(HolidayFaultKind.RANGE_BACKWARDS, whole.strip())
    if length > LONGEST_SPAN:
        raise _FaultError(HolidayFaultKind.RANGE_TOO_LONG, whole.strip())
    yield from (first + timedelta(days=n) for n in range(length))
