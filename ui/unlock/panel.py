"""A way in beside the passphrase: by recovery cards, from a backup, out of a damaged vault."""

from __future__ import annotations

from PySide6.QtCore import Signal

from ui.unlock.sheet import Sheet
from ui.widgets.message_bar import MessageBar


class DoorPanel(Sheet):
    """Stands in the door until it lets in or is left.

    opened tells an unlocked application, found the folder of a vault whose passphrase is to be
    asked for, left that the user goes back to the passphrase. What it shows goes into card.body.
    """

    opened = Signal(object)
    found = Signal(object)
    left = Signal()

    help_topic = "unlock"

    def __init__(self, width: int = 38) -> None:
        super().__init__(width)
        self.message = MessageBar()
        self.subtitle.hide()  # a panel wants the room: it must be whole on a small screen

    def step_back(self) -> None:
        """One step back (Esc); from the first one, back to the passphrase."""
        self.left.emit()

    def cancel(self) -> None:
        """Stop what runs, and forget what was typed: the machine is being left."""
