"""The settings portal of Linux desktops: colours, contrast and stillness, on the user's bus.

Keys by the portal's own documentation (org.freedesktop.appearance), and those of GNOME and KDE,
which the portal passes on, for the stillness that older portals have no key of their own for.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage

from app.domain.appearance import Appearance
from ui.appearance.wishes import Wishes
from ui.departure.bus_line import BusLine, Fact, Place, plain

PORTAL = Place(
    "org.freedesktop.portal.Desktop",
    "/org/freedesktop/portal/desktop",
    "org.freedesktop.portal.Settings",
)
Key = tuple[str, str]
COLOURS: Key = ("org.freedesktop.appearance", "color-scheme")  # 0 no wish, 1 dark, 2 light
CONTRAST: Key = ("org.freedesktop.appearance", "contrast")  # 0 no wish, 1 higher
STILLNESS: Key = ("org.freedesktop.appearance", "reduced-motion")  # 0 no wish, 1 less
GNOME_CONTRAST: Key = ("org.gnome.desktop.a11y.interface", "high-contrast")
GNOME_MOTION: Key = ("org.gnome.desktop.interface", "enable-animations")
KDE_MOTION: Key = ("org.kde.kdeglobals.KDE", "AnimationDurationFactor")  # "0" is none at all
KEYS = (COLOURS, CONTRAST, STILLNESS, GNOME_CONTRAST, GNOME_MOTION, KDE_MOTION)


class PortalWishes(Wishes):
    """Asks the portal and hears it; a desktop without one is done without, silently."""

    def __init__(self, session: QDBusConnection, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._line = BusLine(session, self)
        self._facts: dict[Key, Fact] = {}
        self._awaited = 0

    def watch(self) -> None:
        """Begin to listen, and ask for what is wished now; nothing waits for the answers."""
        if self._line.is_connected:
            self._line.hear(PORTAL, "SettingChanged", self, "hear_setting")
            self._awaited = len(KEYS)
            for key in KEYS:
                self._line.ask(PORTAL, "Read", key, partial(self._hear, key), self._do_without)
        super().watch()

    @Slot(QDBusMessage)
    def hear_setting(self, message: QDBusMessage) -> None:
        """A setting is otherwise now."""
        facts = [plain(fact) for fact in message.arguments()]
        if len(facts) == 3 and facts[:2] in [list(key) for key in KEYS]:
            self._facts[str(facts[0]), str(facts[1])] = facts[2]
            self.soon()

    def appearance(self) -> Appearance:
        """What the answers come to."""
        return appearance_of(self._facts)

    def soon(self) -> None:
        """As ever, but not on half of the answers: colours would change twice."""
        if not self._awaited:
            super().soon()

    def _hear(self, key: Key, fact: Fact) -> None:
        self._facts.setdefault(key, fact)  # a change may have overtaken the answer
        self._do_without(None)

    def _do_without(self, _: Fact) -> None:
        self._awaited -= 1
        self.soon()


def appearance_of(facts: dict[Key, Fact]) -> Appearance:
    """What the portal's answers come to; what is no answer to the question counts as none."""
    return Appearance(
        is_dark={1: True, 2: False}.get(_number(facts.get(COLOURS))),
        wants_contrast=_any_of(_yes_by_one(facts.get(CONTRAST)), _truth(facts.get(GNOME_CONTRAST))),
        wants_stillness=_any_of(
            _yes_by_one(facts.get(STILLNESS)),
            _not(_truth(facts.get(GNOME_MOTION))),
            _is_nought(facts.get(KDE_MOTION)),
        ),
    )


def _number(fact: Fact) -> int:
    return fact if isinstance(fact, int) and not isinstance(fact, bool) else 0


def _truth(fact: Fact) -> bool | None:
    return fact if isinstance(fact, bool) else None


def _not(said: bool | None) -> bool | None:
    return None if said is None else not said


def _yes_by_one(fact: Fact) -> bool | None:
    return None if fact is None else _number(fact) == 1


def _is_nought(fact: Fact) -> bool | None:
    """KDE writes a number as text; its factor 0 means that nothing moves."""
    if not isinstance(fact, str | int | float) or isinstance(fact, bool):
        return None
    try:
        return float(fact) == 0
    except (ValueError, OverflowError):
        return None


def _any_of(*said: bool | None) -> bool | None:
    """Whether anybody said yes; None when nobody said anything."""
    heard = [one for one in said if one is not None]
    return any(heard) if heard else None
