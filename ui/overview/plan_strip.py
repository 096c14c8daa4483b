"""One line on the first page: what the yearly plan wants of this month, and what is behind."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from app.domain.plan import PlanReminder
from ui import icons
from ui.page import Destination
from ui.theme import px
from ui.widgets.buttons import button
from ui.widgets.surfaces import row
from ui.widgets.words import label

_MOST_NAMES = 3


class PlanStrip(QFrame):
    """A sentence and a button; gone when nothing is open. went names where to go."""

    went = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setAccessibleName("年度计划提醒")
        self._destination = Destination("plans")
        picture = QLabel()
        icons.put(picture, "calendar", icons.Role.Link, 1.0)
        self.said = label("")
        self.button = button("看年度计划")
        self.button.clicked.connect(self._go)
        across = row(picture, self.said, self.button)
        across.setStretch(1, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(px(2), px(0.5), px(1), px(0.5))
        box.addLayout(across)
        self.hide()

    def show_reminder(self, reminder: PlanReminder) -> None:
        """Say what the plan wants; nothing takes the strip away."""
        self.setVisible(not reminder.is_silent)
        if reminder.is_silent:
            return
        said = sentence_of(reminder)
        self.said.setText(said)
        way = "做年度计划" if reminder.is_missing else "看年度计划"
        self._destination = Destination("plans", act="build" if reminder.is_missing else "open")
        self.button.setText(way)
        self.button.setAccessibleName(f"{way}：{said}")

    def _go(self) -> None:
        self.went.emit(self._destination)


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
