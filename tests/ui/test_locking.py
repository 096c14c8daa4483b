"""Locking never asks and loses nothing; afterwards one is where one was."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.talk_list import TalkFilter
from tests.ui.conftest import application_of, settle, unlock
from ui.lock import IdleLock
from ui.page import Destination, Page


class Notes(Page):
    """A page whose text is lost unless it is asked for."""

    def __init__(self, tasks) -> None:
        super().__init__(tasks)
        self.text, self.sent, self.kept = "", 0, ""

    def save_now(self) -> None:
        self.sent += 1

    def has_unsaved(self) -> bool:
        return bool(self.text)

    def place(self) -> object:
        return self.text

    def return_to(self, place: object) -> None:
        self.text = str(place)


def test_ctrl_l_locks_and_the_same_page_comes_back(qtbot, window):
    window.workspace.go(Destination("people"))
    settle(window)
    people = window.workspace.current
    people.search.setText("jy")
    settle(window)
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert not window.workspace or not window.workspace.isVisible()
    qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)
    assert "已锁定" in window.door.unlock.message.what.text()
    unlock(qtbot, window)
    settle(window)
    assert window.workspace.heading.text() == "人员档案"
    assert window.workspace.current.search.text() == "jy"


def test_a_list_still_being_read_at_the_lock_says_nothing_over_the_door(qtbot, window):
    application, answers = application_of(window), []
    window.lock()
    window._tasks.query(lambda _: application.settings.office(), then=answers.append)
    qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)
    settle(window)
    assert not answers
    assert window.door.unlock.message.what.text() == "保险库已锁定。"


def test_text_that_could_not_be_saved_is_still_there_after_unlocking(qtbot, window, monkeypatch):
    from ui import pages

    entries = (*pages.PAGES, pages.PageEntry("notes", "便笺", "pencil", lambda s: Notes(s.tasks)))
    monkeypatch.setattr(pages, "PAGES", entries)
    window.lock()
    qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)
    unlock(qtbot, window)
    window.workspace.go(Destination("notes"))
    window.workspace.current.text = "磁盘满了也不能丢的一句话"
    page = window.workspace.current
    window.lock()
    assert page.sent == 1
    qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)
    unlock(qtbot, window)
    assert window.workspace.current.text == "磁盘满了也不能丢的一句话"


def lock_and_unlock(qtbot, window):
    window.lock()
    qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)
    unlock(qtbot, window)
    settle(window)


def test_the_page_in_work_comes_back_first_and_the_others_by_and_by(qtbot, window):
    keys = ("people", "talks", "home")
    for key in keys:
        window.workspace.go(Destination(key))
        settle(window)
    place = window.workspace.place()
    lock_and_unlock(qtbot, window)
    assert len(window.workspace.pages()) == len(keys)
    again = window.furnished(application_of(window))
    again.return_to(place)
    assert again.pages() == (again.current,)
    again.stop_work()
    settle(window)
    assert again.pages() == (again.current,)
    assert set(again.place().pages) == set(keys)
    again.deleteLater()


def test_another_page_comes_back_as_it_was_also_after_locks_in_quick_succession(qtbot, window):
    window.workspace.go(Destination("people"))
    settle(window)
    window.workspace.current.search.setText("jy")
    window.workspace.go(Destination("home"))
    settle(window)
    for _ in range(2):
        window.lock()
        qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)
        unlock(qtbot, window)
    window.workspace.go(Destination("people"))
    settle(window)
    assert window.workspace.current.search.text() == "jy"


def test_unsaved_text_on_another_page_comes_back_at_once_and_is_not_left_behind(
    qtbot, window, monkeypatch
):
    from ui import pages

    entries = (*pages.PAGES, pages.PageEntry("notes", "便笺", "pencil", lambda s: Notes(s.tasks)))
    monkeypatch.setattr(pages, "PAGES", entries)
    lock_and_unlock(qtbot, window)
    window.workspace.go(Destination("notes"))
    window.workspace.current.text = "磁盘满了也不能丢的一句话"
    window.workspace.go(Destination("home"))
    lock_and_unlock(qtbot, window)
    assert window.workspace.has_unsaved()
    window.close()
    qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)
    settle(window)
    assert window.isVisible(), "it stays open for the words that are not saved"


def test_a_page_that_comes_back_behind_never_takes_the_keys(qtbot, qapp, window):
    window.workspace.go(Destination("talks", act="new"))  # a form that begins by taking them
    settle(window)
    window.workspace.go(Destination("people"))
    settle(window)
    window.workspace.current.search.setFocus()
    unseen = []

    def note(_, now):
        space = window.workspace
        if now is not None and space and space.isAncestorOf(now) and not now.isVisible():
            unseen.append(now.accessibleName())

    qapp.focusChanged.connect(note)
    try:
        lock_and_unlock(qtbot, window)
        qtbot.waitUntil(lambda: len(window.workspace.pages()) == 2)
        qtbot.waitUntil(lambda: QApplication.focusWidget() is window.workspace.current.search)
    finally:
        qapp.focusChanged.disconnect(note)
    assert not unseen


@pytest.mark.parametrize("key", ["people", "talks"])
def test_whoever_goes_to_something_else_on_a_page_that_comes_back_gets_that(qtbot, window, key):
    ids = []
    window._tasks.query(partial(_three, application_of(window), key), then=ids.extend)
    settle(window)
    window.workspace.go(Destination(key, ids[0]))
    settle(window)
    window.workspace.go(Destination("home"))
    lock_and_unlock(qtbot, window)
    window.workspace.go(Destination(key, ids[2]))
    settle(window)
    place = window.workspace.current.place()
    assert (place.chosen if key == "people" else place.editor.talk_id) == ids[2]


def _three(application, key, _):
    if key == "people":
        return [row.id for row in application.people.page(limit=3)]
    return [row.id for row in application.talks.page(TalkFilter(), None, 3)]


def test_the_vault_is_really_closed(qtbot, window):
    application = application_of(window)
    window.lock()
    qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)
    assert not application.session.vault.is_open
    assert "已锁定" in window.status.findChildren(type(window.door.unlock.place))[0].text()


def test_closing_the_window_locks_first(qtbot, window):
    application = application_of(window)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)
    assert window.workspace is None
    assert not application.session.vault.is_open


def test_dialogs_do_not_stay_open_over_a_locked_vault(qtbot, window):
    window.workspace.go(Destination("people"))
    settle(window)
    window.workspace.current.begin_new()
    settle(window)
    dialog = window.workspace.current.forms.dialog
    assert dialog.isVisible()
    window.lock()
    assert not dialog.isVisible()


def test_a_list_that_dropped_down_does_not_stay_open_over_a_locked_vault(qtbot, window):
    window.workspace.go(Destination("talks"))
    settle(window)
    year = window.workspace.current.list.year
    year.showPopup()
    dropped = year.view().window()
    qtbot.waitUntil(dropped.isVisible)
    window.lock()
    assert not dropped.isVisible()


def test_it_locks_when_nobody_touches_anything(qtbot, qapp):
    now = [0.0]
    idle = IdleLock(seconds=lambda: now[0])
    qapp.installEventFilter(idle)
    try:
        idle.start(5)
        now[0] = 4 * 60
        idle.look()
        assert idle.seconds_left() == 60
        event_of_a_key(qapp)
        assert idle.seconds_left() == 300
        now[0] += 301
        with qtbot.waitSignal(idle.due):
            idle.look()
    finally:
        qapp.removeEventFilter(idle)


def test_a_laptop_that_slept_locks_at_the_first_touch(qtbot, qapp):
    now = [0.0]
    idle = IdleLock(seconds=lambda: now[0])
    qapp.installEventFilter(idle)
    try:
        idle.start(5)
        now[0] = 3600
        with qtbot.waitSignal(idle.due):
            event_of_a_key(qapp)
    finally:
        qapp.removeEventFilter(idle)


def test_setting_the_clock_back_does_not_keep_the_vault_open(qtbot):
    wall, running = [10_000.0], [50.0]
    idle = IdleLock(seconds=lambda: wall[0], running=lambda: running[0])
    idle.start(5)
    wall[0] -= 3600
    running[0] += 301
    with qtbot.waitSignal(idle.due):
        idle.look()


def event_of_a_key(qapp):
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Shift, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(qapp, key)


def test_a_window_with_text_that_could_not_be_saved_does_not_close(qtbot, window, monkeypatch):
    from ui import pages

    entries = (*pages.PAGES, pages.PageEntry("notes", "便笺", "pencil", lambda s: Notes(s.tasks)))
    monkeypatch.setattr(pages, "PAGES", entries)
    window.lock()
    qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)
    unlock(qtbot, window)
    window.workspace.go(Destination("notes"))
    window.workspace.current.text = "还没有存进去的一句话"
    window.close()
    qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)
    assert window.isVisible()
    assert "还没有存进保险库" in window.door.unlock.message.what.text()
    unlock(qtbot, window)
    assert window.workspace.current.text == "还没有存进去的一句话"
    window.workspace.current.text = ""
