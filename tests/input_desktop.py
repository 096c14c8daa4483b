"""A desktop of a test's own: a screen without glass, a window manager, a bus, an input method."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.input_standing import PORTAL_NAME
from app.system.bus_names import names_on_bus
from tests.buses import Bus, own_bus

SCREEN_TOOLS = ("Xvfb", "openbox", "xdotool", "dbus-daemon")
FCITX5_PINYIN = Path("/usr/share/fcitx5/inputmethod/pinyin.conf")
FCITX5_PROFILE = """[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin
[Groups/0/Items/0]
Name=keyboard-us
Layout=
[Groups/0/Items/1]
Name=pinyin
Layout=
[GroupOrder]
0=Default
"""
# pinyin from the first key in every field, so that a field that keeps it out is seen to
_FCITX5_CONFIG = "[Behavior]\nActiveByDefault=True\nShareInputState=All\n"
_FCITX5 = ("fcitx5", "--disable=wayland,waylandim,notifications,kimpanel,cloudpinyin")


@dataclass
class Desktop:
    """What runs, and what a program on this desktop is told."""

    bus: Bus
    display: str
    running: contextlib.ExitStack
    asked: str = "fcitx"  # what UOS and Kylin want of Qt, whatever runs there

    def environment(self) -> dict[str, str]:
        """Of a program that the user starts."""
        kept = self.bus.environment()
        for name in ("QT_IM_MODULES", "IBUS_USE_PORTAL", "XMODIFIERS"):
            kept.pop(name, None)
        kept |= {"DISPLAY": self.display, "QT_IM_MODULE": self.asked, "LC_ALL": "C.UTF-8"}
        kept |= {"QT_QPA_PLATFORM": "xcb"}
        return kept | {"XDG_STATE_HOME": str(self.bus.home / "state")}

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Start a program of the desktop; it ends with it."""
        program = subprocess.Popen(
            command,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.running.callback(_end, program)
        return program

    def names(self) -> frozenset[str]:
        """Who is on the bus now."""
        return names_on_bus(self.environment()) or frozenset()

    def wait_for(self, name: str) -> None:
        """Wait until somebody on the bus has that name."""
        until(lambda: name in self.names())

    def start_fcitx5(self) -> None:
        """fcitx 5 with pinyin, active from the first key."""
        folder = self.bus.home / "config" / "fcitx5"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "profile").write_text(FCITX5_PROFILE, "ascii")
        (folder / "config").write_text(_FCITX5_CONFIG, "ascii")
        self.start(*_FCITX5)
        self.wait_for(PORTAL_NAME)

    def hand(self, *words: str) -> str:
        """What a hand does at the keyboard, by xdotool."""
        done = subprocess.run(
            ["xdotool", *words],
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        return done.stdout.strip()

    def type(self, text: str) -> None:
        """Type letters, as fast as a quick typist."""
        self.hand("type", "--delay", "25", text)

    def come_to(self, title: str) -> None:
        """Have the keys go to the window of that title."""
        self.hand("search", "--sync", "--onlyvisible", "--name", title, "windowactivate", "--sync")


@contextlib.contextmanager
def desktop(home: Path) -> Iterator[Desktop]:
    """A desktop without an input method yet, gone afterwards with all that was started on it."""
    home.mkdir(parents=True, exist_ok=True)
    with own_bus(home) as bus, contextlib.ExitStack() as running:
        command = ["Xvfb", "-displayfd", "1", "-nolisten", "tcp", "-screen", "0", "1366x768x24"]
        screen = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        running.callback(_end, screen)
        assert screen.stdout is not None
        with screen.stdout as told:
            display = f":{told.readline().decode().strip()}"
        made = Desktop(bus, display, running)
        made.start("openbox")
        yield made


def until(is_so: Callable[[], bool], seconds: float = 30) -> None:
    """Wait until it is so."""
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.02)


def lacking(*more: str) -> str:
    """What this machine lacks for such a desktop, or nothing."""
    tools: Sequence[str] = (*SCREEN_TOOLS, *more)
    return " ".join(tool for tool in tools if not (shutil.which(tool) or Path(tool).exists()))


def _end(program: subprocess.Popen[bytes]) -> None:
    program.terminate()
    try:
        program.wait(5)
    except subprocess.TimeoutExpired:
        program.kill()
        program.wait(5)
