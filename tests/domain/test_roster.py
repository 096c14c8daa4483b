from __future__ import annotations

import pytest

from app.domain.ids import PersonId
from app.domain.people import Person, PersonCard
from app.domain.roster import (
    Choice,
    Decision,
    Fault,
    FaultKind,
    Place,
    PreviewRow,
    RosterEntry,
    RosterPreview,
    Standing,
)

CARD = PersonCard(Person(PersonId("p1"), "张三"), ())
FAULT = Fault(Place("花名册.xlsx", "Sheet1", 3, "姓名"), FaultKind.NAME_MISSING)


def make_row(standing, number=1, faults=(), **more):
    return PreviewRow(number, RosterEntry(FAULT.place, "张三", faults=faults), standing, **more)


@pytest.mark.parametrize(
    ("row", "decision"),
    [
        (make_row(Standing.NEW), Decision(Choice.ADD)),
        (make_row(Standing.SAME, matches=(CARD,)), Decision(Choice.SKIP)),
        (make_row(Standing.CHANGED, matches=(CARD,)), Decision(Choice.JOIN, PersonId("p1"))),
        (make_row(Standing.CHANGED, earlier=(4,)), Decision(Choice.JOIN, row=4)),
        (make_row(Standing.CHANGED), Decision(Choice.SKIP)),
        (make_row(Standing.NAMESAKE, matches=(CARD,)), Decision(Choice.SKIP)),
        (make_row(Standing.FAULTY), Decision(Choice.SKIP)),
    ],
)
def test_what_a_screen_offers_first(row, decision):
    assert row.suggested() == decision
    assert row.needs_decision is (row.standing in {Standing.CHANGED, Standing.NAMESAKE})


def test_nothing_is_taken_before_every_doubt_is_settled():
    doubtful = make_row(Standing.NAMESAKE, 2)
    faulty = make_row(Standing.FAULTY, 3, faults=(FAULT,))
    preview = RosterPreview((make_row(Standing.NEW), doubtful, faulty))
    assert preview.faults == (FAULT,)
    assert preview.undecided({}) == (doubtful,)
    assert preview.undecided({2: Decision(Choice.ADD)}) == ()
    assert preview.faulty({}) == preview.faulty({3: Decision(Choice.ADD)}) == (faulty,)
    assert preview.faulty({3: Decision(Choice.SKIP)}) == ()
