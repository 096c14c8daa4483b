"""Tables of holidays as offices have them: workbooks and CSV, dates written as notices write them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from app.documents.holiday_workbook_out import holiday_workbook
from app.documents.intake.holidays import read_holidays
from app.domain.errors import FileUnreadableError, WrongFileKindError
from app.domain.holiday_errors import HolidayHeadingsMissingError, NoHolidaysFoundError
from app.domain.holiday_intake import HolidayFaultKind, changes_by
from app.domain.workdays import Holiday, YearTable
from app.services.workdays import shipped

HEAD = "日期,放假/上班,名称\n"
# the notice for 2026, in the words of its own paragraphs
NOTICE = (
    ("2026年1月1日（周四）至3日（周六）", "放假调休", "元旦"),
    ("2026年1月4日（周日）", "上班", "元旦调休上班"),
    ("2026年2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）", "放假调休", "春节"),
    ("2026年2月14日（周六）、2月28日（周六）", "上班", "春节调休上班"),
    ("2026年4月4日（周六）至6日（周一）", "放假", "清明节"),
    ("2026年5月1日-5日", "放假", "劳动节"),
    ("2026-05-09", "班", "劳动节调休上班"),
    ("2026.6.19～2026.6.21", "休", "端午节"),
    ("2026/9/25至9/27", "放假", "中秋节"),
    ("2026年10月1日至10月7日", "放假", "国庆节"),
    ("2026年9月20日、10月10日", "补班", "国庆节调休上班"),
)
TYPED = ("日期", "放假/上班", "名称")


def csv_file(folder: Path, text: str, encoding: str = "utf-8-sig") -> Path:
    path = folder / "节假日.csv"
    path.write_text(text, encoding)
    return path


def workbook(folder: Path, *rows: Sequence[object]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    path = folder / "节假日.xlsx"
    book.save(path)
    return path


def faults(folder: Path, *lines: str) -> list[tuple[int, HolidayFaultKind]]:
    read = read_holidays(csv_file(folder, HEAD + "\n".join(lines)))
    return [(fault.row, fault.kind) for fault in read.faults]


def test_the_notice_of_a_year_typed_off_is_the_year_as_it_is_known(tmp_path: Path) -> None:
    path = workbook(tmp_path, ("2026年放假安排",), TYPED, *NOTICE)
    read = read_holidays(path)
    assert not read.faults
    (known,) = (table for table in shipped() if table.year == 2026)
    assert read.days == known.days


def test_a_year_written_to_a_workbook_is_read_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "2025.xlsx"
    for table in shipped():
        path.write_bytes(holiday_workbook(table))
        assert read_holidays(path).days == table.days
    odd = Holiday(date(2027, 1, 1), is_working=False, title="=1+1")
    path.write_bytes(holiday_workbook(YearTable(2027, (odd,))))
    assert read_holidays(path).days == (odd,)


def test_a_workbook_may_hold_real_dates_and_more_columns_in_any_order(tmp_path: Path) -> None:
    rows = (("名称", "备注", "类型", "日期"), ("元旦", "", "放假", date(2027, 1, 1)), (None, None))
    assert read_holidays(workbook(tmp_path, *rows)).days == (
        Holiday(date(2027, 1, 1), is_working=False, title="元旦"),
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_is_read_as_spreadsheets_write_it(tmp_path: Path, encoding: str, mark: str) -> None:
    text = f"{HEAD}2027-02-05至2027-02-07,放假,春节\n".replace(",", mark)
    days = read_holidays(csv_file(tmp_path, text, encoding)).days
    assert [one.day.day for one in days] == [5, 6, 7]


def test_every_fault_names_its_row(tmp_path: Path) -> None:
    told = faults(
        tmp_path,
        ",放假,春节",
        "二月五日,放假,春节",
        "2027-02-30,放假,春节",
        "2月5日,放假,春节",
        "1987-02-05,放假,春节",
        "2027-02-12至2027-02-05,放假,春节",
        "2027-02-05至2027-05-05,放假,春节",
        "2027-02-05,调休,春节",
        "2027-02-05,放假,",
        f"2027-02-05,放假,{'春' * 31}",
        "2027-02-10,上班,春节调休上班",  # a Wednesday is worked anyhow
        "2027-02-13,上班,春节调休上班",
        "2027-02-13,放假,春节",
    )
    kinds = [
        HolidayFaultKind.DATE_MISSING,
        HolidayFaultKind.DATE_UNREADABLE,
        HolidayFaultKind.DATE_UNREADABLE,
        HolidayFaultKind.YEAR_MISSING,
        HolidayFaultKind.YEAR_OUTSIDE,
        HolidayFaultKind.RANGE_BACKWARDS,
        HolidayFaultKind.RANGE_TOO_LONG,
        HolidayFaultKind.WAY_UNREADABLE,
        HolidayFaultKind.TITLE_MISSING,
        HolidayFaultKind.TITLE_TOO_LONG,
        HolidayFaultKind.WORKED_ANYHOW,
        HolidayFaultKind.CLASH,
    ]
    rows = [*range(2, 13), 14]
    assert told == list(zip(rows, kinds, strict=True))


def test_a_file_that_is_no_such_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HolidayHeadingsMissingError):
        read_holidays(csv_file(tmp_path, "姓名,单位\n甲,乙\n"))
    with pytest.raises(NoHolidaysFoundError):
        read_holidays(csv_file(tmp_path, HEAD))
    with pytest.raises(FileUnreadableError):
        read_holidays(tmp_path / "没有.csv")
    other = tmp_path / "通知.pdf"
    other.write_bytes(b"%PDF-1.7")
    with pytest.raises(WrongFileKindError):
        read_holidays(other)
    broken = tmp_path / "节假日.csv"
    broken.write_bytes(b"\x00\xff\xfe" * 50)
    with pytest.raises(WrongFileKindError):
        read_holidays(broken)


UNHURRIED = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
SPANS = st.tuples(st.dates(date(2000, 1, 1), date(2199, 11, 30)), st.integers(0, 30))


@settings(deadline=None, suppress_health_check=UNHURRIED, max_examples=40)
@given(st.lists(SPANS, min_size=1, max_size=6))
def test_spans_are_read_as_they_were_written(tmp_path: Path, spans: list[tuple[date, int]]) -> None:
    lines = [f"{start}至{start + timedelta(days=more)},放假,节日" for start, more in spans]
    read = read_holidays(csv_file(tmp_path, HEAD + "\n".join(lines)))
    meant = {start + timedelta(days=n) for start, more in spans for n in range(more + 1)}
    assert not read.faults
    assert [one.day for one in read.days] == sorted(meant)


@settings(deadline=None, suppress_health_check=UNHURRIED, max_examples=60)
@given(st.lists(st.tuples(*(st.text(max_size=20),) * 3), max_size=5))
def test_whatever_stands_in_the_rows_is_read_or_named(
    tmp_path: Path, rows: list[tuple[str, ...]]
) -> None:
    path = tmp_path / "节假日.csv"
    quoted = [",".join('"' + t.replace('"', '""') + '"' for t in row) for row in rows]
    path.write_bytes((HEAD + "\n".join(quoted)).encode("utf-8-sig", "replace"))
    try:
        read = read_holidays(path)
    except (NoHolidaysFoundError, FileUnreadableError, WrongFileKindError):
        return
    assert read.days or read.faults


def test_a_year_with_its_first_of_january_is_replaced_another_is_added_to() -> None:
    held = {2026: YearTable(2026, (Holiday(date(2026, 5, 1), False, "劳动节"),), "通知", True)}
    new = (
        Holiday(date(2026, 12, 27), True, "元旦调休上班"),
        Holiday(date(2027, 1, 1), False, "元旦"),
    )
    december, notice = changes_by(new, held)
    assert (december.is_whole, notice.is_whole) == (False, True)
    assert [one.day.month for one in december.days] == [5, 12]
    assert [(c.day, c.before) for c in december.differences()] == [(date(2026, 12, 27), None)]
    assert [c.after for c in notice.differences()] == [new[1]]
