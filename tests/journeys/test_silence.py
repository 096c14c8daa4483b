"""A window speaks to no other machine, whatever screen it is shown on."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.journeys.tracing import ROOT, WATCH, families, needs_strace, needs_watch, traced


@needs_strace
def test_the_check_itself_sees_a_network_socket(tmp_path):
    log = tmp_path / "log"
    speaking = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM)"
    command = [
        "strace",
        "-f",
        "-qq",
        "-e",
        "trace=network",
        "-o",
        log,
        sys.executable,
        "-c",
        speaking,
    ]
    subprocess.run(command, check=True)
    assert "AF_INET" in families(log.read_text("utf-8"))


@needs_watch
def test_the_watch_sees_every_socket_also_of_a_child(tmp_path):
    log = tmp_path / "log"
    child = "import socket; socket.socket(socket.AF_INET6); socket.socketpair()"
    speaking = f"""
import socket, subprocess, sys, threading
socket.socket(socket.AF_INET)
threading.Thread(target=socket.socket, args=(socket.AF_NETLINK, socket.SOCK_RAW)).start()
sys.exit(subprocess.call([sys.executable, "-c", {child!r}]) + 7)
"""
    done = subprocess.run([*WATCH, log, sys.executable, "-c", speaking], cwd=ROOT, check=False)
    assert done.returncode == 7
    said = sorted(log.read_text("utf-8").split())
    assert said == ["AF_INET", "AF_INET6", "AF_NETLINK", "AF_UNIX"]


@needs_strace
def test_opening_the_window_speaks_to_no_other_machine(tmp_path):
    assert families(traced(tmp_path, "--exit-when-shown")) <= {"AF_UNIX", "AF_LOCAL"}


@pytest.fixture
def screen() -> Iterator[str]:
    """The name of a real X11 screen that nobody sees."""
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is not installed")
    command = ["Xvfb", "-displayfd", "1", "-nolisten", "tcp", "-screen", "0", "1366x768x24"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        yield f":{server.stdout.readline().decode().strip()}"
        server.terminate()


@needs_strace
def test_a_window_on_a_real_screen_speaks_to_that_screen_alone(tmp_path, screen):
    log = traced(tmp_path, "--exit-when-shown", DISPLAY=screen, QT_QPA_PLATFORM="xcb")
    assert "/tmp/.X11-unix/" in log
    assert families(log) <= {"AF_UNIX", "AF_LOCAL"}
