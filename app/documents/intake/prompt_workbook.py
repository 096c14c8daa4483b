"""Reads prompts from a workbook somebody filled in, one set to a sheet, and says what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.documents.intake.prompt_areas import Areas, told_areas
from app.documents.intake.prompt_headings import (
    AREA_WORD,
    HEADINGS,
    TITLE_WORD,
    Columns,
    columns_in,
    is_heading_row,
    unknown_in,
)
from app.documents.intake.prompt_row import ReadRow, row_of
from app.documents.intake.wording import plain
from app.documents.intake.workbook import MOST_ROWS, Cell, Sheet, open_workbook, read_file
from app.documents.intake.workbook_guard import LARGEST_FILE
from app.domain.prompt_editing import SetDraft, tidy
from app.domain.prompt_errors import PromptsMissingError
from app.domain.prompt_faults import (
    MOST_PROMPTS,
    BookPlace,
    PromptFault,
    PromptFaultKind,
    PromptField,
)
from app.domain.prompt_intake import ReadSet
from app.domain.prompts import FocusArea, Prompt, PromptSet

MOST_FAULTS = 500  # more are of no use to anybody who has to mend them
_HEADING_WITHIN = 40  # rows of titles and notes above the headings
_LONE_NUMBER = re.compile(r"[\d.\-、第问题号]+")
_NOT_A_PROMPT = re.compile(
    r"(合计|总计|小计|共计|注|备注|说明|填表|制表|审核)[:：].*|(合计|共).*[问条题]"
)


@dataclass(slots=True)
class _Table:
    """The part of a sheet below its headings, and what stands above them."""

    sheet: Sheet
    columns: Columns
    heading_row: int
    title: str
    areas: tuple[FocusArea, ...]
    faults: list[PromptFault] = field(default_factory=list)

    def place(self, where: PromptField, row: int) -> BookPlace:
        """Where a field stands in the sheet, its heading as the file writes it."""
        if where not in self.columns:
            return BookPlace(self.sheet.title, row, "", HEADINGS.get(where, ""))
        column = self.columns[where][0]
        heading = tidy(self.sheet.rows[self.heading_row - 1][column].text)
        return BookPlace(self.sheet.title, row, column_letter(column), heading)

    def note(self, fault: PromptFault, row: int) -> None:
        """Keep a fault with its place."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(replace(fault, place=self.place(fault.field, row)))


def read_prompt_workbook(
    path: Path, known: PromptSet | None, spent: frozenset[str] = frozenset()
) -> tuple[ReadSet, ...]:
    """The sets that the sheets of a file tell, each with its faults.

    known is the set in force: it lends its areas where the file names none, and its numbers to
    questions without one; spent are the numbers that no new question may get.
    Raises FileUnreadableError, FileTooLargeError, WrongFileKindError, WorkbookLockedError,
    WorkbookOutdatedError, PromptsMissingError.
    """
    content = read_file(path, LARGEST_FILE)
    sheets = open_workbook(path.name, content, keeps_formulas=True)
    tables = [table for sheet in sheets if (table := _table(sheet))]
    if not tables:
        raise PromptsMissingError(path.name)
    return tuple(_read_set(table, known, spent) for table in tables)


def column_letter(place: int) -> str:
    """The letter of a column, counted from 0."""
    before, last = divmod(place, 26)
    return (column_letter(before - 1) if before else "") + chr(ord("A") + last)


def _table(sheet: Sheet) -> _Table | None:
    for place, row in enumerate(sheet.rows[:_HEADING_WITHIN]):
        columns = columns_in([cell.text for cell in row])
        if is_heading_row(columns):
            above = sheet.rows[:place]
            return _Table(sheet, columns, place + 1, _title(above), told_areas(above, AREA_WORD))
    return None


def _title(rows: Sequence[tuple[Cell, ...]]) -> str:
    """The name of the set: beside its word, or the only words of the first row that has any."""
    told = [[tidy(cell.text) for cell in row if cell.text.strip()] for row in rows]
    for texts in told:
        if len(texts) > 1 and texts[0] == TITLE_WORD:
            return texts[1]
    lines = [texts[0] for texts in told if len(texts) == 1]
    return lines[0] if lines else ""


def _read_set(table: _Table, known: PromptSet | None, spent: frozenset[str]) -> ReadSet:
    rows = list(_rows(table))
    areas = Areas.settled(table.areas, [row.area for row in rows], known)
    prompts = [_in_area(table, row, areas) for row in rows]
    _check_twice(table, rows)
    title = table.title or (known.title if known else table.sheet.title)
    base = known.id if known else ""
    draft = SetDraft(title, areas.areas, (), base, spent)
    draft = _numbered(draft, [p for p in prompts[:MOST_PROMPTS] if p.area], known)
    _check_whole(table, draft, rows)
    faults = tuple(sorted(table.faults, key=_in_order))
    heading = table.sheet.rows[table.heading_row - 1]
    return ReadSet(table.sheet.title, draft, faults, unknown_in([c.text for c in heading]))


def _check_whole(table: _Table, draft: SetDraft, rows: list[ReadRow]) -> None:
    """Note what is wrong with the sheet as a whole."""
    if is_too_long := len(rows) > MOST_PROMPTS:
        count, what = str(len(rows)), PromptFaultKind.PROMPTS_TOO_MANY
        row = rows[MOST_PROMPTS].row
        table.note(PromptFault(what, PromptField.TEXT, "", count, MOST_PROMPTS), row)
    for fault in draft.faults_of_the_set():
        # of a sheet that is too long only the beginning was taken, and an area may stand below
        if not (is_too_long and fault.what is PromptFaultKind.AREA_EMPTY):
            table.note(fault, 1 if fault.field is PromptField.TITLE else table.heading_row)
    if table.sheet.is_cut:
        what = PromptFaultKind.ROWS_CUT
        table.note(PromptFault(what, PromptField.TEXT, "", "", MOST_ROWS), MOST_ROWS)


def _in_order(fault: PromptFault) -> tuple[int, int, str]:
    place = fault.place or BookPlace("")
    return place.row, len(place.column), place.column


def _rows(table: _Table) -> Iterator[ReadRow]:
    """The prompts of a table; a row whose question is merged with the one above belongs to it."""
    section, last = "", None
    heading = table.sheet.rows[table.heading_row - 1]
    for number, cells in enumerate(table.sheet.rows[table.heading_row :], table.heading_row + 1):
        question = cells[table.columns[PromptField.TEXT][0]]
        told = [cell for cell in cells if cell.text.strip() and not cell.is_continued]
        if not told or question.text == heading[table.columns[PromptField.TEXT][0]].text:
            continue
        if question.is_continued and question.text.strip() and last is not None:
            last.add_lines(row_of(number, cells, table.columns, section), table.note)
        elif len(told) == 1 and _LONE_NUMBER.fullmatch(plain(told[0].text)):
            continue  # numbered beforehand, and left blank
        elif len(told) == 1 and _is_section(told[0], question):
            section = section if _NOT_A_PROMPT.match(plain(told[0].text)) else tidy(told[0].text)
        else:
            row = row_of(number, cells, table.columns, section, last.area if last else "")
            if last is not None:
                yield last.without_number() if row.shares_number else last
            last = row
    if last is not None:
        yield last


def _is_section(only: Cell, question: Cell) -> bool:
    """Whether the only cell of a row that says something is a heading between rows, or a note."""
    return only is not question or only.spans > 2 or bool(_NOT_A_PROMPT.match(plain(only.text)))


def _in_area(table: _Table, row: ReadRow, areas: Areas) -> Prompt:
    """The prompt of a row with the key of its area, or with none and a fault."""
    for fault in row.found_faults():
        table.note(fault, row.row)
    key = areas.key_of(row.area)
    if not key:
        what = PromptFaultKind.AREA_UNKNOWN if row.area else PromptFaultKind.MISSING
        table.note(PromptFault(what, PromptField.AREA, row.prompt.number, row.area), row.row)
    return replace(row.prompt, area=key)


def _check_twice(table: _Table, rows: list[ReadRow]) -> None:
    """Note every number and every question that stood in an earlier row already."""
    numbers: dict[str, int] = {}
    questions: dict[str, int] = {}
    for row in rows:
        for where, found, seen in (
            (PromptField.NUMBER, row.prompt.number, numbers),
            (PromptField.TEXT, row.prompt.text, questions),
        ):
            first = seen.setdefault(found, row.row) if found else row.row
            if first != row.row:
                what, number = PromptFaultKind.TWICE, row.prompt.number
                table.note(PromptFault(what, where, number, found[:40], first), row.row)


def _numbered(draft: SetDraft, prompts: list[Prompt], known: PromptSet | None) -> SetDraft:
    """The draft with the prompts, those without a number under their old one or the next."""
    taken = {p.number for p in prompts}
    by_words = {(p.area, p.text): p.number for p in known.prompts} if known else {}
    draft = replace(draft, spent=draft.spent | taken)
    made: list[Prompt] = []
    for prompt in prompts:
        number = prompt.number
        if not number:
            old = by_words.get((prompt.area, prompt.text), "")
            number = old if old and old not in taken else draft.next_number(prompt.area)
            taken.add(number)
            draft = replace(draft, spent=draft.spent | {number})
        made.append(replace(prompt, number=number))
    return replace(draft, prompts=tuple(made))
