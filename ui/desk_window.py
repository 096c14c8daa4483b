"""The window of a registry's desk: its own door, its own pages; all the care is every window's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services.open_desk import DeskEntrance
from ui.look import LookControl
from ui.tasks import Tasks
from ui.unlock.desk_door import BRAND, DeskDoor
from ui.vault_window import VaultWindow

if TYPE_CHECKING:
    from app.services.open_desk import OpenDesk
    from ui.workspace import Workspace


class DeskWindow(VaultWindow["OpenDesk"]):
    """What a registry's clerk works in."""

    door: DeskDoor

    def __init__(self, entrance: DeskEntrance, tasks: Tasks, look: LookControl) -> None:
        super().__init__(BRAND, DeskDoor(entrance, tasks), tasks, look)
        self._entrance = entrance

    def furnished(self, opened: OpenDesk) -> Workspace:
        # to start faster: the pages are loaded behind the closed door, see ui.desk_start
        from ui.desk_care import DeskUpkeep
        from ui.desk_pages import DESK_PAGES, DeskSurroundings
        from ui.workspace import Workspace

        if opened.is_ledger_elsewhere:
            self.status.connected()
        upkeep = DeskUpkeep(self._tasks, opened)
        given = DeskSurroundings(self._entrance, opened, self._tasks, self._look, upkeep)
        return Workspace(given, DESK_PAGES)
