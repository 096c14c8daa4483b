"""A hundred thousand random moves over the real program: no exception, no word of warning of Qt.

    nice python -m tests.long.monkey [EVENTS] [SEED]

The test command tries five thousand of the same: tests/ui/test_monkey.py.
"""

from __future__ import annotations

import faulthandler
import os
import shutil
import sys
import tempfile
import time
import traceback
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, qInstallMessageHandler
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from app import bootstrap
from app.cli.story.readme import PASSPHRASE
from app.domain.progress import NoProgress
from tests.silence import forbid_network
from tests.ui.golden.keeping import OFFICE
from tests.ui.golden.tour import CHEAP, Noon
from tests.ui.monkey import Monkey, hands_off
from ui import start
from ui.collector import MainThreadCollector
from ui.main_window import MainWindow
from ui.tasks import Lane, Tasks

EVENTS, SEED = 100_000, 20260305
_TELL_EACH = 5_000
_LONGEST_MS = 60_000  # to go in takes half a second
_HARMLESS = "This plugin does not support"  # the offscreen platform, of windows and pop-ups


class Listener:
    """Counts what went wrong, each kind once, with the number of the move it came at."""

    def __init__(self) -> None:
        self.found: dict[str, int] = {}
        self.monkey: Monkey | None = None

    def hear_exception(self, kind: type[BaseException], bug: BaseException, trace: object) -> None:
        self._note("".join(traceback.format_exception(kind, bug, bug.__traceback__)))

    def hear_crash(self, bug: BaseException) -> None:
        self._note("".join(traceback.format_exception(bug)))

    def hear_qt(self, _kind: object, _context: object, words: str) -> None:
        if not words.startswith(_HARMLESS):
            self._note(f"Qt: {words}")

    def _note(self, what: str) -> None:
        if what not in self.found:
            self.found[what] = self.monkey.count if self.monkey else 0
            print(f"at move {self.found[what]}: {what}", flush=True)


def main(events: int, seed: int) -> int:
    """Play; 1 when anything was said, or the vault is not whole afterwards."""
    faulthandler.enable()
    forbid_network()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    listener = Listener()
    with tempfile.TemporaryDirectory(prefix="monkey-") as home:
        for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"):
            os.environ[name] = str(Path(home, "home"))
        folder = Path(home, "vault")
        shutil.copytree(OFFICE, folder)
        window, tasks = _window(Path(home))
        sys.excepthook = listener.hear_exception
        qInstallMessageHandler(listener.hear_qt)
        tasks.crashed.connect(listener.hear_crash)
        listener.monkey = Monkey(window, seed)
        began = time.monotonic()
        _play(window, folder, listener.monkey, events)
        took = time.monotonic() - began
        access = bootstrap.access(Path(home, "reading"), Noon(), CHEAP)
        application = access.unlock(folder, PASSPHRASE, NoProgress())
        is_whole = application.audit.check().is_whole
        application.lock()
    said = len(listener.found)
    is_idle = listener.monkey.hits < events / 4
    print(
        f"{events} moves, {listener.monkey.hits} hits, seed {seed}, {took:.0f} s, {said} kinds of fault, whole: {is_whole}"
    )
    return int(bool(said) or is_idle or not is_whole)


def _window(home: Path) -> tuple[MainWindow, Tasks]:
    application = start.made_application()
    MainThreadCollector(application)
    start.add_rare_fonts()
    start.load_pages()
    access = bootstrap.access(home / "preferences", Noon(), CHEAP)
    tasks = Tasks(Lane(1), Lane(1), Lane(1))
    make = partial(MainWindow, access)
    window = make(tasks, start.look_control(access))
    window.show()
    return window, tasks


def _play(window: MainWindow, folder: Path, monkey: Monkey, events: int) -> None:
    _go_in(window, folder)
    with hands_off():
        while monkey.count < events:
            monkey.move()
            QApplication.processEvents()
            if monkey.count % _TELL_EACH == 0:
                print(f"{monkey.count} moves, {monkey.hits} hits", flush=True)
            if not window.door.isHidden():
                _wait_for_lock(window)
                _go_in(window, folder)
        for dialog in QApplication.topLevelWidgets():
            if dialog is not window and dialog.isVisible():
                dialog.close()
        window.lock()
        _wait_for_lock(window)


def _go_in(window: MainWindow, folder: Path) -> None:
    window.door.show_unlock(folder)
    window.door.unlock.passphrase.set_text(PASSPHRASE)
    window.door.unlock.try_now()
    deadline = QDeadlineTimer(_LONGEST_MS)
    while window.workspace is None:
        QTest.qWait(10)
        if deadline.hasExpired():
            labels = window.door.findChildren(QLabel)
            raise TimeoutError([one.text() for one in labels if one.isVisible()])


def _wait_for_lock(window: MainWindow) -> None:
    while window.workspace is not None:
        QTest.qWait(10)


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:3]]
    sys.exit(main(*given, *(EVENTS, SEED)[len(given) :]))
