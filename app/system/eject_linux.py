"""Taking a stick out of Linux's hands: flushed, unmounted, without power, and told as it was."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.sticks import Ejected, EjectOutcome, StickRow
from app.system.media_blocks import Blocks

_PROGRAMS = "/usr/sbin:/usr/bin:/sbin:/bin"
_LONGEST_WAIT = 300.0  # a slow stick may still have to take a few hundred megabytes
_POWER_WAIT = 5.0
_MOST_HOLDERS = 4
_BUS = "DBUS_SYSTEM_BUS_ADDRESS"
_BUSY = ("DeviceBusy", "target is busy", "device is busy", "Device or resource busy")
_NOT_ALLOWED = (
    "NotAuthorized",
    "must be superuser",
    "Operation not permitted",
    "Permission denied",
    "only root",
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program of the system said; code 127 when it is not there."""

    code: int
    said: str


Runner = Callable[[Sequence[str]], Answer]


def run_program(words: Sequence[str]) -> Answer:
    """Run a program of the system to its end, without a shell and in English."""
    program = shutil.which(words[0], path=_PROGRAMS)
    if program is None:
        return Answer(127, "")
    try:
        done = subprocess.run(  # noqa: S603 — a program of the system's own folders, no shell
            [program, *words[1:]],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=_LONGEST_WAIT,
            env=_surroundings(),
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return Answer(126, str(error))
    return Answer(done.returncode, done.stdout.decode("utf-8", "replace"))


def _surroundings() -> dict[str, str]:
    """What the program is told: never a bus that is reached over a network."""
    bus = os.environ.get(_BUS, "")
    own = {_BUS: bus} if bus.startswith("unix:") else {}
    return {"PATH": _PROGRAMS, "LC_ALL": "C", **own}


@dataclass(frozen=True, slots=True)
class Ejecting:
    """How one stick is let go."""

    blocks: Blocks
    run: Runner

    def eject(self, row: StickRow) -> Ejected:
        """Flush, unmount every part of the stick's disk, and power it off."""
        disk = next(iter(self.blocks.disks(self.blocks.name_of(row.device))), "")
        if not disk or self.blocks.size(disk) == 0:
            return Ejected(EjectOutcome.GONE)
        for device, folder in self._mounted(disk):
            with contextlib.suppress(OSError):  # what cannot be flushed cannot be unmounted either
                flush(self.blocks.under_root(folder))
            refused = self._unmount(device, folder)
            if refused is not None:
                return refused
        self._close_locks(disk)
        return Ejected(EjectOutcome.EJECTED if self._power_off(disk) else EjectOutcome.UNMOUNTED)

    def _mounted(self, disk: str) -> list[tuple[str, str]]:
        """Every mount of the disk's parts, the last one first."""
        mounts = self.blocks.mounts()
        found = [
            (mount.device, mount.folder)
            for mount in mounts
            if disk in self.blocks.disks(self.blocks.name_of(mount.device))
        ]
        return found[::-1]

    def _unmount(self, device: str, folder: str) -> Ejected | None:
        """Unmount, by the desktop's daemon or else directly; None when it is unmounted."""
        answer = self.run(("udisksctl", "unmount", "--no-user-interaction", "-b", device))
        if self._is_mounted(device, folder) and not _says(answer, _BUSY):
            plain = self.run(("umount", "--", folder))
            answer = Answer(plain.code, answer.said + plain.said)
        if not self._is_mounted(device, folder):
            return None
        if _says(answer, _BUSY):
            return Ejected(EjectOutcome.BUSY, self._holders(folder))
        if _says(answer, _NOT_ALLOWED):
            return Ejected(EjectOutcome.NO_PERMISSION)
        return Ejected(EjectOutcome.FAILED, self._holders(folder))

    def _close_locks(self, disk: str) -> None:
        """Close what encryption was opened on the stick, so that nothing holds it."""
        for part in self.blocks.parts(disk):
            if len(self.blocks.above(part)) > 1:
                self.run(("udisksctl", "lock", "--no-user-interaction", "-b", f"/dev/{part}"))

    def _power_off(self, disk: str) -> bool:
        """Take the power away; True once the device is gone from the system."""
        off = ("udisksctl", "power-off", "--no-user-interaction", "-b", f"/dev/{disk}")
        answer = self.run(off)
        if answer.code != 0:
            with contextlib.suppress(OSError):
                (self.blocks.home(disk) / "device/delete").write_text("1")
        last = time.monotonic() + (_POWER_WAIT if answer.code == 0 else 0)
        while disk in self.blocks.names() and self.blocks.size(disk) != 0:
            if time.monotonic() >= last:
                return False
            time.sleep(0.05)
        return True

    def _is_mounted(self, device: str, folder: str) -> bool:
        return any((m.device, m.folder) == (device, folder) for m in self.blocks.mounts())

    def _holders(self, folder: str) -> tuple[str, ...]:
        """The programs that keep something open there, as far as this user may see them."""
        names: dict[str, None] = {}
        for process in sorted(self.blocks.proc.glob("[0-9]*")):
            if any(_points_into(link, folder) for link in _links(process)):
                with contextlib.suppress(OSError):
                    names[(process / "comm").read_text("utf-8", "replace").strip()] = None
        return tuple(names)[:_MOST_HOLDERS]


def flush(folder: Path) -> None:
    """Bring everything written to the file system of a folder onto its medium. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        if ctypes.CDLL(None, use_errno=True).syncfs(descriptor) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
    finally:
        os.close(descriptor)


def _says(answer: Answer, words: tuple[str, ...]) -> bool:
    return any(word.lower() in answer.said.lower() for word in words)


def _links(process: Path) -> list[Path]:
    links = [process / name for name in ("cwd", "root", "exe")]
    with contextlib.suppress(OSError):
        links += (process / "fd").iterdir()
    return links


def _points_into(link: Path, folder: str) -> bool:
    try:
        target = str(link.readlink())
    except OSError:
        return False
    return target == folder or target.startswith(folder.rstrip("/") + "/")
