"""The window over a real vault: locked at first, or unlocked with a small county in it."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app import bootstrap
from app.domain.people import Role, UnitKind
from app.domain.progress import NoProgress
from app.services.access import Access
from app.services.application import Application
from app.services.new_vault import NewVault
from app.services.people import PersonEntry
from app.services.preferences import Choices
from app.services.talks import ParticipantEntry, TalkEntry
from tests.conftest import CHEAP, PASSPHRASE, StandingClock
from tests.ui.office import Office, close_office, open_office
from ui import start
from ui.main_window import MainWindow
from ui.tasks import Lane, Tasks
from ui.workspace import Workspace

PEOPLE = (
    ("王建国", "羊尾镇", UnitKind.TOWNSHIP, "党委书记"),
    ("张三", "观音镇", UnitKind.TOWNSHIP, "镇长"),
    ("买买提·艾力", "县教育局", UnitKind.DEPARTMENT, "党组书记、局长"),
)


@pytest.fixture(autouse=True, scope="module")
def settled() -> None:
    """What earlier files left to stay need not be looked through after each test of this one."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def collected_on_the_main_thread(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test leaves behind is collected here, never on a lane, where Qt would crash."""
    gc.disable()
    yield
    if "qapp" in request.fixturenames:  # the others leave no widget behind
        gc.collect()


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    application = start.made_application()
    start.add_rare_fonts()
    start.load_pages()
    # what is here to stay need not be looked through after each test
    gc.collect()
    gc.freeze()
    return application


@pytest.fixture(scope="session")
def first_county(tmp_path_factory) -> Path:
    """A locked vault with three people, a talk of today, one of tomorrow and one missed."""
    folder = tmp_path_factory.mktemp("county")
    clock = StandingClock()
    access = bootstrap.access(folder / "preferences", clock, CHEAP)
    office = NewVault(folder / "vault", PASSPHRASE, PASSPHRASE, "清河县纪委监委", "李明")
    application = access.create(office, NoProgress())
    persons = [
        application.people.add_person(
            PersonEntry(name=n, new_unit_name=u, new_unit_kind=k, title=t, is_principal=True)
        )[0]
        for n, u, k, t in PEOPLE
    ]
    for person, hours in zip(persons, (2, 26, -72), strict=True):
        participants = (
            ParticipantEntry(Role.INTERVIEWEE, person),
            ParticipantEntry(Role.INTERVIEWER, None, "李明", "县纪委监委", "书记"),
            ParticipantEntry(Role.RECORDER, None, "周小雨", "县纪委监委", "干部"),
        )
        planned = clock.now() + timedelta(hours=hours)
        subject = "同下级“一把手”谈话"
        application.talks.plan(TalkEntry("supervision", subject, planned, "谈话室", participants))
    application.lock()
    return folder / "vault"


@pytest.fixture
def office(qapp, access, new_vault, clock) -> Iterator[Office]:
    """An unlocked vault on a lane of its own, for pages that are shown without the window."""
    opened = open_office(access, new_vault, clock)
    yield opened
    close_office(opened)


@pytest.fixture
def county(first_county: Path, access: Access, tmp_path: Path) -> Path:
    """The folder of a county's locked vault of its own."""
    folder = tmp_path / "vault"
    shutil.copytree(first_county, folder)
    access.preferences.keep(Choices(last_folder=folder))
    return folder


@pytest.fixture
def make_window(qtbot, qapp, access: Access) -> Iterator[Callable[[], MainWindow]]:
    made: list[tuple[MainWindow, Tasks]] = []
    bugs: list[BaseException] = []

    def make() -> MainWindow:
        tasks = Tasks(Lane(1))
        look = start.look_control(access)
        look.put_on()
        window = MainWindow(access, tasks, look)
        window.show()
        made.append((window, tasks))
        return window

    yield make
    for window, tasks in made:
        window.lock()
        qtbot.waitUntil(lambda w=window: w.workspace is None, timeout=10_000)
        window.close()
        assert tasks.finish()
        window.deleteLater()
        QApplication.processEvents()
    for bug in bugs:
        raise bug


@pytest.fixture
def closed_window(make_window, county) -> MainWindow:
    """The window before the door of the county's vault."""
    return make_window()


@pytest.fixture
def window(qtbot, closed_window) -> MainWindow:
    """The window with the county's vault open."""
    unlock(qtbot, closed_window)
    return closed_window


@pytest.fixture
def workspace(window) -> Workspace:
    return window.workspace


def unlock(qtbot, window: MainWindow, passphrase: str = PASSPHRASE) -> None:
    """Type the passphrase and go in."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.door.unlock.passphrase.set_text(passphrase)
    window.door.unlock.open_button.click()
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=10_000)


def settle(window: MainWindow, rounds: int = 6) -> None:
    """Wait until nothing is left to read or to draw."""
    for _ in range(rounds):
        window._tasks.finish()
        QApplication.processEvents()


def application_of(window: MainWindow) -> Application:
    assert window._application is not None
    return window._application
