"""At the door of a vault that does not open: a backup brings it back, a rescue what can be read."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from app.domain.progress import NoProgress
from app.services.preferences import Choices
from tests.conftest import PASSPHRASE
from tests.ui.conftest import settle, unlock
from tests.ui.sight import cut_off, nameless
from ui.unlock.rescue_restore import RestorePanel
from ui.unlock.rescue_salvage import SalvagePanel


@pytest.fixture
def backed_up(access, county) -> Path:
    """A county's vault with one backup in it."""
    application = access.unlock(county, PASSPHRASE, NoProgress())
    application.backups.note(application.backups.make(NoProgress()))
    application.lock()
    return county


@pytest.fixture
def door(make_window, backed_up):
    return make_window().door


def words_in(widget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def press(widget, text: str) -> None:
    for made in widget.findChildren(QPushButton):
        if made.isVisible() and made.text().startswith(text):
            assert made.isEnabled(), text
            made.click()
            return
    pytest.fail(f"no button {text}")


def restore_panel(door) -> RestorePanel:
    window = door.window()
    press(door, "从备份恢复…")
    settle(window)
    assert isinstance(door.panel, RestorePanel)
    return door.panel


def refused(window):
    window.door.unlock.passphrase.set_text(PASSPHRASE)
    window.door.unlock.try_now()
    settle(window)
    return window.door.unlock.message


# ── which way is offered ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("harm", "offered"),
    [
        (lambda f: (f / "vault.db").write_bytes(b""), {"从备份恢复…", "检查与抢救…"}),
        (lambda f: (f / "vault.db").write_bytes(b"x" * 8192), {"从备份恢复…", "检查与抢救…"}),
        (lambda f: [p.unlink() for p in f.glob("keys.json*")], {"从备份恢复…"}),
        (lambda f: [p.write_text("{") for p in f.glob("keys.json*")], {"从备份恢复…"}),
        (lambda f: (f / "vault.db").unlink(), {"从备份恢复…", "再试一次"}),
    ],
    ids=["empty", "damaged", "no key file", "key file damaged", "missing"],
)
def test_each_fault_offers_the_ways_that_can_help(make_window, backed_up, harm, offered):
    harm(backed_up)
    bar = refused(make_window())
    assert offered <= {made.text() for made in bar.findChildren(QPushButton)}


def test_a_wrong_passphrase_offers_no_rescue(make_window, backed_up):
    window = make_window()
    window.door.unlock.passphrase.set_text("bushi-zhege-2026")
    window.door.unlock.try_now()
    settle(window)
    buttons = {made.text() for made in window.door.unlock.message.findChildren(QPushButton)}
    assert "检查与抢救…" not in buttons


# ── from a backup ────────────────────────────────────────────────────────────────────────────────


def test_a_broken_vault_comes_back_from_its_own_backup(qtbot, door, backed_up):
    window = door.window()
    before = (backed_up / "vault.db").read_bytes()
    (backed_up / "vault.db").write_bytes(before[:4096])
    refused(window)
    panel = restore_panel(door)
    assert panel.choose.table.rowCount() == 1
    press(panel, "下一步")
    target = panel.proof.target.folder
    assert target != backed_up
    panel.proof.passphrase.set_text(PASSPHRASE)
    press(panel, "开始恢复")
    settle(window)
    assert "恢复好了" in words_in(panel)
    assert str(target) in words_in(panel)
    assert panel.proof.passphrase.text() == ""
    press(panel, "解锁恢复好的保险库")
    settle(window)
    assert door.panel is None
    unlock(qtbot, window)
    assert window.application.folder == target
    assert (backed_up / "vault.db").read_bytes() == before[:4096]


def test_a_stick_is_chosen_when_the_laptop_is_gone(qtbot, access, make_window, backed_up, tmp_path):
    stick = tmp_path / "stick"
    shutil.copytree(backed_up / "backups", stick)
    shutil.rmtree(backed_up)
    access.preferences.keep(Choices(last_folder=None))
    window = make_window()
    assert window.door.wizard is not None
    panel = restore_panel(window.door)
    assert "还没有选备份" in panel.message.what.text()
    assert not panel.next_button.isEnabled()
    panel.look_in(stick)
    settle(window)
    press(panel, "下一步")
    panel.proof.target.set_folder(tmp_path / "新家")
    panel.proof.passphrase.set_text(PASSPHRASE)
    press(panel, "开始恢复")
    settle(window)
    press(panel, "解锁恢复好的保险库")
    unlock(qtbot, window)
    assert window.application.folder == tmp_path / "新家"


def test_going_back_leads_to_where_one_came_from(access, make_window, backed_up):
    access.preferences.keep(Choices(last_folder=None))
    window = make_window()
    panel = restore_panel(window.door)
    panel.step_back()
    assert window.door.panel is None
    assert window.door.wizard.isVisible()


def test_a_wrong_passphrase_leaves_nothing_behind(door, tmp_path):
    window, panel = door.window(), restore_panel(door)
    press(panel, "下一步")
    panel.proof.passphrase.set_text("bushi-zhege-2026")
    target = panel.proof.target.folder
    press(panel, "开始恢复")
    settle(window)
    assert "口令不对" in panel.message.what.text()
    assert not target.exists()
    assert panel.proof.passphrase.text() == "bushi-zhege-2026"


def test_a_target_that_holds_something_is_refused(door, backed_up):
    window, panel = door.window(), restore_panel(door)
    press(panel, "下一步")
    panel.proof.target.set_folder(backed_up)
    panel.proof.passphrase.set_text(PASSPHRASE)
    press(panel, "开始恢复")
    settle(window)
    assert panel.number == 1
    assert panel.message.isVisible()


def test_escape_goes_one_step_back_and_then_to_the_passphrase(qtbot, door):
    window, panel = door.window(), restore_panel(door)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    press(panel, "下一步")
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert panel.number == 0
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert door.panel is None
    assert door.unlock.isVisible()


def test_leaving_the_machine_forgets_what_was_typed(door):
    panel = restore_panel(door)
    press(panel, "下一步")
    panel.proof.passphrase.set_text(PASSPHRASE)
    door.cancel()
    assert panel.proof.passphrase.text() == ""


# ── rescue ───────────────────────────────────────────────────────────────────────────────────────


def test_what_can_be_read_of_a_damaged_vault_is_saved_into_a_new_one(qtbot, door, backed_up):
    window = door.window()
    path = backed_up / "vault.db"
    content = bytearray(path.read_bytes())
    content[100:600] = bytes(500)
    path.write_bytes(content)
    bar = refused(window)
    press(bar, "检查与抢救…")
    settle(window)
    panel = door.panel
    assert isinstance(panel, SalvagePanel)
    panel.look.passphrase.set_text(PASSPHRASE)
    press(panel, "检查还能读出什么")
    settle(window)
    assert panel.number == 1, panel.message.what.text()
    assert "人员" in words_in(panel)
    target = panel.found_step.target.folder
    assert target.parent == backed_up.parent
    press(panel, "救到新的保险库")
    settle(window)
    assert panel.number == 2, panel.message.what.text()
    assert str(target) in words_in(panel)
    assert path.read_bytes() == bytes(content)
    press(panel, "解锁新的保险库")
    unlock(qtbot, window)
    settle(window)
    assert window.application.folder == target


def test_a_vault_of_nothing_is_told_and_nothing_is_written(door, backed_up):
    window = door.window()
    (backed_up / "vault.db").write_bytes(b"")
    before = sorted(backed_up.parent.iterdir())
    press(refused(window), "检查与抢救…")
    door.panel.look.passphrase.set_text(PASSPHRASE)
    press(door.panel, "检查还能读出什么")
    settle(window)
    assert door.panel.number == 0
    assert door.panel.message.isVisible()
    assert sorted(backed_up.parent.iterdir()) == before


# ── how it looks ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("size", [12, 15, 18])
def test_every_step_fits_and_everything_has_a_name(door, backed_up, size):
    window = door.window()
    window._look.choose(size)
    window.resize(1366, 720)
    faults = []

    def look(state: str) -> None:
        settle(window)
        faults.extend(f"{state}: {fault}" for fault in cut_off(window) + nameless(window))

    look("door")
    panel = restore_panel(door)
    look("choose")
    press(panel, "下一步")
    look("words")
    panel.proof.by_cards.setChecked(True)
    look("cards")
    panel.proof.by_words.setChecked(True)
    panel.proof.passphrase.set_text(PASSPHRASE)
    press(panel, "开始恢复")
    look("restored")
    door.leave_panel()
    door.show_salvage()
    door.panel.look.show_folder(backed_up)
    look("look")
    door.panel.look.passphrase.set_text(PASSPHRASE)
    press(door.panel, "检查还能读出什么")
    look("found")
    press(door.panel, "救到新的保险库")
    look("saved")
    assert not faults, "\n".join(faults)
