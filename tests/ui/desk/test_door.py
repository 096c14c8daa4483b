"""The desk's door: made once, opened by its passphrase, and found again after a lock."""

from __future__ import annotations

from tests.conftest import PASSPHRASE
from tests.ui.desk.conftest import enter, page_of, settle
from ui.page import Destination

NEW_WORDS = "chahu-shanlu-yupao-tiande-qingfeng"


def test_a_first_desk_is_made_with_its_card_and_fingerprint(qtbot, make_desk, tmp_path):
    window = make_desk()
    wizard = window.door.wizard
    assert wizard is not None
    wizard.where.set_folder(tmp_path / "new")
    wizard.go_on()
    wizard.passphrase.take_suggestion(PASSPHRASE)
    wizard.passphrase.understood.setChecked(True)
    settle(window)
    wizard.go_on()
    assert not wizard.next_button.isEnabled()
    wizard.named.name.setText("某某市纪委监委案管室")
    wizard.next_button.click()
    qtbot.waitUntil(lambda: wizard.made is not None, timeout=20_000)
    assert wizard.passphrase.first.text() == ""
    assert (tmp_path / "new" / "identity.txt").is_file()
    assert wizard.card_step.digits.groups == wizard.made.registry.identity.fingerprint
    wizard.next_button.click()
    settle(window)
    assert window.workspace is not None
    assert window.windowTitle() == "受理台"
    assert window.workspace.heading.text() == "接收"


def test_the_desk_that_was_asked_for_stands_before_the_one_of_last_time(
    qtbot, entrance, closed_desk, desk_folder
):
    assert closed_desk.door.unlock.folder == desk_folder
    page = closed_desk.door.unlock
    page.passphrase.set_text("not-the-passphrase-at-all")
    page.open_button.click()
    qtbot.waitUntil(page.message.isVisible, timeout=10_000)
    assert page.message.what.text() == "口令不对，保险库没有打开。"
    enter(qtbot, closed_desk)
    assert entrance.last_folder() == desk_folder


def test_after_a_lock_one_is_where_one_was(qtbot, window):
    page_of(window, "figures").year.setCurrentIndex(2)
    settle(window)
    window.lock()
    qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)
    enter(qtbot, window)
    settle(window)
    assert window.workspace.heading.text() == "统计"
    assert window.workspace.current.year.currentIndex() == 2


def test_it_locks_by_itself(qtbot, window):
    assert window.idle.minutes() == 15
    window.idle.due.emit()
    qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)
    assert window.door.unlock.message.what.text() == "保险库已锁定。"


def test_the_passphrase_was_forgotten_and_two_cards_open_the_desk(qtbot, window):
    window.workspace.go(Destination("keys"))
    recovery = window.application.care.recovery
    made = []

    def make(_):
        cards = recovery.prepare()
        recovery.keep(PASSPHRASE, cards, [card.code for card in cards.cards])
        made.extend(cards.cards)

    window._tasks.query(make, then=_nothing)
    settle(window)
    window.lock()
    qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)
    window.door.unlock.cards_button.click()
    panel = window.door.panel
    panel.first.set_groups(made[2].groups)
    panel.second.set_groups(made[0].groups)
    panel.next_button.click()
    settle(window)
    panel.new.take_suggestion(NEW_WORDS)
    settle(window)
    panel.next_button.click()
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=10_000)


def test_a_desk_comes_back_from_its_backup_beside_the_old_one(qtbot, window, tmp_path):
    identity = window.application.registry.identity
    window.workspace.upkeep.run.begin(by_hand=True)
    settle(window)
    window.lock()
    qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)
    window.door.unlock.restore_button.click()
    settle(window)
    panel = window.door.panel
    panel.choose.table.setCurrentCell(0, 0)
    panel.try_next()
    panel.proof.passphrase.set_text(PASSPHRASE)
    settle(window)
    target = panel.proof.target.folder
    panel.try_next()
    qtbot.waitUntil(lambda: panel.is_final() and panel.next_button.isEnabled(), timeout=20_000)
    panel.try_next()
    settle(window)
    assert window.door.unlock.folder == target
    enter(qtbot, window)
    assert window.application.folder == target
    assert window.application.registry.identity == identity


def _nothing(_: object) -> None:
    """Nobody waits for it."""
