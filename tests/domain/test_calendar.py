from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.calendar import (
    PartialDate,
    months_later,
    quarter_of,
    written_date,
    written_time,
)


def wide(text):
    """The text in full-width characters, as input methods write it."""
    return "".join(chr(ord(character) + 0xFEE0) for character in text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1990.01", PartialDate(1990, 1)),
        ("1990-01", PartialDate(1990, 1)),
        ("1990/1", PartialDate(1990, 1)),
        ("199001", PartialDate(1990, 1)),
        ("19900105", PartialDate(1990, 1, 5)),
        ("1990年1月", PartialDate(1990, 1)),
        ("1990年01月05日", PartialDate(1990, 1, 5)),
        (wide("1990.01"), PartialDate(1990, 1)),
        (wide("1990") + "年" + wide("1") + "月", PartialDate(1990, 1)),
        (" 1990 年 1 月 ", PartialDate(1990, 1)),
        ("1990", PartialDate(1990)),
        ("1990年", PartialDate(1990)),
    ],
)
def test_rosters_write_dates_in_many_ways(text, expected):
    assert PartialDate.parse(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "去年",
        "1990.13",
        "1990.02.30",
        "90.1",
        "1990.1.1.1",
        "0000",
        "1849",
        "2200",
        "1990-00-05",
    ],
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match="date"):
        PartialDate.parse(text)


@pytest.mark.parametrize(
    "parts", [(1990, 13), (1990, 0, 5), (1990, 2, 29), (1990, 1, -1), (1990, -1)]
)
def test_a_date_that_cannot_be_is_refused(parts):
    with pytest.raises(ValueError, match="no such date"):
        PartialDate(*parts)


@given(st.dates(date(1850, 1, 1), date(2199, 12, 31)), st.integers(1, 3))
def test_what_is_kept_is_read_back(day, precision):
    parts = (day.year, day.month, day.day)[:precision]
    known = PartialDate(*parts)
    assert PartialDate.parse(known.iso()) == known
    assert PartialDate.parse(known.written()) == known
    assert known.first_day() <= day <= known.last_day()


def test_the_last_day_knows_leap_years():
    assert PartialDate(2024, 2).last_day() == date(2024, 2, 29)
    assert PartialDate(2025, 2).last_day() == date(2025, 2, 28)
    assert PartialDate(2025).last_day() == date(2025, 12, 31)


def test_documents_write_dates_without_leading_zeros():
    assert written_date(date(2026, 3, 5)) == "2026年3月5日"
    assert written_time(datetime(2026, 3, 5, 9, 5, tzinfo=UTC)) == "2026年3月5日9时05分"


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 12, 5), 1, date(2027, 1, 5)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 3, 1), -5, date(2025, 10, 1)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_of_a_shorter_month(day, months, expected):
    assert months_later(day, months) == expected


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(-600, 600))
def test_months_later_never_skips_a_month(day, months):
    later = months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months


def test_quarters():
    assert [quarter_of(date(2026, month, 1)) for month in (1, 3, 4, 6, 7, 9, 10, 12)] == [
        1,
        1,
        2,
        2,
        3,
        3,
        4,
        4,
    ]
