"""What is to be done, on top of the first page, a line each; gone when there is nothing."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from ui import icons
from ui.overview.reminder import Reminder
from ui.theme import px
from ui.widgets.buttons import button
from ui.widgets.surfaces import Place, column, row
from ui.widgets.words import label

MOST_SHOWN = 2  # the day's talks are what the page is for; the rest is one press away


class Part(Enum):
    """Whence a reminder comes; in the order in which they are shown."""

    UNDER_WAY = 0
    WEEK = 1
    VAULT = 2
    PLAN = 3


class Reminders(QFrame):
    """The most pressing lines, and a button that shows the rest. went names where to go."""

    went = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setAccessibleName("要办的事")
        self._parts: dict[Part, tuple[Reminder, ...]] = {}
        self._is_open = False
        self._lines = Place()
        self.more: QPushButton | None = None
        box = QHBoxLayout(self)
        box.setContentsMargins(px(2), px(0.5), px(1), px(0.5))
        box.addWidget(self._lines)
        self.hide()

    @property
    def reminders(self) -> tuple[Reminder, ...]:
        """All of them, in the order in which they are shown."""
        return tuple(one for part in Part for one in self._parts.get(part, ()))

    @property
    def lines(self) -> tuple[ReminderLine, ...]:
        """Those in sight."""
        part = self._lines.part
        return tuple(part.findChildren(ReminderLine)) if part is not None else ()

    def show_part(self, part: Part, reminders: Sequence[Reminder]) -> None:
        """Show these of that part; the others stay."""
        if self._parts.get(part, ()) != tuple(reminders):
            self._parts[part] = tuple(reminders)
            self._show()

    def _show(self) -> None:
        known = self.reminders
        shown = known if self._is_open else known[:MOST_SHOWN]
        hidden = len(known) - MOST_SHOWN
        self.setVisible(bool(known))
        holder = QWidget()
        lines = [ReminderLine(one) for one in shown]
        for line in lines:
            line.went.connect(self.went)
        holder.setLayout(column(*lines, gap=0.5))
        self.more = self._more(hidden) if hidden > 0 else None
        if self.more is not None:
            lines[-1].put_in(self.more)
        self._lines.put(holder)

    def _more(self, hidden: int) -> QPushButton:
        said = "收起" if self._is_open else f"还有 {hidden} 件"
        made = button(said, kind="quiet")
        made.clicked.connect(self._turn)
        return made

    def _turn(self) -> None:
        self._is_open = not self._is_open
        self._show()


class ReminderLine(QWidget):
    """One reminder: its picture, its sentence and its button."""

    went = Signal(object)

    def __init__(self, reminder: Reminder) -> None:
        super().__init__()
        picture = QLabel()
        icons.put(picture, reminder.icon, icons.Role.Link, 1.0)
        self.said = label(reminder.said)
        self.button = button(reminder.way, name=f"{reminder.way}：{reminder.said}")
        self.button.clicked.connect(lambda: self.went.emit(reminder.destination))
        self._across = row(picture, self.said, self.button)
        self._across.setStretch(1, 1)
        self.setLayout(self._across)

    def put_in(self, part: QWidget) -> None:
        """Put this before the button."""
        self._across.insertWidget(2, part)
