"""No line of Chinese text breaks where it may not, every full line is full, nothing is lost."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.fonts import FontRole, chain_of
from app.documents.line_breaking import Line, break_text
from app.documents.page_frame import PITCH, SIZE, WIDTH
from app.documents.units import CLOSING, NEVER_FIRST, NEVER_LAST, Setting, is_square

CHAIN = chain_of(FontRole.BODY)
BODY = Setting(SIZE, PITCH, CHAIN.width)
HALF = SIZE / 2
SYLLABLES = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处"
PIECES = (
    "，", "。", "、", "；", "：", "？", "！", "……", "——", "“", "”", "《", "》", "（", "）", "〔", "〕",
    "·", "％", "2024", "3.5", "1,104.15", "17:00", "SZ-2024-03", "OA", "DN800", "A", "60%", " ", "〔2024〕", "。”", "）、", "”（",
)  # fmt: skip


WHOLES = (
    "2024年3月15日", "二〇二四年", "12月5日", "9时05分", "〔2024〕17号", "3 680.5万元", "1 234 567人次",
    "60余人", "3.5%", "12.5‰", "1,104.15平方米", "第17条", "25 km", "２０２４年", "100万亿元", "—　".strip("　") * 2, "……", "SZ-2024-03",
)  # fmt: skip


def mixed(dice: random.Random, length: int) -> tuple[str, list[tuple[int, int]]]:
    """Text as people write it, no run of marks longer than two, and where its wholes lie."""
    out, marks, at, wholes = list[str](), 0, 0, list[tuple[int, int]]()
    while at < length:
        is_mark = dice.random() < 0.3 and marks < 2
        marks = marks + 1 if is_mark else 0
        piece = dice.choice(PIECES if is_mark else SYLLABLES)
        if dice.random() < 0.06:
            piece = dice.choice(WHOLES)
        if out and (piece[0] + out[-1][-1]).isascii() and (piece + out[-1]).strip():
            piece = "与" + piece  # two numbers in a row would be one
        if piece.lstrip("与") in WHOLES:
            wholes.append((at + len(piece) - len(piece.lstrip("与")), at + len(piece)))
        out.append(piece)
        at += len(piece)
    return "".join(out), wholes


def right_edge(line: Line) -> float:
    """Where the square, or the word, of the last character ends; a closing mark's is half."""
    last = line.text[-1]
    width = CHAIN.width(last) * SIZE
    if not is_square(last):
        return line.places[-1] + width
    room = PITCH / 2 if last == "·" else PITCH
    start = line.places[-1] - (room - width) / 2
    return start + room - (HALF if last in CLOSING else 0)


def breaks_within(text: str, lines: list[Line], first: int, end: int) -> bool:
    """Whether a line ends inside that piece; spaces vanish at the ends of lines."""
    begins = len(text[:first].replace(" ", ""))
    ends = len(text[:end].replace(" ", ""))
    at = 0
    for line in lines:
        at += len(line.text.replace(" ", ""))
        if begins < at < ends:
            return True
    return False


def check(text: str, lines: list[Line]) -> None:
    squeezed = text.replace(" ", "")
    assert "".join(line.text for line in lines).replace(" ", "") == squeezed
    for line in lines[1:]:
        assert line.text[0] not in NEVER_FIRST, line.text
    for line in lines[:-1]:
        assert line.text[-1] not in NEVER_LAST, line.text
        assert abs(right_edge(line) - WIDTH) < 0.05, (line.text, right_edge(line) - WIDTH)
    for line, following in pairwise(lines):
        seam = line.text[-1] + following.text[0]
        assert seam not in ("——", "……")
        assert not (seam.isascii() and seam.isalnum()), seam


def test_a_hundred_thousand_characters_break_only_where_they_may() -> None:
    dice = random.Random(2022)
    seen = 0
    while seen < 120_000:
        text, wholes = mixed(dice, dice.randrange(40, 700))
        lines = break_text(text, BODY, WIDTH, dice.choice((0, 2 * PITCH)))
        check(text, lines)
        for first, end in wholes:
            assert not breaks_within(text, lines, first, end), text[first:end]
        assert len(lines) == 1 or len(lines[-1].text.strip("，。、；：？！）》”〕％")) != 1
        seen += len(text)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([*SYLLABLES[:40], *PIECES, *WHOLES]), min_size=1, max_size=120))
def test_whatever_comes_nothing_is_lost_and_nothing_leaves_the_page(parts: list[str]) -> None:
    text = "".join(parts).strip()
    lines = break_text(text, BODY, WIDTH) if text else []
    assert "".join(line.text for line in lines).replace(" ", "") == text.replace(" ", "")
    for line in lines:
        assert list(line.places) == sorted(line.places)
        assert right_edge(line) < WIDTH + HALF


@pytest.mark.parametrize("mark", "，。、；：？！）》”’〕％…")
def test_a_mark_that_would_begin_a_line_is_pushed_in_or_takes_its_character_along(
    mark: str,
) -> None:
    lines = break_text("中" * 28 + mark + "文" * 40, BODY, WIDTH)
    assert mark not in lines[1].text[0]
    check("中" * 28 + mark + "文" * 40, lines)


@pytest.mark.parametrize("mark", "（《“‘〔№￥")
def test_an_opening_mark_never_ends_a_line(mark: str) -> None:
    lines = break_text("中" * 27 + mark + "文" * 40, BODY, WIDTH)
    assert lines[1].text[0] == mark


@pytest.mark.parametrize("whole", ["——", "……", "2024", "1,104.15", "SZ-2024-0606-03"])
def test_what_belongs_together_stays_together(whole: str) -> None:
    for before in range(20, 29):
        lines = break_text("中" * before + whole + "文" * 30, BODY, WIDTH)
        assert any(whole in line.text for line in lines), before


def test_twenty_eight_characters_fill_a_line_exactly() -> None:
    (line, rest) = break_text("国" * 30, BODY, WIDTH)
    assert (len(line.text), len(rest.text)) == (28, 2)
    assert line.places[27] - line.places[0] == pytest.approx(27 * PITCH)


def test_neighbouring_marks_share_their_blank() -> None:
    (apart,) = break_text("他说好。又说", BODY, WIDTH)
    (together,) = break_text("他说好。”又说", BODY, WIDTH)
    assert together.places[4] - together.places[3] == pytest.approx(PITCH - HALF)
    assert apart.places[4] - apart.places[3] == pytest.approx(PITCH)


def test_a_word_longer_than_the_line_is_parted_after_all() -> None:
    lines = break_text("x" * 200, BODY, WIDTH)
    assert "".join(line.text for line in lines) == "x" * 200
    assert all(right_edge(line) < WIDTH + 1 for line in lines)


def test_each_paragraph_is_indented_and_an_empty_one_leaves_a_line() -> None:
    lines = break_text("甲\n\n乙", BODY, WIDTH, 2 * PITCH)
    assert [line.text for line in lines] == ["甲", "", "乙"]
    assert lines[2].places[0] == pytest.approx(2 * PITCH, abs=0.2)


def test_a_name_of_sixty_characters_breaks_behind_its_dot() -> None:
    name = "·".join(
        ["买买提", "吐尔逊", "阿不都热合曼", "艾山江", "玉素甫", "卡迪尔", "努尔麦麦提"] * 2
    )
    lines = break_text(name, BODY, WIDTH)
    assert len(name) > 50
    check(name, lines)


@pytest.mark.parametrize(
    "whole",
    ["2024年3月15日", "3 680.5万元", "60余人次", "9时05分", "〔2024〕17号", "25 km", "12.5‰"],
)
def test_a_number_its_unit_and_a_date_stay_together(whole: str) -> None:
    for before in range(15, 29):
        lines = break_text("中" * before + whole + "文" * 30, BODY, WIDTH)
        assert any(whole in line.text for line in lines), before
        check("中" * before + whole + "文" * 30, lines)


def test_in_a_narrow_column_a_date_is_parted_between_its_parts() -> None:
    cell = Setting(12, 12, CHAIN.width)
    lines = break_text("自2024年3月15日起", cell, 60)
    assert [line.text for line in lines] == ["自2024年", "3月15日起"]


@pytest.mark.parametrize("end", ["", "。", "。”", "……"])
def test_no_character_stands_alone_on_the_last_line(end: str) -> None:
    for count in range(27, 90):
        lines = break_text("国" * count + end, BODY, WIDTH, 2 * PITCH)
        assert len(lines) == 1 or lines[-1].text.count("国") != 1 or end == "……", count
