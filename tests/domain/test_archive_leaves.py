"""Leaves of an archive: what each kind must say, how a reply stands, and the years of a timeline."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.archive_errors import (
    LeafDatesError,
    LeafReplyDueMissingError,
    LeafWordMissingError,
    LeafWordTooLongError,
)
from app.domain.archive_leaves import LONGEST_TEXT, Leaf, LeafEntry, LeafKind
from app.domain.archive_timeline import TimelineEntry, TimelineKind, by_year
from app.domain.archive_words import LEAF_KIND_WORDS, reply_words
from app.domain.calendar import PartialDate
from app.domain.ids import LeafId, PersonId

DAY = date(2026, 3, 5)


def proposal(**more) -> LeafEntry:
    plain = {
        "kind": LeafKind.PROPOSAL,
        "day": DAY,
        "title": "关于规范招标的建议",
        "number": "清纪建〔2026〕3号",
        "reply_due": date(2026, 4, 5),
    }
    return LeafEntry(**{**plain, **more})


def leaf(entry: LeafEntry, **more) -> Leaf:
    return Leaf(LeafId("l"), PersonId("p"), entry, datetime(2026, 3, 5, tzinfo=UTC), **more)


def test_a_proposal_needs_its_number_and_until_when_it_is_to_be_answered():
    assert proposal().checked() == proposal()
    with pytest.raises(LeafWordMissingError) as caught:
        proposal(number=" ").checked()
    assert caught.value.field == "number"
    with pytest.raises(LeafReplyDueMissingError):
        proposal(reply_due=None).checked()


@pytest.mark.parametrize("field", ["reply_due", "replied_on"])
def test_a_reply_is_neither_due_nor_given_before_the_proposal_itself(field):
    with pytest.raises(LeafDatesError) as caught:
        proposal(**{field: DAY - timedelta(days=1)}).checked()
    assert caught.value.field == field
    assert proposal(**{field: DAY}).checked()


def test_other_leaves_have_a_title_and_no_reply():
    report = proposal(kind=LeafKind.DUTY_REPORT, title="  2025年度述责述廉 ").checked()
    assert (report.title, report.number, report.reply_due) == ("2025年度述责述廉", "", None)
    with pytest.raises(LeafWordMissingError):
        LeafEntry(LeafKind.INTERVIEW, DAY, " ").checked()


def test_what_is_too_long_is_told_with_its_length():
    with pytest.raises(LeafWordTooLongError) as caught:
        proposal(text="长" * (LONGEST_TEXT + 1)).checked()
    assert (caught.value.field, caught.value.length) == ("text", LONGEST_TEXT + 1)


@pytest.mark.parametrize(
    ("today", "replied", "said"),
    [
        (date(2026, 4, 1), None, "还有4天答复"),
        (date(2026, 4, 5), None, "今天应当答复"),
        (date(2026, 4, 8), None, "逾期3天未答复"),
        (date(2026, 4, 8), date(2026, 4, 5), "2026年4月5日已答复"),
        (date(2026, 4, 8), date(2026, 4, 6), "2026年4月6日已答复（逾期）"),
    ],
)
def test_how_a_reply_stands_is_said_in_words(today, replied, said):
    assert reply_words(leaf(proposal(replied_on=replied)), today) == said


def test_only_what_still_waits_counts_days():
    assert leaf(proposal()).days_left(date(2026, 4, 8)) == -3
    assert leaf(proposal(replied_on=date(2026, 4, 6))).days_left(date(2026, 4, 8)) is None
    gone = leaf(proposal(), removed_at=datetime(2026, 3, 6, tzinfo=UTC), removed_reason="放错了人")
    assert not gone.is_awaited
    assert reply_words(leaf(LeafEntry(LeafKind.OTHER, DAY, "材料")), DAY) == ""
    assert set(LEAF_KIND_WORDS) == set(LeafKind)


partial = st.builds(
    PartialDate, st.integers(2019, 2026), st.integers(0, 12), st.just(0)
) | st.dates(date(2019, 1, 1), date(2026, 12, 31)).map(
    lambda day: PartialDate(day.year, day.month, day.day)
)


@given(st.lists(partial, max_size=20))
def test_every_line_stands_once_in_its_year_and_the_newest_first(days):
    entries = [TimelineEntry(day, TimelineKind.LEAF, leaf(proposal())) for day in days]
    years = by_year(entries)
    assert [year.year for year in years] == sorted({day.year for day in days}, reverse=True)
    told = [entry.day for year in years for entry in year.entries]
    assert sorted(told) == sorted(days)
    lasts = [day.last_day() for day in told]
    assert lasts == sorted(lasts, reverse=True)
