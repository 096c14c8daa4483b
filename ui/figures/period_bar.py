"""Which time is counted: months of a year, a term of years, or from one day to another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QDate, QSignalBlocker, Signal
from PySide6.QtWidgets import QWidget

from app.domain.figure_spans import Span
from ui.periods import periods
from ui.widgets.dates import day_edit, day_of
from ui.widgets.fields import choice, show_choice
from ui.widgets.surfaces import row
from ui.widgets.words import label

TERM, DAYS = "term", "days"
_YEARS = 12
_TERM_YEARS = 5


@dataclass(frozen=True, slots=True)
class PeriodPlace:
    """What was chosen in each of the fields."""

    year: int
    period: object
    first_year: int
    first: date
    last: date


class PeriodBar(QWidget):
    """changed tells that another time was chosen."""

    changed = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        years = [(f"{year}年", year) for year in range(today.year, today.year - _YEARS, -1)]
        earlier = range(today.year, today.year - 2 * _YEARS, -1)
        self.year = choice("年份", [*years])
        self.period = choice("时段", [*periods(), ("一届（几年）", TERM), ("自选日期", DAYS)])
        self.first_year = choice("从哪一年", [(f"{year}年", year) for year in earlier])
        show_choice(self.first_year, today.year - _TERM_YEARS + 1)
        self.first = day_edit("从哪一天", date(today.year, 1, 1))
        self.last = day_edit("到哪一天", today)
        self._until, self._to = label("至", wrap=False), label("至", wrap=False)
        self._of_term: tuple[QWidget, ...] = (self.first_year, self._until)
        self._of_days: tuple[QWidget, ...] = (self.first, self._to, self.last)
        self.setLayout(
            row(
                self.period,
                self.first_year,
                self._until,
                self.year,
                self.first,
                self._to,
                self.last,
                None,
            )
        )
        self._suit()
        for box in (self.year, self.period, self.first_year):
            box.currentIndexChanged.connect(self._change)
        for edit in (self.first, self.last):
            edit.dateChanged.connect(self._change)

    def span(self) -> Span:
        """The chosen time; two ends the wrong way round are turned."""
        chosen, year = self.period.currentData(), self.year.currentData()
        if chosen == TERM:
            return Span.of_years(*sorted((self.first_year.currentData(), year)))
        if chosen == DAYS:
            return Span(*sorted((day_of(self.first), day_of(self.last))))
        return Span.of_months(year, chosen)

    def place(self) -> PeriodPlace:
        """What is chosen."""
        return PeriodPlace(
            self.year.currentData(),
            self.period.currentData(),
            self.first_year.currentData(),
            day_of(self.first),
            day_of(self.last),
        )

    def return_to(self, place: PeriodPlace) -> None:
        """Choose that again, without telling."""
        parts = (self.year, self.period, self.first_year, self.first, self.last)
        blockers = [QSignalBlocker(part) for part in parts]
        show_choice(self.year, place.year)
        show_choice(self.period, place.period)
        show_choice(self.first_year, place.first_year)
        for edit, day in ((self.first, place.first), (self.last, place.last)):
            edit.setDate(QDate(day.year, day.month, day.day))
        del blockers
        self._suit()

    def _change(self) -> None:
        self._suit()
        self.changed.emit()

    def _suit(self) -> None:
        chosen = self.period.currentData()
        self.year.setVisible(chosen != DAYS)
        for word, parts in ((TERM, self._of_term), (DAYS, self._of_days)):
            for part in parts:
                part.setVisible(chosen == word)
