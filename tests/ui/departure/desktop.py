"""A desktop's login manager, power service and lock, on a bus of a test's own."""

from __future__ import annotations

import os
import select

from tests.bus_partners import Partner

LOGIND = "org.freedesktop.login1"
ROOT = "/org/freedesktop/login1"
SESSION = f"{ROOT}/session/_32"
PROPERTIES = "org.freedesktop.DBus.Properties"


class Logind(Partner):
    """What the program uses of the login manager."""

    def __init__(self, address: str) -> None:
        self.state: dict[str, object] = {
            "Id": "2",
            "Active": True,
            "LockedHint": False,
            "LidClosed": False,
        }
        self.held: list[int] = []
        super().__init__(address, LOGIND)
        self.answers |= {
            "Inhibit": self._inhibit,
            "GetSession": lambda number: ("o", ({"2": SESSION}[number],)),
            "Get": self._get,
        }

    def sleep(self, is_near: bool) -> None:
        self.tell(ROOT, f"{LOGIND}.Manager", "PrepareForSleep", "b", is_near)

    def lock_session(self) -> None:
        self.tell(SESSION, f"{LOGIND}.Session", "Lock")

    def change(self, **changed: object) -> None:
        """Something about the session is otherwise from now on, and it is told."""
        self.state |= changed
        told = {name: ("b", value) for name, value in changed.items()}
        self.tell(
            SESSION, PROPERTIES, "PropertiesChanged", "sa{sv}as", f"{LOGIND}.Session", told, []
        )

    def is_waiting(self) -> bool:
        """Whether somebody holds the last inhibitor that was given."""
        return bool(self.held) and not select.select([self.held[-1]], [], [], 0)[0]

    def close(self) -> None:
        super().close()
        for end in self.held:
            os.close(end)

    def _inhibit(self, what: str, who: str, why: str, mode: str):
        assert (what, mode) == ("sleep:shutdown", "delay")
        ours, theirs = os.pipe()
        self.held.append(ours)
        return "h", (theirs,)

    def _get(self, _: str, name: str):
        value = self.state[name]
        return "v", (("b" if isinstance(value, bool) else "s", value),)


class UPower(Partner):
    """The power service of a laptop."""

    def __init__(self, address: str, is_closed: bool = False) -> None:
        self.state = {"LidIsPresent": True, "LidIsClosed": is_closed}
        super().__init__(address, "org.freedesktop.UPower")
        self.answers["Get"] = lambda _, name: ("v", (("b", self.state[name]),))

    def close_lid(self, is_closed: bool = True) -> None:
        self.state["LidIsClosed"] = is_closed
        told = {"LidIsClosed": ("b", is_closed)}
        path = "/org/freedesktop/UPower"
        self.tell(
            path, PROPERTIES, "PropertiesChanged", "sa{sv}as", "org.freedesktop.UPower", told, []
        )
