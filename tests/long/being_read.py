"""The program in a process of its own, used in one way for so long; started by screen_reader alone.

python -m tests.long.being_read talk|files|anywhere PLACE SECONDS SEED
"""

from __future__ import annotations

import faulthandler
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from app import bootstrap
from app.cli.story.readme import PASSPHRASE
from app.domain.ids import TalkId
from app.domain.people import Role, UnitKind
from app.domain.progress import NoProgress
from app.services.access import Access
from app.services.people import PersonEntry
from app.services.talks import ParticipantEntry, TalkEntry
from tests.ui.golden.keeping import OFFICE
from tests.ui.golden.tour import CHEAP, Noon
from tests.ui.monkey import Monkey, hands_off
from tests.ui.office import write
from ui import start
from ui.collector import MainThreadCollector
from ui.file_lists import show_files_as_lists
from ui.main_window import MainWindow
from ui.page import Destination
from ui.tasks import Lane, Tasks

_PAUSE_MS, _KEYS = 40, 25
_PATIENCE_S = 60.0


def main(what: str, home: Path, seconds: float, seed: int) -> int:
    """Be used that way; 0 when it came to its end in good order."""
    faulthandler.enable()
    folder = home / "vault"
    shutil.copytree(OFFICE, folder)
    access = bootstrap.access(home / "preferences", Noon(), CHEAP)
    talk = begun_talk(access, folder)
    application = start.made_application()
    MainThreadCollector(application)
    show_files_as_lists(access.preferences.folder)
    start.add_rare_fonts()
    start.load_pages()
    tasks = Tasks(Lane(1), Lane(1), Lane(1))
    window = MainWindow(access, tasks, start.look_control(access))
    window.show()
    window.activateWindow()
    go_in(window, folder)
    until = time.monotonic() + seconds
    if what == "talk":
        hold_talk(window, talk, until)
    elif what == "files":
        look_through_folders(window, until)
    else:
        press_anywhere(window, folder, seed, until)
    window.lock()
    wait_for(lambda: window.workspace is None)
    return int(not tasks.finish())


def begun_talk(access: Access, folder: Path) -> TalkId:
    """A talk under way about every third prompt of the set."""
    application = access.unlock(folder, PASSPHRASE, NoProgress())
    entry = PersonEntry(
        name="王建国", new_unit_name="羊尾镇", new_unit_kind=UnitKind.TOWNSHIP, title="党委书记"
    )
    person, _ = application.people.add_person(entry)
    talk, _ = application.talks.plan(
        TalkEntry(
            kind="supervision",
            subject="谈话",
            planned_at=Noon().now(),
            place="谈话室",
            participants=(
                ParticipantEntry(Role.INTERVIEWEE, person),
                ParticipantEntry(Role.INTERVIEWER, None, "李明"),
                ParticipantEntry(Role.RECORDER, None, "周小雨"),
            ),
        )
    )
    numbers = tuple(one.number for one in application.prompts.current().prompts[::3])
    application.talks.prepare(talk, numbers)
    application.talks.begin(talk)
    application.lock()
    return talk


def go_in(window: MainWindow, folder: Path) -> None:
    """Unlock the vault."""
    window.door.show_unlock(folder)
    window.door.unlock.passphrase.set_text(PASSPHRASE)
    window.door.unlock.try_now()
    wait_for(lambda: window.workspace is not None)


def rest(milliseconds: int) -> None:
    """Do nothing; unlike QTest's, questions are answered meanwhile as fast as they come."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_for(is_so: Callable[[], object]) -> None:
    """Wait until something has come about."""
    until = time.monotonic() + _PATIENCE_S
    while not is_so():
        rest(10)
        if time.monotonic() > until:
            raise TimeoutError


def hold_talk(window: MainWindow, talk: TalkId, until: float) -> None:
    """Write answers, going from question to question and round again."""
    workspace: Any = window.workspace
    workspace.go(Destination("talks"))
    page = workspace.current
    page.open_talk(talk)
    conduct = page.editor.conduct
    wait_for(conduct.outline.key)
    count = 0
    while time.monotonic() < until:
        count += 1
        if conduct.sheet.editor.isVisible():
            write(conduct.sheet.editor, "今")
        if count % _KEYS == 0:
            keys = conduct.outline.keys()
            if conduct.outline.key() == keys[-1]:
                conduct.outline.choose(keys[0])
            here = QApplication.focusWidget() or window
            QTest.keyClick(here, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        rest(_PAUSE_MS)


def look_through_folders(window: MainWindow, until: float) -> None:
    """Go from folder to folder in Qt's own dialog."""
    top = Path(__file__).parents[2]
    folders = [top, *(path for path in top.rglob("ui*") if path.is_dir())]
    while time.monotonic() < until:
        dialog = QFileDialog(window, "", str(top))
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.show()
        dialog.activateWindow()
        for folder in folders[:20]:
            dialog.setDirectory(str(folder))
            rest(4 * _PAUSE_MS)
        dialog.close()
        dialog.deleteLater()


def press_anywhere(window: MainWindow, folder: Path, seed: int, until: float) -> None:
    """Press at random on all pages; whenever the vault was locked, go in again."""
    monkey = Monkey(window, seed)
    with hands_off():
        while time.monotonic() < until:
            monkey.move()
            rest(1)
            if not window.door.isHidden():
                wait_for(lambda: window.workspace is None)
                go_in(window, folder)
        for dialog in QApplication.topLevelWidgets():
            if dialog is not window and dialog.isVisible():
                dialog.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])))
