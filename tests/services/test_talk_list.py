from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.people import Role, Unit, UnitKind
from app.domain.talk import TalkStatus
from app.domain.talk_list import TalkFilter
from app.services.talks import ParticipantEntry

S = TalkStatus


def numbers(rows):
    return [row.number for row in rows]


def test_the_list_shows_newest_first_what_a_line_needs(desk):
    first = desk.plan()
    others = [
        ParticipantEntry(Role.INTERVIEWEE, name=f"陈{n}", unit_name=f"{n}局") for n in "一二三"
    ]
    desk.plan(
        kind="collective",
        planned_at=desk.trail.clock.now() + timedelta(days=1),
        participants=desk.everybody(*others),
    )
    second_row, first_row = desk.talks.page()
    assert (first_row.id, first_row.interviewees, first_row.unit_names) == (first, "张三", "清溪镇")
    assert second_row.interviewees == "张三等4人"
    assert second_row.unit_names == "清溪镇、一局、二局等"
    assert (second_row.kind, second_row.status, second_row.is_received) == (
        "collective",
        S.PLANNED,
        False,
    )


def test_pages_follow_each_other_without_gap_or_repeat(desk, clock):
    for n in range(23):
        if n % 3:
            clock.move(hours=1)
        desk.plan()
    seen, last = [], None
    while page := desk.talks.page(after=last, limit=5):
        seen += page
        last = page[-1]
    assert sorted(numbers(seen)) == [f"2026-{n:04}" for n in range(1, 24)]
    assert [r.day for r in seen] == sorted((r.day for r in seen), reverse=True)


def test_the_list_is_narrowed_by_status_year_and_receipt(desk):
    planned, sealed = desk.plan(), desk.talk_at(S.SEALED)
    old = desk.plan(planned_at=datetime(2025, 12, 31, 15, tzinfo=UTC))

    def found(**wanted):
        return {row.id for row in desk.talks.page(TalkFilter(**wanted))}

    assert found() == {planned, sealed, old}
    assert found(statuses=(S.PLANNED,)) == {planned, old}
    assert found(statuses=(S.PLANNED, S.SEALED)) == {planned, sealed, old}
    assert found(statuses=(S.SIGNED,)) == set()
    assert found(year=2025) == {old}
    assert found(year=2026) == {planned, sealed}
    assert found(year=2026, statuses=(S.SEALED, S.SIGNED)) == {sealed}
    assert found(is_received=False) == {sealed}
    assert found(is_received=True) == set()
    assert found(is_received=False, text="张三", year=2026) == {sealed}
    assert found(text="张三", statuses=(S.SEALED,)) == {sealed}


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("张三", True),
        ("zs", True),
        ("清溪", True),
        ("陈", True),
        ("陈·七", True),
        ("2026-0001", True),
        (" 2026-0001 ", True),
        ("2026-0002", False),
        ("王五", False),
        ("李", False),
        ("%", False),
    ],
)
def test_a_talk_is_found_by_its_interviewees_their_units_and_its_number(desk, text, is_found):
    desk.plan(participants=desk.everybody(ParticipantEntry(Role.INTERVIEWEE, name="陈七")))
    assert bool(desk.talks.page(TalkFilter(text))) is is_found


def test_an_old_talk_is_found_under_the_names_of_its_day_and_of_today(desk):
    desk.plan()
    desk.people.change_person(replace(desk.people.card(desk.leader).person, name="章三丰"))
    desk.people.change_unit(Unit(desk.township, "溪口街道", UnitKind.OTHER))
    (row,) = desk.talks.page()
    assert (row.interviewees, row.unit_names) == ("张三", "清溪镇")
    for text in ("张三", "章三丰", "zsf", "清溪", "溪口"):
        assert desk.talks.page(TalkFilter(text)) == [row], text


def test_the_talks_of_a_person_stand_on_the_card(desk, clock):
    older = desk.plan()
    clock.move(days=1)
    newer = desk.plan()
    assert [row.id for row in desk.people.talks(desk.leader)] == [newer, older]
    assert desk.people.talks(desk.secretary) == []
