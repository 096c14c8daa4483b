"""Buses of a test's own, and what hears them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from itertools import count

import pytest
from PySide6.QtDBus import QDBusConnection

from tests.buses import Bus, own_bus
from tests.ui.departure.desktop import Logind
from ui.departure.linux import LinuxDeparture

_NUMBERS = count()


@pytest.fixture(scope="module")
def bus(tmp_path_factory) -> Iterator[Bus]:
    with own_bus(tmp_path_factory.mktemp("bus")) as made:
        yield made


@pytest.fixture
def stack() -> Iterator[contextlib.ExitStack]:
    with contextlib.ExitStack() as opened:
        yield opened


@pytest.fixture
def logind(bus, stack) -> Logind:
    made = Logind(bus.address)
    stack.callback(made.close)
    return made


@pytest.fixture
def make_departure(qapp, bus, stack, monkeypatch) -> Callable[..., LinuxDeparture]:
    """Hears both buses of a desktop; here it is one bus, as services do not mind."""
    monkeypatch.delenv("XDG_SESSION_ID", raising=False)

    def make(system: str = bus.address, session: str = bus.address) -> LinuxDeparture:
        names = [f"departure-{next(_NUMBERS)}" for _ in range(2)]
        lines = [
            QDBusConnection.connectToBus(address, name)
            for address, name in zip((system, session), names, strict=True)
        ]
        made = LinuxDeparture(*lines)
        for name in names:
            stack.callback(QDBusConnection.disconnectFromBus, name)
        stack.callback(made.deleteLater)
        return made

    return make
