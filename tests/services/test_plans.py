"""A county plans its year, talks, and sees how far it has come."""

from __future__ import annotations

import pytest

from app.domain.calendar import PartialDate
from app.domain.ids import PlanItemId
from app.domain.people import Role, UnitKind
from app.domain.plan import Coverage, Interviewer, PlanChange, PlanStanding
from app.domain.plan_errors import (
    DropReasonMissingError,
    NothingProposedError,
    PlanEmptyError,
    PlanItemArrangedError,
)
from app.domain.planning import Doubt, PlanWish
from app.services.people import PersonEntry
from app.services.plan_papers import PlanPapers
from app.services.plans import Plans
from app.services.settings import OfficeFacts, Settings
from app.services.talks import ParticipantEntry
from tests.documents.paper import text_of

YEAR = 2026


@pytest.fixture
def plans(desk) -> Plans:
    """The plan of a county whose own office is 县纪委监委, led by 王五."""
    Settings(desk.vault, desk.trail).keep_office(OfficeFacts("县纪委监委", "王五"))
    return Plans(desk.vault, desk.trail)


def hire(desk, name, unit, kind=UnitKind.TOWNSHIP, title="党委书记"):
    entry = PersonEntry(
        name, new_unit_name=unit, new_unit_kind=kind, title=title, is_principal=True
    )
    return desk.people.add_person(entry)[0]


def build(plans, **more) -> int:
    wish = PlanWish(**{"owner": plans.owner(), **more})
    return plans.build(YEAR, [p for p in plans.propose(YEAR, wish) if p.is_ticked])[0]


def line(plans, name):
    return next(row for row in plans.year(YEAR).rows if row.name == name)


def test_a_plan_is_made_of_the_principals_of_the_register(desk, plans):
    hire(desk, "孙七", "县教育局", UnitKind.DEPARTMENT, "局长")
    hire(desk, "周八", "观音镇")
    deputies = plans.interviewers("赵六、郑九")
    assert deputies == (Interviewer("赵六", desk.recorder), Interviewer("郑九"))
    wish = PlanWish(owner=plans.owner(), deputies=deputies, months=(3, 9))
    lines = plans.propose(YEAR, wish)
    assert {p.principal.name: p.doubt for p in lines} == {
        "周八": Doubt.NONE,
        "张三": Doubt.NONE,
        "孙七": Doubt.NONE,
        "王五": Doubt.OWN_SIDE,
        "赵六": Doubt.OWN_SIDE,
    }
    count, _ = plans.build(YEAR, [p for p in lines if p.is_ticked])
    view = plans.year(YEAR)
    assert count == len(view.rows) == 3
    assert [row.item.month for row in view.rows] == [3, 3, 9]
    assert view.coverage == (
        Coverage(UnitKind.TOWNSHIP, 2, 0),
        Coverage(UnitKind.DEPARTMENT, 1, 0),
    )
    assert view.unplanned == 0
    teacher = line(plans, "孙七")
    assert (teacher.item.interviewer.name, teacher.item.is_delegated) == ("赵六", True)
    assert (teacher.title, teacher.kind_title) == ("局长", "监督谈话")
    assert [one.name for one in plans.deputies()] == ["赵六"]
    assert "plan.build" in desk.acts(str(YEAR))


def test_making_it_again_adds_only_who_is_new(desk, plans):
    assert build(plans) == 1
    with pytest.raises(NothingProposedError):
        build(plans)
    hire(desk, "周八", "观音镇")
    assert plans.year(YEAR).unplanned == 1
    assert build(plans) == 1
    assert {row.name for row in plans.year(YEAR).rows} == {"张三", "周八"}


def test_somebody_who_leads_nothing_is_added_by_hand(desk, plans):
    guest = desk.people.add_person(PersonEntry("钱十"))[0]
    plans.add(YEAR, guest, PlanChange(month=5, kind="heart"))
    row = line(plans, "钱十")
    assert (row.item.month, row.kind_title, row.unit_name) == (5, "谈心谈话", "")
    assert row.unit_kind is UnitKind.OTHER
    with pytest.raises(NothingProposedError):
        plans.add(YEAR, guest, PlanChange(kind="heart"))
    plans.add(YEAR, desk.leader, PlanChange())
    assert line(plans, "张三").unit_name == "清溪镇"


def test_a_talk_arranged_from_a_line_is_followed_until_it_was_held(desk, plans):
    build(plans)
    item = line(plans, "张三").item.id
    assert line(plans, "张三").standing is PlanStanding.OPEN
    talk = desk.plan()
    plans.arranged(item, talk)
    row = line(plans, "张三")
    assert (row.standing, row.talk_number) == (PlanStanding.ARRANGED, "2026-0001")
    with pytest.raises(PlanItemArrangedError):
        plans.drop([item], "调离")
    desk.talks.cancel(talk, "出差")
    assert line(plans, "张三").standing is PlanStanding.OPEN
    held = desk.plan()
    plans.arranged(item, held)
    desk.talks.prepare(held, ("1-1", "2-2"))
    desk.talks.begin(held)
    assert line(plans, "张三").standing is PlanStanding.ARRANGED
    desk.end(held)
    view = plans.year(YEAR)
    assert view.rows[0].standing is PlanStanding.HELD
    assert (view.due, view.held) == (1, 1)


def test_a_talk_made_without_the_plan_counts_all_the_same(desk, plans):
    build(plans)
    talk = desk.plan()
    assert line(plans, "张三").talk_id == talk
    other = desk.plan(kind="heart")
    assert line(plans, "张三").talk_id == talk
    desk.talks.prepare(other, ("1-1",))
    desk.talks.begin(other)
    desk.end(other)
    view = plans.year(YEAR)
    assert view.rows[0].standing is PlanStanding.ARRANGED  # of that kind there was none yet
    assert view.held == 1  # but he was talked to in the year


def test_who_did_not_come_is_still_to_be_talked_to(desk, plans):
    second = hire(desk, "周八", "观音镇")
    build(plans)
    talk = desk.plan(
        participants=desk.everybody(ParticipantEntry(Role.INTERVIEWEE, second)),
    )
    position = [p.person_id for p in desk.talk(talk).participants].index(second)
    desk.talks.prepare(talk, ("1-1",))
    desk.talks.set_present(talk, position, False, "住院")
    desk.talks.begin(talk)
    desk.end(talk)
    view = plans.year(YEAR)
    assert line(plans, "周八").standing is PlanStanding.ABSENT
    assert (view.due, view.held) == (2, 1)
    again = desk.plan(
        participants=(ParticipantEntry(Role.INTERVIEWEE, second), *desk.everybody()[1:])
    )
    desk.talks.prepare(again, ("1-1",))
    desk.talks.begin(again)
    desk.end(again)
    assert line(plans, "周八").talk_id == again
    assert plans.year(YEAR).held == 2


def test_lines_are_altered_struck_out_and_taken_up(desk, plans):
    hire(desk, "周八", "观音镇")
    build(plans)
    ids = [row.item.id for row in plans.year(YEAR).rows]
    plans.change(ids, PlanChange(month=11, interviewer=Interviewer("赵六", desk.recorder)))
    assert {row.item.month for row in plans.year(YEAR).rows} == {11}
    with pytest.raises(DropReasonMissingError):
        plans.drop(ids[:1], "")
    plans.drop(ids[:1], "已调离本县")
    view = plans.year(YEAR)
    assert [row.standing for row in view.rows if row.item.id == ids[0]] == [PlanStanding.DROPPED]
    assert view.due == 1
    plans.take_up(ids[:1])
    assert plans.year(YEAR).due == 2
    with pytest.raises(KeyError):
        plans.row(PlanItemId("nobody"))
    assert desk.acts(ids[0]) == ["plan.change", "plan.drop", "plan.take_up"]


def test_last_year_is_copied_and_who_left_is_replaced_and_marked(desk, plans, clock):
    build(plans)
    clock.move(days=365)
    leader = desk.people.card(desk.leader).posts[0].post
    desk.people.end_post(leader.id, PartialDate(2026, 12))
    entry = PersonEntry("冯一", unit_id=desk.township, title="党委书记", is_principal=True)
    desk.people.add_person(entry)
    (copied,) = plans.copy_forward(YEAR + 1)
    assert (copied.principal.name, copied.doubt, copied.about) == ("冯一", Doubt.SUCCESSOR, "张三")
    plans.build(YEAR + 1, [copied])
    assert plans.copy_forward(YEAR + 1) == ()
    assert plans.years() == [YEAR, YEAR + 1]


def test_the_first_page_is_told_of_this_month_and_of_what_is_late(desk, plans, clock):
    assert plans.reminder().is_silent  # in March a year without a plan is no longer spoken of
    clock.move(days=-40)
    assert plans.reminder().is_missing
    clock.move(days=40)
    hire(desk, "周八", "观音镇")
    build(plans, months=(1, 3))
    told = plans.reminder()
    assert (told.open_now, told.late, told.due, told.held) == (("张三",), 1, 2, 0)


def test_the_plan_is_printed_and_written_to_a_workbook(desk, plans, tmp_path):
    papers = PlanPapers(plans)
    with pytest.raises(PlanEmptyError):
        papers.table(YEAR)
    for number in range(45):
        hire(desk, f"人{chr(0x4E00 + number)}", f"第{number}镇")
    build(plans)
    plans.drop([line(plans, "张三").item.id], "已调离")
    pdf, _ = papers.table(YEAR)
    text = text_of(pdf)
    assert "2026年度谈话计划" in text
    assert "不谈：已调离" in text
    assert "第2页" in text
    papers.workbook(YEAR, tmp_path / "plan.xlsx")
    papers.save(YEAR, pdf, tmp_path / "plan.pdf")
    assert (tmp_path / "plan.xlsx").read_bytes()[:2] == b"PK"
    assert desk.acts(str(YEAR)).count("plan.export") == 2
