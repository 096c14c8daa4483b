"""What of input methods this machine has, and what Qt is told before it starts."""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import sys
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.input_standing import PLAIN, InputFacts, InputStanding, InputWay, modules
from app.system.bus_names import names_on_bus

if TYPE_CHECKING:
    import subprocess

_LISTED, _ONE, _PORTAL = "QT_IM_MODULES", "QT_IM_MODULE", "IBUS_USE_PORTAL"
_DAEMON = "ibus-daemon"
_LONGEST_WAIT_SECONDS = 1.5
_PID_LINE = "IBUS_DAEMON_PID="
# without a screen there is nobody to type
_UNSEEN = ("offscreen", "minimal", "vnc", "linuxfb")


def has_screen(environment: Mapping[str, str]) -> bool:
    """Whether the windows of this process are put on a screen."""
    return environment.get("QT_QPA_PLATFORM", "").split(":")[0] not in _UNSEEN


def seen(environment: Mapping[str, str], can_load: Callable[[str], bool]) -> InputFacts:
    """What there is; can_load tells whether Qt has the module of that name."""
    if sys.platform != "linux":
        return InputFacts(is_linux=False)
    asked = modules(environment.get(_LISTED) or environment.get(_ONE, ""))
    return InputFacts(
        is_linux=True,
        asked=asked,
        loadable=tuple(name for name in asked if name in PLAIN or can_load(name)),
        names=names_on_bus(environment),
        is_ibus_installed=shutil.which(_DAEMON, path=environment.get("PATH")) is not None,
        is_ibus_running=_is_ibus_running(environment),
        desktop=" ".join(modules(environment.get("XDG_CURRENT_DESKTOP", "").replace(":", ";"))),
        platform=" ".join(modules(environment.get("XDG_SESSION_TYPE", ""))),
    )


def tell_qt(standing: InputStanding, environment: MutableMapping[str, str]) -> None:
    """Have Qt take the way that was found; to be called before its application is made.

    Its module looks once, when it is made: what is started later it does not hear of.
    """
    if standing.way not in (InputWay.PORTAL, InputWay.BRIDGE, InputWay.IBUS):
        return
    environment.pop(_LISTED, None)
    environment[_ONE] = "ibus"
    if standing.way is not InputWay.IBUS:
        environment.setdefault(_PORTAL, "1")


def told(environment: Mapping[str, str]) -> dict[str, str | None]:
    """What Qt would be told as things stand."""
    return {name: environment.get(name) for name in (_LISTED, _ONE, _PORTAL)}


def tell_again(before: Mapping[str, str | None], environment: MutableMapping[str, str]) -> None:
    """Put back what told() gave."""
    for name, value in before.items():
        if value is None:
            environment.pop(name, None)
        else:
            environment[name] = value


def start_bridge(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start the bridge to fcitx 4; it ends when this process does, however that ends."""
    # to start faster: few machines need it
    import subprocess

    return subprocess.Popen(  # noqa: S603  (this program itself)
        [*command, str(os.getpid())],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def wait_for(bridge: subprocess.Popen[bytes]) -> None:
    """Wait until the bridge says that it stands; not long, the window is wanted more."""
    if bridge.stdout is not None:
        with bridge.stdout as told:
            select.select([told], [], [], _LONGEST_WAIT_SECONDS)


def _is_ibus_running(environment: Mapping[str, str]) -> bool:
    """Whether a file by which ibus tells its address names a process that lives."""
    home = environment.get("HOME", "")
    folder = Path(environment.get("XDG_CONFIG_HOME") or f"{home}/.config") / "ibus" / "bus"
    with contextlib.suppress(OSError):
        return any(_lives(_pid_in(file)) for file in folder.iterdir())
    return False


def _pid_in(file: Path) -> int:
    with contextlib.suppress(OSError, ValueError):
        for line in file.read_text("utf-8").splitlines():
            if line.startswith(_PID_LINE):
                return int(line.removeprefix(_PID_LINE))
    return 0


def _lives(pid: int) -> bool:
    return pid > 0 and Path(f"/proc/{pid}").exists()
