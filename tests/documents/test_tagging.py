"""What minutes say to those who cannot see them, as a stock tool reads it aloud."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.documents.minutes import Edition, typeset
from app.documents.sheet import Imprint, Sheet, written
from app.documents.tagging import Tag
from app.domain.minutes import Minutes
from tests.documents.paper import LONG_NAME, MADE_AT, RARE, make_attendance, make_minutes, tool

ELEMENT = re.compile(r"^( *)([A-Z][A-Za-z0-9]*)(?: \(.*\))?:?$")
TEXT = re.compile(r'^ *"(.*)"$')


def read_aloud(minutes: Minutes, folder: Path) -> list[tuple[str, str]]:
    """What is read of these minutes."""
    return aloud(written(typeset(minutes, Edition(MADE_AT, "ab" * 32)).pdf), folder)


def aloud(content: bytes, folder: Path) -> list[tuple[str, str]]:
    """Every element of a document with its own text, in reading order."""
    file = folder / "minutes.pdf"
    file.write_bytes(content)
    found: list[tuple[str, str]] = []
    for line in tool("pdfinfo", "-struct-text", file).splitlines():
        if element := ELEMENT.match(line):
            found.append((element[2], ""))
        elif text := TEXT.match(line):
            found[-1] = (found[-1][0], found[-1][1] + text[1])
    return found


def texts(told: list[tuple[str, str]], tag: str) -> list[str]:
    return [text for name, text in told if name == tag]


def test_what_is_said_is_read_whole_and_in_order(tmp_path):
    minutes = make_minutes(8)
    told = read_aloud(minutes, tmp_path)
    assert texts(told, "H1") == ["谈话记录"]
    assert texts(told, "H2") == ["一、聚焦“两个维护”"]
    said = [text for text in texts(told, "P") if text.startswith(("问：", "答："))]
    wanted = [block.text for block in minutes.blocks[1:]]
    assert [text[2:] for text in said] == wanted


def test_each_field_has_its_name_as_the_head_of_its_row(tmp_path):
    told = read_aloud(make_minutes(1), tmp_path)
    assert texts(told, "TH") == ["谈话时间", "谈话对象", "陪同人员", "谈话事由"]
    cells = texts(told, "TD")
    assert RARE in cells
    assert LONG_NAME in cells


def test_a_field_that_goes_on_overleaf_is_read_once(tmp_path):
    long = "、".join(f"第{n}项事由的经过" for n in range(220))
    told = read_aloud(make_minutes(1, fields=(("谈话事由", long),)), tmp_path)
    assert texts(told, "TH") == ["谈话事由"]
    assert texts(told, "TD") == [long]
    assert len(texts(told, "TR")) == 1


def test_the_head_of_a_list_is_read_once_however_many_pages_it_has(tmp_path):
    told = read_aloud(make_minutes(2, attendance=make_attendance(30)), tmp_path)
    names = ["序号", "姓名", "单位及职务", "签名"]
    assert texts(told, "TH")[-4:] == names
    assert len([text for text in texts(told, "TH") if text in names]) == len(names)
    assert [text for text in texts(told, "TD") if text.startswith("与会者")] == [
        f"与会者{n}" for n in range(1, 31)
    ]


def test_page_numbers_and_marks_of_the_page_are_not_read(tmp_path):
    told = read_aloud(make_minutes(8), tmp_path)
    heard = "".join(text for _, text in told)
    assert "— 1 —" not in heard
    assert "校验码" not in heard
    assert len(texts(told, "Figure")) == 1


def test_where_ink_goes_is_read(tmp_path):
    heard = texts(read_aloud(make_minutes(1, has_fingerprint=True), tmp_path), "P")
    for signer in ("谈话对象", "主谈人", "记录人"):
        assert any(text.startswith(f"{signer}（签名）") for text in heard)
    assert "谈话对象指印" in heard


def test_a_figure_is_told_in_words():
    sheet = Sheet((100, 100), is_tagged=True)
    sheet.begin_page()
    with sheet.figure("一个方块𠮷", (10, 10, 20, 20)):
        sheet.put("10 10 10 10 re f")
    pdf = sheet.pdf(Imprint("x", "x", MADE_AT))
    figure = pdf.Root.StructTreeRoot.K.K[0]
    assert figure.S == "/Figure"
    assert str(figure.Alt) == "一个方块𠮷"


@pytest.mark.parametrize("is_tagged", [True, False])
def test_a_sheet_without_tags_takes_elements_in_silence(is_tagged):
    sheet = Sheet((100, 100), is_tagged)
    sheet.begin_page()
    mark = object()
    with sheet.element(Tag.TITLE, mark), sheet.ornament():
        sheet.put("10 10 10 10 re f")
    pdf = sheet.pdf(Imprint("x", "x", MADE_AT))
    assert ("/StructTreeRoot" in pdf.Root) is is_tagged
    assert sheet.has(mark) is is_tagged
