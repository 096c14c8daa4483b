"""A talk that was broken off: since when, and whether that time was talk or not."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import QObject, Signal

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.progress import Progress
from app.domain.talk import Talk, TalkStatus
from app.domain.talk_times import TalkTimes
from ui.messages import message_for
from ui.talks.desk import Desk
from ui.widgets.dates import written_moment
from ui.widgets.message import Message, Tone
from ui.widgets.message_bar import MessageBar, Way

_SHORTEST = timedelta(minutes=2)  # below that nobody would note a break
NOTE = "谈话中断"


class Interruption(QObject):
    """Tells in the talk's own message bar; noted says that the time was noted as a break."""

    noted = Signal()

    def __init__(self, desk: Desk, messages: MessageBar) -> None:
        super().__init__(messages)
        self._desk, self._messages = desk, messages
        self._talk: Talk | None = None
        self._before = TalkTimes()
        self._until: datetime | None = None

    def offer(self, talk: Talk, times: TalkTimes) -> None:
        """Tell of the gap before this moment, if there is one that counts as talk so far."""
        now = self._desk.now()
        if talk.status is not TalkStatus.UNDER_WAY or talk.open_break or times.noted_at is None:
            return
        if now - times.noted_at < _SHORTEST:
            return
        self._talk, self._before, self._until = talk, times, now
        at = written_moment(self._desk.local(times.noted_at), self._desk.local(now))
        said = Message(
            f"上次谈话在 {at} 中断。",
            "内容已保留到最后一次停顿，光标就在那里。",
            "中断的时间算在谈话里；没有谈，就记为休息。",
            tone=Tone.NOTE,
        )
        self._messages.show_message(said, Way("记为休息", self._record))

    def _record(self) -> None:
        if self._talk is not None:
            work = partial(self._record_it, self._talk, self._until or self._desk.now())
            self._desk.tasks.command(work, then=self._tell, refused=self._refuse)

    def _record_it(self, talk: Talk, until: datetime, _: Progress) -> Changes:
        return self._desk.talks.record_interruption(talk.id, self._before, until, NOTE)

    def _tell(self, _: object) -> None:
        self._messages.clear()
        self.noted.emit()

    def _refuse(self, error: AppError) -> None:
        self._messages.show_message(message_for(error))
