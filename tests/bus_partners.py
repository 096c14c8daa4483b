"""Programs that a desktop has on its message bus, played by a few lines: they answer and tell."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    new_error,
    new_method_return,
    new_signal,
)
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection
from jeepney.wrappers import new_method_call

Answer = tuple[str, tuple[Any, ...]]


class Partner:
    """Owns a name on a bus and answers each method by a function of its facts.

    A method nobody gave an answer for, or whose answer fails to look something up, is refused; one
    whose answer is None is never answered.
    """

    def __init__(self, address: str, name: str) -> None:
        self.answers: dict[str, Callable[..., Answer | None]] = {}
        self.asked: queue.Queue[tuple[str, tuple[Any, ...]]] = queue.Queue()
        self._bus = open_dbus_connection(address, enable_fds=True)
        self._bus.send_and_get_reply(new_method_call(message_bus, "RequestName", "su", (name, 4)))
        self._is_over = threading.Event()
        self._outgoing: queue.Queue[Message] = queue.Queue()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def tell(self, path: str, interface: str, member: str, kinds: str = "", *facts: Any) -> None:
        """Send a signal."""
        source = DBusAddress(path, interface=interface)
        self._outgoing.put(new_signal(source, member, kinds, facts))

    def close(self) -> None:
        """Leave the bus."""
        self._is_over.set()
        self._thread.join()
        self._bus.close()

    def _serve(self) -> None:
        while not self._is_over.is_set():
            try:
                message = self._bus.receive(timeout=0.02)
            except TimeoutError:
                message = None
            if message is not None and message.header.message_type is MessageType.method_call:
                self._answer(message)
            while not self._outgoing.empty():
                self._bus.send(self._outgoing.get())

    def _answer(self, message: Message) -> None:
        method = message.header.fields[HeaderFields.member]
        facts = tuple(message.body or ())
        self.asked.put((method, facts))
        try:
            given = self.answers[method](*facts)
        except LookupError:
            self._bus.send(new_error(message, "org.freedesktop.DBus.Error.UnknownMethod"))
            return
        if given is None:
            return
        self._bus.send(new_method_return(message, *given))
        if given[0] == "h":  # whoever asked has an end of their own now
            os.close(given[1][0])
