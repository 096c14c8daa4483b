"""The look follows what the machine's user asks of every program, while the window is open."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtDBus import QDBusConnection
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from app.domain.appearance import Appearance
from app.services.preferences import Choices
from tests.bus_partners import Partner
from tests.buses import own_bus
from ui import motion, start
from ui.appearance import portal
from ui.appearance.here import wishes_here
from ui.appearance.portal import PortalWishes, appearance_of
from ui.appearance.windows import COLOURS_CHANGE, SETTING_CHANGE, THEME_CHANGED, WindowsWishes
from ui.appearance.wishes import completed
from ui.contrast import Contrast
from ui.departure.windows import Message
from ui.look import LookControl
from ui.settings.look_card import LookCard
from ui.theme import COLOURS, NIGHT
from ui.widgets.progress_panel import ProgressPanel

NUMBERS = count()
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the buses of Linux")


class Portal(Partner):
    """A settings portal; facts are what the user chose, by key, with D-Bus's letter for it."""

    def __init__(self, address: str, facts: dict[portal.Key, tuple[str, Any]]) -> None:
        super().__init__(address, portal.PORTAL.service)
        self.facts = facts
        # Read wraps what it gives twice: so portals have done it since their first version
        self.answers["Read"] = lambda space, key: ("v", (("v", self.facts[space, key]),))

    def change(self, key: portal.Key, kind: str, value: object) -> None:
        self.facts[key] = (kind, value)
        self.tell(
            portal.PORTAL.path,
            portal.PORTAL.interface,
            "SettingChanged",
            "ssv",
            *key,
            (kind, value),
        )


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    with own_bus(tmp_path_factory.mktemp("bus")) as bus:
        yield bus.address


@pytest.fixture
def stack() -> Iterator[contextlib.ExitStack]:
    with contextlib.ExitStack() as opened:
        yield opened


@pytest.fixture
def desktop(address, stack) -> Callable[..., Portal]:
    def begin(**facts: tuple[str, Any]) -> Portal:
        made = Portal(address, {getattr(portal, name): fact for name, fact in facts.items()})
        stack.callback(made.close)
        return made

    return begin


@pytest.fixture
def look(qapp, access, stack) -> LookControl:
    made = start.look_control(access)
    made.put_on()
    stack.callback(motion.let_move, qapp)
    return made


@pytest.fixture
def follow(address, stack, look) -> Callable[[], PortalWishes]:
    def begin() -> PortalWishes:
        name = f"look-{next(NUMBERS)}"
        made = PortalWishes(QDBusConnection.connectToBus(address, name))
        stack.callback(QDBusConnection.disconnectFromBus, name)
        stack.callback(made.deleteLater)
        made.told.connect(look.follow)
        made.watch()
        return made

    return begin


def ground() -> str:
    return QApplication.palette().window().color().name()


# ── a desktop of Linux ───────────────────────────────────────────────────────────────────────────


@LINUX
def test_the_window_becomes_dark_and_light_and_stark_with_the_desktop(
    qtbot, look, desktop, follow, access
):
    machine = desktop(COLOURS=("u", 1))
    follow()
    qtbot.waitUntil(lambda: ground() == COLOURS[Contrast.DARK].desk)
    machine.change(portal.CONTRAST, "u", 1)
    qtbot.waitUntil(lambda: ground() == COLOURS[Contrast.HIGH].desk)
    machine.change(portal.CONTRAST, "u", 0)
    machine.change(portal.COLOURS, "u", 2)
    qtbot.waitUntil(lambda: ground() == COLOURS[Contrast.LIGHT].desk)
    machine.change(portal.GNOME_CONTRAST, "b", True)
    qtbot.waitUntil(lambda: ground() == COLOURS[Contrast.HIGH].desk)
    assert look.look.contrast is Contrast.SYSTEM  # nothing was chosen by that
    kept = access.preferences.load()
    assert (kept.contrast, kept.seen_contrast) == ("system", "high")
    # the first picture of the next start is right before the machine has been asked
    assert start.look_control(access).worn is Contrast.HIGH


@LINUX
def test_who_chose_a_set_of_colours_keeps_it(qtbot, look, desktop, follow, access):
    look.choose(contrast=Contrast.LIGHT)
    machine = desktop(COLOURS=("u", 1))
    wishes = follow()
    with qtbot.waitSignal(wishes.told):
        pass
    assert ground() == COLOURS[Contrast.LIGHT].desk
    look.choose(contrast=Contrast.SYSTEM)
    assert ground() == COLOURS[Contrast.DARK].desk
    assert machine.facts


@LINUX
def test_a_portal_that_knows_nothing_and_strange_facts_change_nothing(qtbot, desktop, follow, look):
    machine = desktop()
    follow()
    machine.change(portal.COLOURS, "s", "pink")
    machine.change(("org.somebody.else", "color-scheme"), "u", 1)
    machine.tell(portal.PORTAL.path, portal.PORTAL.interface, "SettingChanged", "u", 1)
    machine.change(portal.STILLNESS, "u", 1)  # the last word: all before it was heard
    qtbot.waitUntil(motion.is_still)
    assert look.worn is Contrast.LIGHT


@LINUX
def test_colours_are_not_changed_on_half_of_the_answers(qtbot, desktop, follow, look):
    desktop(COLOURS=("u", 1), CONTRAST=("u", 1), GNOME_MOTION=("b", True))
    worn = []
    look.changed.connect(lambda _: worn.append(look.worn))
    follow()
    qtbot.waitUntil(lambda: bool(worn))
    assert worn == [Contrast.HIGH]


@LINUX
def test_a_machine_without_a_bus_is_done_without(qtbot, look, monkeypatch, qapp):
    for name in ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)
    wishes = wishes_here(qapp)
    wishes.watch()
    QTest.qWait(60)
    assert wishes.appearance() == Appearance()
    wishes.deleteLater()


FACTS = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text())


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.sampled_from(portal.KEYS), FACTS))
def test_whatever_a_portal_answers_there_is_a_look(facts):
    found = appearance_of(facts)
    assert found.is_dark in {None, True, False}


@pytest.mark.parametrize(
    ("key", "fact", "expected"),
    [
        (portal.STILLNESS, 1, True),
        (portal.STILLNESS, 0, False),
        (portal.GNOME_MOTION, False, True),
        (portal.GNOME_MOTION, True, False),
        (portal.KDE_MOTION, "0", True),
        (portal.KDE_MOTION, "0.5", False),
        (portal.KDE_MOTION, "quick", None),
    ],
)
def test_each_desktop_has_its_word_for_stillness(key, fact, expected):
    assert appearance_of({key: fact}).wants_stillness is expected


# ── Windows, made up ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("number", [SETTING_CHANGE, COLOURS_CHANGE, THEME_CHANGED])
def test_windows_is_asked_again_when_it_says_that_something_changed(qtbot, look, number):
    answers = [Appearance(is_dark=False)]
    wishes = WindowsWishes(lambda: answers[-1])
    wishes.told.connect(look.follow)
    with qtbot.waitSignal(wishes.told):
        wishes.watch()
    answers.append(Appearance(is_dark=False, wants_contrast=True))
    with qtbot.assertNotEmitted(wishes.told, wait=60):
        wishes.hear(Message(number=0x0200))  # the mouse went over the window
    with qtbot.waitSignal(wishes.told):
        wishes.hear(Message(number=number))
    assert ground() == COLOURS[Contrast.HIGH].desk
    wishes.deleteLater()


@pytest.mark.parametrize(
    ("told", "by_qt", "expected"),
    [(None, True, True), (False, True, False), (True, False, True), (None, None, None)],
)
def test_what_qt_knows_counts_where_the_machine_says_nothing(told, by_qt, expected):
    assert completed(Appearance(is_dark=told), by_qt).is_dark is expected


# ── what is chosen, and the night ────────────────────────────────────────────────────────────────


def test_the_card_of_the_settings_tells_what_is_followed(qtbot, look):
    card = LookCard(look)
    qtbot.addWidget(card)
    assert card.contrasts.checkedButton().text() == "跟随系统"
    assert "浅色" in card.followed.text()
    look.follow(Appearance(is_dark=True))
    assert "系统现在要的是深色" in card.followed.text()
    card.contrasts.button(1).click()
    assert look.worn is Contrast.LIGHT
    assert "一直用浅色" in card.followed.text()


def test_the_night_of_a_talk_stays_when_the_machine_becomes_dark(look):
    look.wear_night(is_night=True)
    look.follow(Appearance(is_dark=True))
    assert ground() == NIGHT.desk
    look.follow(Appearance(wants_contrast=True))
    assert ground() == COLOURS[Contrast.HIGH].desk
    look.follow(Appearance())
    look.wear_night(is_night=False)
    assert ground() == COLOURS[Contrast.LIGHT].desk


@pytest.mark.parametrize("kept", ["", "pink", "system"])
def test_a_first_start_has_colours_too(access, qapp, kept):
    access.preferences.keep(Choices(seen_contrast=kept))
    assert start.look_control(access).worn is Contrast.LIGHT


# ── stillness ────────────────────────────────────────────────────────────────────────────────────


def pictures(widget: ProgressPanel | QLabel) -> set[bytes]:
    """What is seen in the course of a third of a second."""
    seen = set()
    for _ in range(6):
        QTest.qWait(50)
        seen.add(bytes(widget.grab().toImage().constBits()))
    return seen


def test_nothing_moves_when_the_user_asked_for_stillness(qtbot, look):
    panel = ProgressPanel()
    qtbot.addWidget(panel)
    panel.show()
    panel.begin("正在核对……")
    panel.resize(400, 80)
    panel.stop.setFocus()
    assert len(pictures(panel)) > 1  # so the check can fail
    look.follow(Appearance(wants_stillness=True))
    panel.begin("正在核对……")
    assert len(pictures(panel)) == 1
    panel.step(1, 2)
    assert (panel.bar.value(), panel.bar.maximum()) == (1, 2)
    assert not QApplication.isEffectEnabled(Qt.UIEffect.UI_AnimateCombo)
    assert QApplication.cursorFlashTime() > 0  # the caret is still found
