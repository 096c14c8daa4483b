"""Who is on the user's message bus: one question, asked in the bytes of the protocol itself.

It is asked before the window is made, where loading a library for it would be seen. The bytes:
D-Bus Specification, "Authentication Protocol" and "Message Protocol".
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator, Mapping

_BUS = "org.freedesktop.DBus"
_PATIENCE_SECONDS = 0.25
_LONGEST = 1 << 20
_PATH, _INTERFACE, _MEMBER, _DESTINATION = 1, 2, 3, 6  # the fields of a header
_RETURN = 2  # a kind of message


def names_on_bus(environment: Mapping[str, str]) -> frozenset[str] | None:
    """The names on the session's bus; None when there is no bus on this machine, or it is mute."""
    for place in places(environment):
        try:
            return _asked(place)
        except (OSError, ValueError):
            continue
    return None


def places(environment: Mapping[str, str]) -> Iterator[bytes]:
    """The sockets among the files of this machine by which the bus may be met; no other kind."""
    told = environment.get("DBUS_SESSION_BUS_ADDRESS", "")
    for address in told.split(";"):
        kind, _, rest = address.partition(":")
        facts = dict(part.split("=", 1) for part in rest.split(",") if "=" in part)
        if kind == "unix" and "path" in facts:
            yield _plain(facts["path"])
        elif kind == "unix" and "abstract" in facts:
            yield b"\0" + _plain(facts["abstract"])
    if not told and (folder := environment.get("XDG_RUNTIME_DIR")):
        yield os.fsencode(folder) + b"/bus"


def _asked(place: bytes) -> frozenset[str]:
    end = time.monotonic() + _PATIENCE_SECONDS
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(_PATIENCE_SECONDS)
        line.connect(place)
        who = str(os.getuid()).encode().hex().encode()
        line.sendall(b"\0AUTH EXTERNAL " + who + b"\r\n")
        if not line.recv(256).startswith(b"OK "):
            raise ValueError("not let in")
        line.sendall(b"BEGIN\r\n" + _call("Hello", 1) + _call("ListNames", 2))
        heard = b""
        while time.monotonic() < end and len(heard) < _LONGEST:
            heard += line.recv(1 << 16) or _over()
            answers = [(body, order) for kind, order, body in messages(heard) if kind == _RETURN]
            if len(answers) > 1:  # the first answers the greeting
                return strings(*answers[1])
    raise TimeoutError


def _over() -> bytes:
    raise ValueError("the bus hung up")


def _plain(escaped: str) -> bytes:
    """The bytes of a place, in which %20 stands for a space. Raises ValueError."""
    first, *rest = escaped.split("%")
    return os.fsencode(first) + b"".join(
        bytes.fromhex(part[:2]) + os.fsencode(part[2:]) for part in rest
    )


def _call(member: str, serial: int) -> bytes:
    """A question without facts to the bus itself."""
    fields = b""
    for code, kind, text in (
        (_PATH, b"o", "/org/freedesktop/DBus"),
        (_INTERFACE, b"s", _BUS),
        (_MEMBER, b"s", member),
        (_DESTINATION, b"s", _BUS),
    ):
        fields += bytes(-len(fields) % 8)
        words = text.encode()
        fields += bytes((code, 1)) + kind + b"\0" + len(words).to_bytes(4, "little") + words + b"\0"
    head = b"l\1\0\1" + bytes(4) + serial.to_bytes(4, "little") + len(fields).to_bytes(4, "little")
    return head + fields + bytes(-len(fields) % 8)


def messages(heard: bytes) -> Iterator[tuple[int, str, bytes]]:
    """The whole messages in what was heard: kind, order of bytes, body. Raises ValueError."""
    at = 0
    while len(heard) - at >= 16:
        order = {ord("l"): "little", ord("B"): "big"}.get(heard[at])
        if order is None:
            raise ValueError("not a message")
        body, fields = (_number(heard, at + offset, order) for offset in (4, 12))
        begin = at + 16 + fields + -fields % 8
        if body + fields > _LONGEST:
            raise ValueError("too long")
        if len(heard) < begin + body:
            return
        yield heard[at + 1], order, heard[begin : begin + body]
        at = begin + body


def strings(body: bytes, order: str) -> frozenset[str]:
    """A body that is one list of texts. Raises ValueError."""
    end, at, found = 4 + _number(body, 0, order), 4, set()
    if end > len(body):
        raise ValueError("cut off")
    while at < end:
        at += -at % 4
        length = _number(body, at, order)
        text = body[at + 4 : at + 4 + length]
        if at + 5 + length > end:
            raise ValueError("cut off")
        found.add(text.decode("ascii"))
        at += 5 + length
    return frozenset(found)


def _number(heard: bytes, at: int, order: str) -> int:
    piece = heard[at : at + 4]
    if len(piece) < 4:
        raise ValueError("cut off")
    return int.from_bytes(piece, "little" if order == "little" else "big")
