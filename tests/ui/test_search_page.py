"""查找 through the real window: Ctrl+F, typing, arrows and Enter, back by Esc; nothing is held up."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.domain.search import FoundKind
from app.domain.talk import TalkStatus
from app.store import search_index
from tests.ui.conftest import settle
from tests.ui.office import Office, write
from ui.index_run import IndexRun
from ui.page import ATTACHMENTS, Destination
from ui.search.hit_table import spoken
from ui.search.periods import days_of
from ui.search.search_page import FindPage
from ui.talks.talks_page import TalksPage


@pytest.fixture
def page(qtbot, window, workspace) -> FindPage:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    assert isinstance(workspace.current, FindPage)
    return workspace.current


def look_for(window, page: FindPage, text: str) -> list[str]:
    page.box.clear()
    write(page.box, text)
    QTest.keyClick(page.box, Qt.Key.Key_Return)
    settle(window)
    return [hit.title for hit in page.model.rows()]


def test_ctrl_f_leads_to_the_box_from_any_page(window, workspace, page):
    assert page.box.hasFocus()
    workspace.go(Destination("settings"))
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    assert workspace.current is page
    assert workspace.find_button.isVisible()


def test_f3_stays_with_the_list_of_the_page(window, workspace, page):
    workspace.go(Destination("people"))
    settle(window)
    QTest.keyClick(window, Qt.Key.Key_F3)
    assert workspace.current.search.hasFocus()


def test_a_person_is_found_by_initials_and_opened_by_keys(window, workspace, page):
    titles = look_for(window, page, "zs")
    assert titles[0] == "张三"
    assert page.count.text().startswith("共")
    QTest.keyClick(page.box, Qt.Key.Key_Down)
    assert page.table.view.hasFocus()
    QTest.keyClick(page.table.view, Qt.Key.Key_Return)
    settle(window)
    assert workspace.current.help_topic == "people"
    assert "张三" in workspace.current.view.findChildren(type(workspace.heading))[0].text()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    settle(window)
    assert workspace.current is page
    assert page.box.text() == "zs"


def test_what_is_narrowed_says_so_and_can_be_widened(window, page):
    look_for(window, page, "镇")
    everything = page.model.rowCount()
    page.filters._chips.button(1).click()
    settle(window)
    assert {hit.kind for hit in page.model.rows()} == {FoundKind.PERSON}
    assert page.model.rowCount() < everything
    page.filters.status.setCurrentIndex(page.filters.status.findData(TalkStatus.SEALED))
    settle(window)
    assert page.model.rowCount() == 0
    assert "筛选" in page.empty.sentence.text()
    page.empty.button.click()
    settle(window)
    assert page.model.rowCount() == everything


def test_nothing_found_and_nothing_asked_are_told_apart(window, page):
    assert "输入" in page.empty.sentence.text()
    assert look_for(window, page, "没有这样的话") == []
    assert "没有找到" in page.empty.sentence.text()
    assert page.count.text() == ""


def test_the_search_is_there_again_after_a_lock(window, page):
    look_for(window, page, "镇")
    page.filters.period.setCurrentIndex(1)
    settle(window)
    place = page.place()
    page.filters.clear()
    look_for(window, page, "别的")
    page.return_to(place)
    assert (page.box.text(), page.filters.period.currentData()) == ("镇", "year")


def test_a_hit_is_spoken_whole(window, page):
    look_for(window, page, "张三")
    assert spoken(page.model.row_at(0)).startswith("人员，张三，")


def test_periods_are_reckoned_from_today():
    today = date(2026, 3, 5)
    assert days_of("year", today) == (date(2026, 1, 1), date(2026, 12, 31))
    assert days_of("last_year", today) == (date(2025, 1, 1), date(2025, 12, 31))
    assert days_of("quarter", today) == (date(2025, 12, 5), today)
    assert days_of("all", today) == (None, None)


def test_an_index_is_built_beside_the_work_held_and_gone_on_with(qtbot, office: Office):
    for _ in range(3):
        office.plan()
    application = office.application

    def empty_index() -> None:
        with application.session.vault.transaction() as connection:
            search_index.expect_everything(connection)

    office.lane.do(empty_index)
    run = IndexRun(office.tasks, application.indexing)
    run.hold()
    run.begin()
    assert not run.is_running
    with qtbot.waitSignal(run.finished, timeout=10_000):
        run.go_on()
    assert run.done == run.total > 3
    assert office.lane.do(application.indexing.waiting) == 0
    run.finish()
    run.begin()
    assert not run.is_running


def test_the_page_says_how_much_of_the_index_is_missing(window, page):
    run = page._desk.run
    run.total, run.done, run.is_held = 12_345, 45, True
    run.changed.emit()
    assert page.building.isVisible()
    assert "12,300 条" in page.building.text()
    assert page.hold_button.text() == "继续建立"
    run.is_held = False
    run.changed.emit()
    assert not page.building.isVisible()


def test_words_that_were_said_lead_to_their_answer(qtbot, office: Office):
    talk_id = office.ended()
    answers = office.talk(talk_id).answers
    page = TalksPage(office.desk())
    qtbot.addWidget(page)
    page.resize(1100, 600)
    page.show()
    page.arrive(Destination("talks", talk_id, place=answers[-1].id))
    scroll = page.editor.confirm._scroll.verticalScrollBar()
    qtbot.waitUntil(lambda: scroll.value() > 0, timeout=10_000)
    page.arrive(Destination("talks", talk_id, place=ATTACHMENTS))
    qtbot.waitUntil(lambda: page.editor.shows_attachments, timeout=10_000)
