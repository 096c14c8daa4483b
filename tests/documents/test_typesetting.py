"""Pieces flow over pages: nothing is lost, nothing overflows, headings never stand alone."""

from __future__ import annotations

import random

import pytest

from app.documents.fonts import FontRole
from app.documents.form_table import FormTable, Row, column_measure
from app.documents.minutes import AREA, LEADING, QUESTION, REPLY, _pages, _pieces
from app.documents.page_frame import TEXT_HEIGHT, WIDTH
from app.documents.signature_block import SignatureBlock
from app.documents.typesetting import Paragraph, Placed, Space, Style, flow, paragraph
from app.domain.minutes import Block, BlockKind
from tests.documents.paper import REPLY as WORDS
from tests.documents.paper import make_attendance, make_minutes

CELL = Style(FontRole.BODY, 12, 18)


def lines_of(pages: list[list[Placed]]) -> list[str]:
    return [
        line.text
        for page in pages
        for placed in page
        if isinstance(placed.piece, Paragraph)
        for line in placed.piece.lines
    ]


def talk(dice: random.Random) -> list[Paragraph]:
    pieces = []
    for _ in range(dice.randrange(3, 30)):
        if dice.random() < 0.2:
            pieces.append(paragraph("聚焦“两个维护”", AREA, WIDTH))
        pieces.append(paragraph("问：" + WORDS[: dice.randrange(5, 60)], QUESTION, WIDTH))
        pieces.append(paragraph("答：" + WORDS * dice.randrange(1, 5), REPLY, WIDTH))
    return pieces


@pytest.mark.parametrize("seed", range(12))
def test_nothing_is_lost_and_nothing_overflows(seed: int) -> None:
    pieces = talk(random.Random(seed))
    pages = flow(pieces, TEXT_HEIGHT, LEADING)
    assert lines_of(pages) == [line.text for piece in pieces for line in piece.lines]
    for page in pages:
        for placed in page:
            assert placed.down + placed.piece.height <= TEXT_HEIGHT + 0.1
            assert placed.down / LEADING == pytest.approx(round(placed.down / LEADING), abs=0.01)


@pytest.mark.parametrize("seed", range(12))
def test_a_heading_or_a_question_never_ends_a_page(seed: int) -> None:
    pages = flow(talk(random.Random(seed)), TEXT_HEIGHT, LEADING)
    for page in pages[:-1]:
        assert not page[-1].piece.keeps_next


@pytest.mark.parametrize("seed", range(12))
def test_no_line_of_a_paragraph_stands_alone_on_a_page(seed: int) -> None:
    pieces = talk(random.Random(seed))
    whole = {tuple(line.text for line in piece.lines) for piece in pieces}
    for page in flow(pieces, TEXT_HEIGHT, LEADING):
        for placed in (page[0], page[-1]):
            assert isinstance(placed.piece, Paragraph)
            lines = tuple(line.text for line in placed.piece.lines)
            assert len(lines) >= 2 or lines in whole


def test_no_line_of_a_letter_stands_alone_either() -> None:
    plain = Style(FontRole.BODY, 16, LEADING, indent=2)
    for before in range(15, 21):
        first = paragraph("字" * 28 * before, plain, WIDTH)
        pages = flow([first, paragraph("文" * 28 * 4, plain, WIDTH)], TEXT_HEIGHT, LEADING)
        for page in pages:
            for placed in page:
                assert isinstance(placed.piece, Paragraph)
                assert len(placed.piece.lines) != 1


def test_signatures_never_stand_on_a_page_of_their_own() -> None:
    for answers in range(1, 24):
        pages = _pages(make_minutes(answers))
        (page,) = [p for p in pages if any(isinstance(x.piece, SignatureBlock) for x in p)]
        kinds = [type(placed.piece) for placed in page]
        at = kinds.index(SignatureBlock)
        assert at > 0, answers
        assert kinds[at - 1] is Paragraph


@pytest.mark.parametrize("attending", [0, 8, 21])
def test_what_is_left_of_the_last_page_is_said_to_be_blank(attending: int) -> None:
    for answers in range(1, 16):
        pages = _pages(make_minutes(answers, attendance=make_attendance(attending)))
        last = pages[-1][-1]
        is_said = isinstance(last.piece, Paragraph) and "以下空白" in last.piece.lines[0].text
        left = TEXT_HEIGHT - last.down - last.piece.height
        assert is_said or left < 20, (answers, left)


def rows(count: int, words: int) -> tuple[Row, ...]:
    measure = column_measure(WIDTH / 2)
    return tuple(
        Row(
            (
                paragraph(f"项目{n}", CELL, measure),
                paragraph(f"［{n}］" + "内容" * words, CELL, measure),
            ),
            again=paragraph(f"项目{n}（续）", CELL, measure),
        )
        for n in range(count)
    )


def texts(table: FormTable) -> list[str]:
    return ["".join(line.text for line in cell.lines) for row in table.rows for cell in row.cells]


@pytest.mark.parametrize(("count", "words"), [(60, 3), (8, 120), (2, 900)])
def test_a_table_breaks_between_lines_under_its_repeated_head(count: int, words: int) -> None:
    measure = column_measure(WIDTH / 2)
    head = Row((paragraph("项目", CELL, measure), paragraph("内容", CELL, measure)))
    table = FormTable((WIDTH / 2, WIDTH / 2), rows(count, words), head)
    pages = flow([Space(100), table], TEXT_HEIGHT, LEADING)
    assert len(pages) > 1
    parts = [p.piece for page in pages for p in page if isinstance(p.piece, FormTable)]
    assert len(parts) == len(pages)
    assert all(part.head is head for part in parts)
    assert all(part.height <= TEXT_HEIGHT + 0.1 for part in parts)
    whole = "".join(text for part in parts for text in texts(part) if not text.startswith("项目"))
    assert whole == "".join(text for text in texts(table) if not text.startswith("项目"))
    labels = [text for part in parts for text in texts(part) if text.startswith("项目")]
    assert not any("（续）（续）" in label for label in labels)
    assert [label for label in labels if "（续）" not in label] == [
        f"项目{n}" for n in range(count)
    ]


def test_the_attendance_of_many_goes_on_under_its_head() -> None:
    pages = flow(_pieces(make_minutes(1, attendance=make_attendance(120))), TEXT_HEIGHT, LEADING)
    parts = [
        p.piece for page in pages for p in page if isinstance(p.piece, FormTable) and p.piece.head
    ]
    assert len(parts) > 4
    numbers = [row.cells[0].lines[0].text for part in parts for row in part.rows]
    assert numbers == [str(n) for n in range(1, 121)]


def test_a_blank_vanishes_at_the_foot_of_a_page() -> None:
    full = paragraph("字" * 28 * 20, Style(FontRole.BODY, 16, LEADING, WIDTH / 28), WIDTH)
    pages = flow([full, Space(50), paragraph("尾", REPLY, WIDTH)], TEXT_HEIGHT, LEADING)
    assert len(pages) == 2
    assert pages[1][0].down == 0


def test_empty_lines_of_an_answer_leave_no_room_for_later_words() -> None:
    typed = "　　第一点。\n\n \r\n　　第二点。\n\n"
    minutes = make_minutes(blocks=(Block(BlockKind.REPLY, typed, "第1问的答复"),))
    texts_ = lines_of(_pages(minutes))
    at = texts_.index("答：第一点。")
    assert texts_[at + 1] == "第二点。"
    assert "" not in texts_
