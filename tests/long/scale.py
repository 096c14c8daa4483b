"""200,000 talks in the real windows: unlock, first page, list, filter, open, search, with every pause told.

    tanxinbu demo DIR --talks 200000
    python -m tests.long.scale DIR/vault PASSPHRASE

It works on the vault as it is, so give it a copy. The longest time the window did not answer is
measured by a beat of 10 ms; what takes longer than that is work on the window's own thread.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest

from app import bootstrap
from app.domain.early_signs import SignKind
from app.domain.progress import Progress
from app.domain.talk_list import TalkFilter
from ui import start
from ui.main_window import MainWindow
from ui.page import Destination
from ui.search.search_page import FindPage
from ui.talks.talks_page import TalksPage
from ui.tasks import Lane, Tasks
from ui.trial import Painted, wait_for

BEAT = 10
ROUNDS = 5
SOUGHT = ("王", "李", "zs", "镇", "局", "2020-0001")
ASKED = ("整改", "责任", "王", "重点项目", "整改 责任", "zs", "督促落实")


class Beat(QObject):
    """Notes the longest time between two beats: for so long the window did nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer(self, interval=BEAT, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, (now - self._last) * 1000)
        self._last = now

    def begin(self) -> None:
        self.longest, self._last = 0.0, time.perf_counter()


class Trial:
    """The window over the vault, and what each act took."""

    def __init__(self, preferences: Path) -> None:
        access = bootstrap.access(preferences)
        start.made_application()
        look = start.look_control(access)
        look.put_on()
        self.tasks = Tasks(Lane(1), Lane(1), Lane(1))
        self.window = MainWindow(access, self.tasks, look)
        self.window.resize(1366, 768)
        self.window.show()
        wait_for(self.window.isVisible)
        start.load_pages()
        start.add_rare_fonts()
        self.beat = Beat()

    def told(self, what: str, act: Callable[[], object], is_so: Callable[[], bool]) -> None:
        """Do it, wait until it is so, and print the time and the longest pause of the window."""
        self.beat.begin()
        began = time.perf_counter()
        act()
        wait_for(is_so)
        took = (time.perf_counter() - began) * 1000
        QTest.qWait(3 * BEAT)
        print(f"{what:<28} {took:8.0f} ms   longest pause {self.beat.longest:6.0f} ms", flush=True)

    def run(self, folder: Path, passphrase: str) -> None:
        door = self.window.door
        door.show_unlock(folder)
        door.unlock.passphrase.set_text(passphrase)
        self.told("unlock", door.unlock.try_now, lambda: self.window.workspace is not None)
        self.home()
        self.list_and_filter()
        self.search()
        self.window.lock()
        wait_for(lambda: self.window.workspace is None)
        self.tasks.finish()

    def page(self, key: str) -> object:
        workspace = self.window.workspace
        assert workspace is not None
        workspace.go(Destination(key))
        return workspace.current

    def home(self) -> None:
        """What each reading of the first page holds the vault lane for, the best of some rounds."""
        found: list[object] = []
        self.told("go to the first page", lambda: found.append(self.page("home")), lambda: True)
        self.tasks.finish()
        application = self.window.application
        assert application is not None
        overview, signs = application.overview, application.early_signs
        readings: dict[str, Callable[[], object]] = {
            "talks to come": overview.home,
            "what came of talks": overview.after,
            "the plan": overview.plan,
            "six months": overview.months,
            "the care of the vault": application.upkeep.glance,
            **{f"signs: {kind.value}": partial(signs.count, kind) for kind in SignKind},
            **{f"signs found: {kind.value}": partial(signs.found, kind) for kind in SignKind},
        }
        for name, reading in readings.items():
            self.timed(name, reading)

    def timed(self, name: str, reading: Callable[[], object]) -> None:
        """Ask it some times on the vault lane and print the least it took there."""
        rounds: list[tuple[float, float]] = []

        def perform(_: Progress) -> None:
            began, used = time.perf_counter(), time.thread_time()
            reading()
            took, cost = time.perf_counter() - began, time.thread_time() - used
            rounds.append((took * 1000, cost * 1000))

        for _ in range(ROUNDS):
            self.tasks.query(perform, then=lambda _: None)
            self.tasks.finish()
        first, wall, cpu = rounds[0][0], min(w for w, _ in rounds), min(c for _, c in rounds)
        print(f"{name:<34} {wall:7.1f} ms   cpu {cpu:6.1f} ms   the first time {first:7.1f} ms")

    def list_and_filter(self) -> None:
        found: list[TalksPage] = []
        self.told("go to the list", lambda: found.append(self.page("talks")), lambda: bool(found))
        page = found[0]
        painted = Painted(page.list)
        self.told("its first rows", lambda: None, lambda: painted.is_so)
        for text in SOUGHT:
            took = painted.after(lambda text=text: page.list.search.setText(text))
            print(f"filter {text:<21} {took:8.0f} ms   of which 120 are waited on purpose")
        page.list.clear_filter()
        wait_for(lambda: page.list.filter() == TalkFilter() and page.list.model.rowCount() >= 100)
        QTest.qWait(300)  # the pause after the last key may still bring a second reading
        wait_for(lambda: page.list.model.rowCount() >= 100)
        for name in ("open one talk", "open it again"):
            first = page.list.model.row_at(3)
            self.told(
                name,
                lambda first=first: page.open_talk(first.id),
                lambda: page.editor.talk is not None,
            )
            page.show_list()
            wait_for(lambda: page.list.model.rowCount() >= 100)

    def search(self) -> None:
        found: list[FindPage] = []
        self.told("go to search", lambda: found.append(self.page("search")), lambda: bool(found))
        page = found[0]
        for text in ASKED:
            done: list[bool] = []

            def note(_: int, done: list[bool] = done) -> None:
                done.append(True)

            page.model.filled.connect(note)
            self.told(
                f"search {text}",
                lambda text=text: page.box.setText(text),
                lambda done=done: bool(done),
            )
            page.model.filled.disconnect(note)


def main(folder: Path, passphrase: str) -> None:
    with TemporaryDirectory() as preferences:
        Trial(Path(preferences)).run(folder, passphrase)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
