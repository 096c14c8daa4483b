"""Titles, numbered levels, and the end of a document, as GB/T 9704-2012 has them."""

from __future__ import annotations

import random
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents import archive
from app.documents.colophon import BLANK_BELOW, GOES_ON, blanks_said, closed_by, colophon
from app.documents.fonts import FontRole
from app.documents.minutes import REPLY, _pages
from app.documents.numbering import Level, chinese_number, heading, label, points
from app.documents.page_frame import LEADING, LEFT, PAGE, TEXT_HEIGHT, TEXT_TOP, WIDTH
from app.documents.pictures import text_of
from app.documents.sheet import Imprint, Sheet
from app.documents.titles import title
from app.documents.typesetting import Paragraph, Placed, Style, flow, paragraph
from app.domain.errors import MissingGlyphError
from tests.documents.paper import MADE_AT, make_minutes

STYLE = Style(FontRole.TITLE, 22, 36, 26, align=0.5)
LONG = {
    "清河县纪委监委关于印发《清河县同下级一把手开展监督谈话实施办法（试行）》的通知": 3,
    "中共清河县纪律检查委员会清河县监察委员会2026年第一季度同下级一把手谈心谈话情况报告": 3,
    "关于对2026年上半年群众身边不正之风和腐败问题集中整治任务清单未按期销号单位的催办单": 3,
    "清河县纪委监委关于2026年谈心谈话情况的报告": 2,
}
WORDS = (
    "纪委监委",
    "监察",
    "谈话",
    "一把手",
    "不正之风",
    "集中整治",
    "2026",
    "委员会",
    "清单",
    "监督",
)


def lines_of(text: str) -> list[str]:
    return [line.text for line in title(text, STYLE, WIDTH).lines]


@pytest.mark.parametrize(("text", "count"), LONG.items())
def test_a_long_title_is_a_trapezium_and_breaks_no_word(text: str, count: int) -> None:
    made = title(text, STYLE, WIDTH)
    assert [line.text for line in made.lines] == lines_of(text)
    assert "".join(lines_of(text)) == text
    assert len(made.lines) == count
    widths = [line.width for line in made.lines]
    steps = [b - a for a, b in pairwise(widths)]
    assert all(step > 0 for step in steps) or all(step < 0 for step in steps), widths
    for word in WORDS:
        assert text.count(word) == sum(line.count(word) for line in lines_of(text)), word


def test_a_short_title_stands_on_one_line_spaced_out() -> None:
    (line,) = title("谈话记录", STYLE, WIDTH).lines
    assert line.places[1] - line.places[0] == pytest.approx(26)
    (line,) = title("关于征求谈话对象有关情况的函", STYLE, WIDTH).lines
    assert line.places[1] - line.places[0] == pytest.approx(22)


def test_a_title_given_in_lines_keeps_them() -> None:
    assert lines_of("清河县纪委监委\n谈话计划") == ["清河县纪委监委", "谈话计划"]


def test_a_title_that_cannot_be_printed_names_its_field() -> None:
    with pytest.raises(MissingGlyphError) as refusal:
        title("谈话\U00031350记录", STYLE, WIDTH, "标题")
    assert refusal.value.field == "标题"


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="清河县纪委监督谈话的和（）《》、“”2026年 A", min_size=1, max_size=70))
def test_whatever_the_title_nothing_is_lost_and_nothing_leaves_the_page(text: str) -> None:
    made = title(text, STYLE, WIDTH)
    told = "".join(line.text for line in made.lines)
    assert told.replace(" ", "") == text.replace(" ", "")
    assert all(line.width <= WIDTH + 0.1 for line in made.lines)


def test_counts_are_written_as_they_are_spoken() -> None:
    said = {
        1: "一",
        10: "十",
        11: "十一",
        20: "二十",
        21: "二十一",
        100: "一百",
        105: "一百零五",
        119: "一百一十九",
    }
    assert {n: chinese_number(n) for n in said} == said
    assert len({chinese_number(n) for n in range(1, 1000)}) == 999
    for beyond in (0, 1000):
        with pytest.raises(ValueError, match=str(beyond)):
            chinese_number(beyond)


def test_each_level_has_its_number_and_its_type() -> None:
    assert [label(level, 2) for level in Level] == ["二、", "（二）", "2.", "（2）"]
    roles = [heading(level, 1, "标题").style.role for level in Level]
    assert roles == [FontRole.HEADING, FontRole.NOTE, FontRole.BODY, FontRole.BODY]
    assert all(heading(level, 1, "标题").keeps_next for level in Level)
    assert [p.lines[0].text for p in points(Level.THIRD, ["甲", "乙"])] == ["1.甲", "2.乙"]


# ── the end of a document ────────────────────────────────────────────────────────────────────────


def text(lines: int) -> Paragraph:
    return paragraph("\n".join("字" * 20 for _ in range(lines)), REPLY, WIDTH)


@pytest.mark.parametrize(("lines", "pages"), [(5, 1), (17, 1), (19, 2), (20, 2)])
def test_the_colophon_stands_at_the_foot_of_the_last_page(lines: int, pages: int) -> None:
    last = colophon("清河县纪委监委办公室", date(2026, 3, 5), "县委办公室，县委组织部")
    made = closed_by(flow([text(lines)], TEXT_HEIGHT, LEADING), last, TEXT_HEIGHT)
    assert len(made) == pages
    at = made[-1][-1]
    assert at.piece is last
    assert at.down + last.height == pytest.approx(TEXT_HEIGHT)
    sheet = Sheet(PAGE)
    for page in made:
        sheet.begin_page()
        for placed in page:
            placed.piece.draw(sheet, LEFT, TEXT_TOP - placed.down)
    told = text_of(archive.archived(sheet.pdf(Imprint("文", "文", MADE_AT))))[-1]
    assert "抄送：县委办公室，县委组织部。" in told
    assert "2026年3月5日印发" in told


def test_a_colophon_without_copies_has_one_line() -> None:
    assert colophon("办公室", date(2026, 3, 5)).copies_to is None


def said_below(page: list[Placed]) -> str:
    piece = page[-1].piece
    return piece.lines[-1].text if isinstance(piece, Paragraph) and piece.lines else ""


def test_no_page_of_minutes_leaves_lines_blank_without_saying_so() -> None:
    dice = random.Random(3)
    for answers in range(1, 24):
        minutes = make_minutes(answers, has_fingerprint=dice.random() < 0.5)
        pages = _pages(minutes)
        for number, page in enumerate(pages, 1):
            used = max(p.down + p.piece.height for p in page)
            if TEXT_HEIGHT - used > 2.5 * LEADING:
                wanted = BLANK_BELOW if number == len(pages) else GOES_ON
                assert said_below(page) == wanted, answers
        assert all(said_below(page) != GOES_ON for page in pages[-1:])


def test_a_full_page_says_nothing() -> None:
    pages = [[Placed(text(19), 0.0)], [Placed(text(3), 0.0)]]
    assert blanks_said(pages, TEXT_HEIGHT, LEADING) == pages
