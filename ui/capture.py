"""Keeps every window of ours out of pictures of the screen, but for a while when it is allowed."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

_ONE_SECOND_MS = 1000
_NEW_WINDOWS = frozenset((QEvent.Type.Show, QEvent.Type.WinIdChange))


class Guard(Protocol):
    """What the system offers; window is its own number for one."""

    @property
    def can_hide(self) -> bool:
        """Whether it offers anything."""

    def hide(self, window: int) -> bool:
        """Keep the window out of pictures."""

    def show(self, window: int) -> bool:
        """Let it be seen in them."""


class CaptureShield(QObject):
    """Watches for windows of ours as they come up. left tells how many seconds of leave remain."""

    left = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._guard: Guard | None = None
        self._seconds = 0
        self._clock = QTimer(self, interval=_ONE_SECOND_MS)
        self._clock.timeout.connect(self._count_down)

    @property
    def can_hide(self) -> bool:
        """Whether this system can keep windows out of pictures."""
        return self._guard is not None and self._guard.can_hide

    @property
    def seconds_left(self) -> int:
        """How long pictures may still be taken; nought when they may not."""
        return self._seconds

    def watch(self, guard: Guard, application: QApplication) -> None:
        """Hide the windows that are there, and those that come."""
        self._guard = guard
        if guard.can_hide:
            application.installEventFilter(self)
            self._treat_all()

    def allow(self, minutes: int) -> None:
        """Let pictures be taken for so long."""
        self._seconds = minutes * 60
        self._clock.start()
        self._treat_all()
        self.left.emit(self._seconds)

    def forbid(self) -> None:
        """From now on no more; at the lock, too."""
        if self._seconds:
            self._seconds = 0
            self._clock.stop()
            self._treat_all()
            self.left.emit(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _NEW_WINDOWS and isinstance(watched, QWidget) and watched.isWindow():
            self._treat(watched)
        return False

    def _count_down(self) -> None:
        if self._seconds > 1:
            self._seconds -= 1
            self.left.emit(self._seconds)
        else:
            self.forbid()

    def _treat_all(self) -> None:
        for widget in QApplication.topLevelWidgets():
            if widget.isVisible():
                self._treat(widget)

    def _treat(self, widget: QWidget) -> None:
        guard = self._guard
        # a widget without a number has no window yet; asking for it would make one
        if guard is not None and guard.can_hide and (window := int(widget.effectiveWinId())):
            guard.show(window) if self._seconds else guard.hide(window)
