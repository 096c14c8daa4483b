from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from app.domain.finding import FindingStatus
from app.domain.talk import TalkStatus
from app.services.talks import FindingEntry
from app.store import findings

S = TalkStatus


def ids(rows):
    return [row.id for row in rows]


def test_an_empty_desk_shows_nothing_due(desk):
    home = desk.overview.home()
    assert (home.due_today, home.tomorrow, home.missed, home.under_way, home.unsigned) == (
        [],
        [],
        [],
        [],
        [],
    )
    assert home.ready_to_hand_over == 0
    after = desk.overview.after()
    assert (after.overdue, after.first_deadline, after.soon, after.look_backs) == (0, None, 0, 0)
    assert after.replies == ()
    assert desk.overview.months() == [
        ("2025年10月", 0),
        ("2025年11月", 0),
        ("2025年12月", 0),
        ("2026年1月", 0),
        ("2026年2月", 0),
        ("2026年3月", 0),
    ]


def test_today_and_tomorrow_are_those_of_the_clock_on_the_wall(desk, clock):
    now = clock.now()  # nine in the morning in China
    afternoon = desk.plan(planned_at=now + timedelta(hours=6))
    morning = desk.plan(planned_at=now)
    late = desk.plan(planned_at=now + timedelta(hours=14, minutes=59))
    tomorrow = desk.plan(planned_at=now + timedelta(hours=15))
    desk.plan(planned_at=now + timedelta(hours=39))
    missed = desk.plan(planned_at=now - timedelta(hours=9, minutes=1))
    home = desk.overview.home()
    assert ids(home.due_today) == [morning, afternoon, late]
    assert ids(home.tomorrow) == [tomorrow]
    assert ids(home.missed) == [missed]


def test_what_was_begun_and_what_waits_for_ink_comes_first(desk, clock):
    under_way = desk.talk_at(S.UNDER_WAY)
    to_sign = desk.talk_at(S.TO_SIGN)
    clock.move(hours=1)
    to_confirm = desk.talk_at(S.TO_CONFIRM)
    desk.talk_at(S.SIGNED)
    desk.talk_at(S.CANCELLED)
    home = desk.overview.home()
    assert ids(home.under_way) == [under_way]
    assert ids(home.unsigned) == [to_sign, to_confirm]
    assert home.due_today == []


def test_sealed_talks_wait_for_the_stick(desk):
    desk.talk_at(S.SEALED)
    assert desk.overview.home().ready_to_hand_over == 1


def test_findings_fall_due_are_overdue_the_day_after_and_are_to_be_looked_back_at(desk, clock):
    talk_id = desk.talk_at(TalkStatus.UNDER_WAY)
    for day in (date(2026, 3, 5), date(2026, 3, 12), date(2026, 3, 13)):
        desk.talks.add_finding(talk_id, FindingEntry("a1", "表现", deadline=day))
    closed, _ = desk.talks.add_finding(
        talk_id, FindingEntry("a1", "已改", deadline=date(2026, 3, 1))
    )
    with desk.vault.transaction() as connection:
        done = replace(
            findings.get(connection, closed),
            status=FindingStatus.CLOSED,
            closed_on=date(2026, 2, 7),
            look_back_on=date(2026, 3, 9),
        )
        findings.keep(connection, done)
    after = desk.overview.after()
    assert (after.overdue, after.soon, after.look_backs, after.those_of_week) == (0, 2, 0, 1)
    clock.move(days=4)
    after = desk.overview.after()
    assert (after.overdue, after.soon, after.look_backs) == (1, 2, 1)
    assert after.first_deadline == date(2026, 3, 5)


def test_the_week_begins_on_its_first_day_that_is_worked(desk, clock):
    said = []
    for _ in range(7):  # from Thursday
        said.append(desk.overview.after().is_week_beginning)
        clock.move(days=1)
    assert said == [False, False, False, False, True, False, False]
    clock.move(days=21)  # the first of April; the sixth is off for the day of clear brightness
    week = {}
    for _ in range(8):
        after = desk.overview.after()
        week[after.today] = after.is_week_beginning
        clock.move(days=1)
    assert [day for day, begins in week.items() if begins] == [date(2026, 4, 7)]


def test_months_count_the_interviewees_who_came(desk, clock):
    desk.talk_at(S.SEALED)
    desk.talk_at(S.UNDER_WAY)
    desk.plan()
    clock.move(days=31)
    desk.talk_at(S.TO_CONFIRM)
    assert desk.overview.months()[-2:] == [("2026年3月", 2), ("2026年4月", 1)]
