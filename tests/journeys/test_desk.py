"""A clerk at the keyboard: a desk is made, an office trusted, its stick received and let go."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from app.handover.card import read_registry_card
from app.services.open_desk import DeskEntrance
from app.services.preferences import Preferences
from app.services.registry_access import RegistryAccess
from tests.conftest import CHEAP
from tests.handover.makers import Circle
from tests.journeys.hands import ALT, CTRL, Hands, Key, shown_window
from tests.made_up_sticks import MadeUpSticks
from tests.services.counties import SCHEMAS, County
from ui.desk_window import DeskWindow

WORDS = "changjiang-dongliu-2026"


@pytest.fixture
def sticks(monkeypatch) -> MadeUpSticks:
    made_up = MadeUpSticks()
    monkeypatch.setattr("app.system.media.sticks_here", lambda: made_up)
    return made_up


@pytest.fixture
def window(qtbot, qapp, sticks, tmp_path: Path, clock, monkeypatch) -> Iterator[DeskWindow]:
    monkeypatch.setattr("app.system.paths.default_desk_folder", lambda: tmp_path / "desk")
    access = partial(RegistryAccess, clock, SCHEMAS, CHEAP)
    entrance = DeskEntrance(Preferences(tmp_path / "preferences"), access)
    with shown_window(qtbot, entrance, DeskWindow) as shown:
        yield shown


def make_desk(hands: Hands, window: DeskWindow) -> None:
    """The first run, from the place to the card."""
    wizard = window.door.wizard
    hands.push(wizard.next_button)
    hands.go_to(wizard.passphrase.first)
    hands.type(WORDS)
    hands.go_to(wizard.passphrase.second)
    hands.type(WORDS)
    hands.go_to(wizard.passphrase.understood)
    hands.press(Key.Key_Space)
    hands.push(wizard.next_button)
    hands.go_to(wizard.named.name)
    hands.type("某某市纪委监委案管室")
    hands.push(wizard.next_button)
    hands.see(lambda: wizard.made is not None)
    hands.push(wizard.next_button)
    hands.see(lambda: window.workspace is not None)


def trust(hands: Hands, window: DeskWindow, card: Path) -> None:
    """The card is read, eight groups are compared, each with a tick."""
    hands.press(Key.Key_2, ALT)
    page = window.workspace.current
    hands.see(page.empty.isVisible)
    hands.push(page.empty.button)
    hands.push_and_name(page.panel.card_button, card)
    hands.see(lambda: len(page.panel.ticks.ticks) == 8)
    for tick in page.panel.ticks.ticks:
        assert not page.panel.trust_button.isEnabled()
        hands.go_to(tick)
        hands.press(Key.Key_Space)
    hands.push(page.panel.trust_button)
    hands.see(lambda: page.table.rowCount() == 1)


def receive(hands: Hands, window: DeskWindow, stick: Path) -> None:
    """All packages of the stick that was plugged in; then it is let go of."""
    hands.press(Key.Key_1, ALT)
    page = window.workspace.current
    hands.see(lambda: page.source.list.count() == 1)
    hands.go_to(page.source.list)
    hands.press(Key.Key_Home)
    hands.press(Key.Key_Space)
    hands.see(lambda: page.table.rowCount() == 2)
    hands.push(page.take_button)
    hands.see(lambda: not page.run.is_running and page.message.isVisible())
    assert page.message.what.text() == "收下 2 个。"
    assert (stick / "320999-000002.receipt.json").is_file()
    hands.push(page.eject_button)
    hands.see(lambda: "可以拔出" in page.message.remedy.text())


def read_a_talk(hands: Hands, window: DeskWindow) -> None:
    """One talk is looked for and opened, and left again."""
    hands.press(Key.Key_F, CTRL)
    page = window.workspace.current
    hands.see(lambda: page.model.rowCount() == 2)
    hands.type("专题研究")
    hands.see(lambda: page.model.rowCount() == 2)
    hands.go_to(page.table.view)
    hands.press(Key.Key_Home)
    hands.press(Key.Key_Return)
    hands.see(page.view.isVisible)
    assert page.view.head.title.text() == "落实主体责任"
    hands.press(Key.Key_Escape)
    hands.see(lambda: not page.view.isVisible())


def test_a_clerk_makes_a_desk_trusts_a_county_and_receives_its_stick(
    qtbot, window: DeskWindow, sticks: MadeUpSticks, tmp_path: Path
):
    hands = Hands(qtbot, window)
    make_desk(hands, window)
    identity = window.application.registry.identity
    assert read_registry_card((tmp_path / "desk" / "identity.txt").read_bytes()) == identity
    stick = tmp_path / "stick"
    sticks.plug_in(stick, "A1B2C3D4E5")
    county = County(Circle(stick, tmp_path / "inbox", registry=window.application.registry.keys))
    (tmp_path / "card.txt").write_bytes(county.card())
    trust(hands, window, tmp_path / "card.txt")
    county.send()
    county.send()
    receive(hands, window, stick)
    read_a_talk(hands, window)
    hands.press(Key.Key_L, CTRL)
    hands.see(lambda: window.workspace is None)
    assert window.windowTitle() == "受理台"
