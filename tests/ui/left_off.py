"""A child process: the real program, in which somebody fills in a form until it is killed.

It writes one line to standard output once the vault knows where they are; or, with a program named,
has that one opened in its place. Run by test_came_back.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from app import bootstrap
from tests.conftest import CHEAP, PASSPHRASE
from ui import place_keeper, start
from ui.look import LookControl
from ui.main_window import TITLE, MainWindow
from ui.page import Destination
from ui.tasks import Tasks

SUBJECT, CURSOR = "了解分管领域作风建设的情况", 4


class Somebody(QObject):
    """Opens the vault, begins to arrange a talk, and tells when the place is kept."""

    def __init__(self, window: MainWindow, program: Path | None) -> None:
        super().__init__(window)
        self.window, self.program = window, program
        self.timer = QTimer(self, interval=20)
        self.timer.timeout.connect(self.go_on)
        self.steps = iter((self.unlock, self.come_in, self.fill_in, self.tell))
        self.step = next(self.steps)
        window.shown.connect(self.timer.start)

    def go_on(self) -> None:
        if self.step():
            self.step = next(self.steps)

    def unlock(self) -> bool:
        self.window.door.unlock.passphrase.set_text(PASSPHRASE)
        self.window.door.unlock.open_button.click()
        return True

    def come_in(self) -> bool:
        if self.window.workspace is None:
            return False
        self.window.workspace.go(Destination("talks", act="new"))
        return True

    def fill_in(self) -> bool:
        subject = self.window.workspace.current.plan.subject
        if not subject.isVisible():
            return False
        subject.setText(SUBJECT)
        subject.setFocus()
        subject.setCursorPosition(CURSOR)
        return True

    def tell(self) -> bool:
        keeper = self.window.keeper
        if SUBJECT in keeper._kept and not keeper._is_on_its_way:
            self.timer.stop()
            if self.program is not None:
                self.window.workspace.current.reopen.emit(self.program)
            sys.stdout.write("kept\n")
            sys.stdout.flush()
        return False


def main(preferences: Path, reports: Path, program: Path | None) -> int:
    place_keeper.KEEP_EVERY_MS = 100
    access = bootstrap.access(preferences, cost=CHEAP)

    def make(tasks: Tasks, look: LookControl) -> MainWindow:
        window = MainWindow(access, tasks, look)
        Somebody(window, program)
        return window

    begun = start.Start(TITLE, make, (), access.preferences, reports)
    return start.opened(begun, exits_when_shown=False)


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:3]), program=Path(sys.argv[3]) if sys.argv[3:] else None))
