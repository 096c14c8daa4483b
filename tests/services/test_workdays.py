"""The office's table of holidays: altered by hand, taken from a notice, given back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.domain.changes import Changes
from app.domain.errors import ImportHasFaultsError
from app.domain.holders import HolderRole
from app.domain.holiday_errors import HolidaySourceMissingError, HolidayYearError
from app.domain.terms_of_time import Term
from app.domain.vault_errors import RoleRefusedError
from app.domain.workdays import Holiday
from app.services.trail import Trail
from app.services.workdays import WorkdayTable
from app.store import audit
from app.store.vault import Vault

NOTICE = "国务院办公厅关于2027年部分节假日安排的通知"
FILE = """日期,放假/上班,名称
2027年1月1日至3日,放假,元旦
2026年12月27日,上班,元旦调休上班
2027年2月5日至11日,放假调休,春节
2027年2月13日,上班,春节调休上班
"""


@pytest.fixture
def workdays(vault: Vault, trail: Trail) -> WorkdayTable:
    return WorkdayTable(vault, trail)


def acts(workdays: WorkdayTable) -> list[str]:
    with workdays.vault.reading() as connection:
        return [entry.what for entry in audit.entries(connection)]


def notice(folder: Path, text: str = FILE) -> Path:
    path = folder / "2027.csv"
    path.write_text(text, "utf-8")
    return path


def test_a_day_altered_by_hand_moves_deadlines_at_once(workdays: WorkdayTable) -> None:
    five = Term.parse("5w")
    monday = date(2026, 11, 23)
    assert workdays.known.after(monday, five) == date(2026, 11, 30)
    snow = Holiday(date(2026, 11, 25), is_working=False, title=" 全县停工  一天 ")
    assert workdays.keep_day(snow) == Changes.WORKDAYS
    assert workdays.known.after(monday, five) == date(2026, 12, 1)
    year = workdays.year(2026)
    assert (year.is_own, year.is_official) == (True, True)
    assert year.source.endswith("，本单位修改")
    assert Holiday(snow.day, is_working=False, title="全县停工 一天") in year.days

    workdays.remove_day(snow.day)
    assert workdays.known.after(monday, five) == date(2026, 11, 30)
    assert workdays.year(2026).source == year.source  # said once
    workdays.restore(2026)
    assert not workdays.year(2026).is_own
    assert acts(workdays) == ["holiday.keep", "holiday.remove", "holiday.restore"]


def test_a_year_nobody_has_a_table_of_begins_with_its_first_day(workdays: WorkdayTable) -> None:
    assert not workdays.year(2030).is_known
    assert workdays.known.unknown_years(date(2030, 1, 1), date(2030, 1, 2)) == (2030,)
    workdays.keep_day(Holiday(date(2030, 1, 1), is_working=False, title="元旦"))
    assert workdays.year(2030).source == "本单位修改"
    assert [table.year for table in workdays.years()] == [2025, 2026, 2027, 2030]
    workdays.restore(2030)
    assert not workdays.year(2030).is_known
    with pytest.raises(HolidayYearError):
        workdays.remove_day(date(1999, 1, 1))


def test_the_notice_of_the_coming_year_is_seen_before_it_is_taken(
    workdays: WorkdayTable, tmp_path: Path
) -> None:
    assert not workdays.year(2027).is_official
    preview = workdays.preview(workdays.read_file(notice(tmp_path)))
    december, year = preview.years
    assert [change.day for change in december.differences()] == [date(2026, 12, 27)]
    dropped = [change.day for change in year.differences() if change.after is None]
    assert date(2027, 10, 1) in dropped  # the notice tells of the whole year
    assert not workdays.year(2027).is_own  # nothing is written yet
    with pytest.raises(HolidaySourceMissingError):
        workdays.take(preview, "  ", is_official=True)
    assert workdays.take(preview, NOTICE, is_official=True) == Changes.WORKDAYS

    taken = workdays.year(2027)
    assert (taken.source, taken.is_official, taken.is_own) == (NOTICE, True, True)
    assert workdays.known.is_workday(date(2027, 2, 13))
    assert workdays.known.is_workday(date(2026, 12, 27))
    assert workdays.year(2026).is_official
    assert not workdays.known.unannounced_years(date(2027, 1, 1), date(2027, 2, 1))
    assert WorkdayTable(workdays.vault, workdays.trail).known == workdays.known
    again = workdays.preview(workdays.read_file(notice(tmp_path)))
    assert not any(change.differences() for change in again.years)


def test_a_file_with_faults_is_not_taken(workdays: WorkdayTable, tmp_path: Path) -> None:
    file = notice(tmp_path, FILE + "2027年2月30日,放假,春节\n")
    preview = workdays.preview(workdays.read_file(file))
    assert [fault.row for fault in preview.faults] == [6]
    with pytest.raises(ImportHasFaultsError):
        workdays.take(preview, NOTICE, is_official=True)
    assert not acts(workdays)


def test_a_recorder_does_not_alter_the_table(workdays: WorkdayTable) -> None:
    recorder = WorkdayTable(workdays.vault, replace(workdays.trail, role=HolderRole.RECORDER))
    with pytest.raises(RoleRefusedError):
        recorder.keep_day(Holiday(date(2026, 11, 25), is_working=False, title="停工"))
    assert not recorder.year(2026).is_own
