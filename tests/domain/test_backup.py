from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from app.domain.backup import BackupRecord, is_due, kept, newest

CHINA = timezone(timedelta(hours=8))
NOON = datetime(2026, 3, 5, 4, 0, tzinfo=UTC)


def local(moment: datetime) -> datetime:
    return moment.astimezone(CHINA)


def a_set(made_at: datetime, sequence: int = 0, flaw: str = "") -> BackupRecord:
    return BackupRecord(
        Path(f"{made_at:%Y%m%d%H%M%S}-{sequence}"), made_at, sequence, 4, 1, flaw=flaw
    )


def days(count: int) -> list[BackupRecord]:
    return [a_set(NOON - timedelta(days=number)) for number in range(count)]


def test_of_two_years_of_days_seven_days_four_weeks_and_twelve_months_stay():
    sets = days(730)
    stays = kept(sets, local)
    assert {one.folder for one in sets[:7]} <= stays
    assert 7 + 11 <= len(stays) <= 7 + 4 + 12
    months = {local(one.made_at).strftime("%Y%m") for one in sets if one.folder in stays}
    assert len(months) == 12


def test_of_several_sets_of_a_day_the_last_stays():
    morning, evening = a_set(NOON), a_set(NOON + timedelta(hours=6))
    assert kept([morning, evening], local) == {evening.folder}


def test_a_day_is_a_day_on_the_wall():
    """Two sets of one UTC day, before and after midnight in China."""
    before = a_set(datetime(2026, 3, 5, 15, 50, tzinfo=UTC))
    after = a_set(datetime(2026, 3, 5, 16, 10, tzinfo=UTC))
    assert kept([before, after], local) == {before.folder, after.folder}


def test_a_year_away_costs_nothing():
    """The last days, weeks and months that have a set, not those of the calendar."""
    sets = [a_set(NOON - timedelta(days=365 + number)) for number in range(7)]
    assert kept([a_set(NOON), *sets[:6]], local) == {
        a_set(NOON).folder,
        *(s.folder for s in sets[:6]),
    }


moments = st.datetimes(
    datetime(2025, 1, 1),  # noqa: DTZ001 — hypothesis wants bare bounds and adds the zone
    datetime(2027, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)
some_sets = st.lists(
    st.builds(a_set, moments, st.integers(0, 9), st.sampled_from(["", "", "vault.db"])),
    max_size=60,
    unique_by=lambda one: one.folder,
)


@given(some_sets)
def test_the_newest_whole_set_always_stays(sets):
    stays = kept(sets, local)
    latest = newest(sets)
    assert latest is None or latest.folder in stays
    assert sum(one.folder in stays for one in sets if one.is_whole) <= 7 + 4 + 12


@given(some_sets)
def test_damaged_sets_stay_and_take_no_place(sets):
    whole = [one for one in sets if one.is_whole]
    damaged = {one.folder for one in sets if not one.is_whole}
    assert kept(sets, local) == kept(whole, local) | damaged


@given(some_sets)
def test_thinning_out_twice_is_thinning_out_once(sets):
    stays = kept(sets, local)
    left = [one for one in sets if one.folder in stays]
    assert kept(left, local) == stays


def test_due_after_so_many_hours_and_not_before():
    sets = [a_set(NOON)]
    assert not is_due(sets, NOON + timedelta(hours=23, minutes=59), 24)
    assert is_due(sets, NOON + timedelta(hours=24), 24)
    assert is_due([], NOON, 24)


def test_a_set_of_the_future_or_a_damaged_one_puts_off_nothing():
    assert is_due([a_set(NOON + timedelta(days=1))], NOON, 24)
    assert is_due([a_set(NOON, flaw="vault.db")], NOON, 24)
