"""After a lock one is where one was: the same page, the same line, the same field."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.talk_list import TalkFilter
from app.services.people import PersonEntry
from tests.long.asked_for import when_asked
from tests.ui.conftest import application_of, settle, unlock
from ui.bookmarks import place_in, words_of
from ui.main_window import MainWindow
from ui.page import Destination
from ui.pages import PAGES

LONG = "\n".join(f"第 {line} 行：谈到村里的账目和公开的时间。" for line in range(200))


def lock_and_unlock(qtbot, window: MainWindow) -> None:
    window.lock()
    qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)
    unlock(qtbot, window)


def settled(_: object) -> None:
    """Nobody waits for this answer."""


@pytest.fixture
def talk_id(window) -> str:
    found: list[str] = []

    def make(_):
        application = application_of(window)
        talks = application.talks
        found.append(talks.page(TalkFilter(), None, 10)[0].id)
        prompts = application.prompts.current().prompts
        talks.prepare(found[0], tuple(prompt.number for prompt in prompts[:3]))
        talks.begin(found[0])

    window._tasks.query(make, then=settled)
    settle(window)
    return found[0]


def test_in_a_talk_the_same_question_line_and_cursor_come_back(qtbot, window, talk_id):
    # gone to from the first page, which names the talk
    window.workspace.go(Destination("talks", talk_id))
    page = window.workspace.current
    conduct = page.editor.conduct
    qtbot.waitUntil(lambda: bool(conduct.outline.key()))
    qtbot.keyClick(page, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    conduct.sheet.editor.setPlainText(LONG)
    key = conduct.outline.key()
    cursor = conduct.sheet.editor.textCursor()
    cursor.setPosition(2500)
    conduct.sheet.editor.setTextCursor(cursor)
    conduct.sheet.editor.setFocus()
    settle(window)
    scroll = conduct.sheet.editor.verticalScrollBar().value()
    assert scroll
    lock_and_unlock(qtbot, window)
    conduct = window.workspace.current.editor.conduct
    qtbot.waitUntil(lambda: conduct.sheet.editor.textCursor().position() == 2500)
    assert conduct.outline.key() == key
    assert conduct.sheet.editor.toPlainText() == LONG
    qtbot.waitUntil(lambda: conduct.sheet.editor.verticalScrollBar().value() == scroll)
    qtbot.waitUntil(conduct.sheet.editor.hasFocus)


def test_the_vault_alone_leads_back_to_the_question_and_the_cursor(qtbot, window, talk_id):
    # as after a power cut: nothing is left in memory
    window.workspace.go(Destination("talks", talk_id))
    conduct = window.workspace.current.editor.conduct
    qtbot.waitUntil(lambda: bool(conduct.outline.key()))
    qtbot.keyClick(window.workspace.current, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    key = conduct.outline.key()
    conduct.sheet.editor.setPlainText(LONG)
    cursor = conduct.sheet.editor.textCursor()
    cursor.setPosition(2500)
    conduct.sheet.editor.setTextCursor(cursor)
    window.keeper.keep()
    window.lock()
    qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)
    window._places.clear()
    unlock(qtbot, window)
    qtbot.waitUntil(lambda: window.workspace.heading.text() != "首页")
    conduct = window.workspace.current.editor.conduct
    qtbot.waitUntil(lambda: conduct.sheet.editor.textCursor().position() == 2500)
    assert conduct.outline.key() == key
    assert conduct.sheet.editor.toPlainText() == LONG


@when_asked
def test_the_place_on_every_page_can_be_written_and_read(window):
    for entry in PAGES:
        window.workspace.go(Destination(entry.key))
    settle(window)
    place = window.workspace.place()
    assert set(place.pages) >= {entry.key for entry in PAGES}
    back = place_in(words_of(place))
    assert set(back.pages) == set(place.pages)
    assert back.here == place.here


def add_people(window: MainWindow, count: int) -> None:
    def add(_):
        people = application_of(window).people
        for number in range(count):
            people.add_person(PersonEntry(name=f"周大勇{number:03}"))

    window._tasks.query(add, then=settled)
    settle(window)


def test_a_long_list_comes_back_to_the_same_row_and_scroll(qtbot, window):
    add_people(window, 250)
    window.workspace.go(Destination("people"))
    settle(window)
    table = window.workspace.current.table
    while table.model.canFetchMore(table.view.rootIndex()):
        table.model.fetchMore(table.view.rootIndex())
        settle(window)
    table.choose(230)
    table.view.setFocus()
    settle(window)
    name, scroll = table.current().name, table.view.verticalScrollBar().value()
    assert scroll
    lock_and_unlock(qtbot, window)
    fresh = window.workspace.current.table
    qtbot.waitUntil(lambda: fresh.current() is not None and fresh.current().name == name)
    qtbot.waitUntil(lambda: fresh.view.verticalScrollBar().value() == scroll)
    qtbot.waitUntil(fresh.view.hasFocus)


def test_the_field_that_was_written_in_has_the_keys_again(qtbot, window):
    window.workspace.go(Destination("people"))
    settle(window)
    search = window.workspace.current.search
    search.setFocus()
    search.setText("王建国")
    search.setCursorPosition(1)
    settle(window)
    lock_and_unlock(qtbot, window)
    fresh = window.workspace.current.search
    qtbot.waitUntil(fresh.hasFocus)
    assert (fresh.text(), fresh.cursorPosition()) == ("王建国", 1)


def test_a_page_that_scrolls_is_scrolled_as_before(qtbot, window):
    window.workspace.go(Destination("help", "talks"))
    settle(window)
    text = window.workspace.current.text
    bar = text.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    scroll = bar.value()
    assert scroll
    lock_and_unlock(qtbot, window)
    page = window.workspace.current
    assert page.place() == "talks"
    qtbot.waitUntil(lambda: page.text.verticalScrollBar().value() == scroll)


def test_a_list_left_by_the_talk_is_not_covered_by_the_talk_again(qtbot, window, talk_id):
    window.workspace.go(Destination("talks", talk_id))
    settle(window)
    window.workspace.current.show_list()
    settle(window)
    lock_and_unlock(qtbot, window)
    settle(window)
    page = window.workspace.current
    assert page.list.isVisible()
    assert window.workspace.heading.text() == "谈话"


def test_a_plan_half_made_keeps_its_heading(qtbot, window):
    window.workspace.go(Destination("talks", act="new"))
    settle(window)
    lock_and_unlock(qtbot, window)
    settle(window)
    assert window.workspace.current.plan.isVisible()
    assert window.workspace.heading.text() == "安排谈话"


def test_another_key_holder_begins_anew(qtbot, window, monkeypatch):
    window.workspace.go(Destination("people"))
    settle(window)
    window.lock()
    qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)
    kept = dict(window._places)
    window._places = {(folder, "somebody else's slot"): spot for (folder, _), spot in kept.items()}
    unlock(qtbot, window)
    assert window.workspace.heading.text() == "首页"
    QApplication.processEvents()
