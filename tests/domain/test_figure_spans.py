"""Periods of figures, and the time each is compared with."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.figure_spans import Span

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("span", "title", "before", "compared"),
    [
        (Span.of_months(2026, (1, 12)), "2026年全年", "上年同期", "2025年全年"),
        (Span.of_months(2026, (4, 6)), "2026年第二季度", "上年同期", "2025年第二季度"),
        (Span.of_months(2025, (2, 2)), "2025年2月", "上年同期", "2024年2月"),
        (Span.of_years(2021, 2025), "2021年至2025年", "前5年", "2016年至2020年"),
        (
            Span(date(2025, 11, 1), date(2026, 2, 28)),
            "2025年11月至2026年2月",
            "上年同期",
            "2024年11月至2025年2月",
        ),
        (
            Span(date(2026, 1, 1), date(2026, 3, 5)),
            "2026年1月1日至2026年3月5日",
            "上年同期",
            "2025年1月1日至2025年3月5日",
        ),
    ],
)
def test_a_period_is_called_by_its_name_and_compared_with_the_one_before(
    span, title, before, compared
):
    assert (span.title, span.before_title, span.before.title) == (title, before, compared)


def test_months_end_as_the_calendar_has_them_in_leap_years_too():
    assert Span.of_months(2025, (2, 2)).before.last == date(2024, 2, 29)
    assert Span.of_months(2024, (2, 2)).before.last == date(2023, 2, 28)
    leap_day = date(2024, 2, 29)
    assert Span(leap_day, leap_day).before == Span(date(2023, 2, 28), date(2023, 2, 28))
    assert Span(date(2024, 1, 1), date(2024, 2, 28)).before.last == date(2023, 2, 28)


def test_what_goes_on_is_compared_with_as_many_days_of_before():
    year = Span.of_months(2026, (1, 12))
    assert year.so_far(date(2026, 3, 5)).before == Span(date(2025, 1, 1), date(2025, 3, 5))
    assert year.so_far(date(2027, 1, 1)) == year
    assert year.so_far(date(2025, 12, 31)).last == year.first


@given(DAYS, st.integers(0, 3000))
def test_the_time_before_ends_before_the_period_begins_and_is_as_long(first, days):
    span = Span(first, first + timedelta(days=days))
    before = span.before
    assert before.first <= before.last < span.first
    lengths = [(one.last - one.first).days for one in (span, before)]
    assert abs(lengths[0] - lengths[1]) <= 1 + span.years_back  # leap days


@given(DAYS, st.integers(0, 3000))
def test_its_months_and_stretches_cover_every_day_once(first, days):
    span = Span(first, first + timedelta(days=days))
    for parts in (tuple(span.months()), span.stretches()):
        assert (parts[0].first, parts[-1].last) == (span.first, span.last)
        for one, following in pairwise(parts):
            assert following.first - one.last == timedelta(days=1)
    titles = [span.stretch_title(part) for part in span.stretches()]
    assert len(set(titles)) == len(titles)
