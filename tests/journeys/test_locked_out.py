"""The ways back in, through the windows alone: two cards, a backup, what is left of a broken vault."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from app.services.preferences import Choices
from tests.conftest import PASSPHRASE
from tests.ui.conftest import (  # noqa: F401 — fixtures
    county,
    first_county,
    make_window,
    qapp,
    settle,
    unlock,
)
from ui.page import Destination

NEW_PASSPHRASE = "chahu-shanlu-yupao-tiande-qingfeng-2026"
FIVE_MINUTES = 300


def press(window, text: str) -> None:
    """Press the button in sight with that text."""
    for made in window.findChildren(QPushButton):
        if made.isVisible() and made.text().startswith(text):
            assert made.isEnabled(), text
            made.click()
            settle(window)
            return
    pytest.fail(f"no button {text}")


def words_in(window) -> str:
    return "\n".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


def lock(qtbot, window) -> None:
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)


def names(window) -> set[str]:
    window.workspace.go(Destination("people"))
    settle(window)
    return {row.name for row in window.workspace.current.model.rows()}


def cards_on_paper(window) -> tuple[tuple[str, ...], ...]:
    """Make recovery cards as the first page asks for them; give the groups that stand on paper."""
    window.workspace.go(Destination("home"))
    settle(window)
    press(window, "做恢复单")
    panel = window.workspace.current.cards_panel
    panel.next_button.click()
    settle(window)
    paper = tuple(card.groups for card in panel.paper.cards.cards)
    panel.paper.on_paper.setChecked(True)
    panel.next_button.click()
    for entry, groups in zip(panel.typed.entries, paper, strict=True):
        entry.set_groups(groups)
    panel.typed.own.set_text(PASSPHRASE)
    panel.next_button.click()
    settle(window)
    assert "新的恢复单已启用" in words_in(window)
    return paper


@pytest.fixture
def window(qtbot, make_window, county):  # noqa: F811
    made = make_window()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def come_in_by_cards(qtbot, window) -> None:
    """Both cards are typed: choose a new passphrase and go in."""
    panel = window.door.panel
    press(window, "下一步")
    panel.new.take_suggestion(NEW_PASSPHRASE)
    settle(window)
    panel.next_button.click()
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=30_000)


def test_the_forgotten_passphrase_costs_less_than_five_minutes(qtbot, window):
    unlock(qtbot, window)
    before = names(window)
    paper = cards_on_paper(window)
    lock(qtbot, window)
    began = time.monotonic()
    for number in range(2):
        window.door.unlock.passphrase.set_text(f"haoxiang-shi-zhege-{number}")
        window.door.unlock.try_now()
        settle(window)
        assert "口令不对" in words_in(window)
    press(window, "用恢复单打开…")
    window.door.panel.first.set_groups(paper[1])
    window.door.panel.second.set_groups(paper[2])
    come_in_by_cards(qtbot, window)
    assert names(window) == before
    assert time.monotonic() - began < FIVE_MINUTES
    window.workspace.go(Destination("home"))
    settle(window)
    assert "恢复单用过了" in words_in(window)
    lock(qtbot, window)
    unlock(qtbot, window, NEW_PASSPHRASE)


def test_neither_laptop_nor_passphrase_yet_two_cards_and_the_stick(
    qtbot,
    access,
    make_window,  # noqa: F811
    window,
    county,  # noqa: F811
    tmp_path,
):
    unlock(qtbot, window)
    before = names(window)
    paper = cards_on_paper(window)
    window.workspace.go(Destination("backups", act="backup"))
    settle(window)
    lock(qtbot, window)
    window.close()
    stick = tmp_path / "stick"
    shutil.move(county / "backups", stick)
    shutil.rmtree(county)
    access.preferences.keep(Choices())

    other = make_window()
    press(other, "从备份恢复…")
    panel = other.door.panel
    panel.look_in(stick)
    settle(other)
    press(other, "下一步")
    panel.proof.by_cards.setChecked(True)
    panel.proof.first.set_groups(paper[0])
    panel.proof.second.set_groups(paper[2])
    panel.proof.target.set_folder(tmp_path / "新电脑")
    press(other, "开始恢复")
    press(other, "用恢复单打开")
    come_in_by_cards(qtbot, other)  # what was typed once stands there already
    assert names(other) == before


def test_a_laptop_is_gone_and_the_stick_in_the_safe_brings_everything_back(
    qtbot,
    access,
    make_window,  # noqa: F811
    window,
    county,  # noqa: F811
    tmp_path,
):
    stick = tmp_path / "stick"
    stick.mkdir()
    unlock(qtbot, window)
    before = names(window)
    window.workspace.go(Destination("backups"))
    settle(window)
    window.workspace.current.backup.plan_second(stick)
    settle(window)
    press(window, "现在备份")
    lock(qtbot, window)
    window.close()

    shutil.rmtree(county)
    access.preferences.keep(Choices())
    new_machine = make_window()
    assert new_machine.door.wizard is not None
    press(new_machine, "从备份恢复…")
    panel = new_machine.door.panel
    panel.look_in(stick)
    settle(new_machine)
    press(new_machine, "下一步")
    panel.proof.target.set_folder(tmp_path / "新电脑")
    panel.proof.passphrase.set_text(PASSPHRASE)
    press(new_machine, "开始恢复")
    press(new_machine, "解锁恢复好的保险库")
    unlock(qtbot, new_machine)
    settle(new_machine)
    assert names(new_machine) == before
    assert not new_machine.workspace.message.isVisible()


def test_the_disk_spoils_the_vault_and_what_can_be_read_is_saved(
    qtbot,
    window,
    county,  # noqa: F811
):
    unlock(qtbot, window)
    before = names(window)
    lock(qtbot, window)
    spoiled = spoil(county / "vault.db")
    unlock_refused(window)
    press(window, "检查与抢救…")
    window.door.panel.look.passphrase.set_text(PASSPHRASE)
    press(window, "检查还能读出什么")
    press(window, "救到新的保险库")
    assert "救出来了" in words_in(window)
    press(window, "解锁新的保险库")
    unlock(qtbot, window)
    settle(window)
    assert names(window) == before
    assert (county / "vault.db").read_bytes() == spoiled


def spoil(path: Path) -> bytes:
    """Damage the first page, without which nothing opens."""
    content = bytearray(path.read_bytes())
    content[100:600] = bytes(500)
    path.write_bytes(content)
    return bytes(content)


def unlock_refused(window) -> None:
    window.door.unlock.passphrase.set_text(PASSPHRASE)
    window.door.unlock.try_now()
    settle(window)
    assert window.workspace is None
