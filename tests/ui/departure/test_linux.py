"""A desktop tells that the machine is being left, and the machine waits until all is locked."""

from __future__ import annotations

import sys

import pytest

from tests.bus_partners import Partner
from tests.ui.departure.desktop import UPower
from ui.departure.departure import Reason

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the buses of Linux")


@pytest.fixture
def departure(qtbot, logind, make_departure):
    """A departure that found its session and holds the machine awake."""
    made = make_departure()
    made.watch()
    qtbot.waitUntil(lambda: Reason.USER_SWITCH in made.sources() and logind.is_waiting())
    return made


def heard(qtbot, departure, reason: Reason):
    return qtbot.waitSignal(departure.left, check_params_cb=lambda told: told is reason)


# ── sleep ────────────────────────────────────────────────────────────────────────────────────────


def test_the_machine_waits_with_its_sleep_until_all_is_locked(qtbot, departure, logind):
    with heard(qtbot, departure, Reason.SLEEP):
        logind.sleep(is_near=True)
    assert logind.is_waiting()
    departure.done()
    assert not logind.is_waiting()


def test_after_waking_the_machine_waits_the_next_time_too(qtbot, departure, logind):
    with heard(qtbot, departure, Reason.SLEEP):
        logind.sleep(is_near=True)
    departure.done()
    logind.sleep(is_near=False)
    qtbot.waitUntil(logind.is_waiting)
    assert len(logind.held) == 2


def test_a_lock_for_another_reason_keeps_the_machine_waiting(departure, logind):
    departure.done()
    assert logind.is_waiting()


def test_the_machine_waits_before_it_goes_down(qtbot, departure, logind):
    with heard(qtbot, departure, Reason.SHUTDOWN):
        logind.tell(
            "/org/freedesktop/login1",
            "org.freedesktop.login1.Manager",
            "PrepareForShutdown",
            "b",
            True,
        )
    departure.done()
    assert not logind.is_waiting()


# ── the session ──────────────────────────────────────────────────────────────────────────────────


def test_the_lock_of_the_session_is_heard(qtbot, departure, logind):
    with heard(qtbot, departure, Reason.SESSION_LOCK):
        logind.lock_session()


def test_the_hint_that_the_session_is_locked_is_heard(qtbot, departure, logind):
    with heard(qtbot, departure, Reason.SESSION_LOCK):
        logind.change(LockedHint=True)


def test_a_switch_to_another_user_is_heard(qtbot, departure, logind):
    with heard(qtbot, departure, Reason.USER_SWITCH):
        logind.change(Active=False)


def test_what_is_no_departure_is_not_taken_for_one(qtbot, departure, logind):
    told = []
    departure.left.connect(told.append)
    logind.change(LockedHint=False)
    logind.change(Active=True)
    logind.sleep(is_near=False)
    with heard(qtbot, departure, Reason.SESSION_LOCK):
        logind.lock_session()
    assert told == [Reason.SESSION_LOCK]


def test_another_sessions_lock_is_none_of_ours(qtbot, departure, logind):
    told = []
    departure.left.connect(told.append)
    logind.tell("/org/freedesktop/login1/session/_37", "org.freedesktop.login1.Session", "Lock")
    with heard(qtbot, departure, Reason.USER_SWITCH):
        logind.change(Active=False)
    assert told == [Reason.USER_SWITCH]


def test_somebody_who_is_not_the_login_manager_is_not_heard(qtbot, bus, stack, departure, logind):
    told = []
    departure.left.connect(told.append)
    other = Partner(bus.address, "org.example.Other")
    stack.callback(other.close)
    other.tell(
        "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep", "b", True
    )
    with heard(qtbot, departure, Reason.SESSION_LOCK):
        logind.lock_session()
    assert told == [Reason.SESSION_LOCK]


def test_the_session_is_known_by_its_number_in_the_environment(
    qtbot, logind, make_departure, monkeypatch
):
    monkeypatch.setenv("XDG_SESSION_ID", "2")
    del logind.state["Id"]
    departure = make_departure()
    departure.watch()
    qtbot.waitUntil(lambda: Reason.SESSION_LOCK in departure.sources())


def test_a_program_of_the_users_service_manager_finds_the_session_of_the_display(
    qtbot, logind, make_departure
):
    ordinary, asked = logind.answers["Get"], []

    def get(interface: str, name: str):
        asked.append(name)
        if asked.count("Id") == 1 and name == "Id":
            raise LookupError  # it has no session of its own
        return ordinary(interface, name)

    logind.answers["Get"] = get
    departure = make_departure()
    departure.watch()
    qtbot.waitUntil(lambda: Reason.SESSION_LOCK in departure.sources())


# ── the lid ──────────────────────────────────────────────────────────────────────────────────────


def test_the_lid_is_heard_when_it_closes(qtbot, bus, stack, logind, make_departure):
    power = UPower(bus.address)
    stack.callback(power.close)
    departure = make_departure()
    departure.watch()
    qtbot.waitUntil(lambda: Reason.LID in departure.sources())
    with heard(qtbot, departure, Reason.LID):
        power.close_lid()
    power.close_lid(is_closed=False)
    qtbot.waitUntil(lambda: departure._power.lid._was_closed is False)
    with heard(qtbot, departure, Reason.LID):
        power.close_lid()


def test_a_laptop_that_works_closed_is_not_left(qtbot, bus, stack, logind, make_departure):
    power = UPower(bus.address, is_closed=True)
    stack.callback(power.close)
    departure = make_departure()
    told = []
    departure.left.connect(told.append)
    departure.watch()
    qtbot.waitUntil(lambda: Reason.LID in departure.sources())
    power.close_lid()
    with heard(qtbot, departure, Reason.SESSION_LOCK):
        logind.lock_session()
    assert told == [Reason.SESSION_LOCK]


def test_without_a_power_service_the_login_manager_is_asked(
    qtbot, logind, make_departure, monkeypatch
):
    monkeypatch.setattr("ui.departure.logind.LOOK_AT_LID_MS", 50)
    departure = make_departure()
    departure.watch()
    qtbot.waitUntil(lambda: Reason.LID in departure.sources())
    with heard(qtbot, departure, Reason.LID):
        logind.state["LidClosed"] = True


# ── the desktop's own lock ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("service", "path", "member", "facts"),
    [
        ("org.freedesktop.ScreenSaver", "/ScreenSaver", "ActiveChanged", ("b", True)),
        ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver", "ActiveChanged", ("b", True)),
        ("org.ukui.ScreenSaver", "/", "lock", ()),
        ("com.deepin.dde.lockFront", "/com/deepin/dde/lockFront", "Visible", ("b", True)),
    ],
)
def test_the_desktops_lock_is_heard(
    qtbot, bus, stack, logind, make_departure, service, path, member, facts
):
    saver = Partner(bus.address, service)
    stack.callback(saver.close)
    departure = make_departure()
    departure.watch()
    qtbot.waitUntil(lambda: Reason.SCREEN_SAVER in departure.sources())
    with heard(qtbot, departure, Reason.SCREEN_SAVER):
        saver.tell(path, service, member, *facts)


def test_a_lock_that_goes_away_is_no_departure(qtbot, bus, stack, logind, make_departure):
    saver = Partner(bus.address, "org.gnome.ScreenSaver")
    stack.callback(saver.close)
    departure = make_departure()
    told = []
    departure.left.connect(told.append)
    departure.watch()
    qtbot.waitUntil(lambda: Reason.SCREEN_SAVER in departure.sources())
    place = ("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", "b")
    saver.tell(*place, False)
    with heard(qtbot, departure, Reason.SCREEN_SAVER):
        saver.tell(*place, True)
    assert len(told) == 1


# ── what is not there ────────────────────────────────────────────────────────────────────────────


def test_without_buses_nothing_is_told_and_nothing_breaks(qtbot, make_departure):
    departure = make_departure("unix:path=/nowhere/at/all", "unix:path=/nowhere/either")
    departure.watch()
    departure.done()
    qtbot.wait(50)
    assert departure.sources() == ()


def test_a_bus_without_a_login_manager_is_done_without(qtbot, make_departure):
    departure = make_departure()
    departure.watch()
    qtbot.wait(100)
    assert departure.sources() == ()
