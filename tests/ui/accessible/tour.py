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


class ShortOfficeTour(OfficeTour):
    """The same, without the places that differ by a paper that was made for them."""

    def _papers(self) -> Iterator[Path]:
        yield from ()

    def _verification(self) -> Iterator[Path]:
        yield from ()

    def _figures(self) -> Iterator[Path]:
        yield from ()


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
