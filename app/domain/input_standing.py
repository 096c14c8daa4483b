"""How Chinese characters come into this program here, and by which rule that was found.

The type library brings one bridge to input methods on Linux, that of IBus; what most desktops run
speaks it too, or can be spoken to by a bridge of ours. The rule: platform notes, section 3.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

PORTAL_NAME = "org.freedesktop.portal.IBus"
IBUS_NAME = "org.freedesktop.IBus"
FCITX5_NAME = "org.fcitx.Fcitx5"
BRIDGE_NAME = "tanxinbu.InputBridge"
IBUS = "ibus"
PLAIN = ("none", "compose")  # always there: who asks for these wants no input method
_FCITX4 = re.compile(r"org\.fcitx\.Fcitx-\d+")
_MODULE = re.compile(r"[A-Za-z0-9_+.-]{1,32}")


class InputWay(Enum):
    """Which case of the rule applies."""

    UNASKED = "unasked"  # nobody looked, as where there is no screen
    SYSTEM = "system"  # Windows: its own, always there
    CHOSEN = "chosen"  # what the user asked for is there, and is left alone
    PORTAL = "portal"  # fcitx 5 or ibus answer on the bus
    BRIDGE = "bridge"  # fcitx 4 answers, through a bridge of ours
    IBUS = "ibus"  # ibus is installed
    NONE = "none"  # nothing was found


@dataclass(frozen=True, slots=True)
class InputFacts:
    """What was seen of the machine.

    asked are the modules the desktop wants Qt to load, loadable those of them that can be; names
    are those on the message bus, None without a bus.
    """

    is_linux: bool
    asked: tuple[str, ...] = ()
    loadable: tuple[str, ...] = ()
    names: frozenset[str] | None = None
    is_ibus_installed: bool = False
    is_ibus_running: bool = False
    desktop: str = ""
    platform: str = ""


@dataclass(frozen=True, slots=True)
class InputStanding:
    """The case, and what it was judged by; module is the user's own choice where that was kept."""

    way: InputWay
    facts: InputFacts
    module: str = ""

    @property
    def is_found(self) -> bool:
        """Whether hanzi can be typed as far as is known."""
        return self.way is not InputWay.NONE

    @property
    def framework(self) -> str:
        """The input method that runs, by its name: fcitx 5, fcitx 4, ibus, or nothing."""
        names = self.facts.names or frozenset()
        if FCITX5_NAME in names:
            return "fcitx 5"
        if fcitx4_names(names):
            return "fcitx 4"
        return "ibus" if self.facts.is_ibus_running or IBUS_NAME in names else ""


UNASKED = InputStanding(InputWay.UNASKED, InputFacts(is_linux=False))


def judged(facts: InputFacts) -> InputStanding:
    """By which of the ways hanzi can come, in the order of the rule."""
    if not facts.is_linux:
        return InputStanding(InputWay.SYSTEM, facts)
    chosen = next((name for name in facts.asked if name in facts.loadable), "")
    if chosen and chosen != IBUS:
        return InputStanding(InputWay.CHOSEN, facts, chosen)
    return InputStanding(_way(facts, chosen), facts, chosen)


def wants_bridge(names: frozenset[str]) -> bool:
    """Whether fcitx 4 is all that answers on the bus."""
    has_portal = PORTAL_NAME in names and BRIDGE_NAME not in names
    return bool(fcitx4_names(names)) and not has_portal


def _way(facts: InputFacts, chosen: str) -> InputWay:
    names = facts.names or frozenset()
    if PORTAL_NAME in names and BRIDGE_NAME not in names:
        return InputWay.PORTAL
    if chosen == IBUS and facts.is_ibus_running:
        return InputWay.IBUS
    if wants_bridge(names):
        return InputWay.BRIDGE
    return InputWay.IBUS if facts.is_ibus_installed else InputWay.NONE


def fcitx4_names(names: frozenset[str]) -> tuple[str, ...]:
    """The names by which fcitx 4 answers, one for each screen it serves."""
    return tuple(sorted(name for name in names if _FCITX4.fullmatch(name)))


def modules(text: str) -> tuple[str, ...]:
    """The modules that a variable of the environment names, parted by semicolons."""
    return tuple(name for name in text.split(";") if _MODULE.fullmatch(name))


def diagnostics(standing: InputStanding) -> str:
    """What somebody who helps wants to know, a fact to a line; no name of a person, no path."""
    facts = standing.facts
    names = facts.names or frozenset()
    seen = [PORTAL_NAME, IBUS_NAME, FCITX5_NAME, BRIDGE_NAME, *fcitx4_names(names)]
    lines = {
        "way": standing.way.value,
        "module": standing.module,
        "asked": " ".join(facts.asked),
        "loadable": " ".join(facts.loadable),
        "bus": "none" if facts.names is None else " ".join(n for n in seen if n in names),
        "ibus": f"installed={facts.is_ibus_installed} running={facts.is_ibus_running}",
        "desktop": facts.desktop,
        "platform": facts.platform,
    }
    return "".join(f"input.{name}: {value or '-'}\n" for name, value in lines.items())
