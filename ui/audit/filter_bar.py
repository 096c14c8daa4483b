"""What the list of acts is narrowed to: when, who, and what kind of act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from PySide6.QtCore import QDate, QSignalBlocker, Signal
from PySide6.QtWidgets import QWidget

from app.domain.audit import AuditFilter
from ui import theme
from ui.audit.act_words import KINDS
from ui.widgets.buttons import flow
from ui.widgets.dates import day_edit, day_of
from ui.widgets.fields import choice
from ui.widgets.surfaces import column, row
from ui.widgets.words import label

CHOSEN_DAYS = "days"
_SPANS: list[tuple[str, object]] = [
    ("全部时间", ""),
    ("今天", "today"),
    ("近七天", "week"),
    ("近三十天", "month"),
    ("今年", "year"),
    ("去年", "last_year"),
    ("自己选起止…", CHOSEN_DAYS),
]


@dataclass(frozen=True, slots=True)
class FilterPlace:
    """What was chosen, to be chosen again after a lock."""

    span: str = ""
    first: date | None = None
    last: date | None = None
    who: str = ""
    kinds: tuple[str, ...] = ()


class FilterBar(QWidget):
    """Three lists and, when wanted, two days; changed tells that another part is chosen.

    today gives the day it is, midnight the moment at which a day begins.
    """

    changed = Signal()

    def __init__(self, today: Callable[[], date], midnight: Callable[[date], datetime]) -> None:
        super().__init__()
        self._today, self._midnight = today, midnight
        self.span = choice("时间", _SPANS)
        self.who = choice("谁", [("所有人", "")])
        self.kind = choice("事项", [("所有事项", ()), *((text, kinds) for text, kinds in KINDS)])
        self.first = day_edit("从哪天起", today() - timedelta(days=30))
        self.last = day_edit("到哪天为止", today())
        self.days = QWidget()
        self.days.setLayout(
            row(label("从", wrap=False), self.first, label("到", wrap=False), self.last, None)
        )
        self.days.hide()
        self.lists = flow(self.span, self.who, self.kind)
        self.lists.setMinimumWidth(theme.characters(self.lists, 22))
        self.setLayout(column(self.lists, self.days))
        self.span.currentIndexChanged.connect(self._choose_span)
        for made in (self.who, self.kind):
            made.currentIndexChanged.connect(lambda _: self.changed.emit())
        for day in (self.first, self.last):
            day.dateChanged.connect(lambda _: self.changed.emit())

    def wanted(self) -> AuditFilter:
        """The filter as it is chosen now."""
        first, last = self._days()
        return AuditFilter(
            since=self._midnight(first) if first else None,
            until=self._midnight(last + timedelta(days=1)) if last else None,
            who=str(self.who.currentData() or ""),
            kinds=tuple(self.kind.currentData() or ()),
        )

    def is_narrow(self) -> bool:
        """Whether anything is left out of the list."""
        return self.place() != FilterPlace()

    def offer_people(self, people: list[str]) -> None:
        """Let one choose among these, and keep what is chosen."""
        chosen = str(self.who.currentData() or "")
        with QSignalBlocker(self.who):
            self.who.clear()
            self.who.addItem("所有人", "")
            for name in people:
                self.who.addItem(name, name)
            self.who.setCurrentIndex(max(0, self.who.findData(chosen)))

    def clear(self) -> None:
        """Leave nothing out."""
        self.return_to(FilterPlace())
        self.changed.emit()

    def place(self) -> FilterPlace:
        """What is chosen."""
        span = str(self.span.currentData())
        is_by_days = span == CHOSEN_DAYS
        return FilterPlace(
            span=span,
            first=day_of(self.first) if is_by_days else None,
            last=day_of(self.last) if is_by_days else None,
            who=str(self.who.currentData() or ""),
            kinds=tuple(self.kind.currentData() or ()),
        )

    def return_to(self, place: FilterPlace) -> None:
        """Choose what was chosen before; the one who asks reads the list anew."""
        with QSignalBlocker(self.span), QSignalBlocker(self.who), QSignalBlocker(self.kind):
            self.span.setCurrentIndex(max(0, self.span.findData(place.span)))
            if place.who and self.who.findData(place.who) < 0:
                self.who.addItem(place.who, place.who)
            self.who.setCurrentIndex(max(0, self.who.findData(place.who)))
            chosen = [number for number, (_, kinds) in enumerate(KINDS, 1) if kinds == place.kinds]
            self.kind.setCurrentIndex(chosen[0] if chosen else 0)
        for edit, day in ((self.first, place.first), (self.last, place.last)):
            if day is not None:
                with QSignalBlocker(edit):
                    edit.setDate(QDate(day.year, day.month, day.day))
        self.days.setVisible(place.span == CHOSEN_DAYS)

    def _choose_span(self) -> None:
        self.days.setVisible(self.span.currentData() == CHOSEN_DAYS)
        self.changed.emit()

    def _days(self) -> tuple[date | None, date | None]:
        today = self._today()
        spans: dict[str, tuple[date | None, date | None]] = {
            "today": (today, today),
            "week": (today - timedelta(days=6), today),
            "month": (today - timedelta(days=29), today),
            "year": (date(today.year, 1, 1), date(today.year, 12, 31)),
            "last_year": (date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
            CHOSEN_DAYS: (day_of(self.first), day_of(self.last)),
        }
        return spans.get(str(self.span.currentData()), (None, None))
