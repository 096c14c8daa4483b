"""Somebody who presses everything at random: no bug, and what was written is still whole."""

from __future__ import annotations

import os
import random
import time

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from app.domain.progress import NoProgress
from tests.conftest import PASSPHRASE
from tests.ui.conftest import settle, unlock
from tests.ui.office import write

SECONDS = float(os.environ.get("MONKEY_SECONDS", "4"))
SEED = int(os.environ.get("MONKEY_SEED", "20260305"))
KEYS = (
    Qt.Key.Key_Tab,
    Qt.Key.Key_Return,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Space,
    Qt.Key.Key_Down,
    Qt.Key.Key_Up,
    Qt.Key.Key_Delete,
    Qt.Key.Key_F1,
    Qt.Key.Key_F5,
    Qt.Key.Key_F12,
)
WITH_CTRL = tuple("NFSTMB0")
WORDS = ("王", "建国", "。", "·", "镕", "1975.08", "县", "—", "\n", "x")


class Monkey:
    """Presses, types and clicks; knows nothing."""

    def __init__(self, window: QWidget, seed: int) -> None:
        self.window, self.dice, self.count = window, random.Random(seed), 0

    def top(self) -> QWidget:
        return QApplication.activePopupWidget() or QApplication.activeModalWidget() or self.window

    def move(self) -> None:
        self.count += 1
        self.dice.choices((self.key, self.ctrl, self.page, self.type, self.click), (3, 1, 1, 3, 4))[
            0
        ]()

    def key(self) -> None:
        target = QApplication.focusWidget() or self.top()
        QTest.keyClick(target, self.dice.choice(KEYS))

    def ctrl(self) -> None:
        key = Qt.Key(ord(self.dice.choice(WITH_CTRL)))
        QTest.keyClick(self.top(), key, Qt.KeyboardModifier.ControlModifier)

    def page(self) -> None:
        key = Qt.Key(Qt.Key.Key_1.value + self.dice.randrange(9))
        QTest.keyClick(self.window, key, Qt.KeyboardModifier.AltModifier)

    def type(self) -> None:
        edits = self.seen(QLineEdit, QPlainTextEdit)
        if edits:
            write(self.dice.choice(edits), self.dice.choice(WORDS))

    def click(self) -> None:
        targets = self.seen(QAbstractButton, QComboBox)
        if targets:
            target = self.dice.choice(targets)
            place = QPoint(self.dice.randrange(target.width()), target.height() // 2)
            QTest.mouseClick(target, Qt.MouseButton.LeftButton, pos=place)

    def seen(self, *kinds: type[QWidget]) -> list[QWidget]:
        return [
            widget
            for kind in kinds
            for widget in self.top().findChildren(kind)
            if widget.isVisible() and widget.isEnabled() and widget.width() > 2
        ]


def test_nothing_pressed_at_random_breaks_anything(qtbot, window, access, county, monkeypatch):
    for name in ("getOpenFileName", "getSaveFileName", "getOpenFileNames"):
        monkeypatch.setattr(QFileDialog, name, lambda *a, **k: ("", ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *a, **k: "")
    monkey = Monkey(window, SEED)
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        monkey.move()
        QApplication.processEvents()
        if not window.door.isHidden():  # the door is left alone: wrong passphrases cost waiting
            qtbot.waitUntil(lambda: window.workspace is None, timeout=20_000)
            unlock(qtbot, window)
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
