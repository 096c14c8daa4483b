"""Prompt sets in workbooks: what goes out comes back, and what people write is read or explained."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from app.documents.intake.prompt_set import read_prompt_set
from app.documents.intake.prompt_workbook import MOST_FAULTS, read_prompt_workbook
from app.documents.prompt_workbook_out import prompt_workbook
from app.domain.errors import FileTooLargeError, FileUnreadableError, WrongFileKindError
from app.domain.people import UnitKind
from app.domain.prompt_editing import tidy
from app.domain.prompt_errors import (
    PromptsMissingError,
    WorkbookLockedError,
    WorkbookOutdatedError,
)
from app.domain.prompt_faults import PromptFaultKind as K
from app.domain.prompt_faults import PromptField as F
from app.domain.prompts import Applicability, FocusArea, Prompt, PromptSet
from tests.makers import make_prompt_set

SHIPPED = read_prompt_set(
    (Path(__file__).parents[3] / "resources" / "prompts" / "prompt-set-v1.json").read_bytes()
)
AREAS = [area.title for area in SHIPPED.areas]
HEADINGS = ("编号", "聚焦", "问法")
WIDE = [chr(0xFF10 + n) for n in range(10)]
FOUR = [(f"{n}-01", area, f"关于第{n}个方面，说一件事？") for n, area in enumerate(AREAS, 1)]
LESS = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def book_of(path, rows, title="提问"):
    """A workbook with one sheet of these rows."""
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def read(path, known=SHIPPED):
    (found,) = read_prompt_workbook(path, known)
    return found


def told(found):
    """The faults of a read set: what, where, row, column."""
    return [(f.what, f.field, f.place.row, f.place.column) for f in found.faults]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "提问集.xlsx"


# ── out and back ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("known", [SHIPPED, None], ids=["beside a set", "alone"])
def test_the_shipped_set_goes_out_and_comes_back_the_same(path, known):
    path.write_bytes(prompt_workbook([SHIPPED]))
    found = read(path, known)
    assert not found.faults
    assert found.draft.finished(SHIPPED.id, 1) == SHIPPED


def test_several_versions_stand_on_a_sheet_each(path):
    path.write_bytes(prompt_workbook([SHIPPED, make_prompt_set(2)]))
    first, second = read_prompt_workbook(path, None)
    assert (first.sheet, second.sheet) == ("第1版", "第2版")
    assert second.draft.finished("set-2", 2) == make_prompt_set(2)


def test_words_that_look_like_formulas_or_faults_are_words(path):
    odd = ("=1+1等于几？", "#N/A是什么意思", "@某件事怎么办", "-3 个百分点为何", "1-1")
    prompts = tuple(
        Prompt(f"{n}-01", area.key, odd[n], concrete=(odd[n],), follow_ups=(odd[4], odd[0]))
        for n, area in enumerate(SHIPPED.areas)
    )
    made = PromptSet("odd", 3, "= 奇怪的一版", SHIPPED.areas, prompts)
    path.write_bytes(prompt_workbook([made]))
    assert read(path).draft.finished("odd", 3) == made


def words(shortest, longest):
    seen = st.characters(exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"])
    hanzi = st.sampled_from(
        "谈话问题整改时间地点谁，。；：、“”？！（）\uff11\uff12.-=+@#/&<>'\" 　"
    )
    text = st.text(hanzi | seen, min_size=shortest, max_size=longest * 2).map(tidy)
    return text.filter(lambda t: shortest <= len(t) <= longest and "x005F_" not in t)


@st.composite
def sets(draw):
    titles = draw(st.permutations(AREAS))
    areas = tuple(FocusArea(f"area.{n}", title) for n, title in enumerate(titles))
    count = draw(st.integers(4, 9))
    texts = draw(st.lists(words(4, 60), min_size=count, max_size=count, unique=True))
    made = []
    for place, text in enumerate(texts):
        area = place if place < 4 else draw(st.integers(0, 3))
        applies = Applicability(
            frozenset(draw(st.sets(st.sampled_from(list(UnitKind))))),
            draw(st.booleans()),
            draw(st.booleans()),
            draw(st.booleans()),
        )
        made.append(
            Prompt(
                number=f"{area + 1}-{place:02}",
                area=areas[area].key,
                text=text,
                concrete=tuple(draw(st.lists(words(1, 20), max_size=3))),
                follow_ups=tuple(draw(st.lists(words(1, 20), max_size=3))),
                applies=applies,
                is_required=draw(st.booleans()),
                source=draw(words(0, 20)),
            )
        )
    return PromptSet("any", 7, draw(words(1, 30)), areas, tuple(made))


@LESS
@given(sets(), st.booleans())
def test_any_set_goes_out_and_comes_back_the_same(path, made, is_known):
    path.write_bytes(prompt_workbook([made]))
    found = read(path, made if is_known else None)
    assert not found.faults
    assert found.draft.finished("any", 7) == made


# ── what people write ────────────────────────────────────────────────────────────────────────────


def test_columns_stand_in_any_order_under_any_usual_name(path):
    headings = (
        "依据",
        "谈话问题",
        "追问1",
        f"追问{WIDE[2]}",
        "序号",
        "是否必问",
        "重点领域",
        "适用",
    )
    rows = [
        ("县委文件", text, "谁定的？", "哪天？", number, "√", area, "乡镇、新任职")
        for number, area, text in FOUR
    ]
    found = read(book_of(path, [headings, *rows]))
    assert not found.faults
    first = found.draft.prompts[0]
    assert first.follow_ups == ("谁定的？", "哪天？")
    assert (first.source, first.is_required, first.number) == ("县委文件", True, "1-01")
    assert first.applies == Applicability(frozenset({UnitKind.TOWNSHIP}), newly_appointed=True)


def test_full_width_digits_and_punctuation_mean_the_same(path):
    headings = ("编　号", "聚焦（方面）", "问 法：", "必问", "适用单位")
    areas = (
        "聚焦\uff02两个维护\uff02",
        "2、关键少数",
        "（三）全面从严治党责任落实",
        "四．一岗双责",
    )
    rows = [
        (
            f"{WIDE[n + 1]}－{WIDE[0]}{WIDE[1]}",
            areas[n],
            f"第{n}个方面　怎么样？",
            "是",
            "乡镇，部门；国企",
        )
        for n in range(4)
    ]
    found = read(book_of(path, [headings, *rows]))
    assert not found.faults
    assert [p.number for p in found.draft.prompts] == ["1-01", "2-01", "3-01", "4-01"]
    assert [p.area for p in found.draft.prompts] == [a.key for a in SHIPPED.areas]
    assert len(found.draft.prompts[0].applies.unit_kinds) == 3


def test_title_rows_empty_rows_merged_areas_and_notes_do_no_harm(path):
    book = Workbook()
    sheet = book.active
    sheet.append(["2026年监督谈话提问集"])
    sheet.merge_cells("A1:C1")
    sheet.append([])
    sheet.append(["聚焦", "编号", "问法"])
    for n, area in enumerate(AREAS, 1):
        top = 1 + 3 * n
        sheet.append([area, f"{n}-01", f"第{n}个方面第一问？"])
        sheet.append([None, f"{n}-02", f"第{n}个方面第二问？"])
        sheet.merge_cells(f"A{top}:A{top + 1}")
        sheet.append([])
    sheet.append([None, "5-01"])
    sheet.append(["注：以上提问可以照念。"])
    book.save(path)
    found = read(path)
    assert not found.faults
    assert found.draft.title == "2026年监督谈话提问集"
    assert [p.number for p in found.draft.in_area("key_few")] == ["2-01", "2-02"]


def test_areas_may_stand_as_headings_between_the_rows(path):
    rows = [["编号", "问法"]]
    for n, area in enumerate(AREAS, 1):
        rows += [[f"{'一二三四'[n - 1]}、{area}"], [f"{n}-01", f"第{n}个方面怎么样？"]]
    found = read(book_of(path, rows))
    assert not found.faults
    assert [p.area for p in found.draft.prompts] == [a.key for a in SHIPPED.areas]


def test_a_question_merged_over_rows_gathers_its_follow_ups(path):
    book = Workbook()
    sheet = book.active
    sheet.append(["编号", "聚焦", "问法", "追问"])
    for number, area, text in FOUR:
        top = sheet.max_row + 1
        sheet.append([number, area, text, "谁定的？"])
        sheet.append([None, None, None, "哪天？"])
        for letter in "ABC":
            sheet.merge_cells(f"{letter}{top}:{letter}{top + 1}")
    book.save(path)
    found = read(path)
    assert not found.faults
    assert [p.follow_ups for p in found.draft.prompts] == [("谁定的？", "哪天？")] * 4


def test_a_number_merged_over_several_questions_is_that_of_none(path):
    book = Workbook()
    sheet = book.active
    sheet.append(["序号", "谈话重点", "谈话内容", "备注", "分管领导"])
    for n, area in enumerate(AREAS, 1):
        top = 2 * n
        sheet.append([n, area, f"第{n}个方面第一问？", "略"])
        sheet.append([None, None, f"第{n}个方面第二问？"])
        sheet.merge_cells(f"A{top}:A{top + 1}")
        sheet.merge_cells(f"B{top}:B{top + 1}")
    book.save(path)
    found = read(path)
    assert not found.faults
    assert len({p.number for p in found.draft.prompts}) == 8
    assert not {"1", "2", "3", "4"} & {p.number for p in found.draft.prompts}
    assert found.unread == ("备注", "分管领导")


def test_known_questions_keep_their_numbers_and_new_ones_get_unused_ones(path):
    rows = [(SHIPPED.area_title(p.area), p.text) for p in SHIPPED.prompts[3:]]
    rows.append((AREAS[0], "这一问以前没有过，怎么样？"))
    (found,) = read_prompt_workbook(
        book_of(path, [("聚焦", "问法"), *rows]), SHIPPED, frozenset({"1-13", "1-14"})
    )
    assert not found.faults
    numbers = [p.number for p in found.draft.prompts]
    assert numbers[:-1] == [p.number for p in SHIPPED.prompts[3:]]
    assert numbers[-1] == "1-15"


def test_four_other_names_rename_the_areas_in_order(path):
    rows = [(f"{n}-01", f"方面之{n}", f"第{n}个方面怎么样？") for n in "甲乙丙丁"]
    found = read(book_of(path, [HEADINGS, *rows]))
    assert not found.faults
    assert [(a.key, a.title) for a in found.draft.areas] == [
        (area.key, f"方面之{n}") for area, n in zip(SHIPPED.areas, "甲乙丙丁", strict=True)
    ]


def test_the_areas_of_another_office_come_under_the_keys_in_force(path):
    theirs = tuple(FocusArea(f"x{n}", a.title) for n, a in enumerate(SHIPPED.areas))
    theirs = (*theirs[:2], FocusArea("x9", "聚焦作风建设"), theirs[3])
    prompts = tuple(Prompt(f"{n}-01", a.key, f"第{n}个方面怎样？") for n, a in enumerate(theirs, 1))
    path.write_bytes(prompt_workbook([PromptSet("theirs", 5, "邻县的一版", theirs, prompts)]))
    found = read(path)
    assert not found.faults
    assert [a.key for a in found.draft.areas] == [a.key for a in SHIPPED.areas]
    assert found.draft.areas[2].title == "聚焦作风建设"


# ── what cannot be taken ─────────────────────────────────────────────────────────────────────────


def test_each_fault_is_named_with_sheet_row_and_column(path):
    rows = [
        *FOUR,
        ("1-01", AREAS[0], "编号和第二行重复了吗？"),
        ("1-02", "聚焦经济发展", "聚焦写得不对吗？"),
        ("1-03", None, "没有写聚焦吗？"),
        ("1-04", AREAS[0], "问" * 401),
        ("1-05", AREAS[0], "短"),
        ("1-06", AREAS[0], FOUR[0][2]),
        ("1-07", AREAS[0], None),
        ("1" * 21, AREAS[0], "编号太长了吗？"),
        ("1-08", AREAS[0], "有看不见的\u200b字符？"),
    ]
    found = read(book_of(path, [HEADINGS, *rows], "名单"))
    assert told(found) == [
        (K.TWICE, F.NUMBER, 6, "A"),
        (K.AREA_UNKNOWN, F.AREA, 7, "B"),
        (K.MISSING, F.AREA, 8, "B"),
        (K.TOO_LONG, F.TEXT, 9, "C"),
        (K.TOO_SHORT, F.TEXT, 10, "C"),
        (K.TWICE, F.TEXT, 11, "C"),
        (K.MISSING, F.TEXT, 12, "C"),
        (K.TOO_LONG, F.NUMBER, 13, "A"),
        (K.UNPRINTABLE, F.TEXT, 14, "C"),
    ]
    assert {f.place.sheet for f in found.faults} == {"名单"}
    assert (found.faults[0].limit, found.faults[0].place.heading) == (2, "编号")


def test_what_is_unclear_in_a_cell_is_told(path):
    headings = (*HEADINGS, "必问", "适用单位", "适用情形", "追问")
    number, area, text = FOUR[0]
    unclear = (number, area, text, "也许", "村里", "下雨时", "\n".join("九八七六五四三二一"))
    found = read(book_of(path, [headings, unclear, *FOUR[1:]]))
    assert told(found) == [
        (K.YES_NO_UNCLEAR, F.REQUIRED, 2, "D"),
        (K.APPLIES_UNCLEAR, F.UNIT_KINDS, 2, "E"),
        (K.APPLIES_UNCLEAR, F.CONDITIONS, 2, "F"),
        (K.TOO_MANY_LINES, F.FOLLOW_UPS, 2, "G"),
    ]
    assert [f.found for f in found.faults] == ["也许", "村里", "下雨时", "9"]


def test_a_number_the_spreadsheet_made_a_date_of_is_told(path):
    import datetime

    first = (datetime.date(2026, 1, 1), *FOUR[0][1:])
    found = read(book_of(path, [HEADINGS, first, *FOUR[1:]]))
    assert told(found) == [(K.NUMBER_IS_DATE, F.NUMBER, 2, "A")]


def test_formulas_and_broken_cells_are_told(path):
    rows = [("1-01", AREAS[0], "=B2&C3"), ("2-01", AREAS[1], "#REF!"), *FOUR[2:]]
    found = read(book_of(path, [HEADINGS, *rows]))
    assert told(found) == [
        (K.CELL_FORMULA, F.TEXT, 2, "C"),
        (K.CELL_BROKEN, F.TEXT, 3, "C"),
    ]


def test_an_area_without_a_prompt_is_told(path):
    found = read(book_of(path, [HEADINGS, *FOUR[:3]]))
    assert [(f.what, f.found) for f in found.faults] == [(K.AREA_EMPTY, AREAS[3])]


def test_five_thousand_rows_are_read_and_told_to_be_too_many(path):
    rows = [(None, AREAS[n % 4], f"第{n}件事办得怎么样？") for n in range(5_000)]
    found = read(book_of(path, [HEADINGS, *rows]))
    assert [(f.what, f.found, f.limit, f.place.row) for f in found.faults] == [
        (K.PROMPTS_TOO_MANY, "5000", 400, 402)
    ]


def test_there_is_an_end_to_what_is_told(path):
    rows = [("1-01", AREAS[0], "短") for _ in range(700)]
    assert len(read(book_of(path, [HEADINGS, *rows])).faults) == MOST_FAULTS


def test_a_sheet_without_headings_is_told_and_others_beside_it_are_left_out(path):
    book_of(path, [("姓名", "单位"), ("张三", "清溪镇")])
    with pytest.raises(PromptsMissingError):
        read_prompt_workbook(path, SHIPPED)
    book = load_workbook(path)
    sheet = book.create_sheet("第二页")
    for row in (HEADINGS, *FOUR):
        sheet.append(row)
    book.save(path)
    assert read(path).sheet == "第二页"


# ── files that are none ──────────────────────────────────────────────────────────────────────────

OLD = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", WrongFileKindError),
        ("编号,聚焦,问法".encode(), WrongFileKindError),
        (b"%PDF-1.7", WrongFileKindError),
        (OLD, WrongFileKindError),
        (OLD + "EncryptedPackage".encode("utf-16-le"), WorkbookLockedError),
        (OLD + "Workbook".encode("utf-16-le"), WorkbookOutdatedError),
        (b"PK\x03\x04" + bytes(9 * 1024 * 1024), FileTooLargeError),
    ],
    ids=["empty", "csv", "pdf", "compound", "locked", "xls", "large"],
)
def test_another_file_is_told_for_what_it_is(path, content, error):
    path.write_bytes(content)
    with pytest.raises(error):
        read_prompt_workbook(path, SHIPPED)


def test_a_zip_bomb_is_not_unpacked(path):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (60 * 1024 * 1024))
    path.write_bytes(held.getvalue())
    with pytest.raises(FileTooLargeError):
        read_prompt_workbook(path, SHIPPED)


def test_a_file_that_is_gone_is_told(path):
    with pytest.raises(FileUnreadableError):
        read_prompt_workbook(path, SHIPPED)


CELLS = st.none() | st.text(max_size=8) | st.integers(-9, 9) | st.sampled_from(
    ["聚焦", "编号", "问法", "追问", "是", "乡镇", "=1", "#N/A", "提问集", "聚焦1", *AREAS]
)  # fmt: skip


ANY_HEADINGS = ("问法", "聚焦", "编号", "必问", "适用")


def seen(rows):
    """The rows with the characters a workbook can hold."""
    return [["".join(filter(str.isprintable, str(c))) or None for c in row] for row in rows]


@LESS
@given(st.lists(st.lists(CELLS, max_size=5), max_size=8))
def test_whatever_stands_in_the_cells_is_read_or_explained(path, rows):
    found = read(book_of(path, [ANY_HEADINGS, *seen(rows)]))
    assert found.faults or not found.draft.faults()
