"""A secretary makes the year's plan, alters it, and arranges talks from it, mostly by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt

from app.domain.calendar import PartialDate
from app.domain.plan import PlanChange, PlanStanding
from app.domain.planning import PlanWish
from tests.ui.office import write
from ui.page import Destination
from ui.plans.desk import plan_desk_of
from ui.plans.plans_page import PlansPage

YEAR = 2026


@pytest.fixture
def page(qtbot, office) -> PlansPage:
    shown = PlansPage(plan_desk_of(office.application, office.tasks))
    qtbot.addWidget(shown)
    shown.resize(1150, 600)
    shown.show()
    shown.refresh_if_stale()
    return shown


def planned(office):
    """The year's plan as the vault has it."""
    return office.lane.do(lambda: office.application.plans.year(YEAR)).rows


def build(office, kind: str = "supervision") -> None:
    plans = office.application.plans

    def write_all():
        wish = PlanWish(kind=kind, owner=plans.owner())
        plans.build(YEAR, plans.propose(YEAR, wish))

    office.lane.do(write_all)


def select(page, *numbers: int) -> None:
    model = page.list.table.view.selectionModel()
    model.clearSelection()
    for number in numbers:
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        model.select(page.list.model.index(number, 0), flags)


def count(page) -> int:
    return page.list.model.rowCount()


def test_a_plan_is_made_in_a_few_presses_and_seen_before_it_is_written(qtbot, page, office):
    qtbot.waitUntil(page.list.empty.isVisible)
    page.list.empty.button.click()
    qtbot.waitUntil(lambda: page.build.table.rowCount() == 4)
    write(page.build.wish.deputies, "周正、吴清")
    qtbot.waitUntil(lambda: "周正（受委托）" in cells(page, 3))
    assert "周正、吴清不在人员档案里" in page.build.wish.found.text()
    page.build.table.setFocus()
    page.build.table.setCurrentCell(0, 3)
    qtbot.keyClick(page.build.table, Qt.Key.Key_Space)
    assert page.build.write_button.text() == "写入计划（3 人）"
    assert planned(office) == ()
    page.build.wish.first.setCurrentIndex(5)
    qtbot.waitUntil(lambda: "6月" in cells(page, 0))
    assert page.build.write_button.text() == "写入计划（3 人）"  # what was unticked stays so
    page.build.write_button.click()
    qtbot.waitUntil(lambda: count(page) == 3)
    assert page.list.coverage.text().startswith("已谈／应谈　合计 0／3")
    assert page.list.unplanned.text() == "还有 1 位一把手不在计划里"
    assert {row.item.interviewer.name for row in planned(office)} == {"李明", "周正", "吴清"}


def cells(page, column: int) -> set[str]:
    table = page.build.table
    return {table.item(row, column).text() for row in range(table.rowCount())}


def test_copying_a_year_that_has_no_plan_says_so(qtbot, page):
    page.begin("copy")
    qtbot.waitUntil(lambda: "没有可以照搬的计划" in page.build.said.text())
    assert not page.build.write_button.isEnabled()
    assert page.step_back()
    assert page.list.isVisible()
    assert not page.step_back()


def test_several_lines_are_altered_at_once_and_the_rest_stays(qtbot, page, office):
    build(office)
    page.refresh()
    qtbot.waitUntil(lambda: count(page) == 4)
    before = {row.item.id: row.item.note for row in planned(office)}
    select(page, 0, 1)
    page.list.change_button.click()
    assert page.line.card.title.text() == "修改计划：2 条一起"
    page.line.month.setCurrentIndex(page.line.month.findData(11))
    page.line.leader.setText("吴清")
    page.line.way_on.click()
    qtbot.waitUntil(lambda: sum(row.item.month == 11 for row in planned(office)) >= 2)
    rows = planned(office)
    assert sum(row.item.interviewer.name == "吴清" for row in rows) == 2
    assert {row.item.id: row.item.note for row in rows} == before


def test_a_line_is_struck_out_with_its_reason_and_taken_up_again(qtbot, page, office):
    build(office)
    page.refresh()
    qtbot.waitUntil(lambda: count(page) == 4)
    page.list.table.choose(0)
    page.list.drop_button.click()
    assert not page.line.way_on.isEnabled()
    write(page.line.reason, "已调离")
    qtbot.keyClick(page.line.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(r.standing is PlanStanding.DROPPED for r in planned(office)))
    page.list._chips.button(4).click()
    qtbot.waitUntil(lambda: count(page) == 1)
    page.list.table.choose(0)
    page.list.take_up_button.click()
    qtbot.waitUntil(lambda: not any(r.item.is_dropped for r in planned(office)))


def test_somebody_is_added_by_name(qtbot, page, office):
    page.begin_new()
    assert not page.line.way_on.isEnabled()
    write(page.line.search, "zxm")
    qtbot.waitUntil(lambda: page.line.found.count() == 1)
    page.line.month.setCurrentIndex(page.line.month.findData(4))
    page.line.way_on.click()
    qtbot.waitUntil(lambda: count(page) == 1)
    (row,) = planned(office)
    assert (row.name, row.item.month) == ("赵晓梅", 4)


def test_enter_asks_for_a_talk_and_a_second_time_opens_it(qtbot, page, office):
    build(office)
    page.refresh()
    qtbot.waitUntil(lambda: count(page) == 4)
    asked: list[Destination] = []
    page.go.connect(asked.append)
    page.list.table.choose(0)
    qtbot.keyClick(page.list.table.view, Qt.Key.Key_Return)
    first = page.list.selected()[0]
    assert asked == [Destination("talks", first.item.id, "plan")]
    number = office.persons.index(first.item.person_id)
    talk = office.plan(number)
    page.refresh()
    qtbot.waitUntil(lambda: page.list.model.row_at(0).talk_id == talk)
    page.list.table.choose(0)
    qtbot.keyClick(page.list.table.view, Qt.Key.Key_Return)
    assert asked[-1] == Destination("talks", talk)


def test_the_plan_is_looked_at_and_written_to_files(qtbot, page, office, tmp_path):
    build(office)
    page.refresh()
    qtbot.waitUntil(page.list.print_button.isEnabled)
    page.list.print_button.click()
    qtbot.waitUntil(lambda: page.paper.pages.count == 1)
    page.paper.save_wanted.emit(tmp_path / "plan.pdf")
    page.export_to(tmp_path / "plan.xlsx")
    qtbot.waitUntil(lambda: (tmp_path / "plan.xlsx").exists())
    assert (tmp_path / "plan.pdf").read_bytes().startswith(b"%PDF")


def test_after_a_lock_one_is_where_one_was(qtbot, page, office):
    build(office)
    page.refresh()
    qtbot.waitUntil(lambda: count(page) == 4)
    page.list.table.choose(2)
    page.begin("change")
    page.line.note.setText("先看审计")
    place = page.place()
    again = PlansPage(plan_desk_of(office.application, office.tasks))
    qtbot.addWidget(again)
    again.show()
    again.return_to(place)
    again.refresh_if_stale()
    assert again.line.isVisible()
    assert again.line.note.text() == "先看审计"
    page.begin("build")
    qtbot.waitUntil(lambda: bool(page.build.wish.owner.text()))
    write(page.build.wish.deputies, "吴清")
    again.return_to(page.place())
    assert again.build.isVisible()
    assert again.build.wish.deputies.text() == "吴清"


def test_the_first_page_leads_to_what_is_to_be_arranged(qtbot, page, office):
    build(office)
    page.refresh()
    qtbot.waitUntil(lambda: count(page) == 4)
    office.plan(0)
    page.arrive(Destination("plans", act="open"))
    page.refresh()
    qtbot.waitUntil(lambda: count(page) == 3)


def test_who_left_stands_on_top_when_a_year_is_copied(qtbot, page, office):
    build(office)

    def leave():
        people = office.application.people
        last = office.application.plans.year(YEAR).rows[-1]
        post = people.card(last.item.person_id).posts[0].post
        people.end_post(post.id, PartialDate(2026, 1))
        return last.name

    name = office.lane.do(leave)
    page.list.go_to_year(YEAR + 1)
    page.begin("copy")
    qtbot.waitUntil(lambda: page.build.table.rowCount() == 4)
    assert page.build.table.item(0, 1).text() == name
    assert page.build.table.item(0, 4).text().startswith("已不在原单位")
    assert page.build.write_button.text() == "写入计划（3 人）"
    page.build.all_button.click()
    assert page.build.write_button.text() == "写入计划（4 人）"
    page.build.none_button.click()
    assert not page.build.write_button.isEnabled()


def test_several_of_a_collective_kind_are_arranged_together(qtbot, page, office):
    plans = office.application.plans
    build(office, "collective")
    page.refresh()
    qtbot.waitUntil(lambda: count(page) == 4)
    asked: list[Destination] = []
    page.go.connect(asked.append)
    select(page, 0, 1, 2)
    page.list.arrange_button.click()
    ids = [row.item.id for row in page.list.selected()]
    assert asked == [Destination("talks", ",".join(ids), "plan")]
    office.lane.do(lambda: plans.change(ids[:1], PlanChange(kind="heart")))
    page.refresh()
    qtbot.waitUntil(lambda: len({r.item.kind for r in page.list.model.rows()}) == 2)
    select(page, 0, 1)
    assert not page.list.arrange_button.isEnabled()
