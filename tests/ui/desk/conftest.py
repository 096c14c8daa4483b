"""The desk's window over a real desk, a stick that is a folder, and a county that fills it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.domain.changes import Changes
from app.domain.progress import NoProgress
from app.services.open_desk import DeskEntrance
from app.services.preferences import Choices, Preferences
from app.services.registry_access import NewRegistry, RegistryAccess
from tests.conftest import CHEAP, PASSPHRASE, StandingClock
from tests.handover.makers import Circle
from tests.services.counties import SCHEMAS, County
from ui import start
from ui.desk_window import DeskWindow
from ui.page import Destination
from ui.tasks import Lane, Tasks


@pytest.fixture(scope="session")
def first_desk(tmp_path_factory) -> Path:
    """A desk that is closed, with nobody trusted."""
    folder = tmp_path_factory.mktemp("desk") / "desk"
    access = RegistryAccess(StandingClock(), SCHEMAS, CHEAP)
    new = NewRegistry(folder, "某某市纪委监委案管室", PASSPHRASE, PASSPHRASE)
    access.create(new, NoProgress())
    return folder


@pytest.fixture
def entrance(tmp_path: Path, clock: StandingClock) -> DeskEntrance:
    """The way into desks; none was opened before."""
    access = partial(RegistryAccess, clock, SCHEMAS, CHEAP)
    return DeskEntrance(Preferences(tmp_path / "preferences"), access)


@pytest.fixture
def desk_folder(first_desk: Path, entrance: DeskEntrance, tmp_path: Path) -> Path:
    """A closed desk of its own, which was opened last."""
    folder = tmp_path / "desk"
    shutil.copytree(first_desk, folder)
    entrance.preferences.keep(Choices(desk_folder=folder))
    return folder


@pytest.fixture
def make_desk(qtbot, qapp, entrance: DeskEntrance) -> Iterator[Callable[[], DeskWindow]]:
    made: list[DeskWindow] = []
    bugs: list[BaseException] = []

    def make() -> DeskWindow:
        tasks = Tasks(Lane(1))
        tasks.crashed.connect(bugs.append)
        look = start.look_of(entrance.preferences)
        look.put_on()
        window = DeskWindow(entrance, tasks, look)
        window.show()
        made.append(window)
        return window

    yield make
    for window in made:
        window.lock()
        qtbot.waitUntil(lambda w=window: w.workspace is None, timeout=10_000)
        window.close()
        assert window._tasks.finish()
        window.deleteLater()
        QApplication.processEvents()
    for bug in bugs:
        raise bug


@pytest.fixture
def closed_desk(make_desk, desk_folder) -> DeskWindow:
    """The window before the door of a desk."""
    return make_desk()


@pytest.fixture
def window(qtbot, closed_desk) -> DeskWindow:
    """The window with the desk open."""
    enter(qtbot, closed_desk)
    settle(closed_desk)
    return closed_desk


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A folder that stands for a stick."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def county(window: DeskWindow, stick: Path, tmp_path: Path) -> County:
    """An office that seals its packages to this desk, not yet trusted by it."""
    return County(Circle(stick, tmp_path / "inbox", registry=window.application.registry.keys))


@pytest.fixture
def trusted(window: DeskWindow, county: County) -> County:
    """The same office, trusted."""
    on_lane(window, lambda registry: registry.trust(county.card()))
    window._tasks.changed.emit(Changes.SETTINGS)
    settle(window)
    return county


def enter(qtbot, window: DeskWindow, passphrase: str = PASSPHRASE) -> None:
    """Type the passphrase and go in."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.door.unlock.passphrase.set_text(passphrase)
    window.door.unlock.open_button.click()
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=10_000)


def settle(window: DeskWindow, rounds: int = 6) -> None:
    """Wait until nothing is left to read or to draw."""
    for _ in range(rounds):
        assert window._tasks.finish()
        QApplication.processEvents()


def on_lane(window: DeskWindow, do: Callable) -> object:
    """Have something done with the registry on its lane, and give what came of it."""
    box: list[object] = []
    window._tasks.query(lambda _: box.append(do(window.application.registry)), then=_nothing)
    settle(window, 2)
    return box[0]


def page_of(window: DeskWindow, key: str, **more: str):
    """Go to a page and wait until it has read what it shows."""
    window.workspace.go(Destination(key, **more))
    settle(window)
    return window.workspace.current


def _nothing(_: object) -> None:
    """Nobody waits for it."""
