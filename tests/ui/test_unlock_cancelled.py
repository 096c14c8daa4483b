"""An unlocking that runs can be stopped: the vault stays closed, and nobody comes in afterwards."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.progress import NoProgress
from tests.conftest import PASSPHRASE
from tests.ui.conftest import settle, unlock


@pytest.fixture
def held_lane(closed_window):
    """The vault lane is busy with something else until the test lets go of it."""
    gate = threading.Event()
    closed_window._tasks.query(lambda _: gate.wait(30), then=lambda _: None)
    yield gate
    gate.set()


def begin(window):
    page = window.door.unlock
    page.passphrase.set_text(PASSPHRASE)
    page.open_button.click()
    return page


def test_the_button_stops_it_and_says_so(qtbot, closed_window, held_lane):
    page = begin(closed_window)
    assert page.open_button.text() == "正在解锁…"
    assert page.cancel_button.isVisible()
    page.cancel_button.click()
    held_lane.set()
    qtbot.waitUntil(page.message.isVisible, timeout=10_000)
    assert page.message.what.text() == "没有解锁：已经取消。"
    assert page.passphrase.text() == ""
    assert not page.cancel_button.isVisible()
    assert closed_window.workspace is None
    unlock(qtbot, closed_window)


def test_escape_stops_it(qtbot, closed_window, held_lane):
    closed_window.activateWindow()
    qtbot.waitUntil(closed_window.isActiveWindow)
    page = begin(closed_window)
    qtbot.keyClick(closed_window, Qt.Key.Key_Escape)
    held_lane.set()
    qtbot.waitUntil(page.message.isVisible, timeout=10_000)
    assert "取消" in page.message.what.text()
    assert closed_window.workspace is None


def test_one_that_was_through_before_it_heard_is_locked_again(qtbot, closed_window, county, access):
    page = begin(closed_window)
    closed_window._tasks.finish()  # the vault is open, the window has not been told yet
    page.cancel()
    settle(closed_window)
    assert closed_window.workspace is None
    assert closed_window.application is None
    assert page.message.what.text() == "没有解锁：已经取消。"
    access.unlock(county, PASSPHRASE, NoProgress()).lock()  # the folder is let go


def test_a_machine_that_is_left_stops_it_too(qtbot, closed_window, held_lane):
    page = begin(closed_window)
    closed_window.door.cancel()
    held_lane.set()
    settle(closed_window)
    assert closed_window.workspace is None
    assert page.passphrase.text() == ""


def test_what_was_half_typed_is_forgotten_when_the_machine_is_left(closed_window):
    closed_window.door.unlock.passphrase.set_text("half-typed")
    closed_window.leave()
    assert closed_window.door.unlock.passphrase.text() == ""


def test_with_nothing_to_stop_escape_does_nothing(closed_window):
    page = closed_window.door.unlock
    page.passphrase.set_text("half-typed")
    closed_window.door.step_back()
    QApplication.processEvents()
    assert page.passphrase.text() == "half-typed"
    assert not page.message.isVisible()
