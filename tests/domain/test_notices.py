"""What a vault asks for: nothing while it is cared for, the most pressing first when it is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.notices import Care, NoticeKind

NOW = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
YEAR = timedelta(days=365)
WELL = Care(
    began=NOW - YEAR,
    has_cards=True,
    backed_up_at=NOW - timedelta(hours=20),
    has_second_place=True,
    second_at=NOW - timedelta(days=3),
)


def kinds(care: Care) -> list[NoticeKind]:
    return [notice.kind for notice in care.notices(NOW)]


def test_a_vault_that_is_cared_for_asks_for_nothing():
    assert kinds(WELL) == []


def test_a_new_vault_asks_for_its_cards_and_for_no_backup_yet():
    assert kinds(Care(began=NOW)) == [NoticeKind.CARDS_MISSING]


def test_a_backup_may_be_seven_days_old_and_no_older():
    assert kinds(replace(WELL, backed_up_at=NOW - timedelta(days=7))) == []
    (notice,) = replace(WELL, backed_up_at=NOW - timedelta(days=9)).notices(NOW)
    assert (notice.kind, notice.days) == (NoticeKind.BACKUP_OLD, 9)


def test_a_vault_never_backed_up_counts_from_its_making():
    never = replace(WELL, backed_up_at=None, has_second_place=False, second_at=None)
    (notice,) = never.notices(NOW)
    assert (notice.kind, notice.days) == (NoticeKind.BACKUP_OLD, 365)


def test_a_second_place_is_asked_for_once_there_are_backups():
    assert kinds(replace(WELL, has_second_place=False)) == [NoticeKind.SECOND_MISSING]


def test_a_second_medium_long_not_put_in_is_told_with_its_days():
    (notice,) = replace(WELL, second_at=NOW - timedelta(days=30)).notices(NOW)
    assert (notice.kind, notice.days) == (NoticeKind.SECOND_OLD, 30)


def test_a_second_place_that_never_got_a_backup_says_so_by_nought_days():
    (notice,) = replace(WELL, second_at=None).notices(NOW)
    assert (notice.kind, notice.days) == (NoticeKind.SECOND_OLD, 0)


def test_used_cards_are_asked_for_once_not_twice():
    used = replace(WELL, has_cards=False, must_renew_cards=True)
    assert kinds(used) == [NoticeKind.CARDS_USED]


def test_a_package_the_registry_waits_for_and_a_late_answer_are_asked_for_by_number():
    waiting = replace(WELL, missed=(3,), late=(2, 4), late_days=20)
    missed, late = waiting.notices(NOW)
    assert (missed.kind, missed.numbers) == (NoticeKind.PACKAGE_MISSED, (3,))
    assert (late.kind, late.numbers, late.days) == (NoticeKind.ANSWER_LATE, (2, 4), 20)


def test_a_clock_set_back_makes_nothing_overdue():
    assert kinds(replace(WELL, backed_up_at=NOW + YEAR, second_at=NOW + YEAR)) == []


@given(
    st.builds(
        Care,
        began=st.just(NOW - YEAR),
        has_cards=st.booleans(),
        must_renew_cards=st.booleans(),
        is_drill_due=st.booleans(),
        backed_up_at=st.none() | st.datetimes(timezones=st.just(UTC)),
        has_second_place=st.booleans(),
        second_at=st.none() | st.datetimes(timezones=st.just(UTC)),
        is_check_due=st.booleans(),
        missed=st.sampled_from(((), (3,))),
        late=st.sampled_from(((), (2, 4))),
    )
)
def test_each_thing_is_asked_for_once_and_in_the_order_of_its_weight(care):
    found = kinds(care)
    assert found == [kind for kind in NoticeKind if kind in found]
