"""Writes prompt sets to a workbook, a sheet each, in the form in which they are read back."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from app.documents.intake.prompt_headings import AREA_WORD, HEADINGS, TITLE_WORD
from app.documents.intake.prompt_words import CONDITION, KIND
from app.domain.prompt_faults import PromptField
from app.domain.prompts import Prompt, PromptSet

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_WIDTHS = {
    PromptField.NUMBER: 8,
    PromptField.AREA: 22,
    PromptField.TEXT: 56,
    PromptField.CONCRETE: 34,
    PromptField.FOLLOW_UPS: 44,
    PromptField.REQUIRED: 7,
    PromptField.UNIT_KINDS: 14,
    PromptField.CONDITIONS: 16,
    PromptField.SOURCE: 30,
}
_SPARE_ROWS = 100  # below the last prompt, with choices ready for new ones
_TEXT = "@"  # the form in which 1-01 does not become the first of January


def prompt_workbook(sets: Sequence[PromptSet]) -> bytes:
    """An XLSX file with a sheet for each set; every cell is a text, so that none is reckoned."""
    # openpyxl takes 150 ms to load: imported here to start faster
    from openpyxl import Workbook

    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    for prompt_set in sets:
        _fill(book.create_sheet(f"第{prompt_set.version}版"), prompt_set)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _fill(sheet: Worksheet, prompt_set: PromptSet) -> None:
    # openpyxl takes 150 ms to load: imported here to start faster
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    _put(sheet, 1, 1, TITLE_WORD).font = Font(bold=True)
    _put(sheet, 1, 2, prompt_set.title)
    for row, area in enumerate(prompt_set.areas, 2):
        _put(sheet, row, 1, f"{AREA_WORD}{row - 1}").font = Font(bold=True)
        _put(sheet, row, 2, area.title)
        _put(sheet, row, 3, area.key).font = Font(color="00808080")
    heading_row = len(prompt_set.areas) + 3
    _put_headings(sheet, heading_row)
    titles = {area.key: area.title for area in prompt_set.areas}
    for row, prompt in enumerate(prompt_set.prompts, heading_row + 1):
        for column, text in enumerate(_texts(prompt, titles[prompt.area]), 1):
            _put(sheet, row, column, text)
    last = heading_row + len(prompt_set.prompts) + _SPARE_ROWS
    _offer_choices(sheet, heading_row + 1, last, len(prompt_set.areas))
    for column, width in enumerate(_WIDTHS.values(), 1):
        shape = sheet.column_dimensions[get_column_letter(column)]
        shape.width, shape.number_format = width, _TEXT
    sheet.freeze_panes = f"A{heading_row + 1}"


def _put_headings(sheet: Worksheet, row: int) -> None:
    # openpyxl takes 150 ms to load: imported here to start faster
    from openpyxl.styles import Font, PatternFill

    for column, heading in enumerate(HEADINGS.values(), 1):
        cell = _put(sheet, row, column, heading)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDE6F0")


def _put(sheet: Worksheet, row: int, column: int, text: str) -> Any:  # noqa: ANN401 — openpyxl's cell
    # openpyxl takes 150 ms to load: imported here to start faster
    from openpyxl.styles import Alignment

    cell = sheet.cell(row, column)
    if text:
        cell.value = text
        cell.data_type = "s"  # what begins with = is words, too
    cell.number_format = _TEXT
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell


def _texts(prompt: Prompt, area: str) -> tuple[str, ...]:
    applies = prompt.applies
    conditions = (
        (applies.newly_appointed, "newly_appointed"),
        (applies.open_findings, "open_findings"),
        (applies.bottom_ranked, "bottom_ranked"),
    )
    return (
        prompt.number,
        area,
        prompt.text,
        "\n".join(prompt.concrete),
        "\n".join(prompt.follow_ups),
        "是" if prompt.is_required else "否",
        "、".join(word for kind, word in KIND.items() if kind in applies.unit_kinds),
        "、".join(CONDITION[name] for is_so, name in conditions if is_so),
        prompt.source,
    )


def _offer_choices(sheet: Worksheet, first: int, last: int, areas: int) -> None:
    # openpyxl takes 150 ms to load: imported here to start faster
    from openpyxl.worksheet.datavalidation import DataValidation

    fields = list(HEADINGS)
    for where, formula in (
        (PromptField.AREA, f"$B$2:$B${areas + 1}"),
        (PromptField.REQUIRED, '"是,否"'),
    ):
        letter = "ABCDEFGHI"[fields.index(where)]
        listed = DataValidation("list", formula1=formula, allow_blank=True)
        listed.add(f"{letter}{first}:{letter}{last}")
        sheet.add_data_validation(listed)
