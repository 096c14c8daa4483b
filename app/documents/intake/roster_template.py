"""Writes an empty roster for the user to fill in: headings, one example, what may stand where."""

from __future__ import annotations

from io import BytesIO

from app.documents.intake.headings import EXAMPLE_NOTE

HEADINGS = (
    ("姓名", 14, "赵示例"),
    ("单位", 26, "示例镇"),
    ("单位类别", 12, "乡镇"),
    ("职务", 24, "党委书记"),
    ("职级", 14, "正科级"),
    ("是否“一把手”", 14, "是"),
    ("任现职时间", 14, "2021年8月"),
    ("性别", 8, "男"),
    ("民族", 10, "汉族"),
    ("政治面貌", 14, "中共党员"),
    ("出生年月", 14, "1976年5月"),
    ("备注", 24, EXAMPLE_NOTE),
)
_CHOICES = {
    "单位类别": ("乡镇", "部门", "国企", "其他"),
    "是否“一把手”": ("是", "否"),
    "性别": ("男", "女"),
}
_ROWS = 500


def roster_template() -> bytes:
    """An XLSX file with the headings, texts in every cell, and lists to choose from."""
    # openpyxl takes 150 ms to load: imported here to start faster
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet = book.active or book.create_sheet()
    sheet.title = "人员名单"
    for place, (heading, width, example) in enumerate(HEADINGS, 1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = width
        cell = sheet.cell(1, place, heading)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDE6F0")
        cell.alignment = Alignment(horizontal="center")
        sheet.cell(2, place, example)
        for row in range(2, _ROWS + 2):
            sheet.cell(row, place).number_format = "@"  # so that 1990.10 keeps its zero
        if choices := _CHOICES.get(heading):
            listed = DataValidation("list", formula1=f'"{",".join(choices)}"', allow_blank=True)
            listed.add(f"{letter}2:{letter}{_ROWS + 1}")
            sheet.add_data_validation(listed)
    sheet.freeze_panes = "A2"
    written = BytesIO()
    book.save(written)
    return written.getvalue()
