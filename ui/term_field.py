"""A deadline: so many days, working days or months from today, or a chosen day.

The day it comes to is shown beside it, and a caution when the table of holidays does not tell of
that year, or no notice was out for it yet.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QSpinBox, QWidget

from app.domain.calendar import written_date
from app.domain.terms_of_time import LONGEST_TERM, Term, TermUnit
from app.domain.workdays import Workdays
from ui.widgets.dates import day_edit, day_of, show_day
from ui.widgets.fields import choice, show_choice
from ui.widgets.surfaces import column, row
from ui.widgets.words import label

CHOSEN_DAY = "day"
WITHIN = {
    TermUnit.DAYS: "天内",
    TermUnit.WORKDAYS: "个工作日内",
    TermUnit.MONTHS: "个月内",
}
_WAYS: list[tuple[str, object]] = [
    *((word, unit.value) for unit, word in WITHIN.items()),
    ("到某一天", CHOSEN_DAY),
]
_WEEKDAYS = "一二三四五六日"
_USUAL = 30
_WHY_UNSURE = "只按周末和法定的节假日推算。放假通知出来后，在“整改规则”的节假日里导入。"


class TermField(QWidget):
    """A count with its unit, or a day; deadline() is what it comes to, term() how it was told.

    Without has_day it tells a rule, such as the usual term, and no day can be chosen. One that
    is_flat says what it comes to beside its fields, not below.
    """

    changed = Signal()

    def __init__(
        self,
        today: Callable[[], date],
        workdays: Callable[[], Workdays],
        name: str = "整改时限",
        *,
        has_day: bool = True,
        is_flat: bool = False,
    ) -> None:
        super().__init__()
        self._today, self._workdays = today, workdays
        self.setAccessibleName(name)
        self.count = QSpinBox()
        self.count.setAccessibleName(f"{name}：多少")
        self.count.setRange(1, LONGEST_TERM["d"])
        self.count.setValue(_USUAL)
        self._has_day = has_day
        self.way = choice(f"{name}：怎样算", _WAYS if has_day else _WAYS[:-1])
        self.day = day_edit(f"{name}：到哪一天", today())
        self._is_flat = is_flat
        self.meaning = label("", "small", "quiet", wrap=not is_flat)
        self.setFocusProxy(self.count)
        fields = (self.count, self.way, self.day)
        beside = row(*fields, self.meaning) if is_flat else row(*fields, None)
        if is_flat:
            beside.setStretch(len(fields), 1)
        self.setLayout(beside if is_flat else column(beside, self.meaning, gap=0.5))
        self.way.currentIndexChanged.connect(self._suit_way)
        self.count.valueChanged.connect(self._tell)
        self.day.dateChanged.connect(self._tell)
        self._suit_way()

    def show_term(self, written: str, deadline: date | None = None) -> None:
        """Show a kept term such as 30d; without one, the day that was chosen.

        A term that does not come to its deadline any more, because the holidays are others now,
        gives way to the day.
        """
        try:
            term = Term.parse(written)
        except ValueError:
            self.show_day(deadline or self._today() + timedelta(days=_USUAL))
            return
        with QSignalBlocker(self.count), QSignalBlocker(self.way):
            show_choice(self.way, term.unit.value)
            self.count.setMaximum(LONGEST_TERM[term.unit.value])
            self.count.setValue(term.count)
        if deadline is not None and self.deadline() != deadline:
            self.show_day(deadline)
        self._suit_way()

    def show_day(self, day: date) -> None:
        """Show a day that was chosen."""
        with QSignalBlocker(self.day), QSignalBlocker(self.way):
            show_choice(self.way, CHOSEN_DAY)
            show_day(self.day, day)
        self._suit_way()

    def term(self) -> str:
        """How it was told, as it is kept: 30d, 20w, 1m, or nothing for a chosen day."""
        return "" if self._is_day() else Term(self.count.value(), self._unit()).written()

    def deadline(self) -> date:
        """The last day of the term, or the chosen day."""
        if self._is_day():
            return day_of(self.day)
        return self._workdays().after(self._today(), Term(self.count.value(), self._unit()))

    def refresh(self) -> None:
        """Reckon anew: the table of holidays, or the day, is another one."""
        self._tell()

    def _is_day(self) -> bool:
        return bool(self.way.currentData() == CHOSEN_DAY)

    def _unit(self) -> TermUnit:
        return TermUnit(self.way.currentData())

    def _suit_way(self) -> None:
        is_day = self._is_day()
        self.count.setVisible(not is_day)
        self.day.setVisible(is_day)
        self.setFocusProxy(self.day if is_day else self.count)
        if not is_day:
            self.count.setMaximum(LONGEST_TERM[self._unit().value])
        self._tell()

    def _tell(self) -> None:
        between = "\n" if self._is_flat else "　"
        self.meaning.setText(between.join(filter(None, (self._comes_to(), self._caution()))))
        self.meaning.setToolTip(_WHY_UNSURE if self._caution() else "")
        self.changed.emit()

    def _comes_to(self) -> str:
        day = self.deadline()
        said = f"{written_date(day)}（周{_WEEKDAYS[day.weekday()]}）"
        if not self._is_day():
            return f"到{said}" if self._has_day else f"从今天算，到{said}"
        return said if self._workdays().is_workday(day) else f"{said}，这一天休息"

    def _caution(self) -> str:
        table, start, end = self._workdays(), self._today(), self.deadline()
        if unknown := table.unknown_years(start, end):
            return f"⚠ 没有{_years(unknown)}的节假日表"
        if table.unannounced_years(start, end):
            years = _years(table.unannounced_years(start, end))
            return f"⚠ {years}的放假通知还没有收入"
        return ""


def _years(years: tuple[int, ...]) -> str:
    return "、".join(f"{year}年" for year in years)
