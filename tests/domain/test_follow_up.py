"""What became of findings, counted: due, closed, overdue, the days it took."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.breakdowns import Books, Material, statistics_of
from app.domain.figure_counting import Found
from app.domain.figure_lines import NOTHING, compared, statistics_lines, tenths_said
from app.domain.figure_spans import Span
from app.domain.figures import Figure, FollowUp, Share
from app.domain.finding import FindingNature
from app.domain.follow_up import Watched, followed_up
from app.domain.ids import FindingId, TalkId
from app.domain.kinds import SHIPPED
from app.domain.tags import ProblemTag, TagBook

FIRST, AS_OF = date(2026, 1, 1), date(2026, 6, 30)
BOOK = TagBook((ProblemTag("w", "温差"), ProblemTag("w1", "政治站位", "w", 1)))
BOOKS = Books(SHIPPED, False, ("聚焦甲", "聚焦乙"), BOOK)
DAYS = st.dates(date(2025, 6, 1), date(2026, 12, 31))


def one(name, deadline, closed_on=None, found_on=date(2026, 1, 1), **more):
    return Watched(FindingId(name), TalkId("t"), found_on, deadline, closed_on, **more)


def ids(figure):
    return set(figure.findings)


def test_what_is_due_counts_by_its_deadline_and_overdue_by_the_last_day():
    told = followed_up(
        [
            one("in time", date(2026, 3, 1), date(2026, 2, 11)),
            one("late but closed", date(2026, 3, 1), date(2026, 4, 1)),
            one("closed after the period", date(2026, 3, 1), date(2026, 7, 1)),
            one("open", date(2026, 5, 1)),
            one("due on the last day", AS_OF),
            one("due later", date(2026, 7, 1), date(2026, 6, 1)),
            one("long overdue", date(2025, 3, 1), found_on=date(2025, 1, 1)),
        ],
        FIRST,
        AS_OF,
    )
    assert ids(told.due) == {
        "in time",
        "late but closed",
        "closed after the period",
        "open",
        "due on the last day",
    }
    assert ids(told.due_closed) == {"in time", "late but closed"}
    assert ids(told.overdue) == {"closed after the period", "open", "long overdue"}
    assert ids(told.closed) == {"in time", "late but closed", "due later"}
    assert (told.rate.tenths, told.days, told.average_tenths) == (400, 41 + 90 + 151, 940)


def test_a_rate_of_nothing_is_a_stroke_and_halves_are_rounded_up():
    assert Share().tenths is None
    assert FollowUp().average_tenths is None
    assert tenths_said(None) == NOTHING
    assert Share(Figure(1), Figure(3)).tenths == 333
    assert Share(Figure(1), Figure(16)).tenths == 63
    assert FollowUp(closed=Figure(8), days=2).average_tenths == 3
    assert tenths_said(12345) == "1,234.5"


@given(st.lists(st.tuples(DAYS, st.none() | DAYS), max_size=30))
def test_what_is_due_is_closed_or_overdue_or_ends_today(pairs):
    watched = [
        one(str(number), deadline, closed, found_on=deadline - timedelta(days=30))
        for number, (deadline, closed) in enumerate(pairs)
    ]
    told = followed_up(watched, FIRST, AS_OF)
    today = {w.id for w in watched if w.deadline == AS_OF}
    assert ids(told.due) - ids(told.due_closed) - today <= ids(told.overdue)
    assert not ids(told.due_closed) & ids(told.overdue)
    assert not ids(told.closed) & ids(told.overdue)


def found(name, area, tag, **more):
    plain = (FindingNature.PROBLEM, False, False, "", True, False)
    return Found(FindingId(name), TalkId("t"), *plain, area, tag, **more)


def test_the_parts_add_up_to_the_whole_and_a_gap_holds_its_own():
    read = Material(Span(FIRST, date(2026, 12, 31)), AS_OF)
    read.found += [
        found("1", "聚焦甲", "w"),
        found("2", "聚焦甲", "w1", unit_kind="township"),
        found("3", "旧的聚焦", "", unit_kind="enterprise"),
        found("4", "聚焦乙", "gone"),
    ]
    read.watch([one("1", date(2026, 2, 1), area="聚焦甲", tag="w1")])
    told = statistics_of(read, BOOKS)
    areas = {section.title: section for section in told.areas}
    assert [s.title for s in told.areas] == ["聚焦甲", "聚焦乙", "旧的聚焦", "没有写明聚焦"]
    assert areas["聚焦甲"].problems.count == 2
    assert areas["没有写明聚焦"].is_empty
    assert sum(section.problems.count for section in told.areas) == told.talks.problems.count
    tags = {section.title: section for section in told.tags}
    assert (tags["温差"].problems.count, tags["政治站位"].problems.count) == (2, 1)
    assert tags["温差"].follow_up.overdue.findings == ("1",)
    assert tags["没有标签"].problems.findings == ("3",)
    assert tags["gone"].problems.findings == ("4",)
    kinds = {section.title: section.problems.count for section in told.unit_kinds}
    assert kinds == {"乡镇": 1, "部门": 0, "国企": 1, "其他": 0, "没有登记单位": 2}
    assert [bucket.title for bucket in told.buckets] == [f"{n}月" for n in range(1, 7)]


def test_every_line_is_compared_and_says_how_it_is_counted():
    read = Material(Span(FIRST, date(2026, 12, 31)), AS_OF)
    read.watch([one("1", date(2026, 2, 1), date(2026, 1, 31)), one("2", date(2026, 2, 1))])
    now, before = statistics_of(read, BOOKS), statistics_of(Material(read.span, AS_OF), BOOKS)
    lines = {line.now.key: line for line in compared(now, before)}
    assert (lines["rate"].now.said, lines["rate"].before.said) == ("50.0", "—")
    assert (lines["rate"].change, lines["due"].change) == ("—", "+2")
    assert lines["rate"].now.figure.findings == ("1", "2")
    for line in statistics_lines(now):
        assert line.meaning or line.is_part, line.title
    again = {line.now.key: line.change for line in compared(now, now)}
    assert set(again.values()) == {"0", "—"}
