"""The real program: no dump of its memory, hidden from its neighbours, and it hears the machine."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.buses import Bus, own_bus
from tests.journeys.tracing import at_home_in
from tests.ui.departure.desktop import Logind

ROOT = Path(__file__).parents[2]
NOBODY = 65534
# a Python in somebody's home is closed to everybody else; the system's runs the same libraries
PYTHON_FOR_ALL = shutil.which("python3", path=os.defpath) or sys.executable
PATHS = os.pathsep.join([str(ROOT), sysconfig.get_path("purelib")])

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="asks Linux itself")


def wait_until(is_so: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.05)


@pytest.fixture
def bus(tmp_path) -> Iterator[Bus]:
    with own_bus(tmp_path / "bus") as made:
        yield made


@pytest.fixture
def logind(bus) -> Iterator[Logind]:
    made = Logind(bus.address)
    yield made
    made.close()


@contextlib.contextmanager
def program(home: Path, bus: Bus, **how: int) -> Iterator[subprocess.Popen[bytes]]:
    """The program with its window open, on a machine whose system bus is this one."""
    surroundings = {**at_home_in(home), "DBUS_SYSTEM_BUS_ADDRESS": bus.address}
    surroundings["PYTHONPATH"] = PATHS
    command = [PYTHON_FOR_ALL if how else sys.executable, "-m", "ui.main"]
    with subprocess.Popen(command, cwd=home, env=surroundings, **how) as running:
        try:
            yield running
        finally:
            running.kill()


def test_the_program_has_the_machine_wait_for_it(tmp_path, bus, logind):
    with program(tmp_path / "home", bus):
        wait_until(logind.is_waiting)
        # before the closed door there is nothing to lock, so the machine is not held up
        logind.sleep(is_near=True)
        wait_until(lambda: not logind.is_waiting())


def test_a_crash_leaves_no_image_of_the_program(tmp_path, bus, logind):
    home = tmp_path / "home"
    with program(home, bus) as running:
        wait_until(logind.is_waiting)
        limits = Path(f"/proc/{running.pid}/limits").read_text("utf-8")
        core = next(line for line in limits.splitlines() if line.startswith("Max core file size"))
        assert core.split()[4] == "0"
        running.send_signal(signal.SIGSEGV)
        running.wait(30)
    left = [path.name for path in home.rglob("*") if "core" in path.name]
    assert not left


def test_neighbours_of_the_same_user_cannot_look_into_it(tmp_path, bus, logind):
    home = tmp_path / "home"
    how = {}
    if os.getuid() == 0:
        if not may_nobody_run():
            pytest.skip("only an ordinary user can show this, and none may read the program here")
        how = {"user": NOBODY, "group": NOBODY}
        at_home_in(home)
        for path in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
            path.chmod(0o755)
        for path in (home, *home.rglob("*")):
            os.chown(path, NOBODY, NOBODY)
    with program(home, bus, **how) as running:
        wait_until(lambda: Path(f"/proc/{running.pid}/mem").exists() and is_closed(running.pid))
        # what the kernel gives to root alone, no other program of this user can open
        assert Path(f"/proc/{running.pid}/mem").stat().st_uid == 0
        if how:
            spying = f"open('/proc/{running.pid}/mem', 'rb')"
            spy = subprocess.run(
                [PYTHON_FOR_ALL, "-c", spying], capture_output=True, cwd=home, **how
            )
            assert b"PermissionError" in spy.stderr


def is_closed(pid: int) -> bool:
    return Path(f"/proc/{pid}/mem").stat().st_uid == 0


def may_nobody_run() -> bool:
    starting = [PYTHON_FOR_ALL, "-c", "import PySide6.QtWidgets, sqlcipher3, ui.main"]
    with contextlib.suppress(OSError):
        tried = subprocess.run(
            starting, user=NOBODY, env={"PYTHONPATH": PATHS}, cwd=ROOT, capture_output=True
        )
        return tried.returncode == 0
    return False
