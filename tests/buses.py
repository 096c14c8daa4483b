"""Message buses of a test's own, and what lives on them: the machine's key store."""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jeepney import new_method_call
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection

KEYRING_PASSWORD = b"the password of the user's session"
# no services of the machine: only what a test puts on the bus is there
_CONFIGURATION = """<busconfig>
  <type>session</type>
  <listen>unix:dir={folder}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


@dataclass(frozen=True, slots=True)
class Bus:
    """A bus nobody else is on."""

    address: str
    home: Path
    sockets: Path

    def environment(self) -> dict[str, str]:
        """What a program needs to find this bus, and no other, and a home of its own."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("DBUS_", "XDG_", "KDE"))}
        kept.pop("DISPLAY", None)
        return kept | {
            "DBUS_SESSION_BUS_ADDRESS": self.address,
            "HOME": str(self.home),
            "XDG_DATA_HOME": str(self.home / "data"),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "XDG_RUNTIME_DIR": str(self.sockets),
        }


@contextlib.contextmanager
def own_bus(home: Path) -> Iterator[Bus]:
    """A message bus of its own, gone afterwards; its programs are at home in the folder."""
    for name in ("data", "config"):
        (home / name).mkdir(mode=0o700, parents=True, exist_ok=True)
    # the path of a socket may have no more than 107 bytes, and a test's folder alone may have 90
    with tempfile.TemporaryDirectory(prefix="bus") as short:
        sockets = Path(short)
        environment = Bus("", home, sockets).environment()
        configuration = home / "bus.conf"
        configuration.write_text(_CONFIGURATION.format(folder=sockets), "utf-8")
        command = ["dbus-daemon", f"--config-file={configuration}", "--nofork", "--print-address=1"]
        with subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as daemon:
            try:
                assert daemon.stdout is not None
                yield Bus(daemon.stdout.readline().decode().strip(), home, sockets)
            finally:
                daemon.terminate()


@contextlib.contextmanager
def gnome_keyring(bus: Bus, password: bytes | None = KEYRING_PASSWORD) -> Iterator[None]:
    """The real key store of GNOME on the bus; without a password it stays locked."""
    command = ["gnome-keyring-daemon", "--foreground", "--components=secrets"]
    command += ["--unlock"] if password is not None else []
    with subprocess.Popen(
        command,
        env=bus.environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as daemon:
        try:
            assert daemon.stdin is not None
            daemon.stdin.write(password or b"")
            daemon.stdin.close()
            _wait_for(bus, "org.freedesktop.secrets")
            yield
        finally:
            daemon.terminate()


def _wait_for(bus: Bus, name: str, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    with contextlib.closing(open_dbus_connection(bus.address)) as line:
        while time.monotonic() < end:
            question = new_method_call(message_bus, "NameHasOwner", "s", (name,))
            if line.send_and_get_reply(question).body[0]:
                return
            time.sleep(0.02)
    raise TimeoutError(name)
