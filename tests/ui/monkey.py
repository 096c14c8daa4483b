"""Somebody who presses, types, clicks, turns the wheel and pulls at the window, and knows nothing."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)
from shiboken6 import isValid

from tests.ui.office import write
from ui.page import Destination

KEYS = (
    Qt.Key.Key_Tab,
    Qt.Key.Key_Backtab,
    Qt.Key.Key_Return,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Space,
    Qt.Key.Key_Down,
    Qt.Key.Key_Up,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Delete,
    Qt.Key.Key_Backspace,
    Qt.Key.Key_F1,
    Qt.Key.Key_F5,
    Qt.Key.Key_F8,
    Qt.Key.Key_F12,
)
WITH_CTRL = "NFSTMB0APZ"
WORDS = ("王", "建国", "。", "·", "镕", "1975.08", "县", "—", "\n", "x", "2026年3月5日", "𣲗", "😀")
BURST = 12  # so many moves are made among what was seen at one glance
_STUCK_S = 2.0
_LOCKS = 0.03
_PATIENCE = 80


class Monkey:
    """Presses, types and clicks in a window; the dice are the seed's, so that it can be repeated.

    Whoever drives it has Qt work between two moves.
    """

    def __init__(self, window: Any, seed: int) -> None:
        self.window, self.dice, self.count = window, random.Random(seed), 0
        self.hits = 0  # moves that met something which can be pressed, typed into or turned
        self._glance: list[QWidget] = []
        self._before: tuple[QWidget, int] | None = None
        self._moves: tuple[tuple[Callable[[], None], int], ...] = (
            (self.key, 30),
            (self.ctrl, 6),
            (self.page, 4),
            (self.wander, 3),
            (self.type, 24),
            (self.click, 26),
            (self.wheel, 12),
            (self.resize, 1),
        )

    def top(self) -> QWidget:
        """What is before everything else."""
        return QApplication.activePopupWidget() or QApplication.activeModalWidget() or self.window

    def move(self) -> None:
        """Do one thing."""
        if self.count % BURST == 0:
            self._glance = []
        self.count += 1
        self._leave_what_stays()
        moves, weights = zip(*self._moves, strict=True)
        self.dice.choices(moves, weights)[0]()

    def _leave_what_stays(self) -> None:
        """Close what has stood before the window for long: the rest would never be met again."""
        top = self.top()
        if top is self.window:
            self._before = None
        elif self._before is None or self._before[0] is not top:
            self._before = (top, self.count)
        elif self.count - self._before[1] > _PATIENCE:
            top.close()
            self._before, self._glance = None, []

    def key(self) -> None:
        """A key to whoever has the keys."""
        target = QApplication.focusWidget() or self.top()
        held = self.dice.choice((Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier))
        QTest.keyClick(target, self.dice.choice(KEYS), held)

    def ctrl(self) -> None:
        """A shortcut."""
        key = Qt.Key(ord(self.dice.choice(WITH_CTRL)))
        QTest.keyClick(self.top(), key, Qt.KeyboardModifier.ControlModifier)

    def page(self) -> None:
        """One of the pages of the navigation."""
        key = Qt.Key(Qt.Key.Key_1.value + self.dice.randrange(9))
        QTest.keyClick(self.window, key, Qt.KeyboardModifier.AltModifier)

    def wander(self) -> None:
        """One of all pages, those behind other pages too."""
        workspace = getattr(self.window, "workspace", None)
        if workspace is not None and self.top() is self.window:
            workspace.go(Destination(self.dice.choice(sorted(workspace._entries))))

    def type(self) -> None:
        """A few characters as an input method commits them."""
        target = self._one(QLineEdit, QPlainTextEdit)
        if target is not None:
            write(target, self.dice.choice(WORDS))

    def click(self) -> None:
        """A button, a list, a tab."""
        target = self._one(QAbstractButton, QComboBox, QAbstractItemView, QTabBar)
        if target is None or self._is_left_alone(target):
            return
        if isinstance(target, QAbstractItemView):
            target = target.viewport()
        place = QPoint(self.dice.randrange(target.width()), self.dice.randrange(target.height()))
        QTest.mouseClick(target, Qt.MouseButton.LeftButton, pos=place)

    def _is_left_alone(self, target: QWidget) -> bool:
        """The lock, most times: to go in again takes as long as hundreds of moves."""
        workspace = getattr(self.window, "workspace", None)
        is_lock = workspace is not None and target is workspace.lock_button
        return is_lock and self.dice.random() > _LOCKS

    def wheel(self) -> None:
        """The wheel, over something that scrolls or that must not be changed by it."""
        target = self._one(QAbstractScrollArea, QComboBox)
        if target is None:
            return
        target = target.viewport() if isinstance(target, QAbstractScrollArea) else target
        centre = QPointF(target.rect().center())
        turn = QPoint(0, self.dice.choice((-240, -120, 120, 240)))
        event = QWheelEvent(
            centre,
            QPointF(target.mapToGlobal(centre.toPoint())),
            QPoint(),
            turn,
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(target, event)

    def resize(self) -> None:
        """Pull at the window's corner."""
        self.window.resize(self.dice.randint(700, 1800), self.dice.randint(500, 1100))

    def _one(self, *kinds: type[QWidget]) -> QWidget | None:
        """One of these kinds, among what is seen now."""
        if not self._glance:
            self._glance = [
                widget
                for widget in self.top().findChildren(QWidget)
                if isValid(widget)
                and widget.isVisible()
                and min(widget.width(), widget.height()) > 2
            ]
        found = [
            widget
            for widget in self._glance
            if isinstance(widget, kinds)
            and isValid(widget)
            and widget.isVisible()
            and widget.isEnabled()
        ]
        self.hits += bool(found)
        return self.dice.choice(found) if found else None


@contextmanager
def hands_off() -> Iterator[None]:
    """Dialogs that wait for an answer get one: files are not chosen, all else is left."""
    since: list[tuple[object, float]] = []

    def look() -> None:
        waiting = QApplication.activeModalWidget()
        if not since or since[-1][0] is not waiting:
            since[:] = [(waiting, time.monotonic())]
        elif waiting is not None and time.monotonic() - since[-1][1] > _STUCK_S:
            waiting.close()

    asked = ("getOpenFileName", "getSaveFileName", "getOpenFileNames", "getExistingDirectory")
    real = {name: getattr(QFileDialog, name) for name in asked}
    for name in asked:
        nothing = ([], "") if name == "getOpenFileNames" else ("", "")
        answer: object = "" if name == "getExistingDirectory" else nothing
        setattr(QFileDialog, name, staticmethod(lambda *_, given=answer, **__: given))
    watch = QTimer(interval=300)
    watch.timeout.connect(look)
    watch.start()
    try:
        yield
    finally:
        watch.stop()
        for name, method in real.items():
            setattr(QFileDialog, name, method)
