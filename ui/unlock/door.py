"""The office's closed door: the passphrase, the first run, and the ways back into a vault."""

from __future__ import annotations

from pathlib import Path

from app.services.access import Access
from ui.look import LookControl
from ui.tasks import Tasks
from ui.unlock.plain_door import PlainDoor
from ui.unlock.wizard import Wizard


class Door(PlainDoor):
    """Lets into the office's vault: also by cards, from a backup, out of what is damaged."""

    def __init__(self, access: Access, tasks: Tasks, look: LookControl) -> None:
        super().__init__(access, tasks)
        self._access, self._look = access, look
        self.unlock.cards_asked.connect(lambda: self.show_cards())
        self.unlock.restore_asked.connect(self.show_restore)
        self.unlock.salvage_asked.connect(self.show_salvage)
        self.begin()

    def new_wizard(self) -> Wizard:
        made = Wizard(self._access, self._tasks, self._look)
        made.restore_asked.connect(self.show_restore)
        return made

    def show_cards(self, typed: tuple[tuple[str, ...], ...] = ()) -> None:
        """Ask for two recovery cards of the vault whose passphrase was asked for.

        typed are the groups of both cards when they have just been typed for the same vault.
        """
        # to start faster: the panel's words name half the domain
        from ui.unlock.cards_panel import CardsPanel

        panel = CardsPanel(self._access, self._tasks, self.unlock.folder)
        self.show_panel(panel)
        for entry, groups in zip((panel.first, panel.second), typed, strict=False):
            entry.set_groups(groups)

    def show_restore(self) -> None:
        """Bring a vault back from a backup; the one that was asked for has its own beside it."""
        # to start faster: as above
        from app.services.restoring import Restoring
        from ui.unlock.rescue_restore import RestorePanel

        folder = self.unlock.folder
        if self._stack.currentWidget() is self.wizard:
            folder = self._access.default_folder()
        panel = RestorePanel(self._tasks, Restoring(self._access), folder)
        panel.cards_wanted.connect(self._go_on_by_cards)
        self.show_panel(panel)

    def show_salvage(self) -> None:
        """See what of the vault that would not open can be read, and save that."""
        # to start faster: as above
        from app.services.salvage import Salvage
        from ui.unlock.rescue_salvage import SalvagePanel

        salvage = Salvage(self._access.preferences, self._access.clock)
        self.show_panel(SalvagePanel(self._tasks, salvage, self.unlock.folder))

    def _go_on_by_cards(self, folder: Path, typed: tuple[tuple[str, ...], ...]) -> None:
        self.show_unlock(folder)
        self.show_cards(typed)
