"""How long each area has taken, told beside what is asked; it never interrupts."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from app.domain.talk import Talk, TalkStatus
from app.domain.talk_times import OUTSIDE, Cursor, TalkTimes, area_of
from ui.talks.desk import Desk
from ui.talks.outline import OutlineTree
from ui.talks.question_view import QuestionView

_LOOK_MS = 5000  # minutes are told: nobody sees a few seconds


class TalkPace(QObject):
    """Reckons the times of the talk on screen and writes them into the outline and the question."""

    def __init__(self, desk: Desk, outline: OutlineTree, question: QuestionView) -> None:
        super().__init__(outline)
        self._desk, self._outline, self._question = desk, outline, question
        self._talk: Talk | None = None
        self._times = TalkTimes()
        self._tick = QTimer(self)
        self._tick.setInterval(_LOOK_MS)
        self._tick.timeout.connect(self.tell)

    def show_talk(self, talk: Talk, times: TalkTimes) -> None:
        """Take over the times as the vault has them."""
        self._talk, self._times = talk, times
        if talk.status is TalkStatus.UNDER_WAY:
            self._tick.start()
        else:
            self._tick.stop()
        self.tell()

    def turn_to(self, place: str) -> None:
        """Count for what is asked there from now on."""
        if self._talk is not None:
            area = area_of(self._talk, place)
            self._times = self._now().turned_to(Cursor(place), area)
            self.tell()

    def tell(self) -> None:
        """Write the times where they are looked at."""
        times = self._now()
        self._outline.tell_times(times)
        area = times.area
        if self._talk is None or area == OUTSIDE:
            self._question.tell_pace("")
        else:
            self._question.tell_pace(pace_line(times, area), bool(times.over(area)))

    def _now(self) -> TalkTimes:
        if self._talk is None or self._talk.status is not TalkStatus.UNDER_WAY:
            return self._times
        return self._times.until(self._desk.now(), self._talk.breaks)


def pace_line(times: TalkTimes, area: str) -> str:
    """The minutes of one area in words: used, planned, and by how much it is over."""
    used, planned = times.used_minutes(area), times.planned.get(area, 0)
    if not planned:
        return f"这一聚焦已用 {used} 分"
    over = times.over(area)
    return f"这一聚焦已用 {used} 分，计划 {planned} 分" + (f"，超 {over} 分" if over else "")
