"""Sticks made of files: real file systems on loop devices, on a made-up machine that calls them USB.

Needs root, loop devices and the tools of packaging/dev.py; a test that gets none skips and says so.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.system.eject_linux import Runner, run_program
from app.system.media_linux import LinuxSticks

MAKING = {
    "vfat": ("mkfs.vfat", "-n"),
    "exfat": ("mkfs.exfat", "-L"),
    "ext4": ("mkfs.ext4", "-q", "-F", "-L"),
}
MOUNTING = {"vfat": "fusefat", "exfat": "mount.exfat-fuse", "ext4": "mount"}
_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"


def hindrance(kind: str = "vfat") -> str:
    """Why no such stick can be made here; empty when one can."""
    if os.geteuid() != 0:
        return "making sticks of files needs root"
    if not Path("/dev/loop-control").exists():
        return "this machine has no loop devices"
    tools = ("losetup", MAKING[kind][0], MOUNTING[kind])
    missing = [tool for tool in tools if not shutil.which(tool, path=_PATH)]
    return f"not installed: {', '.join(missing)}" if missing else ""


def run(*words: str) -> str:
    """Run a tool of the system; what it said."""
    program = shutil.which(words[0], path=_PATH) or words[0]
    done = subprocess.run([program, *words[1:]], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
    return done.stdout.strip()


@dataclass(slots=True)
class LoopStick:
    """One stick: its image is what is on the medium, folder where it is mounted."""

    kind: str
    image: Path
    device: str
    folder: Path
    serial: str
    server: subprocess.Popen[bytes] | None = None

    @property
    def is_mounted(self) -> bool:
        lines = Path("/proc/mounts").read_text("utf-8").splitlines()
        return any(line.split(" ")[1] == str(self.folder) for line in lines)

    def mount(self, *, read_only: bool = False) -> None:
        """Let its files be seen in the folder."""
        self.folder.mkdir(exist_ok=True)
        if self.kind == "vfat":
            how = f"{'ro' if read_only else 'rw+'},fsname={self.device}"
            tool = shutil.which("fusefat", path=_PATH) or "fusefat"
            self.server = subprocess.Popen(
                [tool, "-o", how, self.device, str(self.folder)],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        else:
            run(
                MOUNTING[self.kind],
                *(("-o", "ro") if read_only else ()),
                self.device,
                str(self.folder),
            )
        last = time.monotonic() + 10
        while not self.is_mounted:
            assert time.monotonic() < last, f"{self.kind} was not mounted"
            time.sleep(0.005)

    def unmount(self, *, at_once: bool = False) -> None:
        """Take its files out of sight; at_once even from under open ones, as when it is pulled."""
        if self.is_mounted:
            run("umount", *(("-l",) if at_once else ()), str(self.folder))
        if self.server is not None:
            if at_once:
                self.server.kill()
            self.server.wait(10)
            self.server = None


@dataclass(slots=True)
class LoopMachine:
    """A machine whose loop devices are sticks."""

    root: Path
    run: Runner = run_program
    plugged: list[LoopStick] = field(default_factory=list)

    @property
    def sticks(self) -> LinuxSticks:
        """What the product sees of them."""
        return LinuxSticks(self.root, Path("/proc"), self.run)

    def plug(
        self,
        kind: str = "vfat",
        *,
        megabytes: int = 32,
        label: str = "JIWEI",
        serial: str = "4C530001",
        mounted: bool = True,
    ) -> LoopStick:
        """Make a stick, format it, put it in, and mount it."""
        if why := hindrance(kind):
            pytest.skip(why)
        number = len(list(self.root.glob("stick*.img"))) + 1
        image = self.root / f"stick{number}.img"
        with image.open("wb") as file:
            file.truncate(megabytes << 20)
        run(*MAKING[kind], label, str(image))
        folder = Path(os.path.realpath(self.root)) / f"stick{number}"
        stick = LoopStick(kind, image, _loop(image), folder, serial)
        self.plugged.append(stick)
        self._announce(stick, megabytes << 20)
        if mounted:
            stick.mount()
        return stick

    def put_back(self, stick: LoopStick, *, mounted: bool = True) -> None:
        """Plug in again what was pulled, with all that was on it."""
        stick.device = _loop(stick.image)
        self.plugged.append(stick)
        self._announce(stick, stick.image.stat().st_size)
        if mounted:
            stick.mount()

    def pull(self, stick: LoopStick) -> None:
        """Pull it out, whatever is open on it."""
        self.plugged.remove(stick)
        with contextlib.suppress(FileNotFoundError):
            (self.root / "sys/class/block" / Path(stick.device).name).unlink()
        stick.unmount(at_once=True)
        run("losetup", "-d", stick.device)

    def close(self) -> None:
        """Pull out everything."""
        for stick in list(self.plugged):
            self.pull(stick)

    def _announce(self, stick: LoopStick, size: int) -> None:
        name = Path(stick.device).name
        home = f"sys/devices/pci0/usb1/1-1/block/{name}"
        number = f"7:{name.removeprefix('loop')}"
        facts = {"removable": "1", "ro": "0", "dev": number, "size": str(size // 512)}
        for fact, text in facts.items():
            self._write(f"{home}/{fact}", f"{text}\n")
        self._write(f"{home}/device/model", "Loop Stick\n")
        notes = f"E:ID_BUS=usb\nE:ID_SERIAL_SHORT={stick.serial}\nE:ID_MODEL=Loop_Stick\n"
        self._write(f"run/udev/data/b{number}", notes)
        self._link(f"sys/class/block/{name}", self.root / home)
        self._link(f"dev/{name}", Path(stick.device))
        self._link(str(stick.folder).lstrip("/"), stick.folder)

    def _write(self, path: str, text: str) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")

    def _link(self, path: str, target: Path) -> None:
        link = self.root / path
        link.parent.mkdir(parents=True, exist_ok=True)
        link.unlink(missing_ok=True)
        link.symlink_to(target)


@pytest.fixture
def loop_machine(tmp_path: Path) -> Iterator[LoopMachine]:
    """A machine without any stick so far."""
    root = tmp_path / "machine"
    root.mkdir()
    machine = LoopMachine(root)
    try:
        yield machine
    finally:
        machine.close()


def _loop(image: Path) -> str:
    """A free loop device with the image behind it; several tests ask at once."""
    for _ in range(20):
        with contextlib.suppress(AssertionError):
            return run("losetup", "-f", "--show", str(image))
        time.sleep(0.05)
    return run("losetup", "-f", "--show", str(image))
