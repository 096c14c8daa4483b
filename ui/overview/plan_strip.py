"""One line on the first page: what the yearly plan wants of this month, and what is behind."""

from __future__ import annotations

from app.domain.plan import PlanReminder
from ui.overview.strip import Strip
from ui.page import Destination

_MOST_NAMES = 3


class PlanStrip(Strip):
    """A sentence and a button; gone when nothing is open."""

    def __init__(self) -> None:
        super().__init__("年度计划提醒", "calendar")

    def show_reminder(self, reminder: PlanReminder) -> None:
        """Say what the plan wants; nothing takes the strip away."""
        if reminder.is_silent:
            self.hide()
            return
        way = "做年度计划" if reminder.is_missing else "看年度计划"
        destination = Destination("plans", act="build" if reminder.is_missing else "open")
        self.say(sentence_of(reminder), way, destination)


def sentence_of(reminder: PlanReminder) -> str:
    """The reminder in one sentence."""
    if reminder.is_missing:
        return f"{reminder.year}年还没有年度计划。"
    parts = []
    if names := reminder.open_now:
        more = "等" if len(names) > _MOST_NAMES else ""
        shown = "、".join(names[:_MOST_NAMES])
        parts.append(f"本月计划还有 {len(names)} 人没有安排（{shown}{more}）")
    if reminder.late:
        parts.append(f"以前月份落下 {reminder.late} 人")
    return f"{'；'.join(parts)}。全年已谈 {reminder.held}／应谈 {reminder.due}。"
