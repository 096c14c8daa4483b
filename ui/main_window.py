"""The office's window: the door to a vault of talks, and all pages over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services.access import Access
from ui.look import LookControl
from ui.tasks import Tasks
from ui.unlock.door import Door
from ui.vault_window import VaultWindow

if TYPE_CHECKING:
    from app.services.application import Application
    from ui.workspace import Workspace

TITLE = "谈心簿"


class MainWindow(VaultWindow["Application"]):
    """What the office works in."""

    door: Door

    def __init__(self, access: Access, tasks: Tasks, look: LookControl) -> None:
        super().__init__(TITLE, Door(access, tasks, look), tasks, look)
        self._access = access

    def furnished(self, opened: Application) -> Workspace:
        # to start faster: the pages are loaded behind the closed door, see ui.start
        from ui.pages import PAGES, Surroundings
        from ui.upkeep import upkeep_of
        from ui.workspace import Workspace

        upkeep = upkeep_of(self._tasks, opened)
        given = (self._access, opened, self._tasks, self._look, upkeep, self.guarding)
        return Workspace(Surroundings(*given), PAGES)
