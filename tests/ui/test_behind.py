"""A vault or a clock that went back in time: the vault opens, and the user hears of it at once."""

from __future__ import annotations

from app.domain.errors import VaultBehindError
from app.domain.progress import NoProgress
from tests.conftest import PASSPHRASE
from tests.ui.conftest import settle, unlock
from ui.messages import message_for


def put_back_an_older_copy(access, folder):
    older = (folder / "vault.db").read_bytes()
    access.unlock(folder, PASSPHRASE, NoProgress()).lock()
    (folder / "vault.db").write_bytes(older)


def test_an_older_copy_is_told_when_it_opens(qtbot, access, county, make_window):
    put_back_an_older_copy(access, county)
    window = make_window()
    unlock(qtbot, window)
    settle(window)
    told = message_for(VaultBehindError())
    assert told.what in window.workspace.message.what.text()


def test_a_clock_set_back_is_told_when_it_opens(qtbot, clock, county, make_window):
    clock.move(days=-40)
    window = make_window()
    unlock(qtbot, window)
    settle(window)
    assert "电脑的时间倒回去了" in window.workspace.message.what.text()
    assert "校准" in window.workspace.message.remedy.text()


def test_a_vault_that_agrees_says_nothing(window):
    settle(window)
    assert not window.workspace.message.isVisible()
