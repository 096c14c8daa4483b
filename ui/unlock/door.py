"""The office's closed door: the passphrase, the first run, and the ways back into a vault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services.access import Access
from ui.look import LookControl
from ui.tasks import Tasks
from ui.unlock.entrance import Salvaging, WaysBack
from ui.unlock.plain_door import PlainDoor

if TYPE_CHECKING:
    from ui.unlock.wizard import Wizard


class Door(PlainDoor):
    """Lets into the office's vault."""

    def __init__(self, access: Access, tasks: Tasks, look: LookControl) -> None:
        super().__init__(access, tasks)
        self._access, self._look = access, look
        self.begin()

    def new_wizard(self) -> Wizard:
        # to start faster: whoever has a vault makes no first one
        from ui.unlock.wizard import Wizard

        return Wizard(self._access, self._tasks, self._look)

    def ways_back(self) -> WaysBack:
        # to start faster: few doors are opened from a backup
        from app.services.restoring import Restoring

        return Restoring(self._access)

    def salvaging(self) -> Salvaging:
        # to start faster: as above
        from app.services.salvage import Salvage

        return Salvage(self._access.preferences, self._access.clock)
