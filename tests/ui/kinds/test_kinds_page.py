from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from app.domain.kinds import FirstForm
from app.domain.letters import LetterOutcome
from tests.ui.conftest import settle
from ui.kinds.letters_panel import LetterForm
from ui.page import Destination


@pytest.fixture
def page(window):
    window.workspace.go(Destination("kinds"))
    settle(window)
    return window.workspace.current


def texts(table, column=0):
    return [table.item(row, column).text() for row in range(table.rowCount())]


def choose(panel, word):
    column = 0 if word in texts(panel.table) else 1
    panel.table.setCurrentCell(texts(panel.table, column).index(word), 0)


def send(window, panel):
    panel.dialog.way_on.click()
    settle(window)


def test_the_shipped_kinds_stand_in_order_with_their_rules(page):
    table = page.kinds.table
    assert texts(table)[:2] == ["谈心谈话", "监督谈话"]
    line = [table.item(8, column).text() for column in range(6)]
    assert line[:5] == ["诫勉谈话", "单人", "我方两人、按指印", "6 个月", "计入"]
    assert line[5] == "诫勉谈话登记表、谈话记录"


def test_a_kind_of_ones_own_is_added_by_keyboard_and_offered_for_new_talks(window, page):
    page.begin_new()
    form = page.kinds.dialog
    assert not form.way_on.isEnabled()
    form.title.setText("案中谈话")
    form.first_form.setCurrentIndex(form.first_form.findData(FirstForm.YES))
    QTest.keyClick(form, Qt.Key.Key_Return)
    settle(window)
    assert page.kinds.dialog is None
    assert texts(page.kinds.table)[page.kinds.table.currentRow()] == "案中谈话"
    window.workspace.go(Destination("talks", act="new"))
    settle(window)
    kind = window.workspace.current.plan.kind
    assert kind.itemText(kind.count() - 1) == "案中谈话"


def test_a_name_that_is_taken_is_told_in_the_form_and_nothing_is_lost(window, page):
    page.begin_new()
    page.kinds.dialog.title.setText("约谈")
    send(window, page.kinds)
    assert "已经有了" in page.kinds.dialog.message.what.text()
    assert page.kinds.dialog.title.text() == "约谈"


def test_enter_on_a_line_changes_it_and_retiring_is_taken_back(window, page):
    panel = page.kinds
    choose(panel, "谈心谈话")
    QTest.keyClick(panel.table, Qt.Key.Key_Return)
    assert panel.dialog.title.text() == "谈心谈话"
    panel.dialog.needs_two.setChecked(True)
    send(window, panel)
    assert panel.kind.needs_two
    panel.retire_button.click()
    settle(window)
    assert texts(panel.table, 6)[0] == "已停用"
    assert panel.retire_button.text() == "恢复"
    panel.retire_button.click()
    settle(window)
    assert not panel.kind.is_retired
    panel.down_button.click()
    settle(window)
    assert texts(panel.table)[:2] == ["监督谈话", "谈心谈话"]


def test_the_local_rule_for_the_first_form_is_one_tick(window, page):
    page.kinds.by_setting.click()
    settle(window)
    assert page.kinds.desk.kinds.counts_by_setting


def test_tags_are_added_on_both_levels(window, page):
    page.show_tab(1)
    panel = page.tags
    panel.open_form("add")
    panel.dialog.title.setText("效果差")
    send(window, panel)
    panel.part_button.click()
    panel.dialog.title.setText("走过场")
    QTest.keyClick(panel.dialog.title, Qt.Key.Key_Return)
    settle(window)
    assert panel.desk.kinds.tags.title(panel.key) == "效果差·走过场"
    panel.change_button.click()
    panel.dialog.title.setText("做样子")
    send(window, panel)
    assert texts(panel.table, 1)[-1] == "做样子"
    panel.retire_button.click()
    settle(window)
    assert texts(panel.table, 2)[-1] == "已停用"


def test_a_letter_is_registered_with_number_dates_and_outcome(window, page):
    page.show_tab(2)
    panel = page.letters
    page.begin_new()
    form = panel.dialog
    form.reference.setText("清纪函〔2026〕3号")
    form.due_day.edit.setText("2026.3.20")
    send(window, panel)
    assert texts(panel.table) == ["清纪函〔2026〕3号"]
    panel.change_button.click()
    panel.dialog.replied_day.edit.setText("2026年3月1日")
    send(window, panel)
    assert "早于发函日期" in panel.dialog.message.what.text()
    panel.dialog.replied_day.edit.setText("2026年3月18日")
    outcome = panel.dialog.outcome
    outcome.setCurrentIndex(outcome.findData(LetterOutcome.ACCEPTED))
    send(window, panel)
    assert texts(panel.table, 4) == ["予以采信，了结"]


def test_the_form_of_a_letter_has_no_field_for_what_it_was_about(qtbot, qapp):
    form = LetterForm(None, None, "2026年3月5日")
    qtbot.addWidget(form)
    assert form.findChildren(QPlainTextEdit) == []
    named = {edit.accessibleName() for edit in form.findChildren(QLineEdit)}
    assert named == {"文号", "发函日期", "应回复日期", "回复日期"}


def test_a_half_filled_form_is_there_again_after_a_lock(window, page):
    page.show_tab(2)
    page.begin_new()
    page.letters.dialog.reference.setText("清纪函〔2026〕9号")
    place = page.place()
    page.letters.dialog.reject()
    page.show_tab(0)
    page.return_to(place)
    settle(window)
    assert page.letters.dialog.reference.text() == "清纪函〔2026〕9号"
    page.letters.dialog.reject()
