"""Sticks in this machine: found and told apart, never guessed, never the system's own disk."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.domain.errors import StickMissingError
from app.domain.sticks import Ejected, EjectOutcome, StickRow
from app.system import media_windows, media_windows_calls
from app.system.media_linux import LinuxSticks as LinuxSticks


class Sticks(Protocol):
    """Lists the sticks that are plugged in, and lets go of them."""

    def plugged_in(self) -> list[StickRow]:
        """All of them, those that no folder shows too; the user chooses."""

    def holding(self, folder: Path) -> StickRow:
        """The stick a folder lies on, seen from the folder; or the folder as a place of its own.

        Raises StickMissingError when there is no such folder.
        """

    def eject(self, row: StickRow) -> Ejected:
        """Flush, unmount and power off; what the outcome says is what happened."""


@dataclass(frozen=True, slots=True)
class NoSticks:
    """A system on which sticks cannot be listed; a folder can still be chosen."""

    def plugged_in(self) -> list[StickRow]:
        """None."""
        return []

    def holding(self, folder: Path) -> StickRow:
        """The folder as a place of its own. Raises StickMissingError."""
        if not folder.is_dir():
            raise StickMissingError
        room = shutil.disk_usage(folder)
        return StickRow(
            device="",
            folder=str(folder),
            label="",
            serial="",
            model="",
            file_system="",
            size_bytes=room.total,
            free_bytes=room.free,
            is_read_only=False,
            is_writable=os.access(folder, os.W_OK),
            is_folder=True,
        )

    def eject(self, row: StickRow) -> Ejected:
        """Nothing can be ejected where no stick can be seen."""
        return Ejected(EjectOutcome.FAILED)


def sticks_here() -> Sticks:
    """The way to list sticks on this system."""
    if sys.platform == "win32":
        return media_windows.WindowsSticks(media_windows_calls.RealCalls())
    return LinuxSticks() if sys.platform.startswith("linux") else NoSticks()
