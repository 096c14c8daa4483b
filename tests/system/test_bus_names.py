"""The one question to the message bus: asked of a real bus, and of what only looks like one."""

from __future__ import annotations

import contextlib
import socket
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.system.bus_names import messages, names_on_bus, places, strings
from tests.bus_partners import Partner
from tests.buses import own_bus


def test_a_real_bus_tells_who_is_on_it(tmp_path):
    with own_bus(tmp_path) as bus:
        partner = Partner(bus.address, "org.fcitx.Fcitx-7")
        try:
            names = names_on_bus(bus.environment())
        finally:
            partner.close()
    assert names is not None
    assert {"org.freedesktop.DBus", "org.fcitx.Fcitx-7"} <= names


def test_without_a_bus_there_is_no_answer_and_no_other_machine_is_asked(tmp_path):
    assert names_on_bus({}) is None
    assert names_on_bus({"DBUS_SESSION_BUS_ADDRESS": "disabled:"}) is None
    assert names_on_bus({"DBUS_SESSION_BUS_ADDRESS": "tcp:host=127.0.0.1,port=9"}) is None
    assert names_on_bus({"XDG_RUNTIME_DIR": str(tmp_path)}) is None


def test_places_are_read_as_the_specification_writes_them():
    told = "unix:path=/run/a%20b/bus,guid=1;unix:abstract=/tmp/x;tcp:host=h,port=1"
    assert list(places({"DBUS_SESSION_BUS_ADDRESS": told})) == [b"/run/a b/bus", b"\0/tmp/x"]
    assert list(places({"XDG_RUNTIME_DIR": "/run/user/7"})) == [b"/run/user/7/bus"]


@pytest.mark.parametrize("said", [b"", b"REJECTED\r\n", b"OK x\r\n", b"OK x\r\n" + bytes(300)])
def test_who_does_not_speak_the_protocol_is_no_bus(tmp_path, said):
    place = tmp_path / "bus"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(place))
        listener.listen()

        def answer() -> None:
            with listener.accept()[0] as line:
                line.recv(100)
                line.sendall(said)
                line.recv(500)

        teller = threading.Thread(target=answer)
        teller.start()
        assert names_on_bus({"XDG_RUNTIME_DIR": str(tmp_path)}) is None
        teller.join()


@given(st.binary(max_size=120), st.sampled_from(["little", "big"]))
@settings(max_examples=60)
def test_no_bytes_break_the_reading(heard, order):
    for read in (lambda: list(messages(heard)), lambda: strings(heard, order)):
        with contextlib.suppress(ValueError):
            read()


@given(
    st.lists(st.text(st.characters(max_codepoint=126, min_codepoint=33), max_size=30), unique=True)
)
def test_a_list_of_names_is_read_back(names):
    body = b""
    for name in names:
        body += bytes(-len(body) % 4) + len(name).to_bytes(4, "little") + name.encode() + b"\0"
    assert strings(len(body).to_bytes(4, "little") + body, "little") == frozenset(names)
