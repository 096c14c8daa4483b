"""A closed door: the page that asks for the passphrase, or what makes a first vault."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ui.tasks import Tasks
from ui.unlock.entrance import OpenVault, WayIn
from ui.unlock.making import MakingWizard
from ui.unlock.panel import DoorPanel
from ui.unlock.unlock_page import OFFICE, DoorWords, UnlockPage
from ui.widgets.message import Message


class PlainDoor(QWidget):
    """Lets in: opened tells what was unlocked. Which wizard makes a vault, each door says."""

    opened = Signal(object)
    made_vault = Signal()

    def __init__(self, entrance: WayIn, tasks: Tasks, words: DoorWords = OFFICE) -> None:
        super().__init__()
        self._entrance, self._tasks = entrance, tasks
        self.unlock = UnlockPage(entrance, tasks, words)
        self.unlock.opened.connect(self.opened)
        self.unlock.new_asked.connect(self.show_wizard)
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

    def show_wizard(self) -> None:
        """Begin a new vault."""
        if self.wizard is None:
            self.wizard = self.new_wizard()
            self.wizard.opened.connect(self._made)
            self.wizard.made_vault.connect(self.made_vault)
            self.wizard.has_vault.connect(self.show_unlock)
            self._stack.addWidget(self.wizard)
        self._stack.setCurrentWidget(self.wizard)

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

    def tell(self, message: Message) -> None:
        """Show a message on the page in sight."""
        page = self._stack.currentWidget()
        if isinstance(page, UnlockPage | MakingWizard | DoorPanel):
            page.message.show_message(message)

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
