import zipfile
from datetime import date, datetime
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.hyperlink import Hyperlink

from app.documents.intake import workbook_guard
from app.documents.intake.roster import read_roster
from app.documents.intake.roster_template import HEADINGS, roster_template
from app.domain.calendar import PartialDate
from app.domain.errors import (
    AppError,
    FileTooLargeError,
    FileUnreadableError,
    HeadingMissingError,
    WrongFileKindError,
)
from app.domain.people import UnitKind
from app.domain.roster import FaultKind


@pytest.fixture
def roster(tmp_path):
    """Writes rows as a workbook and reads them as a roster; arrange may touch the sheet first."""

    def make(rows, arrange=lambda sheet: None, title="名单"):
        book = Workbook()
        sheet = book.active
        sheet.title = title
        for row in rows:
            sheet.append(row)
        arrange(sheet)
        book.save(tmp_path / "roster.xlsx")
        return read_roster(tmp_path / "roster.xlsx")

    return make


def faults(entry):
    return [(f.place.row, f.place.heading, f.what) for f in entry.faults]


def test_a_plain_roster_is_read(roster):
    (entry,) = roster(
        [
            ["序号", "姓名", "单位", "职务", "性别", "民族", "政治面貌", "出生年月", "任现职时间",
             "职级", "是否“一把手”", "单位类别", "备注"],
            [1, "赵示例", "羊尾镇", "党委书记", "男", "汉", "党员", "1976.05", "2021年8月",
             "正科级", "是", "乡镇", "驻村"],
        ]
    )  # fmt: skip
    assert entry.faults == ()
    assert (entry.name, entry.gender, entry.ethnicity) == ("赵示例", "男", "汉族")
    assert (entry.political_status, entry.born) == ("中共党员", PartialDate(1976, 5))
    assert entry.note == "驻村"
    (post,) = entry.posts
    assert (post.unit_name, post.title, post.rank) == ("羊尾镇", "党委书记", "正科级")
    assert (post.unit_kind, post.is_principal) == (UnitKind.TOWNSHIP, True)
    assert (post.since, post.until) == (PartialDate(2021, 8), None)
    assert (entry.place.file_name, entry.place.sheet, entry.place.row) == ("roster.xlsx", "名单", 2)


def test_columns_stand_in_any_order_under_other_names_below_titles(roster):
    (entry,) = roster(
        [
            ["示例县党政正职名册", None, None, None],
            ["填报单位：示例县委组织部"],
            [None],
            ["党政正职", "出生日期\n（年.月）", "现任 职务", "工作单位", "姓　名"],
            ["√", "1980-11", "局长", "县教育局", "钱示例"],
        ]
    )
    assert (entry.name, entry.born) == ("钱示例", PartialDate(1980, 11))
    assert entry.posts[0].title == "局长"
    assert entry.posts[0].is_principal


def test_one_column_may_hold_unit_and_title(roster):
    first, second = roster(
        [
            ["姓名", "现任单位及职务"],
            ["孙示例", "县委办公室副主任"],
            ["李示例", "羊尾镇党委副书记、镇长"],
        ]
    )
    assert (first.posts[0].unit_name, first.posts[0].title) == ("县委办公室", "副主任")
    assert (second.posts[0].unit_name, second.posts[0].title) == ("羊尾镇", "党委副书记、镇长")
    assert second.posts[0].is_principal
    assert not first.posts[0].is_principal


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1990.01", PartialDate(1990, 1)),
        ("1990-01", PartialDate(1990, 1)),
        ("199001", PartialDate(1990, 1)),
        (199001, PartialDate(1990, 1)),
        ("1990年1月", PartialDate(1990, 1)),
        ("\uff11\uff19\uff19\uff10\uff0e\uff10\uff11", PartialDate(1990, 1)),
        (" 1990 . 1 ", PartialDate(1990, 1)),
        (1990.05, PartialDate(1990, 5)),
        (date(1990, 1, 5), PartialDate(1990, 1, 5)),
        (datetime(1990, 1, 5, 8, 0), PartialDate(1990, 1, 5)),  # noqa: DTZ001 — as Excel has it
    ],
)
def test_a_birth_date_is_read_however_it_is_written(roster, written, expected):
    (entry,) = roster([["姓名", "单位", "职务", "出生年月"], ["赵示例", "甲镇", "镇长", written]])
    assert (entry.born, entry.faults) == (expected, ())


def test_a_date_cell_that_shows_only_the_month_is_a_month(roster):
    def as_month(sheet):
        sheet["D2"].number_format = 'yyyy"年"m"月"'

    rows = [["姓名", "单位", "职务", "出生年月"], ["赵示例", "甲镇", "镇长", date(1990, 1, 1)]]
    (entry,) = roster(rows, as_month)
    assert entry.born == PartialDate(1990, 1)


def test_a_number_1990_1_is_asked_about_unless_its_format_tells(roster):
    rows = [["姓名", "单位", "职务", "出生年月"], ["赵示例", "甲镇", "镇长", 1990.1]]
    assert faults(*roster(rows)) == [(2, "出生年月", FaultKind.DATE_AMBIGUOUS)]

    def with_two_places(sheet):
        sheet["D2"].number_format = "0.00"

    assert roster(rows, with_two_places)[0].born == PartialDate(1990, 10)


@pytest.mark.parametrize("padded", ["张　三", "张 三", " 张三 ", "张\n三", "张\u00a0三"])
def test_spaces_inside_a_name_go(roster, padded):
    (entry,) = roster([["姓名", "单位", "职务"], [padded, "甲镇", "镇长"]])
    assert entry.name == "张三"


def test_each_fault_names_row_heading_and_what_was_found(roster):
    (entry,) = roster(
        [
            ["姓名", "工作单位", "现任职务", "性别", "出生年月", "一把手", "单位类别", "任职时间"],
            [None, "甲镇", None, "男女", "去年", "也许", "村", "2001.13"],
        ]
    )
    assert set(faults(entry)) == {
        (2, "姓名", FaultKind.NAME_MISSING),
        (2, "现任职务", FaultKind.TITLE_MISSING),
        (2, "性别", FaultKind.GENDER_UNCLEAR),
        (2, "出生年月", FaultKind.DATE_UNREADABLE),
        (2, "一把手", FaultKind.YES_NO_UNCLEAR),
        (2, "单位类别", FaultKind.UNIT_KIND_UNCLEAR),
        (2, "任职时间", FaultKind.DATE_UNREADABLE),
    }
    assert {f.found for f in entry.faults if f.what is FaultKind.YES_NO_UNCLEAR} == {"也许"}


def test_a_roster_without_a_column_of_titles_says_so(roster):
    (entry,) = roster([["姓名", "单位"], ["赵示例", "甲镇"]])
    assert faults(entry) == [(2, "职务", FaultKind.TITLE_MISSING)]


def test_a_post_before_birth_is_a_fault(roster):
    rows = [
        ["姓名", "单位", "职务", "出生年月", "任现职时间"],
        ["赵示例", "甲镇", "镇长", "1990.01", "1989.12"],
    ]
    assert faults(*roster(rows)) == [(2, "任现职时间", FaultKind.DATES_CROSSED)]


def test_characters_nobody_can_see_are_a_fault_and_long_texts_too(roster):
    first, second = roster(
        [
            ["姓名", "单位", "职务", "备注"],
            ["张\u202e三", "甲镇", "镇长", "长" * 201],
            ["赵" * 121, "甲镇", "镇长", ""],
        ]
    )
    assert {f.what for f in first.faults} == {FaultKind.NAME_UNPRINTABLE, FaultKind.TEXT_TOO_LONG}
    assert [f.what for f in second.faults] == [FaultKind.NAME_TOO_LONG]
    assert all("\u202e" not in f.found for f in first.faults)


def test_a_long_name_of_another_people_and_one_beyond_the_bmp_are_taken(roster):
    long_name = "买买提·" * 14 + "艾力"
    first, second = roster(
        [["姓名", "单位", "职务"], [long_name, "甲镇", "镇长"], ["张\U0003134a", "甲镇", "书记"]]
    )
    assert (first.name, second.name) == (long_name, "张\U0003134a")


def test_a_unit_merged_over_its_rows_counts_for_each(roster):
    def merged(sheet):
        sheet.merge_cells("A2:A3")

    rows = [["单位", "姓名", "职务"], ["甲镇", "赵示例", "党委书记"], [None, "钱示例", "镇长"]]
    assert [e.posts[0].unit_name for e in roster(rows, merged)] == ["甲镇", "甲镇"]


def test_a_name_merged_over_two_rows_is_one_person_with_two_posts(roster):
    def merged(sheet):
        sheet.merge_cells("A2:A3")

    rows = [
        ["姓名", "单位", "职务"],
        ["赵示例", "甲镇", "党委书记"],
        [None, "县文旅公司", "董事长"],
    ]
    (entry,) = roster(rows, merged)
    assert [p.unit_name for p in entry.posts] == ["甲镇", "县文旅公司"]
    assert entry.posts[1].unit_kind is UnitKind.ENTERPRISE


def test_section_rows_totals_and_repeated_headings_are_nobody(roster):
    def merged(sheet):
        sheet.merge_cells("A2:D2")

    rows = [
        ["姓名", "单位", "职务", "性别"],
        ["一、乡镇", None, None, None],
        ["赵示例", "甲镇", "镇长", "男"],
        ["姓名", "单位", "职务", "性别"],
        ["合计：1人"],
        [None, None, None, None],
    ]
    assert [e.name for e in roster(rows, merged)] == ["赵示例"]


def test_headings_may_stand_in_two_rows(roster):
    def merged(sheet):
        sheet.merge_cells("A1:A2")
        sheet.merge_cells("B1:C1")

    rows = [
        ["单位", "基本情况", None, "职务"],
        [None, "姓名", "性别", "现任职务"],
        ["甲镇", "赵示例", "男", "镇长"],
    ]
    (entry,) = roster(rows, merged)
    assert (entry.name, entry.gender, entry.posts[0].unit_name) == ("赵示例", "男", "甲镇")


def test_a_broken_formula_is_a_fault(roster):
    (entry,) = roster([["姓名", "单位", "职务"], ["赵示例", "#REF!", "镇长"]])
    assert (2, "单位", FaultKind.CELL_BROKEN) in faults(entry)


def test_hidden_sheets_are_not_read(roster):
    def hide(sheet):
        other = sheet.parent.create_sheet("现用")
        other.append(["姓名", "单位", "职务"])
        other.append(["钱示例", "乙镇", "镇长"])
        sheet.sheet_state = "hidden"

    (entry,) = roster([["姓名", "单位", "职务"], ["赵示例", "甲镇", "镇长"]], hide)
    assert (entry.name, entry.place.sheet) == ("钱示例", "现用")


def test_a_table_without_names_is_not_a_roster(roster):
    with pytest.raises(HeadingMissingError) as refusal:
        roster([["品名", "数量"], ["桌", 4]])
    assert refusal.value.file_name == "roster.xlsx"


def test_our_template_is_read_back_and_its_example_is_nobody(tmp_path):
    path = tmp_path / "template.xlsx"
    path.write_bytes(roster_template())
    assert read_roster(path) == ()
    book = load_workbook(path)
    sheet = book.active
    for place, (_, _, example) in enumerate(HEADINGS, 1):
        sheet.cell(3, place, example if place < len(HEADINGS) else None)
    book.save(path)
    (entry,) = read_roster(path)
    assert (entry.name, entry.faults) == ("赵示例", ())


# ── hostile files ────────────────────────────────────────────────────────────────────────────────


def test_a_missing_file_and_a_file_of_another_kind(tmp_path):
    with pytest.raises(FileUnreadableError):
        read_roster(tmp_path / "none.xlsx")
    for content in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0old excel", b"name,unit"):
        path = tmp_path / "other.xlsx"
        path.write_bytes(content)
        with pytest.raises(WrongFileKindError):
            read_roster(path)


def zipped(parts):
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


def test_a_bomb_is_refused_before_it_unpacks(tmp_path):
    path = tmp_path / "bomb.xlsx"
    big = workbook_guard.LARGEST_UNPACKED + 1
    path.write_bytes(zipped({"[Content_Types].xml": b"<x/>", "xl/a.bin": bytes(big)}))
    assert path.stat().st_size < 200_000
    with pytest.raises(FileTooLargeError):
        read_roster(path)


def test_a_file_larger_than_any_roster_is_refused_unread(tmp_path):
    path = tmp_path / "large.xlsx"
    with path.open("wb") as file:
        file.truncate(workbook_guard.LARGEST_FILE + 1)
    with pytest.raises(FileTooLargeError):
        read_roster(path)


def test_too_many_parts_are_refused(tmp_path):
    path = tmp_path / "parts.xlsx"
    path.write_bytes(zipped({f"{n}": b"" for n in range(workbook_guard.MOST_PARTS + 1)}))
    with pytest.raises(FileTooLargeError):
        read_roster(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_part_with_a_document_type_is_refused(tmp_path, encoding):
    path = tmp_path / "entities.xlsx"
    hostile = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    parts = {"[Content_Types].xml": b"<x/>", "xl/workbook.xml": hostile.encode(encoding)}
    path.write_bytes(zipped(parts))
    with pytest.raises(WrongFileKindError):
        read_roster(path)


def wide(sheet, kind):
    """Plants a range over the whole sheet; openpyxl would make an object of each cell."""
    if kind == "mergeCell":
        sheet.merge_cells("A1:B2")
    else:
        sheet["A1"].hyperlink = Hyperlink(ref="A1", location="A1")


@pytest.mark.parametrize("kind", ["mergeCell", "hyperlink"])
def test_a_range_over_the_whole_sheet_is_refused_at_once(tmp_path, kind):
    book = Workbook()
    book.active.append(["姓名", "单位"])
    wide(book.active, kind)
    written = BytesIO()
    book.save(written)
    parts = {n: zipfile.ZipFile(written).read(n) for n in zipfile.ZipFile(written).namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    narrow = b'ref="A1:B2"' if kind == "mergeCell" else b'ref="A1" location'
    broad = narrow.replace(b"A1:B2", b"A1&#58;XFD1048576").replace(b'"A1" ', b'"A1:XFD1048576" ')
    assert narrow in sheet
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(narrow, broad)
    path = tmp_path / "wide.xlsx"
    path.write_bytes(zipped(parts))
    with pytest.raises(FileTooLargeError):
        read_roster(path)


def test_a_cell_in_the_last_row_of_excel_does_not_make_a_million_rows(roster):
    def far(sheet):
        sheet["XFD1048576"] = "远"

    (entry,) = roster([["姓名", "单位", "职务"], ["赵示例", "甲镇", "镇长"]], far)
    assert entry.name == "赵示例"


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_arbitrary_bytes_never_raise_anything_but_our_errors(tmp_path_factory, untrusted):
    path = tmp_path_factory.getbasetemp() / "any.xlsx"
    path.write_bytes(untrusted)
    with pytest.raises(AppError):
        read_roster(path)


TEMPLATE = roster_template()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(TEMPLATE) - 1), st.binary(min_size=1, max_size=30))
def test_a_damaged_workbook_is_read_or_refused(tmp_path_factory, place, untrusted):
    path = tmp_path_factory.getbasetemp() / "damaged.xlsx"
    path.write_bytes(TEMPLATE[:place] + untrusted + TEMPLATE[place + len(untrusted) :])
    try:
        read_roster(path)
    except AppError as refusal:
        assert path.name in str(refusal.__dict__.values())  # noqa: PT017 — both are good


CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**15), 10**15), st.floats(allow_nan=False, allow_infinity=False),
    st.dates(date(1900, 3, 1), date(9999, 12, 31)), st.times(),
    st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=40),
    st.sampled_from(["是", "张　三", "=1/0", "#REF!", "1990.13", "合计", "姓名", "2021年8月至今"]),
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=7, max_size=7), max_size=4))
def test_arbitrary_cells_become_entries_or_faults(tmp_path_factory, rows):
    path = tmp_path_factory.getbasetemp() / "cells.xlsx"
    book = Workbook()
    book.active.append(["姓名", "单位", "职务", "出生年月", "任现职时间", "一把手", "单位类别"])
    for row in rows:
        book.active.append(row)
    book.save(path)
    for entry in read_roster(path):
        assert entry.faults or (entry.name and entry.posts[0].unit_name and entry.posts[0].title)


def test_a_roster_longer_than_any_says_where_reading_stopped(roster, monkeypatch):
    monkeypatch.setattr("app.documents.intake.workbook.MOST_ROWS", 3)
    monkeypatch.setattr("app.documents.intake.roster.MOST_ROWS", 3)
    rows = [["姓名", "单位", "职务"], *[[f"赵{n}例", "甲镇", "镇长"] for n in "一二三四五"]]
    *read, last = roster(rows)
    assert [entry.name for entry in read] == ["赵一例", "赵二例"]
    assert faults(last) == [(3, "", FaultKind.ROWS_TOO_MANY)]


def test_a_fuller_second_row_of_headings_counts(roster):
    rows = [
        ["姓名", "单位", None, None],
        ["姓名", "单位", "职务", "性别"],
        ["赵示例", "甲镇", "镇长", "男"],
    ]
    (entry,) = roster(rows)
    assert (entry.name, entry.gender) == ("赵示例", "男")
