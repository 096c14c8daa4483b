"""Terms of days, working days and months, over holidays, month ends, leap days and years."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from chinese_calendar import constants
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lunardate import LunarDate

from app.domain.holiday_errors import (
    HolidayTitleMissingError,
    HolidayTitleTooLongError,
    HolidayYearError,
)
from app.domain.terms_of_time import LONGEST_TERM, Term, TermUnit, said_term
from app.domain.workdays import Holiday, Workdays, YearTable
from app.services.workdays import shipped

TABLE = Workdays.of(shipped())
PLAIN = Workdays()
NEVER_OFF = Workdays(worked=frozenset(date(2024, 1, 1) + timedelta(n) for n in range(3650)))
DAYS = st.dates(date(2024, 1, 1), date(2029, 12, 31))
TERMS = st.sampled_from(TermUnit).flatmap(
    lambda unit: st.builds(Term, st.integers(1, LONGEST_TERM[unit.value]), st.just(unit))
)


def after(start: str, term: str, table: Workdays = TABLE) -> str:
    return table.after(date.fromisoformat(start), Term.parse(term)).isoformat()


# ── a term as it is told ─────────────────────────────────────────────────────────────────────────


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(TERMS)
def test_a_term_is_read_as_it_was_written_and_as_it_is_said(term: Term) -> None:
    assert Term.parse(term.written()) == term
    assert Term.read(term.said()) == term
    assert said_term(term.written()) == term.said()


@pytest.mark.parametrize("told", ["", "0d", "30", "30天半", "d30", "1101d", "751w", "37m", "-1d"])
def test_what_is_no_term_is_not_taken_for_one(told: str) -> None:
    with pytest.raises(ValueError, match=r"term"):
        Term.read(told)
    assert said_term(told) == ""


def test_terms_are_read_as_people_write_them() -> None:
    said = ("\uff13\uff10 天", "20 个工作日", "20工作日", "1个月", "15日", "2月")
    assert [Term.read(one).written() for one in said] == ["30d", "20w", "20w", "1m", "15d", "2m"]


# ── what day it comes to ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("start", "term", "end"),
    [
        ("2026-03-02", "30d", "2026-04-01"),  # a Wednesday: the day of issue is not counted
        ("2026-03-05", "30d", "2026-04-07"),  # 清明 to Monday: the last day moves on
        ("2026-01-31", "1m", "2026-02-28"),  # month end, and that Saturday is worked
        ("2027-01-31", "1m", "2027-03-01"),  # month end on a Sunday
        ("2028-01-31", "1m", "2028-02-29"),  # a leap year nobody has a table of
        ("2028-02-29", "12m", "2029-02-28"),
        ("2026-12-31", "1d", "2027-01-04"),  # New Year's Friday and the weekend after it
        ("2026-09-30", "1w", "2026-10-08"),  # over the seven days of October
        ("2026-10-08", "3w", "2026-10-12"),  # Saturday the 10th is worked
        ("2026-02-13", "2w", "2026-02-24"),  # the 14th is worked, then nine days off
    ],
)
def test_a_term_comes_to_the_day_the_law_says(start: str, term: str, end: str) -> None:
    assert after(start, term) == end


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(DAYS, TERMS)
def test_every_term_ends_later_and_on_a_day_that_is_worked(start: date, term: Term) -> None:
    end = TABLE.after(start, term)
    assert end > start
    assert TABLE.is_workday(end)


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(DAYS, st.integers(1, 400))
def test_working_days_are_counted_as_they_were_reckoned(start: date, count: int) -> None:
    end = TABLE.after(start, Term(count, TermUnit.WORKDAYS))
    assert TABLE.workdays_between(start, end) == count
    assert TABLE.workdays_between(end, start) == -count
    assert TABLE.workdays_between(start, end - timedelta(days=1)) == count - 1


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(DAYS, st.integers(1, 1100))
def test_days_move_only_when_the_last_is_off(start: date, count: int) -> None:
    last = start + timedelta(days=count)
    end = TABLE.after(start, Term(count, TermUnit.DAYS))
    assert (end == last) is TABLE.is_workday(last)
    assert not any(TABLE.is_workday(last + timedelta(n)) for n in range((end - last).days))


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(DAYS, st.integers(1, 36))
def test_months_keep_the_day_or_the_end_of_the_month(start: date, count: int) -> None:
    end = NEVER_OFF.after(start, Term(count, TermUnit.MONTHS))
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == count
    is_last = (end + timedelta(days=1)).day == 1
    assert end.day == start.day or (end.day < start.day and is_last)


def test_years_without_a_table_and_years_before_their_notice_are_told() -> None:
    assert TABLE.unknown_years(date(2026, 5, 1), date(2028, 5, 1)) == (2028,)
    assert TABLE.unannounced_years(date(2026, 5, 1), date(2028, 5, 1)) == (2027,)
    assert PLAIN.unknown_years(date(2026, 5, 1), date(2026, 6, 1)) == (2026,)


def test_a_day_in_the_table_has_a_year_and_a_name() -> None:
    with pytest.raises(HolidayYearError):
        Holiday(date(1999, 1, 1), is_working=False, title="元旦").checked()
    with pytest.raises(HolidayTitleMissingError):
        Holiday(date(2026, 1, 1), is_working=False, title=" ").checked()
    with pytest.raises(HolidayTitleTooLongError):
        Holiday(date(2026, 1, 1), is_working=False, title="节" * 31).checked()


# ── what the program brings along ────────────────────────────────────────────────────────────────


def shipped_year(year: int) -> YearTable:
    return next(table for table in shipped() if table.year == year)


@pytest.mark.parametrize("year", [2025, 2026])
def test_published_years_are_as_another_calendar_knows_them(year: int) -> None:
    table = shipped_year(year)
    assert table.is_official
    off = {one.day for one in table.days if not one.is_working}
    worked = {one.day for one in table.days if one.is_working}
    assert off == {day for day in constants.holidays if day.year == year}
    assert worked == {day for day in constants.workdays if day.year == year}


def test_the_year_before_its_notice_follows_the_rules_of_2024() -> None:
    """Thirteen days: 1, 4 with 除夕, 1, 2, 1, 1, 3; what falls on a weekend is made up for after."""
    table = shipped_year(2027)
    assert not table.is_official
    titles = [one.title for one in table.days]
    made_up = [title for title in titles if title.endswith("补假")]
    weekend = [one for one in table.days if one.day.weekday() >= 5]
    assert len(titles) - len(made_up) == 13
    assert len(made_up) == len(weekend)
    assert not any(one.is_working for one in table.days)
    first = LunarDate(2027, 1, 1).to_solar_date()
    days = {one.title: one.day for one in reversed(table.days)}
    assert (days["除夕"], days["春节"]) == (first - timedelta(days=1), first)
    assert days["端午节"] == LunarDate(2027, 5, 5).to_solar_date()
    assert days["中秋节"] == LunarDate(2027, 8, 15).to_solar_date()
    # the usual reckoning of the solar term in this century
    assert days["清明节"] == date(2027, 4, int(27 * 0.2422 + 4.81) - 27 // 4)
