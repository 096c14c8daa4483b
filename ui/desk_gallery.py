"""A picture of every page of a registry's desk, made without a screen, for review and `demo`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from app.services.open_desk import DeskEntrance
from ui.camera import Camera, dark_room
from ui.desk.offices_page import OfficesPage
from ui.desk.search_page import DeskSearchPage
from ui.desk_pages import DESK_PAGES
from ui.desk_window import DeskWindow
from ui.page import Destination
from ui.theme import Look


def take_screens(
    entrance: DeskEntrance, passphrase: str, out: Path, look: Look | None = None
) -> list[Path]:
    """Open the desk that was asked for, go to every page, and write a PNG of each."""
    with dark_room(out):
        make = partial(DeskWindow, entrance)
        studio = DeskStudio(make, entrance.preferences, out, look or Look())
        try:
            return list(studio.pictures(passphrase))
        finally:
            studio.close()


class DeskStudio(Camera[DeskWindow]):
    """The desk's window, and the camera before it."""

    prefix = "desk_"

    def pictures(self, passphrase: str) -> Iterator[Path]:
        """Take the first run, the door, and every page."""
        yield self.take("unlock")
        yield from self._first_run()
        yield from self.ways_in()
        self.enter(passphrase)
        for entry in DESK_PAGES:
            self.go(Destination(entry.key))
            yield self.take(entry.key)
        yield from self._inside()
        self.window.lock()
        self.wait_for(lambda: self.window.workspace is None)
        yield self.take("locked")

    def _first_run(self) -> Iterator[Path]:
        door = self.window.door
        folder = door.unlock.folder
        door.show_wizard()
        if door.wizard is not None:
            for number in range(4):
                door.wizard.show_step(number)
                self.settle()
                yield self.take(f"first_run_{number + 1}")
            door.wizard.show_step(0)
        door.show_unlock(folder)

    def _inside(self) -> Iterator[Path]:
        """What stands behind a button of a page: a card to be compared, a talk that came."""
        self.go(Destination("offices", act="trust"))
        yield self.take("trust")
        page = self.window.workspace.current if self.window.workspace else None
        if isinstance(page, OfficesPage):
            page.step_back()
        self.go(Destination("search"))
        page = self.window.workspace.current if self.window.workspace else None
        if isinstance(page, DeskSearchPage) and page.model.rowCount():
            page.open_first()
            self.settle()
            yield self.take("talk")
            page.step_back()
