"""The input contexts of the bridge: each field that is typed into, as both sides know it.

One side: org.freedesktop.IBus.InputContext, as Qt's module uses it. Other side:
org.fcitx.Fcitx.InputContext of fcitx 4 (its frontend "ipc").
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    new_error,
    new_method_call,
    new_method_return,
    new_signal,
)
from jeepney.io.blocking import DBusConnection

FCITX_CONTEXT = "org.fcitx.Fcitx.InputContext"
_FCITX_METHOD = "org.fcitx.Fcitx.InputMethod"
_IBUS_CONTEXT = "org.freedesktop.IBus.InputContext"
_UNKNOWN = "org.freedesktop.DBus.Error.UnknownObject"
_FAILED = "org.freedesktop.DBus.Error.Failed"
_PREEDIT = 1 << 1 | 1 << 4  # fcitx: what is being spelt is shown in the field, with its format
_PASSWORD = 1 << 3  # fcitx: nothing is to be spelt here
_SECRET_PURPOSES = (8, 9)  # ibus: a password, a PIN
_IBUS_RELEASE = 1 << 30
_STATES = 0xFFFF  # the modifiers of X; the bits above are ibus's own
_FIRST_KEY = 8  # X counts the keys of the kernel from here
_PATIENCE_SECONDS = 1.0

Reply = Callable[[Message | None], None]


@dataclass(frozen=True, slots=True)
class Context:
    """One field: where ibus's side has it, where fcitx's, and the program it belongs to."""

    path: str
    fcitx: DBusAddress
    owner: str


class Contexts:
    """All of them, and the answers of fcitx that are still awaited."""

    def __init__(self, line: DBusConnection, fcitx: str) -> None:
        self._line, self._name = line, fcitx
        self._by_path: dict[str, Context] = {}
        self._awaited: dict[int, tuple[float, Reply]] = {}
        self._count = 0

    # ── from the program that is typed into ──────────────────────────────────────────────────────

    def asked(self, message: Message) -> None:
        """A method of the portal or of one of its contexts was called."""
        fields = message.header.fields
        member = fields.get(HeaderFields.member)
        context = self._by_path.get(fields.get(HeaderFields.path, ""))
        if member == "CreateInputContext":
            self._create(message)
        elif context is None:
            self._line.send(new_error(message, _UNKNOWN))
        elif member == "ProcessKeyEvent":
            self._press(context, message)
        else:
            self._pass_on(context, member or "", message.body)
            self._line.send(new_method_return(message))

    def _create(self, message: Message) -> None:
        owner = message.header.fields.get(HeaderFields.sender, "")

        def made(reply: Message | None) -> None:
            if reply is None:
                self._line.send(new_error(message, _FAILED))
                return
            self._count += 1
            place = f"/inputcontext_{reply.body[0]}"
            path = f"/org/freedesktop/IBus/InputContext_{self._count}"
            context = Context(path, DBusAddress(place, self._name, FCITX_CONTEXT), owner)
            self._by_path[path] = context
            self._tell(context, "SetCapacity", "u", _PREEDIT)
            self._line.send(new_method_return(message, "o", (path,)))

        where = DBusAddress("/inputmethod", self._name, _FCITX_METHOD)
        self._ask(where, made, "CreateICv3", "si", "tanxinbu", os.getpid())

    def _press(self, context: Context, message: Message) -> None:
        key, code, state = message.body

        def judged(reply: Message | None) -> None:
            is_taken = reply is not None and reply.body[0] > 0
            self._line.send(new_method_return(message, "b", (is_taken,)))

        is_release = int(bool(state & _IBUS_RELEASE))
        facts = (key, code + _FIRST_KEY, state & _STATES, is_release, 0)
        self._ask(context.fcitx, judged, "ProcessKeyEvent", "uuuiu", *facts)

    def _pass_on(self, context: Context, member: str, facts: tuple[Any, ...]) -> None:
        if member in ("FocusIn", "FocusOut", "Reset"):
            self._tell(context, member)
        elif member == "SetCursorLocation":
            self._tell(context, "SetCursorRect", "iiii", *facts)
        elif member == "Set" and facts[1] == "ContentType":
            is_secret = facts[2][1][0] in _SECRET_PURPOSES
            self._tell(context, "SetCapacity", "u", _PASSWORD if is_secret else _PREEDIT)
        elif member == "Destroy":
            self._destroy(context)

    # ── from fcitx ───────────────────────────────────────────────────────────────────────────────

    def answer(self, serial: int, message: Message) -> None:
        """fcitx answered what it was asked under that number."""
        _, reply = self._awaited.pop(serial, (0.0, None))
        if reply is not None:
            is_good = message.header.message_type is MessageType.method_return
            reply(message if is_good else None)

    def give_up_late(self) -> None:
        """Answer for fcitx where it took too long: a key must not be lost because it hangs."""
        now = time.monotonic()
        late = [serial for serial, (end, _) in self._awaited.items() if end < now]
        for serial in late:
            self._awaited.pop(serial)[1](None)

    def told(self, message: Message) -> None:
        """fcitx told of something in one of its contexts."""
        fields = message.header.fields
        place, member = fields.get(HeaderFields.path), fields.get(HeaderFields.member)
        found = (c for c in self._by_path.values() if c.fcitx.object_path == place)
        context = next(found, None)
        if context is None:
            return
        if member == "CommitString":
            self._signal(context, "CommitText", "v", _text(message.body[0]))
        elif member == "UpdateFormattedPreedit":
            text = "".join(piece for piece, _ in message.body[0])
            cursor = characters(text, message.body[1])
            self._signal(context, "UpdatePreeditText", "vub", _text(text), cursor, bool(text))
        elif member == "ForwardKey":
            key, state, kind = message.body
            state |= _IBUS_RELEASE if kind else 0
            self._signal(context, "ForwardKeyEvent", "uuu", key, 0, state)

    # ── ends ─────────────────────────────────────────────────────────────────────────────────────

    def forget(self, owner: str) -> None:
        """The program of that name on the bus is gone."""
        for context in [c for c in self._by_path.values() if c.owner == owner]:
            self._destroy(context)

    def forget_all(self) -> None:
        """fcitx itself came or went: it knows none of its contexts any more."""
        self._by_path.clear()
        awaited, self._awaited = self._awaited, {}
        for _, reply in awaited.values():
            reply(None)

    def _destroy(self, context: Context) -> None:
        del self._by_path[context.path]
        self._tell(context, "DestroyIC")

    # ── the line ─────────────────────────────────────────────────────────────────────────────────

    def _ask(
        self, where: DBusAddress, reply: Reply, member: str, kinds: str, *facts: object
    ) -> None:
        serial = next(self._line.outgoing_serial)
        self._awaited[serial] = (time.monotonic() + _PATIENCE_SECONDS, reply)
        self._line.send(new_method_call(where, member, kinds, facts), serial=serial)

    def _tell(self, context: Context, member: str, kinds: str = "", *facts: object) -> None:
        self._line.send(new_method_call(context.fcitx, member, kinds or None, facts))

    def _signal(self, context: Context, member: str, kinds: str, *facts: object) -> None:
        message = new_signal(
            DBusAddress(context.path, interface=_IBUS_CONTEXT), member, kinds, facts
        )
        message.header.fields[HeaderFields.destination] = context.owner
        self._line.send(message)


def characters(text: str, cursor: int) -> int:
    """Where the cursor stands in characters; fcitx counts bytes, and says -1 for none: the end."""
    if cursor < 0:
        return len(text)
    return len(text.encode()[:cursor].decode("utf-8", "ignore"))


def _text(words: str) -> tuple[str, tuple[object, ...]]:
    """Words as ibus sends them, without attributes."""
    attributes: tuple[str, tuple[object, ...]] = ("(sa{sv}av)", ("IBusAttrList", {}, []))
    return ("(sa{sv}sv)", ("IBusText", {}, words, attributes))
