"""All that a Linux desktop tells: on the system's bus and on the user's."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtDBus import QDBusConnection

from ui.departure.bus_line import BusLine
from ui.departure.departure import Departure, Reason
from ui.departure.logind import LoginManager
from ui.departure.screen_savers import ScreenSavers
from ui.departure.upower import PowerService


class LinuxDeparture(Departure):
    """Hears both buses; one that is not there is done without, silently."""

    def __init__(
        self, system: QDBusConnection, session: QDBusConnection, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._system, self._session = BusLine(system, self), BusLine(session, self)
        self._logins = LoginManager(self._system, self)
        self._power = PowerService(self._system, self._logins.watch_lid, self)
        self._savers = ScreenSavers(self._session, self)
        self._tellers = (self._logins, self._logins.lid, self._power.lid, self._savers)
        for teller in self._tellers:
            teller.left.connect(self.left)

    def watch(self) -> None:
        """Begin to listen."""
        if self._system.is_connected:
            self._logins.watch()
            self._power.watch()
        if self._session.is_connected:
            self._savers.watch()

    def done(self) -> None:
        """Everything is locked: the machine may sleep."""
        self._logins.let_go()

    def sources(self) -> tuple[Reason, ...]:
        """What this system really tells, as far as it has answered by now."""
        told = {reason for teller in self._tellers for reason in teller.sources()}
        return tuple(reason for reason in Reason if reason in told)


def on_this_desktop(parent: QObject) -> LinuxDeparture:
    """The buses of this machine and of this user."""
    return LinuxDeparture(QDBusConnection.systemBus(), bus_of_this_user(), parent)


def bus_of_this_user() -> QDBusConnection:
    """The user's bus, or a connection to nothing."""
    # where there is none, asking for it would start one
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    is_there = "DBUS_SESSION_BUS_ADDRESS" in os.environ or (
        runtime and Path(runtime, "bus").exists()
    )
    return QDBusConnection.sessionBus() if is_there else QDBusConnection("no bus")
