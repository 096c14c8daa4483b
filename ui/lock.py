"""Locks by itself when nobody has touched anything for a while, and after the machine has slept."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

_SIGNS_OF_LIFE = frozenset(
    (
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    )
)
LOOK_EVERY_MS = 1000
FIRST_MINUTES = 15  # until the vault's own setting is known


class IdleLock(QObject):
    """Watches every event of the application; due is told once when the time is over.

    Two clocks are read and the longer time counts. The wall clock goes on while the laptop sleeps
    over lunch with the lid closed; the machine's running time cannot be set back by anybody.
    """

    due = Signal()
    left = Signal(int)

    def __init__(
        self,
        parent: QObject | None = None,
        seconds: Callable[[], float] = time.time,
        running: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._clocks = (seconds, running)
        self._minutes = 0
        self._touched = self._now()
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def start(self, minutes: int = FIRST_MINUTES) -> None:
        """Begin to watch; nought minutes means never."""
        self._minutes, self._touched = minutes, self._now()
        self._timer.start() if minutes else self._timer.stop()

    def stop(self) -> None:
        """Stop watching: nothing is open."""
        self._timer.stop()

    def minutes(self) -> int:
        """After how many minutes it locks; nought is never."""
        return self._minutes

    def seconds_left(self) -> int:
        """How long until it locks."""
        alone = max(now - then for now, then in zip(self._now(), self._touched, strict=True))
        return max(0, round(self._minutes * 60 - alone))

    def look(self) -> None:
        """See whether the time is over."""
        seconds = self.seconds_left()
        self.left.emit(seconds)
        if not seconds:
            self.stop()
            self.due.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS_OF_LIFE:
            if self._timer.isActive() and not self.seconds_left():
                # the first touch after the time is over must not open what is due to be locked
                self.look()
            else:
                self._touched = self._now()
        return False

    def _now(self) -> tuple[float, ...]:
        return tuple(clock() for clock in self._clocks)
