"""The lists walk an index from newest to oldest, whatever they are narrowed to."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.domain.ids import UnitId
from app.domain.people import PersonFilter
from app.domain.progress import NoProgress
from app.domain.talk import TalkStatus
from app.domain.talk_list import TalkFilter, TalkRow
from app.services.prompts import Prompts
from app.services.seeding import Seeding
from app.services.talks import Talks
from app.store import person_lists, talk_lists
from tests.makers import make_prompt_set

S = TalkStatus
YEAR = talk_lists.Days(datetime(2020, 1, 1, tzinfo=UTC), datetime(2021, 1, 1, tzinfo=UTC))
GROWN = 300


@pytest.fixture
def grown(vault, trail):
    Prompts(vault, trail).add(make_prompt_set())
    Seeding(vault, trail).grow(GROWN, 7, NoProgress())
    return Talks(vault, trail)


def plan_of(vault, sql, values):
    with vault.reading() as connection:
        return [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", values)]


def talk_plan(vault, wanted, days=None, *, is_dense=False):
    sql = talk_lists.page_query(wanted, days, is_dense)
    return plan_of(vault, sql, talk_lists.page_values(wanted, days, None, 100))


@pytest.mark.parametrize("days", [None, YEAR])
@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (TalkFilter(), "talk_by_day"),
        (TalkFilter(statuses=(S.SEALED,)), "talk_by_status"),
        (TalkFilter(statuses=(S.SEALED, S.SIGNED, S.PLANNED)), "talk_by_status"),
        (TalkFilter(is_received=True), "talk_received"),
        (TalkFilter(is_received=False), "talk_not_received"),
    ],
)
def test_a_page_comes_straight_from_its_index(vault, wanted, days, index):
    plan = talk_plan(vault, wanted, days)
    searches = [line for line in plan if line.startswith(("SEARCH", "SCAN"))]
    assert searches
    assert all(f"INDEX {index} " in line for line in searches), plan
    assert not any("TEMP B-TREE" in line for line in plan), plan


@pytest.mark.parametrize("wanted", [TalkFilter("张"), TalkFilter("张", (S.SEALED, S.SIGNED))])
def test_a_name_found_often_is_looked_for_along_the_list(vault, wanted):
    plan = talk_plan(vault, wanted, is_dense=True)
    assert any("INDEX talk_by_" in line for line in plan), plan
    assert not any("TEMP B-TREE FOR ORDER BY" in line for line in plan), plan


@pytest.mark.parametrize(
    "wanted", [TalkFilter("张"), TalkFilter("张", is_received=True), TalkFilter("zs")]
)
def test_a_name_found_seldom_is_gathered_from_the_people(vault, wanted):
    plan = talk_plan(vault, wanted)
    for index in ("participant_by_person", "participant_by_unit", "participant_by_guest"):
        assert any(f"INDEX {index} " in line for line in plan), plan
    assert any("person_initials" in line and line.startswith("SEARCH") for line in plan), plan
    assert not any(line.startswith("SCAN t") for line in plan), plan


def test_a_number_is_looked_up(vault):
    plan = talk_plan(vault, TalkFilter("2026-0001"))
    assert any("number=?" in line for line in plan), plan


@pytest.mark.parametrize(
    "wanted", [PersonFilter(), PersonFilter("zs"), PersonFilter(unit_id=UnitId("u"))]
)
def test_the_list_of_persons_walks_its_index(vault, wanted):
    sql, values = person_lists.page_query(wanted, None, 100, date(2026, 3, 5))
    plan = plan_of(vault, sql, values)
    assert any("person_in_order" in line or "SEARCH p USING PRIMARY KEY" in line for line in plan)
    assert not any(line == "SCAN p" for line in plan), plan


def every(talks, wanted, limit):
    seen: list[TalkRow] = []
    while page := talks.page(wanted, seen[-1] if seen else None, limit):
        seen += page
    return seen


def test_made_up_talks_page_without_gap_or_repeat(grown):
    rows = every(grown, TalkFilter(), 37)
    assert len({row.id for row in rows}) == GROWN
    assert [(r.day, r.id) for r in rows] == sorted(((r.day, r.id) for r in rows), reverse=True)
    assert all(row.status is S.SEALED and row.is_received for row in rows)
    assert every(grown, TalkFilter(statuses=(S.SEALED,)), 41) == rows
    assert every(grown, TalkFilter(is_received=True), 41) == rows
    by_year = [every(grown, TalkFilter(year=year), 41) for year in range(2026, 2005, -1)]
    assert [row for year in by_year for row in year] == rows


def test_both_ways_of_looking_find_the_same(grown, monkeypatch):
    rows = every(grown, TalkFilter(), 100)
    for text in (rows[0].interviewees, rows[5].unit_names[:2], "z", "w", "镇"):
        gathered = every(grown, TalkFilter(text), 13)
        monkeypatch.setattr(talk_lists, "FEW", -1)
        walked = every(grown, TalkFilter(text), 13)
        received = every(grown, TalkFilter(text, is_received=True), 13)
        monkeypatch.undo()
        assert gathered == walked == received
    found = every(grown, TalkFilter(rows[0].interviewees), 13)
    assert rows[0] in found
    assert all(rows[0].interviewees in row.interviewees for row in found)
