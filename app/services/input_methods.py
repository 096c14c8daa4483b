"""Chinese input on this machine: found before the window is made, and told whoever asks later."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.domain.input_standing import UNASKED, InputStanding, InputWay, judged, wants_bridge
from app.system import input_methods
from app.system.bus_names import names_on_bus

if TYPE_CHECKING:  # starts faster: few machines need the bridge
    import subprocess


def _can_load_carried(module: str) -> bool:
    """Before anybody who knows Qt was asked: the one module it is known to bring."""
    return module == "ibus"


class InputMethods:
    """Those of this process: what was found when it began, and the bridge that runs with it."""

    def __init__(self) -> None:
        self.standing: InputStanding = UNASKED
        self._can_load: Callable[[str], bool] = _can_load_carried
        self._bridge: subprocess.Popen[bytes] | None = None

    def begin(self, bridge: Sequence[str]) -> None:
        """Start the bridge to fcitx 4 by this command if that is what there is.

        To be called first of all: until Qt is loaded the bridge is there as well.
        """
        if sys.platform == "linux" and input_methods.has_screen(os.environ):
            names = names_on_bus(os.environ)
            if names and wants_bridge(names):
                self._bridge = input_methods.start_bridge(bridge)

    @contextmanager
    def prepared(self, can_load: Callable[[str], bool]) -> Iterator[InputStanding]:
        """Find the way, and tell Qt of it while its application is being made.

        can_load tells whether Qt has a module of that name. Where there is no screen nothing is
        looked for. Programs started later are told what the desktop said, not what Qt was told.
        """
        self._can_load = can_load
        before = input_methods.told(os.environ)
        if input_methods.has_screen(os.environ):
            self.standing = self.look()
            input_methods.tell_qt(self.standing, os.environ)
            self._settle_bridge()
        try:
            yield self.standing
        finally:
            input_methods.tell_again(before, os.environ)

    def look(self) -> InputStanding:
        """What would be found if the program began now; takes a few milliseconds."""
        return judged(input_methods.seen(os.environ, self._can_load))

    def _settle_bridge(self) -> None:
        if self._bridge is None:
            return
        if self.standing.way is InputWay.BRIDGE:
            input_methods.wait_for(self._bridge)
        else:
            self._bridge.terminate()

    @property
    def has_bridge(self) -> bool:
        """Whether the bridge to fcitx 4 was started by this process, and runs."""
        return self._bridge is not None and self._bridge.poll() is None


HERE = InputMethods()


def serve_bridge(parent: int) -> int:
    """Be the bridge to fcitx 4 for the process of that number, and end with it."""
    # starts faster: only the bridge's own process speaks to fcitx
    from app.system.input_bridge import serve

    return serve(parent)
