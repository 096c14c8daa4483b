"""The bridge to fcitx 4, a process of its own: it plays the IBus portal and passes all on.

Qt as it is carried here speaks to IBus alone. fcitx 4, which older domestic desktops run, has the
interface org.fcitx.Fcitx.InputMethod; both protocols are a handful of methods. What is typed
passes through here and is kept nowhere; it is told to the program that typed it, never to all.

The portal's name is held only while fcitx answers, so that Qt hears of its coming and going. Of
several bridges one holds it: the next that has our own name.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
from collections.abc import Mapping
from typing import Any

from jeepney import HeaderFields, MatchRule, Message, MessageType, new_method_call
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from app.domain.input_standing import BRIDGE_NAME, PORTAL_NAME, fcitx4_names
from app.system.bus_names import names_on_bus
from app.system.input_contexts import FCITX_CONTEXT, Contexts
from app.system.process import forbid_dumps

_PR_SET_PDEATHSIG = 1
_LOOK_AROUND_SECONDS = 0.5
_BUS = "org.freedesktop.DBus"


def serve(parent: int) -> int:
    """Be the bridge until the process of that number ends; exit code 1 where there is no bus."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:
        return 0  # it ended before it could be said to whom this belongs
    forbid_dumps()
    names = names_on_bus(os.environ)
    if names is None:
        return 1
    with open_dbus_connection("SESSION") as line:
        Bridge(line, fcitx_name(os.environ, names)).run()
    return 0


def fcitx_name(environment: Mapping[str, str], names: frozenset[str]) -> str:
    """The name of fcitx 4 for this screen; if it does not answer by that, any it answers by."""
    number = environment.get("DISPLAY", ":0").partition(":")[2].partition(".")[0]
    ours = f"org.fcitx.Fcitx-{number}"
    found = fcitx4_names(names)
    return ours if ours in found or not found else found[0]


class Bridge:
    """Hears the bus and gives each message to whom it is meant for."""

    def __init__(self, line: DBusConnection, fcitx: str) -> None:
        self._line, self._fcitx = line, fcitx
        self._contexts = Contexts(line, fcitx)
        self._is_ours = self._is_fcitx_here = False

    def run(self) -> None:
        """Pass on until the bus is gone."""
        told = MatchRule(type="signal", sender=_BUS, interface=_BUS, member="NameOwnerChanged")
        texts = MatchRule(type="signal", sender=self._fcitx, interface=FCITX_CONTEXT)
        for rule in (told, texts):
            self._line.send(message_bus_call("AddMatch", "s", rule.serialise()))
        asked = self._line.send_and_get_reply(message_bus_call("NameHasOwner", "s", self._fcitx))
        self._is_fcitx_here = bool(asked.body[0])
        self._line.send(message_bus_call("RequestName", "su", BRIDGE_NAME, 0))
        while True:
            try:
                self._hear(self._line.receive(timeout=_LOOK_AROUND_SECONDS))
            except TimeoutError:
                self._contexts.give_up_late()
            except (ConnectionError, EOFError):
                return

    def _hear(self, message: Message) -> None:
        kind, fields = message.header.message_type, message.header.fields
        if kind in (MessageType.method_return, MessageType.error):
            self._contexts.answer(fields.get(HeaderFields.reply_serial, 0), message)
        elif kind is MessageType.method_call:
            self._contexts.asked(message)
        elif fields.get(HeaderFields.interface) == FCITX_CONTEXT:
            self._contexts.told(message)
        elif fields.get(HeaderFields.sender) == _BUS:
            self._hear_bus(fields.get(HeaderFields.member, ""), message.body)

    def _hear_bus(self, member: str, facts: tuple[Any, ...]) -> None:
        if member == "NameAcquired" and facts[0] == BRIDGE_NAME:
            self._is_ours = True
            self._hold()
        elif member == "NameAcquired" and facts[0] == PORTAL_NAME:
            with contextlib.suppress(OSError):  # who waits for it, waits for the first time alone
                os.write(sys.stdout.fileno(), b"\n")
        elif member == "NameOwnerChanged" and facts[0] == self._fcitx:
            self._is_fcitx_here = bool(facts[2])
            self._contexts.forget_all()
            self._line.send(message_bus_call("ReleaseName", "s", PORTAL_NAME))
            self._hold()
        elif member == "NameOwnerChanged" and not facts[2]:
            self._contexts.forget(facts[0])

    def _hold(self) -> None:
        if self._is_ours and self._is_fcitx_here:
            self._line.send(message_bus_call("RequestName", "su", PORTAL_NAME, 0))


def message_bus_call(member: str, kinds: str, *facts: object) -> Message:
    """A question to the bus itself."""
    return new_method_call(message_bus, member, kinds, facts)
