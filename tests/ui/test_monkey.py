"""Somebody who presses everything at random: no bug, and what was written is still whole.

A hundred thousand of it, over an office full of records: python -m tests.long.monkey 100000
"""

from __future__ import annotations

import os

from PySide6.QtWidgets import QApplication

from app.domain.progress import NoProgress
from tests.conftest import PASSPHRASE
from tests.ui.conftest import settle, unlock
from tests.ui.monkey import Monkey as Monkey
from tests.ui.monkey import hands_off

EVENTS = int(os.environ.get("MONKEY_EVENTS", "5000"))
QUICK = 5  # moves in a row before the window is painted: that takes longer than to make them
SEED = int(os.environ.get("MONKEY_SEED", "20260305"))


def test_nothing_pressed_at_random_breaks_anything(qtbot, window, access, county):
    monkey = Monkey(window, SEED)
    with hands_off():
        while monkey.count < EVENTS:
            for _ in range(QUICK):
                monkey.move()
            QApplication.processEvents()
            if not window.door.isHidden():  # the door is left alone: wrong passphrases cost waiting
                qtbot.waitUntil(lambda: window.workspace is None, timeout=20_000)
                unlock(qtbot, window)
        assert monkey.hits > EVENTS / 4
        settle(window)
        for dialog in QApplication.topLevelWidgets():
            if dialog is not window and dialog.isVisible():
                dialog.close()
        window.lock()
        qtbot.waitUntil(lambda: window.workspace is None, timeout=20_000)
    application = access.unlock(county, PASSPHRASE, NoProgress())
    try:
        assert application.audit.check().is_whole
    finally:
        application.lock()
