"""Exchanging the data key from the window: who stays types, cards are made anew, it ends locked."""

from __future__ import annotations

import threading

import pytest

from app.domain.errors import WrongPassphraseError
from app.domain.holders import HolderRole
from app.domain.progress import NoProgress
from app.services.key_holders import NewHolder
from tests.conftest import PASSPHRASE
from tests.ui.conftest import settle, unlock
from tests.ui.test_keys_page import RECORDERS, keys_page, make_cards

WRONG = "bushi-zhege-kouling-2026-xx"


@pytest.fixture
def shared(county, access):
    """The county's vault with a recorder beside the secretary."""
    application = access.unlock(county, PASSPHRASE, NoProgress())
    new = NewHolder("周小雨", HolderRole.RECORDER, RECORDERS, RECORDERS)
    application.key_holders.add(PASSPHRASE, new)
    application.lock()
    return county


@pytest.fixture
def page(qtbot, closed_window, shared):
    unlock(qtbot, closed_window)
    return keys_page(closed_window)


def begun(window, page, makes_cards: bool):
    """The exchange with the first step read and decided."""
    page.rotation_button.click()
    settle(window)
    panel = page.rotation_panel
    (panel.about.now if makes_cards else panel.about.later).setChecked(True)
    panel.next_button.click()
    settle(window)
    return panel


def wait_until_locked(qtbot, window):
    qtbot.waitUntil(lambda: window.workspace is None, timeout=20_000)


def test_it_ends_locked_and_whoever_typed_comes_in_again(
    qtbot, closed_window, page, access, shared
):
    before = (shared / "vault.db").read_bytes()[:16]
    panel = begun(closed_window, page, makes_cards=False)
    panel.staying.own.set_text(PASSPHRASE)
    (recorder,) = panel.staying.fields.values()
    recorder.set_text(RECORDERS)
    assert not panel.staying.lost.isVisible()
    assert panel.next_button.text() == "更换数据密钥"
    panel.next_button.click()
    wait_until_locked(qtbot, closed_window)
    assert "数据密钥已更换" in closed_window.door.unlock.message.what.text()
    assert (shared / "vault.db").read_bytes()[:16] != before  # its salt: a file written anew
    unlock(qtbot, closed_window)
    closed_window.lock()
    wait_until_locked(qtbot, closed_window)
    access.unlock(shared, RECORDERS, NoProgress()).lock()


def test_who_does_not_type_is_named_beforehand_and_stays_outside(
    qtbot, closed_window, page, access, shared
):
    panel = begun(closed_window, page, makes_cards=False)
    panel.staying.own.set_text(PASSPHRASE)
    assert "周小雨" in panel.staying.lost.text()
    assert "重新添加" in panel.staying.lost.text()
    panel.next_button.click()
    wait_until_locked(qtbot, closed_window)
    with pytest.raises(WrongPassphraseError):
        access.unlock(shared, RECORDERS, NoProgress())


def test_new_cards_are_made_with_it_and_open_the_vault_afterwards(
    qtbot, closed_window, page, access, shared
):
    old = make_cards(closed_window, page)
    panel = begun(closed_window, page, makes_cards=True)
    panel.staying.own.set_text(PASSPHRASE)
    panel.next_button.click()
    settle(closed_window)
    cards = panel.paper.cards
    panel.paper.on_paper.setChecked(True)
    panel.next_button.click()
    assert not panel.next_button.isEnabled()
    for entry, card in zip(panel.typed.entries, cards.cards, strict=True):
        entry.set_groups(card.groups)
    panel.next_button.click()
    wait_until_locked(qtbot, closed_window)
    access.read_cards(shared, cards.cards[0].code, cards.cards[2].code, NoProgress()).forget()
    assert cards.number > old.number
    unlock(qtbot, closed_window)
    assert "第 2 套" in keys_page(closed_window).recovery.now.text()


def test_a_wrong_passphrase_of_another_is_told_by_name_and_can_be_mended(
    qtbot, closed_window, page
):
    panel = begun(closed_window, page, makes_cards=False)
    panel.staying.own.set_text(PASSPHRASE)
    (recorder,) = panel.staying.fields.values()
    recorder.set_text(WRONG)
    panel.next_button.click()
    settle(closed_window)
    assert "周小雨的口令" in panel.message.what.text()
    assert closed_window.workspace is not None
    assert panel.step is panel.staying
    assert panel.staying.own.text() == PASSPHRASE  # what was right is not typed again
    recorder.set_text(RECORDERS)
    panel.next_button.click()
    wait_until_locked(qtbot, closed_window)


def test_it_can_be_stopped_and_nothing_has_changed(qtbot, closed_window, page, shared):
    before = (shared / "vault.db").read_bytes()[:16], (shared / "keys.json").read_bytes()
    panel = begun(closed_window, page, makes_cards=False)
    panel.staying.own.set_text(PASSPHRASE)
    gate = threading.Event()
    closed_window._tasks.query(lambda _: gate.wait(30), then=lambda _: None)
    panel.next_button.click()
    assert panel.work.progress.isVisible()
    assert not panel.close_button.isEnabled()
    panel.work.progress.stop.click()
    gate.set()
    settle(closed_window)
    assert "数据密钥没有换" in panel.work.answer.what.text()
    assert before == ((shared / "vault.db").read_bytes()[:16], (shared / "keys.json").read_bytes())
    assert not (shared / "next").exists()
    assert page.step_back()


def test_locking_stops_it(qtbot, closed_window, page, shared):
    before = (shared / "keys.json").read_bytes()
    panel = begun(closed_window, page, makes_cards=False)
    panel.staying.own.set_text(PASSPHRASE)
    gate = threading.Event()
    closed_window._tasks.query(lambda _: gate.wait(30), then=lambda _: None)
    panel.next_button.click()
    closed_window.lock()
    gate.set()
    wait_until_locked(qtbot, closed_window)
    assert (shared / "keys.json").read_bytes() == before
    unlock(qtbot, closed_window)


def test_nothing_else_happens_while_it_runs(qtbot, closed_window, page):
    panel = begun(closed_window, page, makes_cards=False)
    panel.staying.own.set_text(PASSPHRASE)
    gate = threading.Event()
    closed_window._tasks.query(lambda _: gate.wait(30), then=lambda _: None)
    panel.next_button.click()
    workspace = closed_window.workspace
    assert not workspace.navigation.isEnabled()
    workspace.go_to_number(2)
    workspace.go_back()
    assert workspace.current is page
    panel.work.stop()
    gate.set()
    settle(closed_window)
    assert workspace.navigation.isEnabled()
    workspace.go_to_number(2)
    assert workspace.current is not page


def test_somebody_away_for_long_is_locked_out_when_it_is_stopped(qtbot, closed_window, page):
    panel = begun(closed_window, page, makes_cards=False)
    panel.staying.own.set_text(PASSPHRASE)
    gate = threading.Event()
    closed_window._tasks.query(lambda _: gate.wait(30), then=lambda _: None)
    panel.next_button.click()
    closed_window.idle.due.emit()
    assert closed_window.workspace is not None  # it ends with a locked vault anyway
    panel.work.stop()
    gate.set()
    wait_until_locked(qtbot, closed_window)


def test_leaving_forgets_every_passphrase_that_was_typed(closed_window, page):
    panel = begun(closed_window, page, makes_cards=False)
    panel.staying.own.set_text(PASSPHRASE)
    (recorder,) = panel.staying.fields.values()
    recorder.set_text(RECORDERS)
    assert page.step_back()
    assert panel.staying.own.text() == ""
    assert not panel.staying.others()
