"""The closed door of a registry's desk."""

from __future__ import annotations

from app.services.open_desk import DeskEntrance
from ui.tasks import Tasks
from ui.unlock.desk_wizard import DeskWizard
from ui.unlock.entrance import Salvaging, WaysBack
from ui.unlock.panel import DoorPanel
from ui.unlock.plain_door import PlainDoor
from ui.unlock.sheet import Sheet
from ui.unlock.unlock_page import DoorWords

BRAND = "受理台"
_PROMISE = "接收各单位的移交包，逐个核验，开具回执"
_WORDS = DoorWords(
    title="打开受理台",
    place="受理台在",
    folder="打开别处的受理台…",
    new="新建受理台…",
)


class DeskDoor(PlainDoor):
    """Lets into a desk, or makes the first one."""

    first_topic = "desk"

    def __init__(self, entrance: DeskEntrance, tasks: Tasks) -> None:
        super().__init__(entrance, tasks, _WORDS)
        self._desks = entrance
        _call(self.unlock)
        self.begin()

    def new_wizard(self) -> DeskWizard:
        made = DeskWizard(self._desks, self._tasks)
        _call(made)
        return made

    def ways_back(self) -> WaysBack:
        return self._desks.ways_back()

    def salvaging(self) -> Salvaging:
        return self._desks.ways_back()

    def show_panel(self, panel: DoorPanel) -> None:
        _call(panel)
        super().show_panel(panel)


def _call(sheet: Sheet) -> None:
    sheet.call(BRAND, _PROMISE)
