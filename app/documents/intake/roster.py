"""Reads a roster of persons from an XLSX file, whatever its columns are called and ordered."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from app.documents.intake import unit_and_title, wording
from app.documents.intake.entry_draft import EntryDraft
from app.documents.intake.headings import EXAMPLE_NOTE, Column, columns_in, is_heading_row
from app.documents.intake.workbook import MOST_ROWS, Cell, Sheet, open_workbook, read_file
from app.documents.intake.workbook_guard import LARGEST_FILE
from app.domain.calendar import PartialDate
from app.domain.errors import HeadingMissingError
from app.domain.people import UnitKind
from app.domain.roster import Fault, FaultKind, Place, RosterEntry, RosterPost

_HEADING_WITHIN = 40  # rows of titles and notes above the headings
_NOT_A_PERSON = re.compile(r"(合计|总计|小计|共计|注|备注|说明|填表|制表|审核|单位负责人)[:：]?.*")
_SHOWN_HEADINGS = {
    Column.NAME: "姓名",
    Column.UNIT: "单位",
    Column.TITLE: "职务",
}


@dataclass(frozen=True, slots=True)
class _Table:
    """The part of a sheet below its headings."""

    file_name: str
    sheet: Sheet
    columns: Mapping[Column, int]
    heading_row: int
    known_units: Collection[str]

    def heading(self, column: Column) -> str:
        """The heading as the file writes it."""
        if column not in self.columns:
            return _SHOWN_HEADINGS.get(column, "")
        return wording.tidy(self.sheet.rows[self.heading_row - 1][self.columns[column]].text)

    def rows(self) -> Iterator[tuple[int, dict[Column, Cell]]]:
        """The rows that speak of a person, with their numbers."""
        headings = self.sheet.rows[self.heading_row - 1]
        for number, row in enumerate(self.sheet.rows[self.heading_row :], self.heading_row + 1):
            cells = {column: row[place] for column, place in self.columns.items()}
            is_heading = cells[Column.NAME].text == headings[self.columns[Column.NAME]].text
            if not is_heading and _speaks_of_a_person(row, cells):
                yield number, cells


def read_roster(path: Path, known_units: Collection[str] = ()) -> tuple[RosterEntry, ...]:
    """Everybody on the roster, each with the faults of the row.

    known_units help to tell unit and title apart where one column holds both.
    Raises FileUnreadableError, FileTooLargeError, WrongFileKindError, HeadingMissingError.
    """
    sheets = open_workbook(path.name, read_file(path, LARGEST_FILE))
    tables = [t for sheet in sheets if (t := _table(path.name, sheet, known_units))]
    if not tables:
        raise HeadingMissingError(path.name, "姓名、单位")
    entries: list[RosterEntry] = []
    for table in tables:
        entries += _entries(table)
        if table.sheet.is_cut:
            entries.append(_cut(table))
    return tuple(entries)


def _table(file_name: str, sheet: Sheet, known_units: Collection[str]) -> _Table | None:
    """The table of a sheet; of two rows of headings below each other the fuller one counts."""
    texts = [[cell.text for cell in row] for row in sheet.rows[: _HEADING_WITHIN + 1]]
    found = [columns_in(row) for row in texts]
    for place, columns in enumerate(found[:_HEADING_WITHIN]):
        if is_heading_row(columns):
            below = found[place + 1] if place + 1 < len(found) else {}
            if is_heading_row(below) and len(below) > len(columns):
                return _Table(file_name, sheet, below, place + 2, known_units)
            return _Table(file_name, sheet, columns, place + 1, known_units)
    return None


def _speaks_of_a_person(row: tuple[Cell, ...], cells: Mapping[Column, Cell]) -> bool:
    told = [cell for cell in cells.values() if cell.text.strip() and not cell.is_continued]
    if not told or any(cell.text == EXAMPLE_NOTE for cell in told):
        return False
    first = next((cell for cell in row if cell.text.strip()), Cell())
    is_section = first.spans > max(2, len(cells) // 2)
    is_note = len(told) == 1 and bool(_NOT_A_PERSON.fullmatch(wording.tidy(first.text)))
    return not is_section and not is_note


def _entries(table: _Table) -> list[RosterEntry]:
    entries: list[RosterEntry] = []
    for number, cells in table.rows():
        entry = _entry(table, number, cells)
        if cells[Column.NAME].is_continued and entries and entries[-1].name == entry.name:
            entries[-1] = _with_posts_of(entries[-1], entry)
        else:
            entries.append(entry)
    return entries


def _with_posts_of(entry: RosterEntry, further: RosterEntry) -> RosterEntry:
    """An entry whose name is merged over several rows: each row is one more post."""
    return replace(entry, posts=entry.posts + further.posts, faults=entry.faults + further.faults)


def _entry(table: _Table, number: int, cells: Mapping[Column, Cell]) -> RosterEntry:
    draft = EntryDraft(Place(table.file_name, table.sheet.title, number))
    reader = _RowReader(table, cells, draft)
    born = reader.date(Column.BORN)
    name = draft.name(table.heading(Column.NAME), reader.raw(Column.NAME))
    post = reader.post()
    draft.check_dates(table.heading(Column.SINCE), born, [post])
    return RosterEntry(
        place=draft.place,
        name=name,
        gender=reader.gender(),
        ethnicity=wording.ethnicity(reader.text(Column.ETHNICITY)),
        political_status=wording.political_status(reader.text(Column.POLITICAL_STATUS)),
        born=born,
        note=reader.text(Column.NOTE),
        posts=(post,),
        faults=tuple(draft.faults),
    )


@dataclass(frozen=True, slots=True)
class _RowReader:
    """Reads the cells of one row by column."""

    table: _Table
    cells: Mapping[Column, Cell]
    draft: EntryDraft

    def raw(self, column: Column) -> str:
        """The text of a cell as it came; a broken cell is a fault and counts as empty."""
        cell = self.cells.get(column, Cell())
        if cell.is_broken:
            self.draft.fault(self.table.heading(column), FaultKind.CELL_BROKEN, cell.text)
            return ""
        return cell.text

    def text(self, column: Column) -> str:
        """A short text."""
        return self.draft.text(self.table.heading(column), self.raw(column))

    def date(self, column: Column) -> PartialDate | None:
        """A date, from a real date or from a text."""
        cell = self.cells.get(column, Cell())
        if cell.date:
            return cell.date
        if cell.is_ambiguous:
            self.draft.fault(self.table.heading(column), FaultKind.DATE_AMBIGUOUS, cell.text)
            return None
        return self.draft.date(self.table.heading(column), self.raw(column))

    def gender(self) -> str:
        """男, 女 or nothing."""
        heading, raw = self.table.heading(Column.GENDER), self.raw(Column.GENDER)
        read = self.draft.value(heading, raw, wording.read_gender, FaultKind.GENDER_UNCLEAR)
        return read or ""

    def post(self) -> RosterPost:
        """The post of the row."""
        unit, title = self._unit_and_title()
        told = self._told_principal()
        return RosterPost(
            unit_name=unit,
            unit_kind=self._unit_kind(unit),
            title=title,
            rank=self.text(Column.RANK),
            is_principal=unit_and_title.is_principal_title(title) if told is None else told,
            tells_principal=told is not None,
            since=self.date(Column.SINCE),
        )

    def _unit_and_title(self) -> tuple[str, str]:
        if Column.UNIT in self.cells:
            unit_column = Column.UNIT
            unit, title = self.raw(Column.UNIT), self.text(Column.TITLE)
        else:
            unit_column = Column.UNIT_AND_TITLE
            both = self.text(Column.UNIT_AND_TITLE)
            unit, title = unit_and_title.split(both, self.table.known_units)
        cleaned = self.draft.unit(self.table.heading(unit_column), unit)
        if not title and not self._has_fault(Column.TITLE):
            self.draft.fault(self.table.heading(Column.TITLE), FaultKind.TITLE_MISSING)
        return cleaned, title

    def _has_fault(self, column: Column) -> bool:
        heading = self.table.heading(column)
        return any(fault.place.heading == heading for fault in self.draft.faults)

    def _unit_kind(self, unit: str) -> UnitKind:
        heading, raw = self.table.heading(Column.UNIT_KIND), self.raw(Column.UNIT_KIND)
        what = FaultKind.UNIT_KIND_UNCLEAR
        told = self.draft.value(heading, raw, wording.read_unit_kind, what)
        return told or unit_and_title.kind_of_unit(unit)

    def _told_principal(self) -> bool | None:
        heading, raw = self.table.heading(Column.PRINCIPAL), self.raw(Column.PRINCIPAL)
        told = self.draft.value(heading, raw, wording.read_yes_no, FaultKind.YES_NO_UNCLEAR)
        # where there is a column for it, an empty cell says no
        return False if told is None and Column.PRINCIPAL in self.cells else told


def _cut(table: _Table) -> RosterEntry:
    """An entry of nobody that says where reading stopped."""
    place = Place(table.file_name, table.sheet.title, MOST_ROWS)
    return RosterEntry(place, "", faults=(Fault(place, FaultKind.ROWS_TOO_MANY, str(MOST_ROWS)),))
