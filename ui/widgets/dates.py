"""Where dates are typed: the way rosters write them, read back as documents write them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import QDate, QDateTime, QTime, Signal
from PySide6.QtWidgets import QDateEdit, QDateTimeEdit, QLineEdit, QVBoxLayout, QWidget

from ui.theme import px
from ui.widgets.words import label, set_property

Reading = Callable[[str], str]


class MonthEdit(QWidget):
    """A date of which month and day may be left out; says below how it was understood.

    read turns what was typed into the written form, or raises ValueError.
    """

    changed = Signal()

    def __init__(
        self, name: str, read: Reading, text: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._read = read
        self.edit = QLineEdit(text)
        self.edit.setAccessibleName(name)
        self.edit.setPlaceholderText("如 1975.08 或 1975年8月")
        self.meaning = label("", "small", "quiet")
        self.meaning.hide()
        self.setFocusProxy(self.edit)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(px(0.5))
        box.addWidget(self.edit)
        box.addWidget(self.meaning)
        self.edit.textChanged.connect(self._say)
        self._say()

    def text(self) -> str:
        """What was typed; empty when the date is not known."""
        return self.edit.text().strip()

    def is_readable(self) -> bool:
        """Whether it is empty or a date."""
        try:
            return not self.text() or bool(self._read(self.text()))
        except ValueError:
            return False

    def _say(self) -> None:
        is_readable = self.is_readable()
        said = "✕ 看不懂这个日期，请写成 1975.08 或 1975年8月。"
        if is_readable:
            said = self._read(self.text()) if self.text() else ""
            said = "" if said == self.text() else said
        self.meaning.setText(said)
        self.meaning.setVisible(bool(said))
        set_property(self.meaning, "tone", "quiet" if is_readable else "brick")
        set_property(self.edit, "fault", not is_readable)
        self.changed.emit()


def day_edit(name: str, day: date) -> QDateEdit:
    """A day with a calendar to choose it from."""
    made = QDateEdit(QDate(day.year, day.month, day.day))
    made.setDisplayFormat("yyyy年M月d日")
    made.setCalendarPopup(True)
    made.setAccessibleName(name)
    return made


def show_day(edit: QDateEdit, day: date) -> None:
    """Put another day into the field."""
    edit.setDate(QDate(day.year, day.month, day.day))


def day_of(edit: QDateEdit) -> date:
    """The day in the field."""
    chosen = edit.date()
    return date(chosen.year(), chosen.month(), chosen.day())


def written_moment(moment: datetime, now: datetime) -> str:
    """A local moment as briefly as it can be said: 14:32, and of another day 3月4日 14:32."""
    clock = f"{moment.hour}:{moment.minute:02}"
    return clock if moment.date() == now.date() else f"{moment.month}月{moment.day}日 {clock}"


def moment_edit(name: str, moment: datetime) -> QDateTimeEdit:
    """A local day and time with a calendar."""
    day = QDate(moment.year, moment.month, moment.day)
    made = QDateTimeEdit(QDateTime(day, QTime(moment.hour, moment.minute)))
    made.setDisplayFormat("yyyy年M月d日 HH:mm")
    made.setCalendarPopup(True)
    made.setAccessibleName(name)
    return made


def moment_of(edit: QDateTimeEdit) -> datetime:
    """The moment in the field, with the machine's own offset from UTC."""
    day, time = edit.date(), edit.time()
    local = datetime(day.year(), day.month(), day.day(), time.hour(), time.minute())  # noqa: DTZ001
    return local.astimezone()
