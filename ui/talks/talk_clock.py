"""The time talked so far, counted on whether or not anybody looks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QWidget

from app.domain.talk import Talk


class TalkClock(QLabel):
    """Shows 00:23:41, and 休息中 while a break lasts; a lock or a crash does not stop it."""

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._talk: Talk | None = None
        self.setProperty("level", "large")
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self._show)

    def show_talk(self, talk: Talk) -> None:
        """Count for this talk."""
        self._talk = talk
        self._show()
        if talk.began_at and not talk.ended_at:
            self._tick.start()
        else:
            self._tick.stop()

    def _show(self) -> None:
        if self._talk is None or self._talk.began_at is None:
            self.setText("")
            return
        spent = written_span(self._talk.spoken_time(self._now()))
        words = f"休息中　已谈 {spent}" if self._talk.open_break else f"已谈 {spent}"
        is_other = len(words) != len(self.text())
        self.setText(words)
        if is_other:
            # what is beside it gives way: a clock that is cut off tells another time
            self.setMinimumWidth(self.sizeHint().width())
        self.setAccessibleName(words)


def written_span(span: timedelta) -> str:
    """A span of time as 00:23:41."""
    minutes, seconds = divmod(int(span.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}"
