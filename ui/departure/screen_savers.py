"""The locks of the desktops: each tells on the user's bus that it has come up."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtDBus import QDBusMessage

from ui.departure.bus_line import BusLine, Fact, Place, first_fact
from ui.departure.departure import Reason

_BUS = Place("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")


@dataclass(frozen=True, slots=True)
class Saver:
    """A desktop's lock: its service, which is its interface as well, and the signal it gives."""

    service: str
    member: str = "ActiveChanged"


SAVERS = (
    Saver("org.freedesktop.ScreenSaver"),
    Saver("org.gnome.ScreenSaver"),
    Saver("org.mate.ScreenSaver"),
    Saver("org.cinnamon.ScreenSaver"),
    Saver("org.xfce.ScreenSaver"),
    Saver("org.ukui.ScreenSaver", "lock"),  # Kylin
    Saver("com.deepin.dde.lockFront", "Visible"),  # UOS 20
    Saver("org.deepin.dde.LockFront1", "Visible"),  # its successor
)


class ScreenSavers(QObject):
    """Hears every lock of a desktop that is known."""

    left = Signal(object)

    def __init__(self, line: BusLine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._line = line
        self._has_one = False

    def watch(self) -> None:
        """Begin to listen; a lock that starts later is heard as well."""
        for saver in SAVERS:
            # desktops put it at different places of the bus
            anywhere = Place(saver.service, "", saver.service)
            self._line.hear(anywhere, saver.member, self, "hear")
            self._line.ask(_BUS, "NameHasOwner", (saver.service,), self._note, lambda _: None)

    def sources(self) -> tuple[Reason, ...]:
        """What they are known to tell."""
        return (Reason.SCREEN_SAVER,) if self._has_one else ()

    @Slot(QDBusMessage)
    def hear(self, message: QDBusMessage) -> None:
        """A lock came up, or went away, which is told by False."""
        if first_fact(message) is not False:
            self.left.emit(Reason.SCREEN_SAVER)

    def _note(self, is_there: Fact) -> None:
        self._has_one = self._has_one or is_there is True
