"""A plain XLSX workbook made in memory.

openpyxl writes each sheet through a temporary file in clear text, also outside its write-only mode,
and stamps the hour into the archive; names must not touch the disk, and a package written again
must be the same to the byte.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}">'
    '<fonts count="2"><font><sz val="11"/><name val="宋体"/></font>'
    '<font><b/><sz val="11"/><name val="宋体"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">'
    '<alignment vertical="top" wrapText="1"/></xf>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST_CELL = 32_767
_TEXT, _HEADING = 0, 1
_EPOCH = (1980, 1, 1, 0, 0, 0)

Cell = str | int


@dataclass(slots=True)
class Sheet:
    """One sheet: headings with their widths, and rows that are added one by one."""

    title: str
    headings: tuple[tuple[str, int], ...]
    _rows: list[str] = field(default_factory=list)

    def add(self, cells: Iterable[Cell]) -> None:
        """One more row."""
        self._rows.append(_row(len(self._rows) + 2, cells, _TEXT))

    def xml(self) -> str:
        """The sheet as it stands in the workbook: headings frozen and filterable."""
        widths = "".join(
            f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
            for n, (_, width) in enumerate(self.headings, 1)
        )
        last = f"{_column(len(self.headings))}{len(self._rows) + 1}"
        heading = _row(1, (title for title, _ in self.headings), _HEADING)
        return (
            f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
            '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
            f"</sheetView></sheetViews><cols>{widths}</cols>"
            f"<sheetData>{heading}{''.join(self._rows)}</sheetData>"
            f'<autoFilter ref="A1:{last}"/></worksheet>'
        )


def workbook(sheets: tuple[Sheet, ...]) -> bytes:
    """The XLSX file; the same rows make the same bytes."""
    numbers = range(1, len(sheets) + 1)
    files = {
        "[Content_Types].xml": _content_types(numbers),
        "_rels/.rels": _RELATIONS,
        "xl/workbook.xml": _book(sheets),
        "xl/_rels/workbook.xml.rels": _book_relations(numbers),
        "xl/styles.xml": _STYLES,
    } | {f"xl/worksheets/sheet{n}.xml": sheet.xml() for n, sheet in enumerate(sheets, 1)}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            # the maker's system would else say where the package was written
            member.create_system = 0
            archive.writestr(member, text.encode())
    return out.getvalue()


def _row(number: int, cells: Iterable[Cell], style: int) -> str:
    content = "".join(_cell(f"{_column(n)}{number}", c, style) for n, c in enumerate(cells, 1))
    return f'<row r="{number}">{content}</row>'


def _cell(place: str, cell: Cell, style: int) -> str:
    if isinstance(cell, int):
        return f'<c r="{place}" s="{style}"><v>{cell}</v></c>'
    # an inline string is text for ever: what begins with = is never taken for a formula
    text = escape(_UNPRINTABLE.sub("", cell)[:_LONGEST_CELL])
    return (
        f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    )


def _column(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _content_types(numbers: range) -> str:
    sheets = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_KIND}.worksheet+xml"/>'
        for n in numbers
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/>{sheets}</Types>'
    )


def _book(sheets: tuple[Sheet, ...]) -> str:
    listed = "".join(
        f'<sheet name="{escape(sheet.title)}" sheetId="{n}" r:id="rId{n}"/>'
        for n, sheet in enumerate(sheets, 1)
    )
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>'
    )


def _book_relations(numbers: range) -> str:
    sheets = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    styles = (
        f'<Relationship Id="rId{len(numbers) + 1}" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    )
    return (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{sheets}{styles}</Relationships>'
    )
