"""Tables go on overleaf between lines of text: nothing is lost, said once what goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.fonts import FontRole
from app.documents.form_table import FormTable, Row, column_measure
from app.documents.minutes import Edition, typeset
from app.documents.page_frame import LEFT, PAGE, TEXT_HEIGHT, TEXT_TOP, WIDTH
from app.documents.pictures import text_of
from app.documents.sheet import Imprint, Sheet, written
from app.documents.typesetting import Placed, Style, flow, paragraph
from tests.documents.paper import MADE_AT, make_attendance, make_minutes

CELL = Style(FontRole.BODY, 12, 18)
WIDTHS = (WIDTH / 6, WIDTH / 3, WIDTH / 2)


def row_of(number: int, *characters: int, again_at: int = 1) -> Row:
    texts = (f"{number}", f"［{number}甲］" + "名" * characters[0], "内" * characters[1])
    cells = tuple(
        paragraph(text, CELL, column_measure(width))
        for text, width in zip(texts, WIDTHS, strict=True)
    )
    again = paragraph(f"（{number}续）", CELL, column_measure(WIDTHS[again_at]))
    return Row(cells, again, again_at=again_at)


HEAD = Row(tuple(paragraph(t, CELL, column_measure(60)) for t in ("序", "名称", "内容")))


def parts_of(pages: list[list[Placed]]) -> list[FormTable]:
    return [p.piece for page in pages for p in page if isinstance(p.piece, FormTable)]


def text_in(row: Row, column: int) -> str:
    return "".join(line.text for line in row.cells[column].lines)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 40), st.one_of(st.integers(0, 60), st.integers(0, 2500))),
        min_size=1,
        max_size=12,
    )
)
def test_whatever_is_in_it_nothing_is_lost_and_no_line_stands_alone(rows: list[tuple[int, int]]):
    table = FormTable(WIDTHS, tuple(row_of(n, *sizes) for n, sizes in enumerate(rows)), HEAD)
    parts = parts_of(flow([table], TEXT_HEIGHT, 1.0))
    for column, whole in ((0, "0123456789"), (2, "内")):
        told = "".join(text_in(row, column) for part in parts for row in part.rows)
        assert told == "".join(text_in(row, column) for row in table.rows), whole
    for number in range(len(rows)):
        pieces = [row for part in parts for row in part.rows if row.mark is table.rows[number].mark]
        names = [text_in(row, 1) for row in pieces]
        assert sum(name.count(f"［{number}甲］") for name in names) == 1
        assert all(name.count("续") <= 1 for name in names)
        for row in pieces:
            lines = len(row.cells[2].lines)
            assert lines != 1 or len(pieces) == 1 or lines == len(table.rows[number].cells[2].lines)
    for part in parts:
        assert part.head is HEAD
        assert part.height <= TEXT_HEIGHT + 0.1


def test_a_short_row_is_never_parted() -> None:
    rows = tuple(row_of(n, 0, 40) for n in range(40))
    for part in parts_of(flow([FormTable(WIDTHS, rows, HEAD)], TEXT_HEIGHT, 1.0)):
        assert all(len(row.cells[2].lines) == 3 for row in part.rows)


def test_somebody_whose_post_goes_on_overleaf_is_named_again_once() -> None:
    long = replace(make_attendance(3)[1], unit_name="县委" + "彧和县政府" * 200)
    people = (*make_attendance(1), long, *make_attendance(3)[2:])
    pages = text_of(written(typeset(make_minutes(1, attendance=people), Edition(MADE_AT)).pdf))
    told = "".join(pages).replace("\r\n", "")
    goes_on = [page.replace("\r\n", "").count("与会者2（续）") for page in pages]
    assert max(goes_on) == 1
    assert sum(goes_on) >= 1
    assert told.count("彧") == 200
    assert all(page.count("单位及职务") <= 1 for page in pages)


@pytest.mark.parametrize("again_at", [0, 1])
def test_each_page_has_one_head_and_says_once_what_goes_on(again_at: int) -> None:
    table = FormTable(WIDTHS, (row_of(1, 0, 3500, again_at=again_at), row_of(2, 0, 10)), HEAD)
    sheet = Sheet(PAGE)
    for page in flow([table], TEXT_HEIGHT, 1.0):
        sheet.begin_page()
        for placed in page:
            placed.piece.draw(sheet, LEFT, TEXT_TOP - placed.down)
    made_at: datetime = MADE_AT
    pages = text_of(written(sheet.pdf(Imprint("表", "表", made_at))))
    assert len(pages) > 3
    assert [page.count("名称") for page in pages] == [1] * len(pages)
    assert [page.count("（1续）") for page in pages] == [0] + [1] * (len(pages) - 1)
