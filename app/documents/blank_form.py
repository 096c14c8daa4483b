"""空白谈话记录纸: for writing by hand when the machine fails; the frame is that of the minutes."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.documents.archive import archived
from app.documents.fonts import FontRole, chain_of
from app.documents.form_table import FormTable, Row, column_measure
from app.documents.page_frame import (
    LEADING,
    LEFT,
    MM,
    PAGE,
    QR_FOOT,
    TEXT_HEIGHT,
    TEXT_TOP,
    WIDTH,
    draw_page_number,
    draw_signature_strip,
)
from app.documents.sheet import Imprint, Sheet
from app.documents.signature_block import SignatureBlock
from app.documents.typesetting import Piece, Space, Style, paragraph

LABELS = (
    "谈话时间",
    "谈话地点",
    "谈话类型",
    "主谈人",
    "记录人",
    "陪同人员",
    "谈话对象",
    "单位及职务",
    "谈话事由",
)
MOST_PAGES = 30
_LABEL_WIDTH = 34 * MM
_TITLE = Style(FontRole.TITLE, 22, 36, 26, align=0.5)
_MARK = Style(FontRole.HEADING, 16, LEADING, fills=False)
_OFFICE = Style(FontRole.NOTE, 14, LEADING, align=0.5)
_LABEL = Style(FontRole.HEADING, 12, 18, fills=False)
_CELL = Style(FontRole.BODY, 12, 18)
_NOTE = Style(FontRole.NOTE, 9, 13)
_LINE_GREY = 0.55
_HOW = "手写请用黑色墨水；写错的划去，谈话对象在旁边签名；没有写完的空行划斜线。事后照录入册。"


@dataclass(frozen=True, slots=True)
class BlankForm:
    """How many pages, and what is printed in already: label and value; number may be empty.

    Labels of LABELS that are not among the fields stay blank for the hand.
    """

    office: str
    made_at: datetime
    pages: int = 4
    number: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    mark: str = "内部"
    closing_line: str = ""
    has_fingerprint: bool = False

    def all_fields(self) -> tuple[tuple[str, str], ...]:
        """Every label in its order with its value, and what else is known after them."""
        known = dict(self.fields)
        usual = [(label, known.pop(label, "")) for label in LABELS]
        return (*usual, *known.items())


def blank_form(form: BlankForm) -> bytes:
    """The pages as a PDF. Raises MissingGlyphError, ArchiveRuleError."""
    sheet = Sheet(PAGE)
    count = max(1, min(form.pages, MOST_PAGES))
    end = SignatureBlock(("谈话对象", "主谈人", "记录人"), form.closing_line, form.has_fingerprint)
    for page in range(1, count + 1):
        sheet.begin_page()
        draw_signature_strip(sheet, "谈话对象")
        draw_page_number(sheet, page)
        _identity(sheet, form, page)
        down = _put(sheet, _head(form), 0.0) if page == 1 else 0.0
        foot = TEXT_HEIGHT - (end.height if page == count else 0.0)
        _rule(sheet, down, foot)
        if page == count:
            end.draw(sheet, LEFT, TEXT_TOP - foot)
    title = f"空白谈话记录纸 {form.number}".strip()
    return archived(sheet.pdf(Imprint(title, "空白谈话记录纸", form.made_at)))


def _head(form: BlankForm) -> list[Piece]:
    number = f"编号：{form.number}" if form.number else "编号：＿＿＿＿＿＿＿"
    rows = tuple(
        Row(
            (
                paragraph(label, _LABEL, column_measure(_LABEL_WIDTH), label),
                paragraph(value, _CELL, column_measure(WIDTH - _LABEL_WIDTH), label),
            ),
            least_height=9 * MM,
        )
        for label, value in form.all_fields()
    )
    return [
        paragraph(form.mark, _MARK, WIDTH, "标志"),
        paragraph("谈话记录", _TITLE, WIDTH),
        paragraph("　".join(filter(None, (form.office, number))), _OFFICE, WIDTH, "单位"),
        FormTable((_LABEL_WIDTH, WIDTH - _LABEL_WIDTH), rows),
        Space(1.5 * MM),
        paragraph(_HOW, _NOTE, WIDTH),
    ]


def _put(sheet: Sheet, pieces: Iterable[Piece], down: float) -> float:
    for piece in pieces:
        piece.draw(sheet, LEFT, TEXT_TOP - down)
        down += piece.height
    return down


def _rule(sheet: Sheet, down: float, foot: float) -> None:
    """Lines for the hand on the grid of the text, from there to the foot."""
    sheet.put(f"q {_LINE_GREY} G")
    line = math.ceil(down / LEADING + 0.4) + 1
    while line * LEADING <= foot + 0.01:
        level = TEXT_TOP - line * LEADING
        sheet.rule((LEFT, level), (LEFT + WIDTH, level), 0.4)
        line += 1
    sheet.put("Q")


def _identity(sheet: Sheet, form: BlankForm, page: int) -> None:
    """What identifies the paper: the number if there is one, and blanks for the count."""
    left = page % 2 == 1
    words = f"第{page}页　共＿＿页"
    if form.number:
        words = f"{words}　编号　{form.number}"
    where, align = (LEFT, 0) if left else (LEFT + WIDTH, 1)
    sheet.write_words(words, chain_of(FontRole.HEADING), 9, (where, QR_FOOT + 4 * MM), align)
