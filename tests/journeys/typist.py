"""A child process that opens a vault and types into a talk until it is killed; run by test_kill.

It writes to standard output, line by line, what it knows to be saved.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest

from app import bootstrap
from app.domain.progress import Progress
from app.services.application import Application
from tests.conftest import CHEAP, PASSPHRASE
from tests.ui.office import write
from ui import start
from ui.talks.desk import desk_of
from ui.talks.talks_page import TalksPage
from ui.tasks import Lane, Tasks

SENTENCE = "去年共办理行政处罚案件四十七件，均经法制审核，买买提·艾力同志逐件签批。"


class Typist(QObject):
    """Opens the talk at its second question and tells each time all was saved.

    It types a character at a time for ever; or, to move, one sentence, and goes back by some keys.
    """

    def __init__(self, preferences: Path, vault: Path, talk_id: str, back: int) -> None:
        super().__init__()
        self.back = back
        self.access = bootstrap.access(preferences, cost=CHEAP)
        self.tasks = Tasks(Lane(1), parent=self)
        self.tasks.crashed.connect(self.stop)
        self.tasks.refused.connect(self.stop)
        self.vault, self.talk_id, self.typed = vault, talk_id, ""
        self.timer = QTimer(self, interval=25)
        self.timer.timeout.connect(self.type_on)
        self.tasks.query(self._unlock, then=self._open)

    def _unlock(self, progress: Progress) -> Application:
        return self.access.unlock(self.vault, PASSPHRASE, progress)

    def _open(self, application: Application) -> None:
        self.page = TalksPage(desk_of(application, self.tasks))
        self.page.show()
        self.page.open_talk(self.talk_id)
        self.page.saved.connect(self._tell)
        QTimer.singleShot(0, self._wait)

    def _wait(self) -> None:
        conduct = self.page.editor.conduct
        if conduct.outline.key():
            conduct.next()
            self.timer.start()
        else:
            QTimer.singleShot(20, self._wait)

    def type_on(self) -> None:
        text = SENTENCE[len(self.typed) % len(SENTENCE)]
        self.typed += text
        write(self.page.editor.conduct.sheet.editor, text)
        if len(self.typed) % 20 == 0:
            self.timer.stop()  # a pause: everything is saved within two seconds
            QTimer.singleShot(1000, self.go_back if self.back else self.timer.start)

    def go_back(self) -> None:
        editor = self.page.editor.conduct.sheet.editor
        for _ in range(self.back):
            QTest.keyClick(editor, Qt.Key.Key_Left)
        QTimer.singleShot(2000, self._tell)  # the promise

    def _tell(self) -> None:
        if self.back and self.page.editor.conduct.sheet.spot().cursor == len(self.typed):
            return  # not gone back yet
        sys.stdout.write(f"{len(self.page.editor.conduct.sheet.editor.toPlainText())}\n")
        sys.stdout.flush()

    def stop(self, error: object) -> None:
        sys.stdout.write(f"failed {error!r}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    qt = start.made_application()
    typist = Typist(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
    sys.exit(qt.exec())
