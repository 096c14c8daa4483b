"""The passphrase is forgotten: two cards of paper bring the secretary back, and nobody else in."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from app.domain.errors import WrongPassphraseError
from app.domain.progress import NoProgress
from app.domain.vault_errors import DeviceSecretMissingError, KeyFileRolledBackError
from tests.conftest import PASSPHRASE
from tests.ui.conftest import settle, unlock
from tests.ui.sight import cut_off, nameless
from ui.page import Destination

NEW_WORDS = "chahu-shanlu-yupao-tiande-qingfeng"


@pytest.fixture
def cards(county, access):
    """The cards of the county's vault, typed once as they must be."""
    application = access.unlock(county, PASSPHRASE, NoProgress())
    made = application.recovery.prepare()
    application.recovery.keep(PASSPHRASE, made, [card.code for card in made.cards])
    application.lock()
    return made.cards


@pytest.fixture
def panel(closed_window, cards):
    """The locked window, asking for two cards."""
    closed_window.door.unlock.cards_button.click()
    return closed_window.door.panel


def give(window, panel, first, second):
    panel.first.set_groups(first.groups)
    panel.second.set_groups(second.groups)
    panel.next_button.click()
    settle(window)


def test_the_secretary_who_forgot_it_is_back_with_two_cards(
    qtbot, closed_window, panel, cards, access, county
):
    give(closed_window, panel, cards[2], cards[0])
    assert [panel.whose.itemText(n) for n in range(panel.whose.count())] == ["李明（管理）"]
    assert not panel.next_button.isEnabled()
    panel.new.take_suggestion(NEW_WORDS)
    settle(closed_window)
    panel.next_button.click()
    qtbot.waitUntil(lambda: closed_window.workspace is not None, timeout=10_000)
    settle(closed_window)
    assert closed_window.door.panel is None
    closed_window.workspace.go(Destination("keys"))
    settle(closed_window)
    page = closed_window.workspace.current
    assert "已经用过" in page.recovery.due.text()
    closed_window.lock()
    qtbot.waitUntil(lambda: closed_window.workspace is None, timeout=10_000)
    with pytest.raises(WrongPassphraseError):
        access.unlock(county, PASSPHRASE, NoProgress())
    unlock(qtbot, closed_window, NEW_WORDS)


def test_a_card_is_typed_by_hand_from_the_first_key_on(qtbot, closed_window, panel, cards):
    closed_window.activateWindow()
    qtbot.waitUntil(closed_window.isActiveWindow)
    for card in cards[:2]:
        for character in "".join(card.groups).lower():
            QTest.keyClicks(QApplication.focusWidget(), character)
    assert panel.next_button.isEnabled()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    settle(closed_window)
    assert panel.page == 1


def test_one_card_is_not_enough(panel, cards):
    panel.first.set_groups(cards[0].groups)
    assert not panel.next_button.isEnabled()


def test_the_same_card_twice_is_told(closed_window, panel, cards):
    give(closed_window, panel, cards[0], cards[0])
    assert "同一张恢复单" in panel.message.what.text()
    assert panel.first.is_whole()  # nothing typed is lost
    assert closed_window.workspace is None


def test_cards_of_another_set_are_told(closed_window, panel, cards, county, access):
    application = access.unlock(county, PASSPHRASE, NoProgress())
    newer = application.recovery.prepare()
    application.recovery.keep(PASSPHRASE, newer, [card.code for card in newer.cards])
    application.lock()
    give(closed_window, panel, cards[0], cards[1])
    assert "不是这个保险库现在用的那一套" in panel.message.what.text()


def test_a_vault_without_cards_says_so(closed_window, county, access):
    application = access.unlock(county, PASSPHRASE, NoProgress())
    made = application.recovery.prepare()
    application.lock()
    closed_window.door.show_cards()
    panel = closed_window.door.panel
    give(closed_window, panel, made.cards[0], made.cards[1])
    assert "没有做过恢复单" in panel.message.what.text()


def test_escape_goes_back_a_step_and_then_to_the_passphrase(closed_window, panel, cards):
    give(closed_window, panel, cards[0], cards[1])
    assert panel.page == 1
    closed_window.door.step_back()
    assert panel.page == 0
    closed_window.door.step_back()
    assert closed_window.door.panel is None
    assert closed_window.door.unlock.isVisible()


def test_a_machine_that_is_left_forgets_what_was_typed(closed_window, panel, cards):
    give(closed_window, panel, cards[0], cards[1])
    panel.new.take_suggestion(NEW_WORDS)
    closed_window.door.cancel()
    assert panel.first.text() == panel.second.text() == panel.new.first.text() == ""
    assert panel.page == 0


@pytest.mark.parametrize(
    "error", [KeyFileRolledBackError(), DeviceSecretMissingError(store="GNOME 密钥环")]
)
def test_what_cards_can_mend_leads_to_them(closed_window, error):
    page = closed_window.door.unlock
    page._refuse(error)
    ways = {b.text(): b for b in page.message.findChildren(QPushButton)}
    ways["用恢复单打开…"].click()
    assert closed_window.door.panel is not None


@pytest.mark.parametrize("size", [12, 15, 18])
def test_both_pages_are_whole_on_the_smallest_screen(closed_window, panel, cards, size):
    closed_window._look.choose(size)
    closed_window.resize(1366, 720)
    settle(closed_window)
    faults = cut_off(panel) + nameless(panel) + overflow(panel)
    give(closed_window, panel, cards[0], cards[1])
    faults += cut_off(panel) + nameless(panel) + overflow(panel)
    assert not faults, "\n".join(faults)


def overflow(panel) -> list[str]:
    """Whether one must scroll to come to the buttons."""
    bottom = panel.card.mapTo(panel, panel.card.rect().bottomLeft()).y()
    return [f"the card ends at {bottom} of {panel.height()}"] if bottom > panel.height() else []
