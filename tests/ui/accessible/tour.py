"""The tour of the pictures, gone once more with other eyes: is all whole, and is all told?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PySide6.QtWidgets import QWidget

from app import bootstrap
from tests.ui.accessible.walk import faults
from tests.ui.sight import cut_off
from ui.camera import dark_room
from ui.desk_gallery import DeskStudio
from ui.desk_window import DeskWindow
from ui.gallery import Studio
from ui.main_window import MainWindow
from ui.page import Destination
from ui.theme import Look

SMALLEST = (1366, 720)


class _Looking:
    """Instead of taking a picture, notes what is amiss at that place; each fault once."""

    window: Any
    _look: Any

    def begin(self) -> None:
        """Be as small as the smallest screen."""
        self.window.resize(*SMALLEST)
        self.found: dict[str, str] = {}

    def take(self, name: str, _: QWidget | None = None) -> Path:
        """Look at what is seen."""
        size = self._look.look.type_size
        least = self.window.minimumSizeHint()
        amiss = cut_off(self.window) + faults(self.window)
        if least.width() > SMALLEST[0] or least.height() > SMALLEST[1]:
            amiss.append(f"needs {least.width()}×{least.height()}")
        for fault in amiss:
            self.found.setdefault(fault, f"{name} at {size}: {fault}")
        return Path(name)


class OfficeTour(_Looking, Studio):
    """Through the office's window."""


class PanelTour(OfficeTour):
    """What stands behind the pages: the first run, the door's ways, panels, wizards, findings."""

    def pictures(self, folder: Path, passphrase: str) -> Iterator[Path]:
        """Take these, at the places of the whole tour."""
        yield from self._first_run()
        self.window.door.show_unlock(folder)
        yield from self.ways_in()
        self.enter(passphrase)
        for page, act in (("people", "import"), ("plans", "build"), ("talks", "new")):
            self.go(Destination(page, act=act))
            yield self.take(f"{page}_{act}")
        yield from self._findings()
        yield from self._archive()
        yield from self._prompts()
        yield from self._dictionaries()
        yield from self._keys()
        yield from self._handing_over()


class DeskTour(_Looking, DeskStudio):
    """Through the window of a registry's desk."""


def through_the_office(
    vault: Path, passphrase: str, size: int, tour: type[OfficeTour] = OfficeTour
) -> list[str]:
    """What is amiss anywhere in the office's window at that size of type."""
    with TemporaryDirectory() as name, dark_room(Path(name)):
        access = bootstrap.access(Path(name))
        look = Look(type_size=size)
        gone = tour(partial(MainWindow, access), access.preferences, Path(name), look)
        gone.begin()
        list(gone.pictures(vault, passphrase))
        gone.close()
        return list(gone.found.values())


def through_the_desk(desk: Path, passphrase: str, size: int) -> list[str]:
    """What is amiss anywhere in the window of a registry's desk at that size of type."""
    with TemporaryDirectory() as name, dark_room(Path(name)):
        entrance = bootstrap.desk_entrance(desk, Path(name))
        look = Look(type_size=size)
        gone = DeskTour(partial(DeskWindow, entrance), entrance.preferences, Path(name), look)
        gone.begin()
        list(gone.pictures(passphrase))
        gone.close()
        return list(gone.found.values())
