"""一人一档 through its window: a reason, a timeline, leaves with papers, printing, and a lock."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest

from app.domain.archive_leaves import LeafKind
from app.domain.archive_timeline import TimelineKind
from tests import brought
from tests.ui.conftest import settle, unlock
from tests.ui.office import write
from tests.ui.people.test_people_page import open_archive, search, words_in
from tests.ui.sight import cut_off, nameless
from ui.page import Destination

TABS = ("概况", "时间线", "谈话", "问题与整改", "廉政档案", "附件")


@pytest.fixture
def page(window):
    window.workspace.go(Destination("people"))
    settle(window)
    shown = window.workspace.current
    search(window, shown, "王建国")
    return shown


def put_in(window, page, kind: LeafKind, title: str, number: str = "") -> None:
    page.view.tabs.turn_to_leaves()
    page.view.tabs.leaves.add_button.click()
    settle(window)
    form = page.archive_forms.dialog
    form.kind.setCurrentIndex(form.kind.findData(kind))
    form.day.setDate(QDate(2026, 1, 20))
    write(form.title, title)
    if number:
        assert not form.way_on.isEnabled()
        write(form.number, number)
        form.reply_due.setDate(QDate(2026, 2, 20))
    form.way_on.click()
    settle(window)


def leaf_lines(page) -> list[str]:
    table = page.view.tabs.leaves.table
    return [table.item(n, 1).text() for n in range(table.rowCount())]


def test_nothing_is_seen_before_a_reason_was_given_and_then_of_that_person_alone(window, page):
    tabs = page.view.tabs
    assert [tabs.tabText(n) for n in range(tabs.count())] == list(TABS)
    tabs.setCurrentIndex(1)
    settle(window)
    assert "档案要写明事由才能看" in words_in(tabs)
    tabs.currentWidget().door.button.click()
    settle(window)
    form = page.archive_forms.dialog
    assert not form.way_on.isEnabled()
    form.usual[2].click()
    QTest.keyClick(form.way_on, Qt.Key.Key_Return)
    settle(window)
    assert tabs.is_open
    assert [one.kind for one in tabs.timeline.entries()] == [TimelineKind.TALK]
    tabs.setCurrentIndex(0)
    assert "李明　年度考核" in words_in(page.view)
    search(window, page, "张三")
    assert not tabs.is_open
    assert tabs.talks.rows == ()


def test_a_leaf_half_written_comes_back_after_a_lock_and_the_archive_is_closed(qtbot, window, page):
    open_archive(window, page)
    page.view.tabs.turn_to_leaves()
    page.view.tabs.leaves.add_button.click()
    settle(window)
    write(page.archive_forms.dialog.title, "写到一半的")
    window.lock()
    qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)
    unlock(qtbot, window)
    settle(window)
    again = window.workspace.current
    assert not again.view.tabs.is_open
    assert again.view.tabs.currentIndex() == TABS.index("廉政档案")
    assert again.archive_forms.dialog.title.text() == "写到一半的"
    again.archive_forms.dialog.reject()
    refused_reason(window, again)


def refused_reason(window, page) -> None:
    """One that is too long is refused in the form, and what was typed stays."""
    page.view.open_asked.emit(page.view.card.person)
    settle(window)
    form = page.archive_forms.dialog
    write(form.reason, "长" * 201)
    form.way_on.click()
    settle(window)
    assert "最多 200 个字" in form.message.what.text()
    assert len(form.reason.text()) == 201
    assert form.way_on.isEnabled()
    form.reject()


def take_away(window, page, reason: str) -> None:
    write(page.archive_forms.dialog.reason, reason)
    page.archive_forms.dialog.way_on.click()
    settle(window)


def test_the_papers_of_a_leaf_are_brought_read_copied_and_taken_away(window, page, tmp_path):
    open_archive(window, page)
    put_in(window, page, LeafKind.PROPOSAL, "关于规范招标的建议", "清纪建〔2026〕3号")
    QTest.keyClick(page.view.tabs.leaves.table, Qt.Key.Key_Return)
    settle(window)
    look = page.look
    assert look.isVisible()
    assert "⚠ 逾期13天未答复" in words_in(look)
    scan = tmp_path / "建议书.pdf"
    scan.write_bytes(brought.pdf(2))
    note = tmp_path / "便条.txt"
    note.write_text("不收", "utf-8")
    look.bring([scan, note])
    settle(window, rounds=12)
    assert "附上了 1 个，另外 1 个没有附上" in look.messages.what.text()
    assert [one.title for one in look.list.rows] == ["建议书.pdf"]
    assert look.view.pages.count == 2
    look.save_copy(tmp_path / "附件1.pdf")
    settle(window, rounds=12)
    assert (tmp_path / "附件1.pdf").read_bytes() == scan.read_bytes()
    look.gone_button.click()
    take_away(window, page, "扫描不清")
    assert look.list.rows == ()


def test_a_late_reply_is_seen_in_the_list_until_it_came_and_a_leaf_is_taken_out(window, page):
    open_archive(window, page)
    put_in(window, page, LeafKind.PROPOSAL, "关于规范招标的建议", "清纪建〔2026〕3号")
    put_in(window, page, LeafKind.LIFE_MEETING, "2025年度民主生活会")
    tabs, look = page.view.tabs, page.look
    assert tabs.tabText(4) == "廉政档案 ⚠1"
    late = next(n for n, text in enumerate(leaf_lines(page)) if "清纪建" in text)
    assert leaf_lines(page)[late].startswith("⚠ 逾期13天未答复　纪检监察建议书")
    tabs.leaves.table.selectRow(late)
    tabs.leaves.open_button.click()
    look.change_button.click()
    settle(window)
    form = page.archive_forms.dialog
    assert not form.kind.isEnabled()
    form.replied.setChecked(True)
    form.replied_on.setDate(QDate(2026, 2, 18))
    form.way_on.click()
    settle(window)
    assert "2026年2月18日已答复" in words_in(look)
    assert tabs.tabText(4) == "廉政档案"
    look.remove_button.click()
    take_away(window, page, "放错了人")
    assert page.stack.currentIndex() == 0
    assert leaf_lines(page) == ["民主生活会　2025年度民主生活会"]


def test_the_timeline_is_narrowed_and_opens_what_a_line_tells_of(window, page):
    open_archive(window, page)
    put_in(window, page, LeafKind.INTERVIEW, "电视访谈第3期")
    timeline = page.view.tabs.timeline
    page.view.tabs.setCurrentIndex(1)
    assert timeline.kind.itemText(0) == "全部 2"
    timeline.kind.setCurrentIndex(timeline.kind.findData(TimelineKind.LEAF))
    year = timeline.tree.topLevelItem(0)
    assert (year.text(0), year.childCount()) == ("2026年　1 条", 1)
    assert year.child(0).text(0) == "1月20日"
    timeline.tree.setCurrentItem(year.child(0))
    QTest.keyClick(timeline.tree, Qt.Key.Key_Return)
    settle(window)
    assert page.look.heading.text() == "电视访谈第3期"
    assert page.step_back()
    assert page.stack.currentIndex() == 0
    timeline.kind.setCurrentIndex(timeline.kind.findData(TimelineKind.TALK))
    timeline.tree.setCurrentItem(timeline.tree.topLevelItem(0).child(0))
    QTest.keyClick(timeline.tree, Qt.Key.Key_Return)
    settle(window)
    assert window.workspace.current is not page


def test_other_pages_lead_to_the_leaves_and_printing_asks_no_second_reason(window, page):
    person = page.view.card.person
    window.workspace.go(Destination("home"))
    settle(window)
    window.workspace.go(Destination("people", person.id, "leaves"))
    settle(window)
    write(page.archive_forms.dialog.reason, "选拔任用征求意见")
    page.archive_forms.dialog.way_on.click()
    settle(window)
    assert page.view.tabs.currentIndex() == TABS.index("廉政档案")
    assert page.view.tabs.is_open
    page.view.archive_asked.emit(page.view.card.person.id)
    settle(window)
    papers = window.workspace.current
    assert papers.form.reason.text() == "选拔任用征求意见"
    assert papers.form.person.chosen == page.view.card.person.id
    assert papers.form.is_ready()


def faults_of(window, page, size: int) -> list[str]:
    """What is cut off or nameless on any tab and in any form, at that size of type."""
    window._look.choose(size)
    faults: list[str] = []

    def look_at(widget, what):
        settle(window)
        found = (*cut_off(widget), *nameless(widget))
        faults.extend(f"{size} {what}: {fault}" for fault in found)

    for number, name in enumerate(TABS):
        page.view.tabs.setCurrentIndex(number)
        look_at(window, name)
    least = window.minimumSizeHint()
    if least.width() > 1366 or least.height() > 720:
        faults.append(f"{size} needs {least.width()}×{least.height()}")
    if page.view.tabs.is_open:
        page.view.tabs.leaves.change_button.click()
    else:
        page.view.open_asked.emit(page.view.card.person)
    settle(window)
    look_at(page.archive_forms.dialog, "form")
    page.archive_forms.dialog.reject()
    if page.view.tabs.is_open:
        page.view.tabs.leaves.open_button.click()
        look_at(window, "look")
        page.step_back()
    return faults


def test_every_tab_and_form_fits_and_is_named(window, page):
    window.resize(1366, 720)
    faults = faults_of(window, page, 18)
    open_archive(window, page)
    put_in(window, page, LeafKind.PROPOSAL, "关于规范招标的建议" * 6, "清纪建〔2026〕3号")
    faults += faults_of(window, page, 18)
    window._look.choose(15)
    assert not faults, "\n".join(faults)
