"""Somebody who does not see the screen: the real program over the real accessibility bus.

A screen reader knows the tree of names and roles, the actions it may ask for, and what it is told
has changed. It is told of everything but of a passphrase.
"""

from __future__ import annotations

import os
import queue
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from jeepney import DBusAddress, HeaderFields, MessageType, new_method_call
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection

from app import bootstrap
from app.domain.people import UnitKind
from app.services.new_vault import NewVault
from app.services.people import PersonEntry
from app.services.preferences import Choices, Preferences
from app.system.paths import preferences_folder
from tests.at_spi import Eyes, Thing, accessibility_bus
from tests.buses import Bus, own_bus
from tests.conftest import CHEAP, PASSPHRASE, StandingClock, unlocked_copy

ROOT = Path(__file__).parents[2]
LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
REGISTRY = "org.a11y.atspi.Registry"
CONTROLLER = DBusAddress(
    "/org/a11y/atspi/registry/deviceeventcontroller",
    REGISTRY,
    "org.a11y.atspi.DeviceEventController",
)
AS_TEXT = 4  # a word to type, not the number of a key
DOT = "●"
PERSON = "王建国"

pytestmark = pytest.mark.skipif(
    not (shutil.which(LAUNCHER) and shutil.which("Xvfb")), reason="at-spi2-core or xvfb is missing"
)


class Ears:
    """Hears everything that is told on the accessibility bus, from when it is made."""

    def __init__(self, address: str) -> None:
        self._bus = open_dbus_connection(address)
        self._ask(message_bus, "AddMatch", "s", "type='signal'")
        registry = DBusAddress("/org/a11y/atspi/registry", REGISTRY, REGISTRY)
        self._ask(registry, "RegisterEvent", "s", "object:")
        self._heard: queue.Queue[tuple[str, str, str]] = queue.Queue()
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _ask(self, partner: Any, method: str, signature: str, *words: object) -> None:
        def is_done() -> bool:  # the registry comes up when it is asked, and may miss the first
            told = self._bus.send_and_get_reply(new_method_call(partner, method, signature, words))
            return told.header.message_type is not MessageType.error

        wait_for(is_done)

    def _listen(self) -> None:
        while not self._is_over.is_set():
            try:
                message = self._bus.receive(timeout=0.05)
            except TimeoutError:
                continue
            facts = message.header.fields
            if facts.get(HeaderFields.member) == "TextChanged":
                path = facts[HeaderFields.path]
                self._heard.put((path, message.body[0], str(message.body[3][1])))

    def changes(self) -> list[tuple[str, str, str]]:
        """Texts that were changed since the last time: where, how, and the words told."""
        found = []
        while not self._heard.empty():
            found.append(self._heard.get())
        return found

    def close(self) -> None:
        """Listen no more."""
        self._is_over.set()
        self._thread.join()
        self._bus.close()


@contextmanager
def kept_up(command: list[str], environment: dict[str, str], **more: Any) -> Iterator[Any]:
    """A program for as long as it is needed."""
    quiet = {"stderr": subprocess.DEVNULL, **more}
    with subprocess.Popen(command, env=environment, **quiet) as process:
        try:
            yield process
        finally:
            process.terminate()


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch) -> Iterator[tuple[Bus, dict[str, str]]]:
    """A screen without glass, a session's bus and the accessibility bus of that session."""
    with own_bus(tmp_path / "home") as bus:
        monkeypatch.setenv("XDG_CONFIG_HOME", str(bus.home / "config"))
        screen = ["Xvfb", "-displayfd", "1", "-nolisten", "tcp", "-screen", "0", "1366x768x24"]
        with kept_up(screen, dict(os.environ), stdout=subprocess.PIPE) as shown:
            display = f":{shown.stdout.readline().decode().strip()}"
            around = bus.environment() | {"DISPLAY": display, "PYTHONUTF8": "1"}
            silent = subprocess.DEVNULL
            with kept_up([LAUNCHER, "--launch-immediately"], around, stdout=silent):
                yield bus, around


@pytest.fixture
def program(desktop, tmp_path) -> Iterator[Bus]:
    """The program itself, before the door of a vault with one person in it."""
    bus, around = desktop
    access = bootstrap.access(preferences_folder(), StandingClock(), CHEAP)
    new = NewVault(tmp_path / "谈心簿", PASSPHRASE, PASSPHRASE, "清河县纪委监委", "李明")
    application = unlocked_copy(access, new)
    entry = PersonEntry(
        name=PERSON, new_unit_name="羊尾镇", new_unit_kind=UnitKind.TOWNSHIP, title="党委书记"
    )
    application.people.add_person(entry)
    application.lock()
    Preferences(preferences_folder()).keep(Choices(last_folder=application.folder))
    around |= {"QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
    command = [sys.executable, "-c", "from ui.main import main; main([])"]
    with kept_up(command, around, cwd=ROOT):
        yield bus


@pytest.fixture
def eyes(program: Bus) -> Iterator[Eyes]:
    until = time.monotonic() + 20
    while True:
        try:
            tree = accessibility_bus(program.address)
            break
        except (LookupError, OSError, ValueError):
            assert time.monotonic() < until
            time.sleep(0.1)
    yield Eyes(tree, "tanxinbu")
    tree.close()


@pytest.fixture
def ears(eyes: Eyes, program: Bus) -> Iterator[Ears]:
    told = open_dbus_connection(program.address)
    where = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
    address = told.send_and_get_reply(new_method_call(where, "GetAddress")).body[0]
    told.close()
    listening = Ears(address)
    yield listening
    listening.close()


def wait_for(sight: Callable[[], object], seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not sight():
        assert time.monotonic() < until
        time.sleep(0.05)


def seek(eyes: Eyes, name: str, role: str = "") -> Thing:
    """The thing of that name; what goes away while one looks is looked past."""
    until = time.monotonic() + 20
    while True:
        try:
            return eyes.find(name, role)
        except LookupError:
            assert time.monotonic() < until


def type_into(eyes: Eyes, field: Thing, words: str) -> None:
    """Real keys of the screen's keyboard, to what has the focus."""
    field.take_focus()
    message = new_method_call(CONTROLLER, "GenerateKeyboardEvent", "isu", (0, words, AS_TEXT))
    told = eyes.bus.send_and_get_reply(message)
    assert told.header.message_type is not MessageType.error, told.body


def choose(items: Thing, number: int) -> None:
    """Choose one of a list, as a screen reader's user asks."""
    place = DBusAddress(items.path, items.program, "org.a11y.atspi.Selection")
    told = items.bus.send_and_get_reply(new_method_call(place, "SelectChild", "i", (number,)))
    assert told.body == (True,), told.body


def spoken(ears: Ears, place: str, length: int) -> set[str]:
    """What is told of a field until so many characters were told to come in or go."""
    told: list[str] = []

    def is_enough() -> bool:
        told.extend(words for path, _, words in ears.changes() if path == place)
        return sum(map(len, told)) >= length

    wait_for(is_enough)
    return set("".join(told))


def test_everything_is_told_but_the_passphrase(eyes, ears):
    field = seek(eyes, "口令", "text")
    type_into(eyes, field, PASSPHRASE[:-1])
    assert spoken(ears, field.path, len(PASSPHRASE) - 1) == {DOT}
    seek(eyes, "显示口令").act()
    type_into(eyes, field, PASSPHRASE[-1])
    assert spoken(ears, field.path, 1) == {DOT}  # for eyes, not for ears
    assert PASSPHRASE[:4] not in field.text()

    seek(eyes, "解锁", "push button").act()
    seek(eyes, "查找全部资料", "button")
    pages = seek(eyes, "页面", "list")
    assert [one.name for one in pages.children()][:3] == ["首页", "谈话", "人员档案"]
    choose(pages, 2)
    cell = seek(eyes, f"姓名：{PERSON}", "cell")
    assert cell.name == f"姓名：{PERSON}"
    seek(eyes, "录入人员", "button").act()
    name = seek(eyes, "姓名", "text")
    ears.changes()
    type_into(eyes, name, "zhang")
    assert spoken(ears, name.path, 5) == set("zhang")  # and what is no secret is heard
    seek(eyes, "取消", "button").act()
    seek(eyes, "锁定保险库", "button").act()
    seek(eyes, "口令", "text")


def test_a_row_that_is_asked_is_not_thrown_away_meanwhile(desktop, tmp_path):
    """Qt's own tree throws it away, and the program with it: the first line says so."""
    _, around = desktop
    around |= {"QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
    command = [sys.executable, "-m", "tests.journeys.asked_trees", str(tmp_path)]
    done = subprocess.run(
        command, env=around, cwd=ROOT, capture_output=True, text=True, timeout=30, check=True
    )
    assert done.stdout.splitlines() == [
        "Qt's tree throws it away",
        "SteadyTree keeps it",
        "a dialog of files shows a list",
        "a dialog of files shows a list",
    ]
