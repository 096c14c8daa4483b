"""The real program, with one who leads to the talk under way; the keys come from outside.

It tells on standard output, a line each, where it is and what stands in the answer; once the answer
is what was awaited, the window is closed as by its user.
"""

from __future__ import annotations

import sys
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer

from app import bootstrap
from app.services.input_methods import HERE
from tests.conftest import CHEAP
from ui import main, start
from ui.later import OFFICE
from ui.main_window import TITLE, MainWindow
from ui.page import Destination
from ui.talks.talks_page import TalksPage
from ui.tasks import Tasks

STEADY_LOOKS = 10


class Leader(QObject):
    """Goes to the talk once the vault is open, and tells."""

    def __init__(self, window: MainWindow, talk_id: str, awaited: str) -> None:
        super().__init__(window)
        self.window, self.talk_id, self.awaited = window, talk_id, awaited
        self.told, self.steady = "", 0
        self.timer = QTimer(self, interval=30)
        self.timer.timeout.connect(self.look)
        self.timer.start()

    def look(self) -> None:
        workspace = self.window.workspace
        if workspace is None:
            self.look_at_door()
            return
        if not isinstance(workspace.current, TalksPage):
            workspace.go(Destination("talks", self.talk_id))
            return
        conduct = workspace.current.editor.conduct
        editor: Any = conduct.sheet.editor
        if conduct.outline.key() and editor.isVisible() and not editor.hasFocus():
            editor.setFocus()
        self.steady = self.steady + 1 if editor.hasFocus() else 0
        # while the talk is still being put in sight, what is half spelt would be taken back
        if self.steady > STEADY_LOOKS:
            self.tell(f"answer {editor.toPlainText()}")
            if editor.toPlainText() == self.awaited:
                self.timer.stop()
                self.window.close()

    def look_at_door(self) -> None:
        unlock = self.window.door.unlock
        if self.window.isActiveWindow() and unlock.passphrase.edit.hasFocus():
            length = len(unlock.passphrase.text())
            self.tell(f"door {HERE.standing.way.value} {length}")

    def tell(self, words: str) -> None:
        if words != self.told:
            self.told = words
            sys.stdout.write(words + "\n")
            sys.stdout.flush()


def run(talk_id: str, awaited: str) -> int:
    main._begin_window()
    access = bootstrap.access(cost=CHEAP)
    reports = bootstrap.prepare_process()

    def made(tasks: Tasks, look: Any) -> MainWindow:
        window = MainWindow(access, tasks, look)
        Leader(window, talk_id, awaited)
        return window

    begun = start.Start(TITLE, made, OFFICE, access.preferences, reports)
    return partial(start.opened, begun, exits_when_shown=False)()


if __name__ == "__main__":
    sys.exit(run(*sys.argv[1:]))
