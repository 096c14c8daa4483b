"""The window measures itself over a vault: how soon its list stands, and what it takes of memory.

`bench` starts it in a process of its own; what it found it writes as JSON to the standard output.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from PySide6.QtCore import QDeadlineTimer, QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication

from app.services.access import Access
from ui import start
from ui.bare_window import resident
from ui.collector import MainThreadCollector
from ui.main_window import MainWindow
from ui.page import Destination
from ui.talks.list_panel import TalkListPanel
from ui.talks.talks_page import TalksPage
from ui.tasks import Lane, Tasks
from ui.widgets.fields import DEBOUNCE_MS

_LONGEST_MS = 60_000
_PAGES_READ = 20
_SOUGHT = ("王", "李", "zh", "镇", "局")


class Painted(QObject):
    """Notes when a list with rows in it has been painted; waiting for it runs the window."""

    def __init__(self, panel: TalkListPanel) -> None:
        super().__init__()
        self._panel = panel
        self.is_so, self._is_anew = False, True
        panel.model.modelReset.connect(self._note_anew)
        panel.model.filled.connect(self._note_filled)
        panel.table.view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._is_anew and event.type() is QEvent.Type.Paint and self._panel.model.rowCount():
            self.is_so = True
        return super().eventFilter(watched, event)

    def after(self, act: Callable[[], object]) -> float:
        """The milliseconds from the act until rows read after it are painted."""
        began = time.perf_counter()
        self.is_so = self._is_anew = False
        act()
        wait_for(lambda: self.is_so)
        return (time.perf_counter() - began) * 1000

    def _note_filled(self, count: int) -> None:
        if not count:
            self.is_so = True  # nothing fits, and no row will be painted

    def _note_anew(self) -> None:
        self._is_anew = True


def run(access: Access, folder: Path, passphrase: str) -> int:
    """Open the vault in the real window, go to the list of talks, narrow it, tell the figures."""
    application = start.made_application()
    MainThreadCollector(application)
    look = start.look_control(access)
    look.put_on()
    tasks = Tasks(Lane(1), Lane(1), Lane(1))
    window = MainWindow(access, tasks, look)
    window.show()
    wait_for(window.isVisible)
    start.load_pages()  # in life while the passphrase is still being typed
    start.add_rare_fonts()
    found = measured(window, folder, passphrase)
    print(json.dumps(found))  # noqa: T201 — this is what the process is for
    window.lock()
    wait_for(lambda: window.workspace is None)
    tasks.finish()
    application.processEvents()
    return 0


def measured(window: MainWindow, folder: Path, passphrase: str) -> dict[str, float | None]:
    """What was found, in milliseconds and MiB; what this system does not tell is None."""
    began = time.perf_counter()
    window.door.show_unlock(folder)
    window.door.unlock.passphrase.set_text(passphrase)
    window.door.unlock.try_now()
    wait_for(lambda: window.workspace is not None)
    unlocked, before = time.perf_counter(), resident()
    panel = _list_of(window)
    painted = Painted(panel)
    wait_for(lambda: painted.is_so)
    listed = time.perf_counter()
    found = {"listed": (listed - unlocked) * 1000, "whole": (listed - began) * 1000}
    _read_on(panel)
    found["before"], found["resident"] = before or 0.0, resident() or 0.0
    found["filtered"] = median(_filtered(panel, painted))
    return {name: value or None for name, value in found.items()}


def _list_of(window: MainWindow) -> TalkListPanel:
    workspace = window.workspace
    if workspace is None:
        raise TimeoutError
    workspace.go(Destination("talks"))
    page = workspace.current
    if not isinstance(page, TalksPage):
        raise TypeError("the list of talks is not shown to this key holder")
    return page.list


def _read_on(panel: TalkListPanel) -> None:
    """Scroll to the end of what is read, again and again, as one does with a key held down."""
    for _ in range(_PAGES_READ):
        before = panel.model.rowCount()
        panel.table.view.scrollToBottom()
        wait_for(lambda before=before: panel.model.rowCount() > before or panel.model.is_complete)  # type: ignore[misc]  # bound now


def _filtered(panel: TalkListPanel, painted: Painted) -> list[float]:
    """From the key that ends a word until what fits is painted, without the pause in between."""
    times = []
    for text in _SOUGHT:
        times.append(painted.after(lambda text=text: panel.search.setText(text)) - DEBOUNCE_MS)  # type: ignore[misc]  # bound now
        painted.after(panel.search.clear)
    return times


def wait_for(is_so: Callable[[], bool]) -> None:
    """Run the window until it is so. Raises TimeoutError."""
    deadline = QDeadlineTimer(_LONGEST_MS)
    alarm = QTimer()  # so that the loop does not sleep while nothing happens at all
    alarm.start(50)
    while not is_so():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        if deadline.hasExpired():
            raise TimeoutError
