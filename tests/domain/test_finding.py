from __future__ import annotations

from datetime import date

from app.domain.finding import finding_number
from app.domain.progress import NoProgress


def test_the_number_of_a_finding_names_year_and_quarter():
    assert finding_number(date(2026, 3, 31), 7) == "2026-1-0007"
    assert finding_number(date(2026, 10, 1), 12345) == "2026-4-12345"


def test_progress_nobody_watches_says_nothing():
    assert NoProgress().step(1, 2) is None
