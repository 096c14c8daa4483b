"""A camera before a window that is never seen: goes about in it, and takes pictures."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QDeadlineTimer,
    QEventLoop,
    QMessageLogContext,
    QThread,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QWidget

from app.services.preferences import Preferences
from ui import start
from ui.collector import MainThreadCollector
from ui.look import LookControl
from ui.page import Destination
from ui.tasks import Lane, Tasks
from ui.theme import Look
from ui.vault_window import VaultWindow

SIZE = (1366, 768)
_QUIET_ROUNDS = 4
_LONGEST_MS = 120_000  # however slow a machine is; a picture that never comes ends here
_PNG_PACKING = 80  # nothing is lost; packed less tightly, in two thirds of the time
Window = TypeVar("Window", bound=VaultWindow[Any])


@contextmanager
def dark_room(out: Path) -> Iterator[None]:
    """Qt without a screen, and the folder for the pictures."""
    # the pictures must come out alike with and without a screen
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    before = qInstallMessageHandler(_tell_news)
    application = start.made_application()
    collector = MainThreadCollector(application)
    start.add_rare_fonts()
    out.mkdir(parents=True, exist_ok=True)
    try:
        yield
    finally:
        application.processEvents()
        collector.end()
        qInstallMessageHandler(before)


def _tell_news(_kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Pass on what Qt says, but for what its screenless platform says at every show."""
    if "propagateSizeHints" not in message:
        sys.stderr.write(f"{message}\n")


class Camera(Generic[Window]):
    """A window of one kind, with the camera before it; it is shown at once, and closed at last.

    prefix stands before the name of every picture.
    """

    prefix = ""

    def __init__(
        self,
        make: Callable[[Tasks, LookControl], Window],
        preferences: Preferences,
        out: Path,
        look: Look,
    ) -> None:
        self._out = out
        self._tasks = Tasks(Lane(1))
        self._bugs: list[BaseException] = []
        self._tasks.crashed.connect(self._bugs.append)
        self._look = start.look_of(preferences)
        self._look.choose(look.type_size, look.contrast)
        self._look.put_on()
        self.window = make(self._tasks, self._look)
        self.window.resize(*SIZE)
        self.window.show()
        QCursor.setPos(SIZE[0] - 1, SIZE[1] - 1)  # so that it hovers over nothing

    def enter(self, passphrase: str) -> None:
        """Open what the door asks for."""
        self.window.door.unlock.passphrase.set_text(passphrase)
        self.window.door.unlock.try_now()
        self.wait_for(lambda: self.window.workspace is not None)

    def ways_in(self) -> Iterator[Path]:
        """The panels in the door: by cards, from a backup, out of what is damaged."""
        door = self.window.door
        ways = {
            "cards": door.show_cards,
            "restore": door.show_restore,
            "salvage": door.show_salvage,
        }
        for name, show in ways.items():
            show()
            self.settle()
            yield self.take(f"door_{name}")
            door.leave_panel()

    def go(self, destination: Destination) -> None:
        """Show a page and wait until it has read what it shows."""
        if self.window.workspace is not None:
            self.window.workspace.go(destination)
        self.settle()

    def take(self, name: str, widget: QWidget | None = None) -> Path:
        """Write what is seen."""
        path = self._out / f"{self.prefix}{name}.png"
        (widget or self.window).grab().save(str(path), quality=_PNG_PACKING)
        return path

    def settle(self) -> None:
        """Wait until the lanes are empty and nothing is left to draw."""
        for _ in range(_QUIET_ROUNDS):
            self._tasks.finish()
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)

    def wait_for(self, is_so: Callable[[], bool]) -> None:
        """Wait until something has come about. Raises TimeoutError, or what failed on a lane."""
        deadline = QDeadlineTimer(_LONGEST_MS)
        while not is_so():
            if self._bugs:
                raise self._bugs[0]
            if deadline.hasExpired():
                raise TimeoutError
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
            QThread.msleep(5)
        self.settle()

    def close(self) -> None:
        """Lock what is open and let the window go."""
        self.window.lock()
        self.wait_for(lambda: self.window.workspace is None)
        self.window.close()
        self._tasks.finish()
        self.window.deleteLater()
