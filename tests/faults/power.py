"""A disk of its own whose power can be cut: ext4 in a file, shut down in the middle of its work.

The kernel's own shutdown call drops everything that was not synced, journal and all, as a cut of
power would; what a drive does to the order of its writes is not modelled.
"""

from __future__ import annotations

import fcntl
import os
import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

_SHUTDOWN = 0x8004587D  # EXT4_IOC_SHUTDOWN
_WITHOUT_JOURNAL = 2
_SIZE = 96 << 20


@dataclass(frozen=True)
class Disk:
    """The file that holds the disk, and the folder it is mounted on."""

    image: Path
    folder: Path

    def plug_in(self) -> None:
        _run("mount", "-o", "loop", str(self.image), str(self.folder))

    def unplug(self) -> None:
        _run("umount", str(self.folder))

    def cut_power(self) -> None:
        """From now on every read and write fails; what was not synced is gone."""
        descriptor = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.ioctl(descriptor, _SHUTDOWN, struct.pack("I", _WITHOUT_JOURNAL))
        finally:
            os.close(descriptor)


def new_disk(place: Path) -> Disk:
    """A new disk, plugged in; skips where the machine does not allow it."""
    if os.name == "nt" or os.geteuid() != 0:
        pytest.skip("a disk of its own needs root")
    disk = Disk(place / "disk.img", place / "disk")
    disk.folder.mkdir()
    with disk.image.open("wb") as file:
        file.truncate(_SIZE)
    try:
        _run("mkfs.ext4", "-q", "-F", str(disk.image))
        disk.plug_in()
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this machine mounts no disk of its own")
    return disk


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
