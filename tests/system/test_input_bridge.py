"""The bridge to fcitx 4, in a process of its own on a bus of its own.

fcitx is played by a few lines here, by its documented interface; tests.long.input_methods does the
same with the real one.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jeepney import DBusAddress, HeaderFields, MatchRule, Message, MessageType, new_method_call
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from app.domain.input_standing import BRIDGE_NAME, PORTAL_NAME
from app.system.bus_names import names_on_bus
from app.system.input_bridge import fcitx_name
from app.system.input_contexts import FCITX_CONTEXT, characters
from app.system.input_methods import start_bridge, wait_for
from tests.bus_partners import Partner
from tests.buses import Bus, own_bus
from tests.input_desktop import until

ROOT = Path(__file__).parents[2]
FCITX = "org.fcitx.Fcitx-0"
COMMAND = [sys.executable, "-m", "ui.main", "--input-bridge"]
IBUS_CONTEXT = "org.freedesktop.IBus.InputContext"
KEY_N, CODE_N, RELEASE = 0x6E, 49, 1 << 30


@pytest.fixture
def bus(tmp_path, monkeypatch) -> Iterator[Bus]:
    with own_bus(tmp_path) as bus:
        for name, value in bus.environment().items():
            monkeypatch.setenv(name, value)
        monkeypatch.chdir(ROOT)
        yield bus


def fcitx(bus: Bus) -> Partner:
    """fcitx 4 as its interface is documented: it takes the key n and leaves every other."""
    partner = Partner(bus.address, FCITX)
    made = iter(range(5, 99))
    partner.answers = {
        "CreateICv3": lambda *_: ("ibuuuu", (next(made), True, 0, 0, 0, 0)),
        "ProcessKeyEvent": lambda key, *_: ("i", (int(key == KEY_N),)),
    }
    for name in ("SetCapacity", "FocusIn", "FocusOut", "Reset", "SetCursorRect", "DestroyIC"):
        partner.answers[name] = lambda *_: ("", ())
    return partner


def asked_of_fcitx(partner: Partner, method: str) -> tuple[Any, ...]:
    """The facts of the next call of that method; others before it are passed over."""
    while True:
        called, facts = partner.asked.get(timeout=10)
        if called == method:
            return facts


def ask(line: DBusConnection, path: str, interface: str, method: str, kinds="", *facts) -> Message:
    address = DBusAddress(path, PORTAL_NAME, interface)
    return line.send_and_get_reply(
        new_method_call(address, method, kinds or None, facts), timeout=10
    )


def names(bus: Bus) -> frozenset[str]:
    return names_on_bus(bus.environment()) or frozenset()


@contextlib.contextmanager
def bridge() -> Iterator[subprocess.Popen[bytes]]:
    running = start_bridge(COMMAND)
    try:
        wait_for(running)
        yield running
    finally:
        running.kill()
        running.wait(10)


def test_keys_go_to_fcitx_and_hanzi_come_back_to_the_one_who_typed(bus):
    partner = fcitx(bus)
    with (
        bridge(),
        open_dbus_connection(bus.address) as line,
        open_dbus_connection(bus.address) as other,
    ):
        until(lambda: PORTAL_NAME in names(bus))
        everything = MatchRule(type="signal", interface=IBUS_CONTEXT).serialise()
        other.send_and_get_reply(new_method_call(message_bus, "AddMatch", "s", (everything,)))
        create = ("CreateInputContext", "s", "谈心簿")
        path = ask(line, "/org/freedesktop/IBus", "org.freedesktop.IBus.Portal", *create).body[0]
        press = (path, IBUS_CONTEXT, "ProcessKeyEvent", "uuu")
        assert ask(line, *press, KEY_N, CODE_N, 1 << 20).body == (True,)
        assert asked_of_fcitx(partner, "ProcessKeyEvent") == (KEY_N, CODE_N + 8, 0, 0, 0)
        assert ask(line, *press, KEY_N + 1, CODE_N, RELEASE).body == (False,)
        assert asked_of_fcitx(partner, "ProcessKeyEvent")[3] == 1
        ask(line, path, IBUS_CONTEXT, "SetCursorLocation", "iiii", 1, 2, 3, 4)
        assert asked_of_fcitx(partner, "SetCursorRect") == (1, 2, 3, 4)
        # a field for a password: fcitx is told to spell nothing there
        purpose = ("ssv", IBUS_CONTEXT, "ContentType", ("(uu)", (8, 0)))
        ask(line, path, "org.freedesktop.DBus.Properties", "Set", *purpose)
        assert asked_of_fcitx(partner, "SetCapacity") == (1 << 3,)

        partner.tell(
            "/inputcontext_5", FCITX_CONTEXT, "UpdateFormattedPreedit", "a(si)i", [("你h", 0)], 3
        )
        partner.tell("/inputcontext_5", FCITX_CONTEXT, "CommitString", "s", "你好")
        spelt, committed = line.receive(timeout=10), line.receive(timeout=10)
        assert spelt.header.fields[HeaderFields.member] == "UpdatePreeditText"
        assert (spelt.body[0][1][2], spelt.body[1:]) == ("你h", (1, True))
        assert committed.header.fields[HeaderFields.member] == "CommitText"
        assert committed.body[0][1][2] == "你好"
        with pytest.raises(TimeoutError):  # nobody else on the bus hears what is typed
            other.receive(timeout=0.2)
        unknown = ask(line, "/org/freedesktop/IBus/InputContext_9", IBUS_CONTEXT, "FocusIn")
        assert unknown.header.message_type is MessageType.error
    partner.close()


def test_the_portal_stands_only_while_fcitx_does_and_a_hung_one_costs_no_key(bus):
    partner = fcitx(bus)
    with bridge(), open_dbus_connection(bus.address) as line:
        create = ("CreateInputContext", "s", "谈心簿")
        path = ask(line, "/org/freedesktop/IBus", "org.freedesktop.IBus.Portal", *create).body[0]
        partner.answers["ProcessKeyEvent"] = lambda *_: None
        began = time.monotonic()
        answer = ask(line, path, IBUS_CONTEXT, "ProcessKeyEvent", "uuu", KEY_N, CODE_N, 0)
        assert (answer.body, time.monotonic() - began < 5) == ((False,), True)
        partner.close()
        until(lambda: PORTAL_NAME not in names(bus))
        partner = fcitx(bus)
        until(lambda: PORTAL_NAME in names(bus))
        again = ask(line, "/org/freedesktop/IBus", "org.freedesktop.IBus.Portal", *create)
        assert again.header.message_type is MessageType.method_return
    partner.close()


def test_the_bridge_ends_with_the_program_however_that_ends(bus):
    partner = fcitx(bus)
    program = (
        "import time; from app.system.input_methods import start_bridge, wait_for;"
        f"wait_for(start_bridge({COMMAND!r})); print(flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        parent.stdout.readline()
        until(lambda: BRIDGE_NAME in names(bus))
        parent.send_signal(signal.SIGKILL)
        parent.wait(10)
    until(lambda: not {BRIDGE_NAME, PORTAL_NAME} & names(bus))
    partner.close()


def test_a_bridge_whose_program_is_gone_already_does_not_begin(bus):
    done = subprocess.run([*COMMAND, str(os.getpid() + 1)], timeout=30, check=False)
    assert done.returncode == 0


def test_fcitx_is_found_by_the_number_of_the_screen():
    both = frozenset({"org.fcitx.Fcitx-0", "org.fcitx.Fcitx-1"})
    assert fcitx_name({"DISPLAY": ":1.0"}, both) == "org.fcitx.Fcitx-1"
    assert fcitx_name({"DISPLAY": ":7"}, both) == "org.fcitx.Fcitx-0"
    assert fcitx_name({"DISPLAY": ":7"}, frozenset()) == "org.fcitx.Fcitx-7"


@pytest.mark.parametrize(
    ("text", "cursor", "found"), [("你h", 3, 1), ("你h", -1, 2), ("nihao", 5, 5), ("你", 1, 0)]
)
def test_where_the_cursor_stands_is_counted_in_characters(text, cursor, found):
    assert characters(text, cursor) == found
