"""A line to a message bus: questions whose answers come later, and signals that are heard.

Nothing here waits: a bus that does not answer must not hold the window.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import SLOT, QObject
from PySide6.QtDBus import (
    QDBusConnection,
    QDBusMessage,
    QDBusObjectPath,
    QDBusPendingCallWatcher,
    QDBusVariant,
)

Fact = object
Hear = Callable[[Fact], None]


@dataclass(frozen=True, slots=True)
class Place:
    """An interface of an object of a service."""

    service: str
    path: str
    interface: str


class BusLine(QObject):
    """Asks and hears on one connection."""

    def __init__(self, connection: QDBusConnection, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._connection = connection
        self._pending: dict[QDBusPendingCallWatcher, tuple[Hear, Hear]] = {}

    @property
    def is_connected(self) -> bool:
        """Whether there is a bus at all."""
        return self._connection.isConnected()

    def ask(
        self, place: Place, method: str, facts: tuple[str, ...], then: Hear, otherwise: Hear
    ) -> None:
        """Call a method; then hears the first fact of its answer, otherwise that there is none."""
        question = QDBusMessage.createMethodCall(place.service, place.path, place.interface, method)
        question.setArguments(list(facts))
        watcher = QDBusPendingCallWatcher(self._connection.asyncCall(question), self)
        self._pending[watcher] = (then, otherwise)
        watcher.finished.connect(self._hear_answer)

    def read(self, place: Place, name: str, then: Hear, otherwise: Hear = lambda _: None) -> None:
        """Read a property."""
        properties = Place(place.service, place.path, "org.freedesktop.DBus.Properties")
        self.ask(properties, "Get", (place.interface, name), then, otherwise)

    def hear(self, place: Place, member: str, listener: QObject, slot: str) -> bool:
        """Have a signal of that place heard by a slot that takes the message."""
        # text is what it takes, although its declaration says bytes
        handle = cast("bytes", SLOT(f"{slot}(QDBusMessage)"))
        return self._connection.connect(
            place.service, place.path, place.interface, member, listener, handle
        )

    def _hear_answer(self, watcher: QDBusPendingCallWatcher) -> None:
        then, otherwise = self._pending.pop(watcher)
        answer = watcher.reply()
        watcher.deleteLater()
        if answer.type() is QDBusMessage.MessageType.ReplyMessage:
            facts = answer.arguments()
            then(plain(facts[0]) if facts else None)
        else:
            otherwise(answer.errorName())


def plain(fact: Fact) -> Fact:
    """What came over the bus, out of its wrapping."""
    if isinstance(fact, QDBusVariant):
        return plain(fact.variant())
    if isinstance(fact, QDBusObjectPath):
        return fact.path()
    return fact


def first_fact(message: QDBusMessage) -> Fact:
    """The first fact of a signal, or None."""
    facts = message.arguments()
    return plain(facts[0]) if facts else None
