"""保管与销毁 by its controls: a hold, a list, its paper, the end."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QApplication

from app.domain.retention_kinds import DestructionState
from app.store import talks
from tests.handover.sealed import seal_a_talk
from ui.retention.desk import retention_desk_of
from ui.retention.retention_page import RetentionPage

REASON = "保管期限已满，鉴定无继续保存价值"


@pytest.fixture
def page(office, qtbot):
    """Three sealed talks of 2026 that the registry has; it is 2057."""

    def lay_up():
        handover = office.application.handover
        for number in (1, 2, 3):
            seal_a_talk(handover, number)
        numbers = [f"2026-{n:04}" for n in (1, 2, 3)]
        with handover.vault.transaction() as connection:
            talks.mark_received(connection, numbers, office.clock.now())
        office.clock.moment = office.clock.moment.replace(year=2057)

    office.lane.do(lay_up)
    made = RetentionPage(retention_desk_of(office.application, office.tasks))
    made.resize(1100, 640)
    made.show()
    made.refresh_if_stale()
    settle_page(office, made)
    yield made
    made.hide()
    made.deleteLater()


def settle_page(office, _page):
    for _ in range(8):
        assert office.tasks.finish()
        QApplication.processEvents()


def texts(table, column=0):
    return [table.item(row, column).text() for row in range(table.rowCount())]


def send(office, page, panel):
    assert panel.dialog.way_on.isEnabled()
    panel.dialog.way_on.click()
    settle_page(office, page)


def propose(office, page):
    page.due.all_button.click()
    page.due.propose_button.click()
    page.due.dialog.reason.setText(REASON)
    send(office, page, page.due)


def test_a_record_is_held_by_its_number_and_let_go_with_a_reason(office, page):
    page.show_tab(1)
    page.on_hold.hold_button.click()
    form = page.on_hold.dialog
    form.number.setText("2026-9999")
    form.reason.setText("信访复查")
    send(office, page, page.on_hold)
    assert "没有编号" in form.message.what.text()
    form.number.setText("2026-0002")
    send(office, page, page.on_hold)
    assert texts(page.on_hold.table) == ["2026-0002"]
    assert texts(page.due.table, 6)[2] == "暂缓销毁：信访复查"
    page.due.choose_free()
    assert [one.number for one in page.due.chosen()] == ["2026-0001", "2026-0003"]
    page.on_hold.table.setCurrentCell(0, 0)
    page.on_hold.release_button.click()
    page.on_hold.dialog.reason.setText("复查已经结束")
    send(office, page, page.on_hold)
    assert texts(page.on_hold.table) == []


def test_a_list_is_proposed_printed_approved_and_carried_out(office, page):
    propose(office, page)
    assert texts(page.due.table, 6) == ["已在清册上"] * 3
    page.show_tab(2)
    lists = page.lists
    assert texts(lists.table, 1) == ["待批准"]
    lists.paper_button.click()
    settle_page(office, page)
    assert page.paper.pdf.startswith(b"%PDF")
    assert page.step_back()
    lists.begin_button.click()
    form = lists.dialog
    form.approved_by.setText("张书记")
    for edit, name in zip(form.watchers, ("周档案", "吴监督"), strict=True):
        edit.setText(name)
    form.count.setText("2")
    assert not form.way_on.isEnabled()
    form.count.setText("3")
    send(office, page, lists)
    # one holder alone: a day must lie between, and what was typed stays
    assert "一位持有人" in form.message.what.text()
    office.clock.move(hours=25)
    send(office, page, lists)
    settle_page(office, page)
    assert texts(lists.table, 1) == ["已执行完毕"]
    assert lists.one.state is DestructionState.DONE
    assert texts(page.due.table) == []


def test_one_record_gets_a_term_of_its_own(office, page):
    page.show_tab(0)
    page.due.table.setCurrentCell(0, 0, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    page.due.table.selectRow(0)
    page.due.mark_button.click()
    page.due.dialog.of.setCurrentIndex(page.due.dialog.of.findData("permanent"))
    send(office, page, page.due)
    assert texts(page.due.table) == ["2026-0002", "2026-0003"]


def test_the_countys_own_terms(office, page):
    page.show_tab(3)
    page.begin_new()
    page.classes.dialog.title.setText("15年")
    page.classes.dialog.years.setCurrentIndex(15)
    send(office, page, page.classes)
    assert texts(page.classes.table)[-1] == "15年"
    page.show_tab(4)
    row = texts(page.kinds.table).index("监督谈话")
    page.kinds.table.setCurrentCell(row, 0)
    page.kinds.change_button.click()
    page.kinds.dialog.of.setCurrentIndex(3)
    send(office, page, page.kinds)
    assert texts(page.kinds.table, 1)[row] == "15年"
    due = office.lane.do(office.application.retention.due)
    assert due[0].due_on == date(2042, 1, 1)
    assert texts(page.kinds.table)[-5:][2] == "活页：纪检监察建议书"
    page.kinds.table.setCurrentCell(row + 1, 0)
    assert page.kinds.change_button.isEnabled()
