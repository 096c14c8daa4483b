"""The machine is left at any moment: no written character is lost, and nothing breaks."""

from __future__ import annotations

import os
import random
import time

from PySide6.QtWidgets import QApplication, QFileDialog

from tests.ui.conftest import settle, unlock
from tests.ui.office import write
from tests.ui.test_monkey import Monkey
from tests.ui.test_same_place import talk_id  # noqa: F401 — a fixture
from ui.departure.departure import Reason
from ui.page import Destination

LEAVES = int(os.environ.get("LEAVES", "6"))
SEED = int(os.environ.get("LEAVING_SEED", "20260305"))
WORDS = "王建国说村里的账目三月公开，镕喆堃也在场。"


def come_back(qtbot, window) -> None:
    qtbot.waitUntil(lambda: window.workspace is None, timeout=20_000)
    unlock(qtbot, window)


def test_no_written_character_is_lost(qtbot, window, talk_id):  # noqa: F811
    dice = random.Random(SEED)
    window.workspace.go(Destination("talks", talk_id))
    written = ""
    for _ in range(LEAVES):
        conduct = window.workspace.current.editor.conduct
        qtbot.waitUntil(lambda c=conduct: bool(c.outline.key()), timeout=10_000)
        qtbot.waitUntil(conduct.sheet.editor.hasFocus) if written else None
        assert conduct.sheet.editor.toPlainText() == written
        for _ in range(dice.randint(1, 30)):
            character = dice.choice(WORDS)
            write(conduct.sheet.editor, character)
            written += character
            if not dice.randrange(5):
                QApplication.processEvents()
        window.guarding.left.emit(dice.choice(tuple(Reason)))
        come_back(qtbot, window)
    conduct = window.workspace.current.editor.conduct
    qtbot.waitUntil(lambda: conduct.sheet.editor.toPlainText() == written, timeout=10_000)
    qtbot.waitUntil(lambda: conduct.sheet.editor.textCursor().position() == len(written))


def test_leaving_amid_whatever_somebody_does_breaks_nothing(qtbot, window, monkeypatch):
    for name in ("getOpenFileName", "getSaveFileName", "getOpenFileNames"):
        monkeypatch.setattr(QFileDialog, name, lambda *a, **k: ("", ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *a, **k: "")
    monkey, until = Monkey(window, SEED), time.monotonic() + LEAVES * 1.5
    while time.monotonic() < until:
        for _ in range(monkey.dice.randint(3, 40)):
            monkey.move()
            QApplication.processEvents()
            if not window.door.isHidden():
                break
        window.guarding.left.emit(monkey.dice.choice(tuple(Reason)))
        come_back(qtbot, window)
    settle(window)
    for dialog in QApplication.topLevelWidgets():
        if dialog is not window and dialog.isVisible():
            dialog.close()
