"""A year's plan: how it is proposed, carried on, altered, and counted."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.ids import PersonId, PlanItemId, TalkId, UnitId
from app.domain.people import UnitKind
from app.domain.plan import (
    Coverage,
    Interviewer,
    PlanChange,
    PlanItem,
    PlanReminder,
    PlanRow,
    PlanStanding,
    PlanView,
    coverage_of,
)
from app.domain.plan_errors import (
    DropReasonMissingError,
    PlanItemArrangedError,
    PlanItemDroppedError,
)
from app.domain.planning import (
    Doubt,
    Ground,
    PlanWish,
    Principal,
    Proposal,
    carried_forward,
    proposed,
    spread,
)

OWNER = Interviewer("李明", PersonId("owner"))
DEPUTIES = (Interviewer("周正", PersonId("zhou")), Interviewer("吴清", PersonId("wu")))


def leads(person: str, unit: str, kind: UnitKind = UnitKind.TOWNSHIP) -> Principal:
    return Principal(PersonId(person), f"名{person}", UnitId(unit), f"单位{unit}", kind, "书记")


def item(person: str, unit: str | None, **more) -> PlanItem:
    plain = {"year": 2025, "month": 4, "kind": "supervision", "interviewer": OWNER}
    return PlanItem(
        PlanItemId(f"item-{person}"),
        person_id=PersonId(person),
        unit_id=UnitId(unit) if unit else None,
        **{**plain, **more},
    )


def carried(items, now, ground=None, before=None) -> tuple[Proposal, ...]:
    known = before or {i.person_id: leads(i.person_id, i.unit_id or "") for i in items}
    return carried_forward(items, known, now, ground or Ground())


# ── proposing ────────────────────────────────────────────────────────────────────────────────────


@settings(max_examples=60)
@given(st.integers(0, 200), st.lists(st.integers(1, 12), max_size=12))
def test_talks_are_spread_evenly_over_the_months_in_order(count, months):
    given_months = spread(count, months)
    assert len(given_months) == count
    assert list(given_months) == sorted(given_months)
    if not months:
        assert set(given_months) <= {0}
        return
    assert set(given_months) <= set(months)
    per_month = Counter(given_months)
    numbers = [per_month[month] for month in set(months)]
    assert max(numbers) - min(numbers) <= 1


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.integers(0, 30), st.integers(0, 20), st.sampled_from(list(UnitKind))),
        max_size=40,
    ),
    st.frozensets(st.sampled_from(list(UnitKind))),
    st.frozensets(st.integers(0, 30)),
)
def test_everybody_of_the_wish_is_proposed_once_and_nobody_who_is_planned(rows, kinds, planned):
    principals = [leads(str(p), str(u), kind) for p, u, kind in rows]
    ground = Ground(planned=frozenset((PersonId(str(p)), "supervision") for p in planned))
    wish = PlanWish(kinds, owner=OWNER, deputies=DEPUTIES)
    lines = proposed(principals, wish, ground)
    persons = [line.principal.person_id for line in lines]
    assert len(persons) == len(set(persons))
    wanted = {one.person_id for one in principals if one.unit_kind in kinds}
    assert set(persons) == wanted - {PersonId(str(p)) for p in planned}
    assert all(1 <= line.month <= 12 for line in lines)


def test_the_owner_talks_to_townships_and_deputies_in_turn_to_the_others():
    principals = [
        leads("t1", "镇"),
        leads("d1", "局", UnitKind.DEPARTMENT),
        leads("d2", "委", UnitKind.DEPARTMENT),
        leads("e1", "司", UnitKind.ENTERPRISE),
    ]
    lines = proposed(principals, PlanWish(owner=OWNER, deputies=DEPUTIES), Ground())
    told = [(line.interviewer.name, line.is_delegated) for line in lines]
    assert told == [("李明", False), ("周正", True), ("吴清", True), ("周正", True)]
    alone = proposed(principals, PlanWish(owner=OWNER), Ground())
    assert {(line.interviewer.name, line.is_delegated) for line in alone} == {("李明", False)}


def test_who_must_not_meet_is_given_to_the_next_one_or_asked_about():
    principals = [leads("d1", "局", UnitKind.DEPARTMENT), leads("t1", "镇")]
    ground = Ground(
        apart=frozenset(
            {
                frozenset({PersonId("d1"), PersonId("zhou")}),
                frozenset({PersonId("t1"), PersonId("owner")}),
            }
        )
    )
    lines = proposed(principals, PlanWish(owner=OWNER, deputies=DEPUTIES), ground)
    told = {line.principal.person_id: line for line in lines}
    assert told[PersonId("d1")].interviewer.name == "吴清"
    township = told[PersonId("t1")]
    assert (township.doubt, township.about) == (Doubt.RECUSED, "李明")
    assert not township.is_ticked
    nobody = proposed(principals[:1], PlanWish(owner=OWNER, deputies=DEPUTIES[:1]), ground)
    assert (nobody[0].interviewer, nobody[0].is_delegated) == (OWNER, False)


def test_our_own_side_is_not_ticked():
    principals = [leads("owner", "委"), leads("x", "纪委"), leads("t1", "镇")]
    ground = Ground(own_units=frozenset({UnitId("纪委")}))
    lines = proposed(principals, PlanWish(owner=OWNER, months=(3,)), ground)
    assert [(line.principal.person_id, line.doubt, line.month) for line in lines] == [
        ("owner", Doubt.OWN_SIDE, 0),
        ("x", Doubt.OWN_SIDE, 0),
        ("t1", Doubt.NONE, 3),
    ]


# ── carrying on ──────────────────────────────────────────────────────────────────────────────────


def test_who_is_still_in_the_post_is_carried_on_as_planned():
    (line,) = carried([item("a", "镇", is_delegated=True, note="看账")], [leads("a", "镇")])
    assert (line.month, line.is_delegated, line.note, line.doubt) == (4, True, "看账", Doubt.NONE)


def test_who_left_is_replaced_by_the_one_successor_and_marked():
    (line,) = carried([item("a", "镇")], [leads("b", "镇")])
    assert line.principal.person_id == "b"
    assert (line.doubt, line.about, line.is_ticked) == (Doubt.SUCCESSOR, "名a", True)


def test_who_left_without_a_successor_is_asked_about():
    (line,) = carried([item("a", "镇")], [leads("b", "别处")])
    assert (line.principal.person_id, line.doubt, line.is_ticked) == ("a", Doubt.LEFT, False)
    (lost,) = carried([item("a", None)], [])
    assert lost.doubt is Doubt.LEFT


def test_of_several_successors_the_user_chooses():
    lines = carried([item("a", "镇")], [leads("b", "镇"), leads("c", "镇")])
    assert [(line.principal.person_id, line.doubt) for line in lines] == [
        ("b", Doubt.SEVERAL_SUCCESSORS),
        ("c", Doubt.SEVERAL_SUCCESSORS),
    ]
    assert not any(line.is_ticked for line in lines)


def test_the_other_principal_of_a_unit_is_no_successor():
    items = [item("a", "镇"), item("b", "镇")]
    lines = carried(items, [leads("b", "镇")])
    assert [(line.principal.person_id, line.doubt) for line in lines] == [
        ("a", Doubt.LEFT),
        ("b", Doubt.NONE),
    ]


def test_what_was_struck_out_and_who_is_planned_already_is_not_carried_on():
    items = [item("a", "镇", dropped_reason="调离"), item("b", "乡"), item("c", "局")]
    now = [leads("a", "镇"), leads("b", "乡"), leads("c", "局")]
    planned = Ground(planned=frozenset({(PersonId("b"), "supervision")}))
    assert [line.principal.person_id for line in carried(items, now, planned)] == ["c"]


def test_a_pair_that_must_not_meet_is_asked_about_when_carried_on():
    apart = Ground(apart=frozenset({frozenset({PersonId("a"), PersonId("owner")})}))
    (line,) = carried([item("a", "镇")], [leads("a", "镇")], apart)
    assert (line.doubt, line.about, line.is_ticked) == (Doubt.RECUSED, "李明", False)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, 8), st.integers(0, 5)), max_size=15),
    st.lists(st.tuples(st.integers(0, 8), st.integers(0, 5)), max_size=15),
)
def test_nobody_who_left_is_carried_on_ticked(planned, present):
    items = [item(str(p), str(u)) for p, u in planned]
    now = [leads(str(p), str(u)) for p, u in present]
    seats = {(one.person_id, one.unit_id) for one in now}
    lines = carried(items, now)
    persons = [line.principal.person_id for line in lines]
    assert len(persons) == len(set(persons))
    for line in lines:
        if line.is_ticked:
            assert (line.principal.person_id, line.principal.unit_id) in seats
    touched = {name for line in lines for name in (*line.about.split("、"), line.principal.name)}
    assert touched >= {f"名{p}" for p, _ in planned}


# ── altering ─────────────────────────────────────────────────────────────────────────────────────


def test_a_change_leaves_alone_what_it_does_not_name():
    old = item("a", "镇", note="看账")
    new = old.changed(PlanChange(month=9, is_delegated=True, interviewer=DEPUTIES[0]))
    assert (new.month, new.is_delegated, new.interviewer.name) == (9, True, "周正")
    assert (new.kind, new.note) == ("supervision", "看账")
    assert old.changed(PlanChange(kind="heart", note=" ")).note == ""
    assert PlanChange().is_empty
    assert not PlanChange(month=0).is_empty


def test_a_line_is_struck_out_with_a_reason_and_can_be_taken_up_again():
    line = item("a", "镇")
    with pytest.raises(DropReasonMissingError):
        line.dropped("  ")
    with pytest.raises(PlanItemArrangedError):
        line.dropped("调离", "2026-0001")
    struck = line.dropped(" 调离 ")
    assert (struck.is_dropped, struck.dropped_reason) == (True, "调离")
    with pytest.raises(PlanItemDroppedError):
        struck.changed(PlanChange(month=3))
    with pytest.raises(PlanItemDroppedError):
        struck.arranged(TalkId("t"))
    assert struck.taken_up() == line
    assert line.arranged(TalkId("t")).talk_id == "t"


# ── counting ─────────────────────────────────────────────────────────────────────────────────────


def row(person: str, unit_kind: UnitKind, standing=PlanStanding.OPEN, **more) -> PlanRow:
    return PlanRow(
        item(person, "u", **more), person, "单位", unit_kind, "书记", "监督谈话", standing
    )


def test_coverage_counts_each_person_once_and_nobody_struck_out():
    rows = (
        row("a", UnitKind.TOWNSHIP),
        row("a", UnitKind.TOWNSHIP, kind="heart"),
        row("b", UnitKind.TOWNSHIP),
        row("c", UnitKind.DEPARTMENT, PlanStanding.DROPPED),
        row("d", UnitKind.DEPARTMENT),
    )
    covered = coverage_of(rows, frozenset({PersonId("a"), PersonId("c")}))
    assert covered == (Coverage(UnitKind.TOWNSHIP, 2, 1), Coverage(UnitKind.DEPARTMENT, 1, 0))
    view = PlanView(2025, rows, covered)
    assert (view.due, view.held) == (3, 1)


def test_a_line_is_late_when_its_month_is_over_without_a_talk():
    assert row("a", UnitKind.OTHER).is_late(2025, 5)
    assert not row("a", UnitKind.OTHER).is_late(2025, 4)
    assert row("a", UnitKind.OTHER, PlanStanding.ABSENT).is_late(2026, 1)
    assert not row("a", UnitKind.OTHER, PlanStanding.HELD).is_late(2026, 1)
    assert not row("a", UnitKind.OTHER, month=0).is_late(2026, 1)
    assert row("a", UnitKind.OTHER, PlanStanding.ABSENT).is_waiting()


def test_the_reminder_is_silent_when_nothing_is_open():
    assert PlanReminder(2026, 3, due=3, held=3).is_silent
    assert not PlanReminder(2026, 3, late=1).is_silent
