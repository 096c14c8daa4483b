"""The one interface behind which each system tells that the machine is being left."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QObject, Signal


class Reason(StrEnum):
    """Why the machine is left alone, as the system told it."""

    SLEEP = "sleep"
    SHUTDOWN = "shutdown"
    LID = "lid"
    SESSION_LOCK = "session-lock"
    USER_SWITCH = "user-switch"
    SCREEN_SAVER = "screen-saver"


REASON_WORDS = {
    Reason.SLEEP: "睡眠",
    Reason.SHUTDOWN: "关机",
    Reason.LID: "合上盖子",
    Reason.SESSION_LOCK: "系统锁屏",
    Reason.USER_SWITCH: "切换用户",
    Reason.SCREEN_SAVER: "屏幕保护",
}


class Departure(QObject):
    """Tells by left, with a Reason, that the machine is being left; this one never hears of it.

    Where the system can be asked to wait a moment before it sleeps, it is; done() lets it go on.
    """

    left = Signal(object)

    def watch(self) -> None:
        """Begin to listen."""

    def done(self) -> None:
        """Everything is locked: the system need not wait any longer."""

    def sources(self) -> tuple[Reason, ...]:
        """What this system really tells, as far as it has answered by now."""
        return ()
