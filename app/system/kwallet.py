"""KDE's wallet, spoken to over the user's bus.

The keyring library has a class for it, but that wants a library without ready-made builds; this
one speaks the same few words through the library that the Secret Service needs anyway.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

from jeepney import DBusAddress, DBusErrorResponse, MessageType, new_method_call
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from keyring.errors import KeyringLocked

NAME = "KDE 钱包"
_PROGRAM = "tanxinbu"
_INTERFACE = "org.kde.KWallet"
_GENERATIONS = ("kwalletd6", "kwalletd5")
_NO_WINDOW = 0
_PATIENCE_SECONDS = 45.0


@dataclass(frozen=True, slots=True)
class KWallet:
    """One generation of the wallet, with the words of the keyring library's classes."""

    generation: str

    @classmethod
    def on_this_bus(cls) -> KWallet | None:
        """The newest wallet that runs and is switched on, or None.

        Raises OSError, KeyError, ValueError without a bus.
        """
        with contextlib.closing(open_dbus_connection()) as bus:
            for generation in _GENERATIONS:
                if _owned(bus, f"org.kde.{generation}"):
                    found = cls(generation)
                    return found if found.ask(bus, "isEnabled") else None
        return None

    def has(self, service: str, username: str) -> bool:
        """Whether there is something under both names; the wallet need not be open for that."""
        with contextlib.closing(open_dbus_connection()) as bus:
            place = (self.ask(bus, "networkWallet"), service, username)
            return not self.ask(bus, "keyDoesNotExist", "sss", *place)

    def get_password(self, service: str, username: str) -> str | None:
        """The text kept under both names, or None. Raises KeyringLocked."""
        with contextlib.closing(open_dbus_connection()) as bus:
            place = (self._opened(bus), service, username, _PROGRAM)
            if not self.ask(bus, "hasEntry", "isss", *place):
                return None
            return str(self.ask(bus, "readPassword", "isss", *place))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep the text under both names. Raises KeyringLocked."""
        with contextlib.closing(open_dbus_connection()) as bus:
            place = (self._opened(bus), service, username, password, _PROGRAM)
            self.ask(bus, "writePassword", "issss", *place)

    def delete_password(self, service: str, username: str) -> None:
        """Forget the text. Raises KeyringLocked."""
        with contextlib.closing(open_dbus_connection()) as bus:
            self.ask(bus, "removeEntry", "isss", self._opened(bus), service, username, _PROGRAM)

    def _opened(self, bus: DBusConnection) -> int:
        wallet = self.ask(bus, "networkWallet")
        handle = int(self.ask(bus, "open", "sxs", wallet, _NO_WINDOW, _PROGRAM))
        if handle < 0:  # somebody said no
            raise KeyringLocked
        return handle

    def ask(self, bus: DBusConnection, what: str, kinds: str = "", *facts: str | int) -> str | int:
        """One question to the wallet; kinds are the facts' letters on the bus."""
        address = DBusAddress(
            f"/modules/{self.generation}", f"org.kde.{self.generation}", _INTERFACE
        )
        question = new_method_call(address, what, kinds, facts)
        answer = bus.send_and_get_reply(question, timeout=_PATIENCE_SECONDS)
        if answer.header.message_type is MessageType.error:
            raise DBusErrorResponse(answer)
        return answer.body[0] if answer.body else ""


def _owned(bus: DBusConnection, name: str) -> bool:
    question = new_method_call(message_bus, "NameHasOwner", "s", (name,))
    return bool(bus.send_and_get_reply(question).body[0])
