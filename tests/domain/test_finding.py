from __future__ import annotations

from datetime import date

import pytest

from app.domain.finding import finding_number
from app.domain.kinds import KINDS, kind_of
from app.domain.progress import NoProgress


def test_the_number_of_a_finding_names_year_and_quarter():
    assert finding_number(date(2026, 3, 31), 7) == "2026-1-0007"
    assert finding_number(date(2026, 10, 1), 12345) == "2026-4-12345"


def test_each_kind_of_talk_is_found_by_its_key():
    assert [kind_of(kind.key) for kind in KINDS] == list(KINDS)
    assert kind_of("admonition").deadline_months == 6
    with pytest.raises(KeyError):
        kind_of("letter")


def test_collective_and_strict_kinds_need_two_of_us():
    assert all(k.needs_two for k in KINDS if k.is_collective or k.has_fingerprint)
    assert not kind_of("heart").needs_two


def test_progress_nobody_watches_says_nothing():
    assert NoProgress().step(1, 2) is None
