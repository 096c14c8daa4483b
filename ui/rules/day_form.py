"""One day of the table of holidays: off or worked, and what it is called."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from app.domain.workdays import LONGEST_HOLIDAY_TITLE, Holiday
from ui.rules.words import OFF, WORKED
from ui.widgets.dates import day_edit, day_of
from ui.widgets.fields import Field, choice, line_edit
from ui.widgets.form_dialog import BusyForm


class DayForm(BusyForm):
    """A day that is new to the table, or one that is in it already and keeps its date."""

    def __init__(self, parent: QWidget, day: date, holiday: Holiday | None) -> None:
        super().__init__(parent, "修改这一天" if holiday else "添一天", "保存", 14)
        self.is_new = holiday is None
        self.day = day_edit("日期", holiday.day if holiday else day)
        self.day.setEnabled(self.is_new)
        ways: list[tuple[str, object]] = [(OFF, False), (WORKED, True)]
        self.way = choice("放假还是上班", ways, holiday.is_working if holiday else False)
        self.title = line_edit(
            "名称", "如：国庆节、国庆节调休上班", holiday.title if holiday else ""
        )
        self.title.setMaxLength(LONGEST_HOLIDAY_TITLE)
        self.add(
            Field("日期", self.day),
            Field("放假还是上班", self.way),
            Field("名称", self.title, is_needed=True),
        )
        self.title.textChanged.connect(self.check)
        self.title.returnPressed.connect(self._send_if_ready)
        self.finish_fields(self.day if self.is_new else self.title)

    def is_filled(self) -> bool:
        return bool(self.title.text().strip())

    def holiday(self) -> Holiday:
        """The day as it stands in the fields."""
        return Holiday(day_of(self.day), bool(self.way.currentData()), self.title.text())

    def _send_if_ready(self) -> None:
        if self.is_ready():
            self.sent.emit()
