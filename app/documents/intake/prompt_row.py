"""One row of a sheet of prompts: what it says, and what nobody can take as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from app.documents.intake import prompt_words
from app.documents.intake.prompt_headings import Columns
from app.documents.intake.workbook import Cell
from app.domain.prompt_editing import lines_of, prompt_faults, shown, tidy
from app.domain.prompt_faults import PromptFault, PromptFaultKind, PromptField
from app.domain.prompts import Applicability, Prompt

_AS_ABOVE = frozenset({"同上", "〃", '"', "″"})
Note = Callable[[PromptFault, int], None]


@dataclass(slots=True)
class ReadRow:
    """A row of the sheet as a prompt; area is the name it was put under, whatever that is.

    shares_number: its number is merged with the one above, and so is that of neither question.
    """

    row: int
    prompt: Prompt
    area: str
    faults: list[PromptFault] = field(default_factory=list)
    shares_number: bool = False

    def without_number(self) -> ReadRow:
        """The row as one whose prompt has yet to get a number."""
        return replace(self, prompt=replace(self.prompt, number=""))

    def add_lines(self, more: ReadRow, note: Note) -> None:
        """Add what a further row of the same question holds: answers and follow-ups."""
        old, new = self.prompt, more.prompt
        self.prompt = replace(
            old,
            concrete=old.concrete + tuple(t for t in new.concrete if t not in old.concrete),
            follow_ups=old.follow_ups + tuple(t for t in new.follow_ups if t not in old.follow_ups),
        )
        broken = (PromptFaultKind.CELL_BROKEN, PromptFaultKind.CELL_FORMULA)
        for fault in more.faults:
            if fault.what in broken:
                note(fault, more.row)

    def found_faults(self) -> Iterator[PromptFault]:
        """Everything wrong with the row by itself; a missing number is none, it gets one."""
        yield from self.faults
        told = {fault.field for fault in self.faults}
        for fault in prompt_faults(self.prompt):
            is_number = fault.field is PromptField.NUMBER
            is_blank = is_number and fault.what is PromptFaultKind.MISSING
            if fault.field not in told and not is_blank:
                yield fault


def row_of(
    number: int, cells: tuple[Cell, ...], columns: Columns, section: str, above: str = ""
) -> ReadRow:
    """What the row says; section is the heading it stands under, above the area before it."""
    reader = _Reader(cells, columns)
    prompt = Prompt(
        number=reader.number(),
        area="",
        text=tidy(reader.text(PromptField.TEXT)),
        concrete=reader.lines(PromptField.CONCRETE),
        follow_ups=reader.lines(PromptField.FOLLOW_UPS),
        applies=reader.applies(),
        is_required=reader.required(),
        source=tidy(reader.text(PromptField.SOURCE)),
    )
    named = tidy(reader.text(PromptField.AREA))
    area = above if named in _AS_ABOVE else named or section
    faults = [replace(fault, number=prompt.number) for fault in reader.faults]
    return ReadRow(number, prompt, area, faults, reader.shares_number())


@dataclass(slots=True)
class _Reader:
    """Reads the cells of one row by field."""

    cells: tuple[Cell, ...]
    columns: Columns
    faults: list[PromptFault] = field(default_factory=list)

    def text(self, where: PromptField) -> str:
        """The text of a field's only cell as it came; a broken one is a fault and counts empty."""
        return next((self._sound(where, cell) for cell in self._cells(where)), "")

    def lines(self, where: PromptField) -> tuple[str, ...]:
        """The lines of all cells of a field."""
        return tuple(t for cell in self._cells(where) for t in lines_of(self._sound(where, cell)))

    def number(self) -> str:
        """The number, or nothing with a fault when the spreadsheet made a date of it."""
        where = PromptField.NUMBER
        if self.shares_number():
            return ""
        text = self.text(where)
        if any(cell.date for cell in self._cells(where)):
            self.faults.append(PromptFault(PromptFaultKind.NUMBER_IS_DATE, where, "", text))
            return ""
        return prompt_words.read_number(text)

    def shares_number(self) -> bool:
        """Whether the number's cell is merged with the one above."""
        return any(cell.is_continued and cell.text for cell in self._cells(PromptField.NUMBER))

    def required(self) -> bool:
        """Whether it must be asked; an empty cell says no."""
        text = self.text(PromptField.REQUIRED)
        if not text.strip():
            return False
        try:
            return prompt_words.read_required(text)
        except ValueError:
            what = PromptFaultKind.YES_NO_UNCLEAR
            self.faults.append(PromptFault(what, PromptField.REQUIRED, "", shown(text)))
            return False

    def applies(self) -> Applicability:
        """When it applies, from both columns that may tell."""
        texts: list[str] = []
        for where in (PromptField.UNIT_KINDS, PromptField.CONDITIONS):
            text = self.text(where)
            try:
                prompt_words.read_applies((text,))
            except ValueError as error:
                what, found = PromptFaultKind.APPLIES_UNCLEAR, shown(str(error))
                self.faults.append(PromptFault(what, where, "", found))
            else:
                texts.append(text)
        return prompt_words.read_applies(tuple(texts))

    def _cells(self, where: PromptField) -> list[Cell]:
        return [self.cells[place] for place in self.columns.get(where, ())]

    def _sound(self, where: PromptField, cell: Cell) -> str:
        if cell.is_broken or cell.is_formula:
            broken = PromptFaultKind.CELL_BROKEN
            what = broken if cell.is_broken else PromptFaultKind.CELL_FORMULA
            self.faults.append(PromptFault(what, where, "", shown(cell.text)))
            return ""
        return cell.text
