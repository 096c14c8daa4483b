"""The sample files a new user can import: a roster in XLSX and two appointment forms."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from app.cli.story.script import Script

ROSTER = "人员名单.xlsx"
_COLUMNS = (
    ("姓 名", "name"),
    ("工作单位", "unit"),
    ("单位类别", "kind"),
    ("现任职务", "title"),
    ("职级", "rank"),
    ("是否“一把手”", "principal"),
    ("任现职时间", "since"),
    ("出生年月", "born"),
    ("性别", "gender"),
)


def write_samples(script: Script, folder: Path) -> list[Path]:
    """Write the roster and the forms into the folder; give their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / ROSTER]
    paths[0].write_bytes(_roster(script))
    for form in script.forms:
        path = folder / form["file"]
        path.write_text(_form(form), "utf-8-sig")
        paths.append(path)
    return paths


def _roster(script: Script) -> bytes:
    """A roster as they come: a title above the headings, wide spaces in short names."""
    # openpyxl takes 150 ms to load: imported here to start faster
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active or book.create_sheet()
    sheet.title = "名单"
    sheet.append(["县直单位和乡镇党政正职名册（演示，人员均为虚构）"])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(_COLUMNS))
    sheet.append([heading for heading, _ in _COLUMNS])
    for person in script.persons:
        row = [person[key] for _, key in _COLUMNS]
        sheet.append(row)
    for place in range(1, len(_COLUMNS) + 1):
        sheet.column_dimensions[chr(64 + place)].width = 20
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _form(form: dict[str, Any]) -> str:
    career = escape("\n".join(form["career"]))
    fields = {
        "XingMing": form["name"],
        "XingBie": form["gender"],
        "ChuShengNianYue": form["born"],
        "MinZu": form["people"],
        "RuDangShiJian": form["party"],
        "XianRenZhiWu": form["present"],
    }
    told = "".join(f"<{tag}>{escape(text)}</{tag}>" for tag, text in fields.items())
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f"<Person>{told}<JianLi>{career}</JianLi><JiaTingChengYuan/><Version>3.2.1.6</Version>"
        "</Person>\n"
    )
