"""A laptop made of a folder: a desktop's root file system without a network, and hands before it.

The root is a Debian with a screen without glass (Xvfb), a window manager, a session's bus, fcitx5
with pinyin, the accessibility bus and a printer; no Python. The hands press keys by xdotool and
find what they look for by the names a screen reader says. All of it runs in namespaces of its own:
no network at all, not even to itself, and whatever is left over ends with the trial.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.at_spi import Eyes, Thing, accessibility_bus
from tests.input_desktop import FCITX5_PROFILE

USER = "shuji"
HOME = f"/home/{USER}"
DISPLAY = ":77"
SCREEN = "1366x768x24"
_INSIDE = "TANXINBU_LAPTOP"
_TRIES = 3  # of typing a name before it is taken as it reads
_WAIT = 30.0


def without_network(module: str) -> None:
    """Run this module again where there is no network and nothing outlives it; then end."""
    if os.environ.get(_INSIDE):
        return
    names = ["--net", "--mount", "--pid", "--ipc", "--fork", "--kill-child", "--mount-proc"]
    words = ["unshare", *names, sys.executable, "-m", module, *sys.argv[1:]]
    sys.exit(subprocess.call(words, env={**os.environ, _INSIDE: "1"}))


def run(*words: str, **more: str) -> str:
    """Run a tool of this machine; what it said."""
    done = subprocess.run(words, capture_output=True, text=True, env={**os.environ, **more})
    assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
    return done.stdout.strip()


@dataclass(slots=True)
class Laptop:
    """The machine; pictures is where what is on its screen is kept."""

    root: Path
    pictures: Path
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)
    taken: int = 0

    @property
    def home(self) -> Path:
        """The user's home, seen from outside."""
        return self.root / HOME.lstrip("/")

    def environment(self) -> dict[str, str]:
        """What a session of a domestic desktop hands to every program."""
        return {
            "HOME": HOME,
            "USER": USER,
            "LANG": "zh_CN.UTF-8",
            "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
            "DISPLAY": DISPLAY,
            "XDG_RUNTIME_DIR": "/run/user/1000",
            "XDG_SESSION_TYPE": "x11",
            "DBUS_SESSION_BUS_ADDRESS": "unix:path=/run/user/1000/bus",
            "QT_IM_MODULE": "fcitx",
            "GTK_IM_MODULE": "fcitx",
            "XMODIFIERS": "@im=fcitx",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }

    def inside(self, *words: str, as_root: bool = False, **more: str) -> str:
        """Run a program of the laptop and wait for it; what it said."""
        done = subprocess.run(self._entered(words, as_root, more), capture_output=True, text=True)
        assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
        return done.stdout.strip()

    def begin(self, *words: str, as_root: bool = False, **more: str) -> subprocess.Popen[bytes]:
        """Start a program of the laptop; what it says goes to a file beside the pictures."""
        log = (self.pictures / f"{Path(words[0]).name}.log").open("ab")
        begun = subprocess.Popen(
            self._entered(words, as_root, more), stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
        self.running.append(begun)
        return begun

    def _entered(self, words: tuple[str, ...], as_root: bool, more: dict[str, str]) -> list[str]:
        who = [] if as_root else [f"--userspec={USER}:{USER}"]
        told = [f"{name}={value}" for name, value in {**self.environment(), **more}.items()]
        return ["chroot", *who, str(self.root), "env", "-i", "-C", HOME, *told, *words]

    def switch_on(self) -> None:
        """Screen, bus, input method, printer: everything a desktop has before anybody logs in."""
        run("mount", "-t", "proc", "proc", str(self.root / "proc"))
        run("mount", "--rbind", "/dev", str(self.root / "dev"))
        for folder in ("run", "tmp"):
            run("mount", "-t", "tmpfs", "tmpfs", str(self.root / folder))
        for folder in ("run/user/1000", "run/dbus", "run/cups", "tmp/.X11-unix"):
            (self.root / folder).mkdir(parents=True, exist_ok=True)
        (self.root / "tmp").chmod(0o1777)
        (self.root / "tmp/.X11-unix").chmod(0o1777)
        os.chown(self.root / "run/user/1000", 1000, 1000)
        (self.root / "run/user/1000").chmod(0o700)
        self._choose_pinyin()
        self.begin("Xvfb", DISPLAY, "-screen", "0", SCREEN, "-ac", as_root=True)
        self.wait_for(self._has_screen)
        address = self.environment()["DBUS_SESSION_BUS_ADDRESS"]
        self.begin("dbus-daemon", "--session", "--nofork", f"--address={address}")
        self.wait_for(lambda: (self.root / "run/user/1000/bus").exists())
        self.begin("openbox")
        self.begin("fcitx5")
        self.begin("/usr/libexec/at-spi-bus-launcher", "--launch-immediately")
        self._set_up_printer()
        time.sleep(3)

    def _has_screen(self) -> bool:
        """Whether X answers; its socket is there before it listens."""
        asked = ["xdotool", "getdisplaygeometry"]
        environment = {**os.environ, "DISPLAY": DISPLAY}
        return subprocess.run(asked, capture_output=True, env=environment).returncode == 0

    def _choose_pinyin(self) -> None:
        folder = self.home / ".config/fcitx5"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "profile").write_text(FCITX5_PROFILE, "utf-8")
        run("chown", "-R", "1000:1000", str(self.home / ".config"))

    def _set_up_printer(self) -> None:
        """A printer without paper: what it is given is kept in its queue."""
        (self.root / "etc/cups/cupsd.conf").write_text(
            "Listen /run/cups/cups.sock\nWebInterface No\nDefaultAuthType None\n"
            "<Location />\nOrder allow,deny\nAllow all\n</Location>\n", "utf-8"
        )  # fmt: skip
        for old in self.printed():
            old.unlink()
        self.begin("cupsd", "-f", as_root=True)
        self.wait_for(lambda: (self.root / "run/cups/cups.sock").exists())
        queue = ["lpadmin", "-p", "BANGONGSHI", "-E", "-v", "file:/dev/null"]
        self.inside(*queue, as_root=True)
        self.inside("lpadmin", "-d", "BANGONGSHI", as_root=True)

    def printed(self) -> list[Path]:
        """What was handed to the printer."""
        return sorted((self.root / "var/spool/cups").glob("d*"))

    def plug_stick(self) -> str:
        """A stick made of a file, formatted as sticks are, where a desktop mounts it."""
        folder = f"/media/{USER}/JIWEI"
        image, place = self.root / "var/stick.img", self.root / folder[1:]
        with image.open("wb") as file:
            file.truncate(64 << 20)
        run("mkfs.vfat", "-n", "JIWEI", str(image))
        place.mkdir(parents=True, exist_ok=True)
        how = "rw+,allow_other,uid=1000,gid=1000"
        words = ["fusefat", "-f", "-o", how, str(image), str(place)]
        log = (self.pictures / "stick.log").open("ab")
        self.running.append(subprocess.Popen(words, stdout=log, stderr=log))
        self.wait_for(lambda: os.path.ismount(place))
        return folder

    def wait_for(self, is_so: Callable[[], object], seconds: float = _WAIT) -> None:
        """Wait until something has come about."""
        until = time.monotonic() + seconds
        while not is_so():
            assert time.monotonic() < until, f"never came about; see {self.pictures}"
            time.sleep(0.1)

    def picture(self, name: str) -> Path:
        """Keep what is on the screen."""
        self.taken += 1
        path = self.pictures / f"{self.taken:02d}_{name}.png"
        run("import", "-window", "root", "-display", DISPLAY, str(path))
        return path

    def outside(self, address: str) -> str:
        """The address of a bus of the laptop, for one who stands outside its root."""
        return address.replace("unix:path=", f"unix:path={self.root}")

    def switch_off(self) -> None:
        """End everything that runs."""
        for one in reversed(self.running):
            one.terminate()
        for one in self.running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                one.wait(5)


@dataclass(slots=True)
class User:
    """The secretary: looks for things by their names, presses keys."""

    laptop: Laptop
    eyes: Eyes

    def press(self, *keys: str) -> None:
        """Press keys or chords one after the other, in X's words, such as alt+3."""
        for key in keys:
            run("xdotool", "key", "--clearmodifiers", key, DISPLAY=DISPLAY)
            time.sleep(0.15)

    def letters(self, text: str) -> None:
        """Press a key for each Latin letter or digit, as fast as a good typist."""
        run("xdotool", "type", "--delay", "110", text, DISPLAY=DISPLAY)
        time.sleep(0.2)

    def switch_to_pinyin(self) -> None:
        """Turn the input method on by its own key."""
        self._switch(True)

    def switch_to_letters(self) -> None:
        """Turn the input method off by its own key."""
        self._switch(False)

    def _switch(self, is_pinyin: bool) -> None:
        """Press until it is so: a key pressed before the field is known to fcitx is lost."""
        time.sleep(0.5)
        for look in range(40):
            if (self.laptop.inside("fcitx5-remote") == "2") is is_pinyin:
                return
            if look % 8 == 0:
                self.press("ctrl+space")
            time.sleep(0.3)
        raise AssertionError("the input method does not follow its key")

    def pinyin(self, *syllables: str) -> None:
        """Type words in pinyin, and take the first that the input method offers for each."""
        for word in syllables:
            self.letters(word)
            time.sleep(0.4)
            self.press("space")

    def see(self, name: str, role: str = "", seconds: float = _WAIT) -> Thing:
        """Wait until that is in sight."""
        return self.eyes.find(name, role, seconds)

    def see_no_more(self, name: str, role: str = "") -> None:
        """Wait until that is out of sight."""
        self.laptop.wait_for(lambda: self.eyes.glimpse(name, role) is None)

    def enter(self, name: str, role: str = "text") -> Thing:
        """Put the cursor into a field."""
        field = self.see(name, role)
        field.take_focus()
        time.sleep(0.2)
        return field

    def name_of_file(self, path: str) -> None:
        """Type the name into the dialog that asks for a file or folder.

        Letters that come while the window is busy can change places on their way through Qt's
        module for input methods: a name that reads otherwise is typed again, and that is said.
        """
        dialog = self.see("", "dialog")
        time.sleep(1)
        self.switch_to_letters()
        time.sleep(1)
        for _ in range(_TRIES):
            self.press("ctrl+a")
            self.letters(path)
            read = [one.text() for one in dialog.shown() if one.role == "text"]
            if path in read:
                break
            print(f"          typed again: {read}", flush=True)
        self.press("Return")
        time.sleep(0.5)

    def push(self, name: str, role: str = "push button") -> None:
        """Press a button by the keyboard."""
        self.see(name, role).take_focus()
        time.sleep(0.2)
        self.press("space")


def _windows(user: User) -> list[Thing]:
    """What is in sight; nothing while the program is still joining the accessibility bus."""
    try:
        return user.eyes.windows()
    except LookupError:
        return []


@contextlib.contextmanager
def as_the_user() -> Iterator[None]:
    """Be the user for a moment: a session's bus hears nobody else, not even root."""
    os.setresuid(1000, 1000, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@contextlib.contextmanager
def seated(laptop: Laptop, program: str) -> Iterator[User]:
    """Somebody before the laptop, for whom the program is started and at last ended."""
    address = laptop.outside(laptop.environment()["DBUS_SESSION_BUS_ADDRESS"])
    with as_the_user():
        bus = accessibility_bus(address, laptop.outside)
    begun = laptop.begin(program)
    user = User(laptop, Eyes(bus, "tanxinbu"))
    laptop.wait_for(lambda: _windows(user), 60)
    yield user
    begun.terminate()
    bus.close()
