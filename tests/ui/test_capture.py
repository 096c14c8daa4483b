"""Windows stay out of pictures, but for ten minutes that are noted; elsewhere it is said honestly."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QDialog, QMenu, QWidget

from tests.ui.conftest import application_of, settle, unlock
from ui.capture import CaptureShield
from ui.departure.departure import Departure, Reason
from ui.page import Destination
from ui.settings.screen_card import ScreenCard, departures


class Screen:
    """A system that keeps note of which windows may be seen in pictures."""

    can_hide = True

    def __init__(self) -> None:
        self.hidden: dict[int, bool] = {}

    def hide(self, window: int) -> bool:
        self.hidden[window] = True
        return True

    def show(self, window: int) -> bool:
        self.hidden[window] = False
        return True

    def hides(self, widget: QWidget) -> bool | None:
        return self.hidden.get(int(widget.winId()))


@pytest.fixture
def screen(qapp) -> Screen:
    return Screen()


@pytest.fixture
def guarded(window, screen, qapp) -> Iterator:
    """The window on a system that can hide it."""
    window.guarding.shield.watch(screen, qapp)
    yield window
    qapp.removeEventFilter(window.guarding.shield)


def card_of(qtbot, window):
    window.workspace.go(Destination("settings"))
    settle(window)
    return window.workspace.current.findChild(ScreenCard)


def test_every_window_is_hidden_as_it_comes_up(qtbot, guarded, screen):
    assert screen.hides(guarded)
    dialog, menu = QDialog(guarded), QMenu(guarded)
    for widget in (dialog, menu):
        widget.show()
        assert screen.hides(widget)
        widget.close()


def test_pictures_are_allowed_for_ten_minutes_and_that_is_noted(qtbot, guarded, screen):
    card = card_of(qtbot, guarded)
    assert "不会出现在截屏" in card.pictures.text()
    card.allow_button.click()
    settle(guarded)
    shield = guarded.guarding.shield
    assert 590 <= shield.seconds_left <= 600
    assert screen.hides(guarded) is False
    assert "还剩" in card.pictures.text()
    newcomer = QDialog(guarded)
    newcomer.show()
    assert screen.hides(newcomer) is False
    newcomer.close()
    entries = []
    audit = application_of(guarded).audit
    guarded._tasks.query(lambda _: audit.page(None, 5), then=entries.extend)
    settle(guarded)
    assert [e.which for e in entries if e.what == "screen.allow"] == ["10"]


def test_the_leave_ends_by_itself(qtbot, qapp, screen, guarded):
    shield = guarded.guarding.shield
    shield.allow(minutes=10)
    shield._seconds = 1
    with qtbot.waitSignal(shield.left, check_params_cb=lambda left: left == 0):
        pass
    assert screen.hides(guarded)


def test_the_leave_ends_at_the_press_of_a_button(qtbot, guarded, screen):
    card = card_of(qtbot, guarded)
    guarded.guarding.shield.allow(10)
    card.forbid_button.click()
    assert screen.hides(guarded)
    assert card.allow_button.isVisible()
    assert not card.forbid_button.isVisible()


def test_the_leave_ends_at_the_lock(qtbot, guarded, screen):
    guarded.guarding.shield.allow(10)
    guarded.lock()
    assert screen.hides(guarded)
    qtbot.waitUntil(lambda: guarded.workspace is None, timeout=10_000)
    unlock(qtbot, guarded)


def test_where_it_cannot_be_done_nothing_is_promised(qtbot, window):
    card = card_of(qtbot, window)
    assert not window.guarding.shield.can_hide
    assert "不让程序挡住截屏" in card.pictures.text()
    assert not card.allow_button.isVisible()
    assert not card.forbid_button.isVisible()


def test_a_shield_nobody_gave_a_way_hides_nothing(qapp):
    shield = CaptureShield()
    shield.allow(1)
    shield.forbid()
    assert not shield.can_hide


# ── which departures are told ────────────────────────────────────────────────────────────────────


def test_the_card_says_which_departures_are_told():
    told = departures((Reason.SLEEP, Reason.LID, Reason.SESSION_LOCK))
    assert told == "遇到这些情况马上锁定：睡眠、合上盖子、系统锁屏。"
    assert "Ctrl+L" in departures(())


def test_the_card_hears_what_the_system_has_answered_since(qtbot, window):
    class Telling(Departure):
        def sources(self):
            return (Reason.SLEEP,)

    card = card_of(qtbot, window)
    assert "Ctrl+L" in card.departures.text()
    window.guarding.listen(Telling(window))
    window.workspace.go(Destination("home"))
    window.workspace.go(Destination("settings"))
    assert "睡眠" in card.departures.text()
