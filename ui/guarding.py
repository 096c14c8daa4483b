"""What guards the vault around the window: the clipboard, pictures of the screen, departures."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from ui.capture import CaptureShield
from ui.clipboard import ClipboardKeeper
from ui.departure.departure import Departure, Reason

# menus, lists that dropped down, and hints show what the vault holds as well
_PASSING = (Qt.WindowType.Popup, Qt.WindowType.ToolTip)


class Guarding(QObject):
    """Belongs to the window. left tells that the machine is being left, once somebody listens."""

    left = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._departure = Departure(self)
        self.clipboard = ClipboardKeeper(self)
        self.shield = CaptureShield(self)

    def listen(self, departure: Departure) -> None:
        """Hear of departures this way from now on."""
        self._departure = departure
        departure.left.connect(self.left)
        departure.watch()

    def sources(self) -> tuple[Reason, ...]:
        """Which departures are told here."""
        return self._departure.sources()

    def lock(self) -> None:
        """The vault is being locked: nothing of it may be seen or pasted elsewhere any more."""
        self.clipboard.clear()
        self.shield.forbid()
        self._hide_what_is_over_the_window()

    def done(self) -> None:
        """The vault is locked: the machine may go to sleep."""
        self._departure.done()

    def _hide_what_is_over_the_window(self) -> None:
        for widget in QApplication.topLevelWidgets():
            is_over = widget.isModal() or widget.windowType() in _PASSING
            if widget is not self.parent() and widget.isVisible() and is_over:
                widget.hide()  # not closed: what was typed in a form comes back after the lock
