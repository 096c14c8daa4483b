"""The tree a screen reader walks, over the real accessibility bus: names, roles, what is in sight.

AT-SPI 2 is spoken here as its interfaces are published (org.a11y.atspi.*), by jeepney.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from jeepney import DBusAddress, MessageType, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

_ACCESSIBLE = "org.a11y.atspi.Accessible"
_COMPONENT = "org.a11y.atspi.Component"
_ACTION = "org.a11y.atspi.Action"
_TEXT = "org.a11y.atspi.Text"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_LAUNCHER = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
CHECKED, ENABLED, FOCUSED, SHOWING = 4, 8, 12, 25  # places in the set of states
_SECONDS = 30.0


class NotSeenError(AssertionError):
    """Nothing of that name came in sight; what is in sight is told."""


def accessibility_bus(session: str, moved: Callable[[str], str] = str) -> DBusConnection:
    """The bus of the accessibility tree that belongs to a session's bus.

    moved says where an address lies for who asks, when that is another root than the session's.
    """
    with open_dbus_connection(session) as connection:
        told = connection.send_and_get_reply(new_method_call(_LAUNCHER, "GetAddress"))
    return open_dbus_connection(moved(str(told.body[0])))


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing in the tree, by the program's name on the bus and its path there."""

    bus: DBusConnection
    program: str
    path: str

    def _asked(self, interface: str, method: str, signature: str = "", *words: Any) -> Any:
        address = DBusAddress(self.path, self.program, interface)
        message = new_method_call(address, method, signature or None, words)
        told = self.bus.send_and_get_reply(message, timeout=_SECONDS)
        if told.header.message_type is MessageType.error:
            raise LookupError(f"{method}: {told.body}")
        return told.body[0] if told.body else None

    def _property(self, interface: str, name: str) -> Any:
        return self._asked(_PROPERTIES, "Get", "ss", interface, name)[1]

    @property
    def name(self) -> str:
        """What a screen reader says of it."""
        return str(self._property(_ACCESSIBLE, "Name"))

    @property
    def role(self) -> str:
        """What kind of thing it is, in AT-SPI's words."""
        return str(self._asked(_ACCESSIBLE, "GetRoleName"))

    def states(self) -> set[int]:
        """The states it is in, by their numbers."""
        low, high = self._asked(_ACCESSIBLE, "GetState")
        both = low | high << 32
        return {number for number in range(64) if both >> number & 1}

    def children(self) -> list[Thing]:
        """What is in it."""
        told = self._asked(_ACCESSIBLE, "GetChildren")
        return [Thing(self.bus, program, path) for program, path in told]

    def text(self) -> str:
        """The text it lets be read, such as a field's; LookupError for what has none."""
        return str(self._asked(_TEXT, "GetText", "ii", 0, -1))

    def place(self) -> tuple[int, int, int, int]:
        """Where it stands on the screen: left, top, width, height."""
        x, y, width, height = self._asked(_COMPONENT, "GetExtents", "u", 0)
        return x, y, width, height

    def take_focus(self) -> None:
        """Have the keys go to it."""
        self._asked(_COMPONENT, "GrabFocus")

    def act(self) -> None:
        """Do what it is there for, as a screen reader's user asks."""
        self._asked(_ACTION, "DoAction", "i", 0)

    def shown(self) -> Iterator[Thing]:
        """Itself and everything in it that is in sight, from outside in."""
        waiting = [self]
        while waiting:
            thing = waiting.pop(0)
            yield thing
            try:
                waiting += [child for child in thing.children() if SHOWING in child.states()]
            except LookupError:
                continue  # it went away while it was being asked


@dataclass(frozen=True, slots=True)
class Eyes:
    """Looks for things by their names in a program that runs."""

    bus: DBusConnection
    program: str

    def windows(self) -> list[Thing]:
        """The program's windows in sight."""
        desktop = Thing(self.bus, "org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
        programs = [thing for thing in desktop.children() if thing.name == self.program]
        found = [window for program in programs for window in program.children()]
        return [window for window in found if SHOWING in window.states()]

    def seen(self) -> list[tuple[str, str]]:
        """Roles and names of everything in sight."""
        return [(t.role, t.name) for window in self.windows() for t in window.shown() if t.name]

    def find(self, name: str, role: str = "", seconds: float = _SECONDS) -> Thing:
        """The first thing in sight whose name begins, and whose role ends so. Raises NotSeenError."""
        until = time.monotonic() + seconds
        while True:
            found = self.glimpse(name, role)
            if found is not None:
                return found
            if time.monotonic() > until:
                raise NotSeenError(f"{role} {name!r} is not in sight: {self.seen()}")
            time.sleep(0.1)

    def glimpse(self, name: str, role: str = "") -> Thing | None:
        """The first such thing in sight now, or None."""
        try:
            return self._first(name, role)
        except LookupError:
            return None  # something went away while it was being asked

    def _first(self, name: str, role: str) -> Thing | None:
        things = (thing for window in reversed(self.windows()) for thing in window.shown())
        fitting = (t for t in things if t.name.startswith(name) and t.role.endswith(role))
        return next(fitting, None)
