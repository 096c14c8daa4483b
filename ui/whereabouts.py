"""Where the user was on a page, to the field and the line: kept over a lock, come back to after it.

Pages keep what only they know, such as which talk is open. This keeps what every page has: which
field had the keys, where its cursor stood, and how far each list or text was scrolled.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import cast

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QAbstractScrollArea, QLineEdit, QWidget

# pages fill themselves from the vault's lane; what is not there yet is looked for again
_LOOK_AGAIN_MS = 60
_MOST_LOOKS = 25


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Fields go by the names that screen readers say: every one that takes keys has one."""

    focus: str = ""
    cursor: int = 0
    scrolls: dict[str, int] = field(default_factory=dict)


def noted(page: QWidget) -> Whereabouts:
    """Where the user is on the page, which is still in sight."""
    # nothing may ever have had the keys here, although the declaration does not say so
    focus = cast("QWidget | None", page.focusWidget())
    name = focus.accessibleName() if focus is not None and focus.isVisible() else ""
    cursor = focus.cursorPosition() if isinstance(focus, QLineEdit) else 0
    bars = {area.accessibleName(): area.verticalScrollBar() for area in _named_areas(page)}
    return Whereabouts(name, cursor, {key: bar.value() for key, bar in bars.items() if bar.value()})


class WayBack(QObject):
    """Goes back there as soon as the page shows it; what does not come up soon is let be."""

    def __init__(self, page: QWidget, wanted: Whereabouts) -> None:
        super().__init__(page)
        self._page = page
        self._focus, self._cursor = wanted.focus, wanted.cursor
        self._scrolls = dict(wanted.scrolls)
        self._looks = 0
        self._timer = QTimer(self, interval=_LOOK_AGAIN_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        self._looks += 1
        if self._focus:
            self._look_for_focus()
        for area in _named_areas(self._page):
            value = self._scrolls.get(area.accessibleName())
            if value is not None and area.verticalScrollBar().maximum() >= value:
                area.verticalScrollBar().setValue(value)
                del self._scrolls[area.accessibleName()]
        if self._looks >= _MOST_LOOKS or not (self._focus or self._scrolls):
            self._timer.stop()
            self.deleteLater()

    def _look_for_focus(self) -> None:
        inside: Iterable[QWidget] = self._page.findChildren(QWidget)
        for widget in inside:
            if widget.accessibleName() == self._focus and widget.isVisible() and widget.isEnabled():
                widget.setFocus()
                if isinstance(widget, QLineEdit):
                    widget.setCursorPosition(self._cursor)
                self._focus = ""
                return


def _named_areas(page: QWidget) -> list[QAbstractScrollArea]:
    found: Iterable[QAbstractScrollArea] = page.findChildren(QAbstractScrollArea)
    return [area for area in found if area.accessibleName() and area.isVisible()]
