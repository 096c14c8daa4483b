"""Unlocking: each way the vault stays closed is told in place, and nothing typed is lost."""

from __future__ import annotations

import shutil

import pytest
from PySide6.QtCore import Qt

from tests.conftest import PASSPHRASE
from tests.ui.conftest import settle, unlock


def refused(qtbot, window, passphrase=PASSPHRASE):
    page = window.door.unlock
    page.passphrase.set_text(passphrase)
    page.open_button.click()
    qtbot.waitUntil(page.message.isVisible, timeout=10_000)
    settle(window)
    return page.message.what.text()


def test_a_wrong_passphrase_is_told_in_the_page_and_what_was_typed_stays(qtbot, closed_window):
    assert refused(qtbot, closed_window, "bushi-zhege-2026") == "口令不对，保险库没有打开。"
    assert closed_window.door.unlock.passphrase.text() == "bushi-zhege-2026"
    assert closed_window.workspace is None
    unlock(qtbot, closed_window)


def test_capitals_without_shift_are_hinted_at(qtbot, closed_window):
    edit = closed_window.door.unlock.passphrase
    qtbot.keyClick(edit.edit, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier)
    assert not edit.is_caps_on
    qtbot.keyClicks(edit.edit, "Q", Qt.KeyboardModifier.NoModifier)
    assert edit.is_caps_on
    assert edit.caps.isVisible()
    refused(qtbot, closed_window, "QUANBUDAXIE-CUOLE")
    assert "大写锁定" in closed_window.door.unlock.message.remedy.text()


def test_after_many_tries_the_button_counts_down(qtbot, closed_window):
    page = closed_window.door.unlock
    for n in range(4):
        refused(qtbot, closed_window, f"bushi-zhege-{n}000")
    assert "还要等" in page.open_button.text()
    assert not page.open_button.isEnabled()
    qtbot.waitUntil(page.open_button.isEnabled, timeout=5_000)
    assert page.open_button.text() == "解锁"


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lambda f: shutil.rmtree(f), "这个文件夹里没有保险库"),
        (lambda f: (f / "vault.db").write_bytes(b""), "保险库文件是空的"),
        (lambda f: (f / "vault.db").write_bytes(b"x" * 8192), "读不出来"),
        (lambda f: [p.unlink() for p in f.glob("keys.json*")], "密钥文件"),
        (lambda f: [p.write_text("{") for p in f.glob("keys.json*")], "密钥文件损坏"),
    ],
    ids=["missing", "empty", "damaged", "no key file", "key file damaged"],
)
def test_each_fault_of_a_vault_is_told_by_its_name(qtbot, closed_window, county, harm, told):
    harm(county)
    assert told in refused(qtbot, closed_window)
    assert closed_window.workspace is None


def test_a_vault_in_use_is_told_with_its_time(qtbot, make_window, county):
    first, second = make_window(), make_window()
    unlock(qtbot, first)
    assert "正被另一个窗口使用（2026年3月5日" in refused(qtbot, second)


def test_a_missing_stick_does_not_begin_a_first_run(make_window, county):
    shutil.rmtree(county)
    window = make_window()
    assert window.door.wizard is None


def test_the_title_holds_no_name(window):
    assert window.windowTitle() == "谈心簿"
