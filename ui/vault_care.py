"""What looks after an open vault while somebody works in it; by itself it does nothing yet."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from ui.widgets.message_bar import Way


class VaultCare(QObject):
    """told carries a message, room_given asks to save once more what a full disk refused."""

    told = Signal(object)
    room_given = Signal()

    def begin(self) -> None:
        """Look after the vault from now on."""

    def stop(self) -> None:
        """The vault is being locked: what runs is stopped and leaves nothing half."""

    def way_for(self, _act: str) -> Way | None:
        """The button by which the window helps with what a message tells; None when it cannot."""
        return None
