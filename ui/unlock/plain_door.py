"""A closed door: the page that asks for the passphrase, or what makes a first vault."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ui.tasks import Tasks
from ui.unlock.entrance import OpenVault, Salvaging, WayIn, WaysBack
from ui.unlock.panel import DoorPanel
from ui.unlock.unlock_page import OFFICE, DoorWords, UnlockPage
from ui.widgets.message import Message

if TYPE_CHECKING:
    from ui.unlock.making import MakingWizard


class PlainDoor(QWidget):
    """Lets in: opened tells what was unlocked. Which wizard makes a vault, each door says."""

    opened = Signal(object)
    made_vault = Signal()

    first_topic = "index"

    def __init__(self, entrance: WayIn, tasks: Tasks, words: DoorWords = OFFICE) -> None:
        super().__init__()
        self._entrance, self._tasks = entrance, tasks
        self.unlock = UnlockPage(entrance, tasks, words)
        self.unlock.opened.connect(self.opened)
        self.unlock.new_asked.connect(self.show_wizard)
        self.unlock.cards_asked.connect(lambda: self.show_cards())
        self.unlock.restore_asked.connect(self.show_restore)
        self.unlock.salvage_asked.connect(self.show_salvage)
        self.wizard: MakingWizard | None = None
        self.panel: DoorPanel | None = None
        self._behind_panel: QWidget = self.unlock
        self._stack = QStackedWidget()
        self._stack.addWidget(self.unlock)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._stack)

    def begin(self) -> None:
        """Ask for the passphrase of the vault of last time, or begin the first one."""
        # a folder that is gone is said to be gone: the vault may stand on a stick not yet put in
        last = self._entrance.last_folder()
        if last is None:
            self.show_wizard()
        else:
            self.unlock.show_folder(last)

    def new_wizard(self) -> MakingWizard:
        """What makes a vault behind this door."""
        raise TypeError("a door of a kind of its own is needed")

    def ways_back(self) -> WaysBack:
        """What can be done with backups behind this door."""
        raise TypeError("a door of a kind of its own is needed")

    def salvaging(self) -> Salvaging:
        """What can be done for something damaged behind this door."""
        raise TypeError("a door of a kind of its own is needed")

    def show_wizard(self) -> None:
        """Begin a new vault."""
        if self.wizard is None:
            self.wizard = self.new_wizard()
            self.wizard.opened.connect(self._made)
            self.wizard.made_vault.connect(self.made_vault)
            self.wizard.has_vault.connect(self.show_unlock)
            self.wizard.restore_asked.connect(self.show_restore)
            self._stack.addWidget(self.wizard)
        self._stack.setCurrentWidget(self.wizard)

    def show_cards(self, typed: tuple[tuple[str, ...], ...] = ()) -> None:
        """Ask for two recovery cards of the vault whose passphrase was asked for.

        typed are the groups of both cards when they have just been typed for the same vault.
        """
        # to start faster: the panel's words name half the domain
        from ui.unlock.cards_panel import CardsPanel

        panel = CardsPanel(self._entrance, self._tasks, self.unlock.folder)
        self.show_panel(panel)
        for entry, groups in zip((panel.first, panel.second), typed, strict=False):
            entry.set_groups(groups)

    def show_restore(self) -> None:
        """Bring a vault back from a backup; the one that was asked for has its own beside it."""
        # to start faster: as above
        from ui.unlock.rescue_restore import RestorePanel

        folder = self.unlock.folder
        if self._stack.currentWidget() is self.wizard:
            folder = self._entrance.default_folder()
        panel = RestorePanel(self._tasks, self.ways_back(), folder)
        panel.cards_wanted.connect(self._go_on_by_cards)
        self.show_panel(panel)

    def show_salvage(self) -> None:
        """See what of the vault that would not open can be read, and save that."""
        # to start faster: as above
        from ui.unlock.rescue_salvage import SalvagePanel

        self.show_panel(SalvagePanel(self._tasks, self.salvaging(), self.unlock.folder))

    def show_panel(self, panel: DoorPanel) -> None:
        """Put another way in before the passphrase, until it lets in or is left."""
        self.leave_panel()
        self.panel = panel
        self._behind_panel = self._stack.currentWidget()
        panel.opened.connect(self._let_in_by_panel)
        panel.found.connect(self.show_unlock)
        panel.left.connect(self.leave_panel)
        self._stack.addWidget(panel)
        self._stack.setCurrentWidget(panel)
        if panel.focusProxy() is not None:
            panel.setFocus()

    def leave_panel(self) -> None:
        """Go back to the passphrase, or to the first run one came from."""
        panel, self.panel = self.panel, None
        if panel is not None:
            panel.cancel()
            self._stack.removeWidget(panel)
            panel.hide()
            panel.deleteLater()
            self._stack.setCurrentWidget(self._behind_panel)

    def step_back(self) -> None:
        """Esc: stop an unlocking that runs, or go one step back in the panel."""
        if self.panel is not None:
            self.panel.step_back()
        elif self._stack.currentWidget() is self.unlock:
            self.unlock.cancel()

    def cancel(self) -> None:
        """The machine is being left: stop what runs, and forget what was typed."""
        self.unlock.cancel()
        self.unlock.passphrase.clear()
        if self.panel is not None:
            self.panel.cancel()

    def show_unlock(self, folder: Path) -> None:
        """Ask for the passphrase of the vault in that folder."""
        self.leave_panel()
        self.unlock.show_folder(folder)
        self._stack.setCurrentWidget(self.unlock)

    def show_locked(self, folder: Path) -> None:
        """Say that the vault was locked, and how to come back in."""
        self.show_unlock(folder)
        self.unlock.say_locked()

    def go_in(self) -> None:
        """Go into the vault that was made and nobody has gone into yet, if there is one."""
        if self.wizard is not None and self.wizard.made is not None:
            self.wizard.go_on()

    def pending(self) -> OpenVault | None:
        """An open vault nobody has gone into yet: the window may be closed on the last page."""
        return self.wizard.made if self.wizard is not None else None

    def help_topic(self) -> str:
        """What F1 is about before this door."""
        page = self._stack.currentWidget()
        if isinstance(page, DoorPanel):
            return page.help_topic
        return "unlock" if page is self.unlock else self.first_topic

    def tell(self, message: Message) -> None:
        """Show a message on the page in sight."""
        self._in_sight().message.show_message(message)

    def untell(self, message: Message) -> None:
        """Take the message away if it still stands on the page in sight."""
        self._in_sight().message.take_back(message)

    def _in_sight(self) -> UnlockPage | MakingWizard | DoorPanel:
        page = self._stack.currentWidget()
        if self.wizard is not None and page is self.wizard:
            return self.wizard
        return page if isinstance(page, DoorPanel) else self.unlock

    def _go_on_by_cards(self, folder: Path, typed: tuple[tuple[str, ...], ...]) -> None:
        self.show_unlock(folder)
        self.show_cards(typed)

    def _let_in_by_panel(self, opened: object) -> None:
        self.leave_panel()
        self.opened.emit(opened)

    def _made(self, opened: object) -> None:
        self.opened.emit(opened)
        if self.wizard is not None:
            self._stack.removeWidget(self.wizard)
            self.wizard.deleteLater()
            self.wizard = None
        self._stack.setCurrentWidget(self.unlock)
