"""The pages of minutes, as stock tools and the eye's measures find them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from app.documents import archive, page_frame
from app.documents.minutes import Edition, typeset
from app.documents.pictures import page_count, picture, text_of
from app.documents.sheet import written
from app.domain.errors import MissingGlyphError
from app.domain.minutes import Minutes
from tests.documents.paper import (
    LONG_NAME,
    MADE_AT,
    RARE,
    make_attendance,
    make_minutes,
    tool,
)

HEAD = "a1b2c3d4e5f60718" * 4
POINT = 0.2


def archived(minutes: Minutes) -> bytes:
    return archive.archived(typeset(minutes, Edition(MADE_AT, HEAD)).pdf)


@pytest.fixture(scope="module")
def finished() -> bytes:
    return archived(make_minutes())


@pytest.fixture
def file(finished: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "minutes.pdf"
    path.write_bytes(finished)
    return path


def test_the_same_minutes_give_the_same_bytes(finished: bytes) -> None:
    assert archived(make_minutes()) == finished


def test_stock_tools_find_nothing_to_object_to(file: Path) -> None:
    assert "No syntax or stream encoding errors" in tool("qpdf", "--check", file)
    assert "error" not in tool("mutool", "info", file).lower()


def test_every_font_is_embedded_as_a_subset_with_its_text(file: Path) -> None:
    lines = tool("pdffonts", file).splitlines()[2:]
    assert lines
    for line in lines:
        assert line.split()[-5:-2] == ["yes", "yes", "yes"], line


def test_names_can_be_copied_out_exactly(file: Path, finished: bytes) -> None:
    copied = tool("pdftotext", file, "-").replace("\n", "")
    for name in (RARE, LONG_NAME):
        assert name in copied
    again = "".join(text_of(finished)).replace("\r\n", "")
    for name in (RARE, LONG_NAME):
        assert name in again


def test_the_page_is_a4_with_28_characters_and_20_lines(finished: bytes) -> None:
    with_lines = archived(make_minutes(blocks=make_minutes(30).blocks[2:3] * 40, fields=()))
    document = pypdfium2.PdfDocument(with_lines)
    page = document[1]
    assert page.get_size() == pytest.approx((595.276, 841.89), abs=0.01)
    words = page.get_textpage()
    boxes = [words.get_charbox(n, loose=True) for n in range(words.count_chars())]
    text = [words.get_text_range(n, 1) for n in range(words.count_chars())]
    body = [b for b, c in zip(boxes, text, strict=True) if c.strip() and b[3] - b[1] > 15]
    assert min(b[0] for b in body) >= page_frame.LEFT - POINT
    assert max(b[2] for b in body) <= page_frame.LEFT + page_frame.WIDTH + 8 + POINT
    downs = [(page_frame.TEXT_TOP - (b[1] + b[3]) / 2) / page_frame.LEADING for b in body]
    assert {int(down) for down in downs if down < 20.5} == set(range(20))
    document.close()


def test_every_page_has_its_number_its_count_and_the_digest(finished: bytes) -> None:
    pages = text_of(finished)
    digest = make_minutes().digest()[:8].upper()
    for number, text in enumerate(pages, 1):
        assert f"— {number} —" in text
        assert f"第{number}页　共{len(pages)}页" in text.replace(" ", "")
        assert digest in text
        assert HEAD[:16].upper() in text
        assert "谈话对象（签名）" in text
    assert "（以下空白）" in pages[-1]
    assert "000001" not in pages[0], "each copy bears its own number, the archived file none"
    assert "内部" in pages[0]


def test_the_page_number_stands_outside(finished: bytes) -> None:
    document = pypdfium2.PdfDocument(finished)
    for number, page in enumerate(document, 1):
        words = page.get_textpage()
        place = words.search(f"— {number} —").get_next()
        assert place is not None
        x = words.get_charbox(place[0])[0]
        assert (x > page_frame.PAGE[0] / 2) == bool(number % 2)
    document.close()


def test_the_closing_line_is_left_to_the_hand(finished: bytes) -> None:
    last = text_of(finished)[-1].replace("\r\n", "")
    assert "请谈话对象亲笔书写" in last
    assert "共＿＿页" in last


def test_a_stricter_talk_has_a_box_for_the_fingerprint(finished: bytes) -> None:
    strict = archived(make_minutes(has_fingerprint=True))
    assert "谈话对象指印" in text_of(strict)[-1]
    assert "谈话对象指印" not in text_of(finished)[-1]


def test_collective_minutes_list_everybody_with_a_place_to_sign() -> None:
    pages = text_of(archived(make_minutes(2, attendance=make_attendance(60))))
    text = "".join(pages).replace("\r\n", "")
    for number in range(1, 61):
        assert f"与会者{number}" in text
    assert text.count("缺席：出差") == 12
    tables = [page for page in pages if "与会者" in page]
    assert len(tables) > 2
    assert all("序号" in page and "签名" in page for page in tables)
    assert "亲笔书写" not in text


def test_a_field_longer_than_a_page_goes_on_overleaf_under_its_name_once() -> None:
    long = "、".join(f"第{n}项事由的经过" for n in range(220))
    pages = text_of(archived(make_minutes(1, fields=(("谈话地点", "三楼"), ("谈话事由", long)))))
    continued = [page.count("谈话事由（续）") for page in pages]
    assert sum(continued) >= 2
    assert max(continued) == 1
    assert "（续）（续）" not in "".join(pages)


def test_a_draft_says_so_under_the_text() -> None:
    draft = typeset(make_minutes(2), Edition(MADE_AT, is_draft=True))
    content = written(draft.pdf)
    assert all("草" in page and "稿" in page for page in text_of(content))
    archive.check(archive.archived(typeset(make_minutes(2), Edition(MADE_AT, is_draft=True)).pdf))


def test_a_character_no_font_has_is_refused_with_its_field() -> None:
    wrong = replace(make_minutes(), fields=(("谈话对象", "张\U00031350"),))
    with pytest.raises(MissingGlyphError) as refusal:
        typeset(wrong, Edition(MADE_AT))
    assert refusal.value.field == "谈话对象"
    assert refusal.value.code_point == "U+31350"


def test_invisible_characters_of_pasted_text_do_no_harm() -> None:
    pasted = replace(make_minutes(), fields=(("谈话对象", "\ufeff张\u200b三\t李四\r\n王五"),))
    text = text_of(archived(pasted))[0].replace("\r\n", "|")
    assert "张三" in text
    assert "王五" in text


def test_the_metadata_name_the_fonts_and_no_person(file: Path, finished: bytes) -> None:
    said = tool("pdfinfo", file)
    assert "谈话记录 2026-0012" in said
    for font in typeset(make_minutes(), Edition(MADE_AT)).fonts:
        assert font in said
    assert RARE not in said
    assert b"/Trans" not in finished


def test_pages_become_pictures(finished: bytes) -> None:
    first = picture(finished, 0, 60)
    assert (first.width, first.height) == (497, 702)
    assert len(first.rgb) == first.stride * first.height
    assert page_count(finished) == len(text_of(finished))
    assert min(first.rgb) < 40
    assert max(first.rgb) == 255


def test_two_lanes_may_ask_for_pictures_at_once(finished: bytes) -> None:
    with ThreadPoolExecutor(4) as lanes:
        drawn = list(lanes.map(lambda n: picture(finished, n % 3, 40).rgb, range(40)))
    assert drawn == [picture(finished, n % 3, 40).rgb for n in range(40)]


def test_who_came_late_signs_like_the_others_with_the_time_beside_the_post() -> None:
    late = replace(make_attendance(1)[0], absence_reason="9时20分到会")
    text = "".join(text_of(archived(make_minutes(2, attendance=(late,)))))
    assert "（9时20分到会）" in text
    assert "缺席" not in text
