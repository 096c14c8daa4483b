"""设置 of the desk: the same looks, lock and looks at the machine as in the office's window."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from tests.ui.desk.conftest import enter, on_lane, page_of, settle
from ui.contrast import Contrast
from ui.page import Destination


def test_type_and_colours_are_chosen_and_kept(window, entrance):
    page = page_of(window, "settings")
    page.look_card.sizes.button(18).click()
    page.look_card.contrasts.button(tuple(Contrast).index(Contrast.DARK)).click()
    assert QApplication.font().pointSize() == 18
    kept = entrance.preferences.load()
    assert (kept.type_size, kept.contrast) == (18, Contrast.DARK.value)
    page.look_card.sizes.button(12).click()
    page.look_card.contrasts.button(tuple(Contrast).index(Contrast.SYSTEM)).click()


def test_the_keys_come_to_the_size_that_is_chosen(window):
    page = page_of(window, "settings")
    assert QApplication.focusWidget() is page.look_card.sizes.checkedButton()


def test_the_minutes_until_it_locks_are_kept_and_count_at_once(window):
    card = page_of(window, "settings").idle_card
    assert not card.save.isEnabled()
    card.minutes.setValue(3)
    card.save.click()
    settle(window)
    assert card.message.what.text() == "已保存，从现在起生效。"
    assert not card.save.isEnabled()
    assert window.idle.minutes() == 3
    assert window.workspace.current.idle_card.minutes.value() == 3
    (entry,) = on_lane(window, lambda _: window.application.audit.page(None, 1))
    assert entry.what == "office.idle"


def test_minutes_that_were_not_saved_are_there_after_a_lock(qtbot, window):
    page_of(window, "settings").idle_card.minutes.setValue(7)
    window.lock()
    qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)
    enter(qtbot, window)
    settle(window)
    card = window.workspace.current.idle_card
    assert card.minutes.value() == 7
    assert card.save.isEnabled()
    assert window.idle.minutes() != 7


def test_the_input_method_and_the_machine_are_looked_at_from_there(window):
    page_of(window, "settings").input_card.button.click()
    settle(window)
    assert window.workspace.heading.text() == "输入法自检"
    page_of(window, "settings").selftest_card.button.click()
    settle(window)
    page = window.workspace.current
    page.empty.button.click()
    settle(window)
    assert page.found
    assert "时钟" in {page.table.item(row, 0).text() for row in range(page.table.rowCount())}
    page.input_button.click()
    assert window.workspace.heading.text() == "输入法自检"
    window.workspace.go(Destination("settings"))
