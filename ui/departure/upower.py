"""The power service of Linux, which tells at once that the lid was closed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtDBus import QDBusMessage

from ui.departure.bus_line import BusLine, Fact, Place
from ui.departure.lid import Lid

SERVICE = "org.freedesktop.UPower"
POWER = Place(SERVICE, "/org/freedesktop/UPower", SERVICE)
_CHANGES = Place(SERVICE, POWER.path, "org.freedesktop.DBus.Properties")


class PowerService(QObject):
    """Hears of the lid. missing is called where there is no such service, or no lid it knows."""

    def __init__(
        self, line: BusLine, missing: Callable[[], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._line, self._missing = line, missing
        self.lid = Lid(self)

    def watch(self) -> None:
        """Begin to listen where there is a lid."""
        self._line.read(POWER, "LidIsPresent", self._hear_if, lambda _: self._missing())

    @Slot(QDBusMessage)
    def hear_change(self, _: QDBusMessage) -> None:
        """Something about the power changed; the lid is read."""
        self._line.read(POWER, "LidIsClosed", self.lid.see)

    def _hear_if(self, is_present: Fact) -> None:
        if is_present is not True:
            self._missing()
            return
        self._line.hear(_CHANGES, "PropertiesChanged", self, "hear_change")
        self._line.read(POWER, "LidIsClosed", self.lid.see)
