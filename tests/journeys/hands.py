"""Two hands on a keyboard: what they press goes to whatever has the focus, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.services.access import Access
from app.services.open_desk import DeskEntrance
from tests.conftest import PASSPHRASE
from ui import start
from ui.main_window import MainWindow
from ui.tasks import Lane, Tasks

NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key
_FAR = 120  # more than any page has stops


class Hands:
    """Presses keys and looks at the screen; there is no mouse, and no method of a page is called.

    A test may look at widgets to know where it is, as eyes would; only keys change anything.
    """

    def __init__(self, qtbot, window: QWidget) -> None:
        self.qtbot, self.window = qtbot, window
        self.take_up()

    def take_up(self) -> None:
        """Have the keys go to the window, as a desktop does that a screenless test lacks."""
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)

    def here(self) -> QWidget:
        """What has the focus."""
        return QApplication.focusWidget() or self.window

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE, times: int = 1) -> None:
        """Press a key, perhaps several times."""
        for _ in range(times):
            QTest.keyClick(self.here(), key, modifier)

    def type(self, text: str) -> None:
        """Enter Chinese through an input method, and the rest key by key."""
        for character in text:
            if character.isascii():
                QTest.keyClick(self.here(), character)
            else:
                QApplication.sendEvent(self.here(), QInputMethodEvent("pin", []))
                event = QInputMethodEvent()
                event.setCommitString(character)
                QApplication.sendEvent(self.here(), event)

    def go_to(self, wanted: QWidget) -> None:
        """Press Tab until that has the focus."""
        self.see(wanted.isVisible)
        self.see(wanted.isEnabled)
        goal = wanted.focusProxy() or wanted
        passed = []
        for _ in range(_FAR):
            if self.here() in (goal, wanted):
                return
            passed.append(f"{type(self.here()).__name__} {self.here().accessibleName()!r}")
            self.press(Key.Key_Tab)
        raise AssertionError(f"Tab never comes to {wanted.accessibleName()!r}: {passed[:60]}")

    def push(self, button: QWidget) -> None:
        """Go to a button by Tab and press it by Enter."""
        self.go_to(button)
        self.press(Key.Key_Return)

    def push_and_name(self, button: QWidget, path: Path) -> None:
        """Press a button that asks for a file, and type the file's name into what it opens."""
        self.go_to(button)
        waiting = QTimer(self.window, interval=50)
        waiting.timeout.connect(lambda: self._name(waiting, path))
        waiting.start()
        self.press(Key.Key_Return)  # comes back when the dialog is closed
        self.take_up()

    def _name(self, waiting: QTimer, path: Path) -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None or not dialog.isAncestorOf(self.here()):
            return  # not yet open
        waiting.stop()
        waiting.deleteLater()
        self.press(Key.Key_A, CTRL)
        self.type(str(path))
        self.press(Key.Key_Return)

    def see(self, sight: Callable[[], object], seconds: float = 20) -> None:
        """Wait until something is to be seen."""
        self.qtbot.waitUntil(lambda: bool(sight()), timeout=int(seconds * 1000))


@contextmanager
def shown_window(qtbot, access: Access | DeskEntrance, make=MainWindow) -> Iterator[Any]:
    """The real window before the door, put away in good order; nothing may have crashed."""
    tasks = Tasks(Lane(1))
    look = start.look_of(access.preferences)
    look.put_on()
    shown = make(access, tasks, look)
    crashes: list[object] = []
    tasks.crashed.connect(crashes.append)
    shown.show()
    yield shown
    shown.lock()
    qtbot.waitUntil(lambda: shown.workspace is None, timeout=10_000)
    shown.close()
    assert tasks.finish()
    assert not crashes
    shown.deleteLater()


def unlock(hands: Hands, window: MainWindow) -> None:
    """Go in by the passphrase."""
    hands.go_to(window.door.unlock.passphrase)
    hands.type(PASSPHRASE)
    hands.press(Key.Key_Return)
    hands.see(lambda: window.workspace is not None)
