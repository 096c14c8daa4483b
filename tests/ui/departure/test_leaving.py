"""When the machine is left the vault locks, whatever is going on, and only then may it sleep."""

from __future__ import annotations

import sys
import threading

import pytest
from PySide6.QtWidgets import QApplication

from tests.conftest import PASSPHRASE
from tests.ui.conftest import settle, unlock
from ui.departure.departure import Departure, Reason
from ui.page import Destination


class Machine(Departure):
    """Tells when the test says so, and notes when it may sleep."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.may_sleep = 0

    def done(self) -> None:
        self.may_sleep += 1


@pytest.fixture
def machine(closed_window) -> Machine:
    made = Machine(closed_window)
    closed_window.guarding.listen(made)
    return made


@pytest.mark.parametrize("reason", Reason)
def test_whatever_the_reason_the_vault_locks(qtbot, closed_window, machine, reason):
    unlock(qtbot, closed_window)
    machine.left.emit(reason)
    assert not machine.may_sleep
    qtbot.waitUntil(lambda: closed_window.workspace is None, timeout=10_000)
    assert closed_window.application is None
    assert machine.may_sleep == 1
    assert "已锁定" in closed_window.door.unlock.message.what.text()


def test_a_machine_left_before_a_locked_door_may_sleep_at_once(closed_window, machine):
    machine.left.emit(Reason.SLEEP)
    assert machine.may_sleep == 1


def test_a_second_word_while_locking_changes_nothing(qtbot, closed_window, machine):
    unlock(qtbot, closed_window)
    machine.left.emit(Reason.SESSION_LOCK)
    machine.left.emit(Reason.SCREEN_SAVER)
    machine.left.emit(Reason.SLEEP)
    assert not machine.may_sleep
    qtbot.waitUntil(lambda: closed_window.workspace is None, timeout=10_000)
    assert machine.may_sleep == 1


def test_an_unlocking_that_runs_is_stopped(qtbot, closed_window, machine, monkeypatch):
    # the passphrase is right and worked on; somebody closes the lid meanwhile
    from app.services.access import Access

    is_under_way, may_go_on = threading.Event(), threading.Event()
    really_unlock = Access.unlock

    def slowly(access, folder, passphrase, progress):
        is_under_way.set()
        may_go_on.wait(10)
        return really_unlock(access, folder, passphrase, progress)

    monkeypatch.setattr(Access, "unlock", slowly)
    door = closed_window.door.unlock
    door.passphrase.set_text(PASSPHRASE)
    door.open_button.click()
    assert is_under_way.wait(10)
    machine.left.emit(Reason.LID)
    may_go_on.set()
    settle(closed_window)
    assert closed_window.workspace is None
    assert not door.passphrase.text()
    assert "没有解锁" in door.message.what.text()
    monkeypatch.undo()
    unlock(qtbot, closed_window)  # nothing was left held


def test_a_passphrase_half_typed_is_forgotten(closed_window, machine):
    closed_window.door.unlock.passphrase.set_text("半句口令")
    machine.left.emit(Reason.SESSION_LOCK)
    assert not closed_window.door.unlock.passphrase.text()


def test_a_vault_just_made_is_locked_although_nobody_went_in(qtbot, make_window, tmp_path):
    window = make_window()
    machine = Machine(window)
    window.guarding.listen(machine)
    wizard = window.door.wizard
    wizard.where.set_folder(tmp_path / "谈心簿")
    wizard.passphrase.first.set_text(PASSPHRASE)
    wizard.passphrase.second.set_text(PASSPHRASE)
    wizard.office.office.setText("清河县纪委监委")
    wizard.office.secretary.setText("李明")
    wizard.show_step(3)
    wizard.go_on()
    qtbot.waitUntil(lambda: window.door.pending() is not None, timeout=20_000)
    made = window.door.pending()
    assert window.idle.seconds_left()
    machine.left.emit(Reason.USER_SWITCH)
    qtbot.waitUntil(lambda: machine.may_sleep == 1, timeout=10_000)
    assert not made.session.vault.is_open
    assert window.door.unlock.isVisible()


def test_a_vault_just_made_is_locked_when_nobody_touches_it(qtbot, make_window, tmp_path):
    window = make_window()
    wizard = window.door.wizard
    wizard.where.set_folder(tmp_path / "谈心簿")
    for edit in (wizard.passphrase.first, wizard.passphrase.second):
        edit.set_text(PASSPHRASE)
    wizard.office.office.setText("清河县纪委监委")
    wizard.office.secretary.setText("李明")
    wizard.show_step(3)
    wizard.go_on()
    qtbot.waitUntil(lambda: window.door.pending() is not None, timeout=20_000)
    made = window.door.pending()
    assert window.idle.minutes()
    window.idle.due.emit()
    qtbot.waitUntil(lambda: not made.session.vault.is_open, timeout=10_000)
    assert window.door.unlock.isVisible()


def test_the_same_place_comes_back_after_sleep(qtbot, closed_window, machine):
    unlock(qtbot, closed_window)
    closed_window.workspace.go(Destination("people"))
    settle(closed_window)
    machine.left.emit(Reason.SLEEP)
    qtbot.waitUntil(lambda: closed_window.workspace is None, timeout=10_000)
    unlock(qtbot, closed_window)
    assert closed_window.workspace.heading.text() == "人员档案"
    QApplication.processEvents()


@pytest.mark.skipif(sys.platform != "linux", reason="the buses of Linux")
def test_a_real_bus_makes_the_machine_wait_until_the_vault_is_closed(
    qtbot, closed_window, logind, make_departure
):
    closed_window.guarding.listen(make_departure())
    qtbot.waitUntil(
        lambda: logind.is_waiting() and Reason.SLEEP in closed_window.guarding.sources()
    )
    unlock(qtbot, closed_window)
    application = closed_window.application
    logind.sleep(is_near=True)
    qtbot.waitUntil(lambda: not logind.is_waiting(), timeout=10_000)
    assert not application.session.vault.is_open
    logind.sleep(is_near=False)
    qtbot.waitUntil(logind.is_waiting)
