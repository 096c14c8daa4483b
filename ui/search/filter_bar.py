"""What a search is narrowed to: the sort of thing by chips, the rest by lists to choose from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QWidget

from app.domain.search import FoundKind, SearchFilter
from ui.search.desk import Choices, SearchDesk
from ui.search.periods import OWN, PERIODS, days_of
from ui.terms import FOUND_KIND, TALK_STATUS
from ui.theme import characters
from ui.widgets.buttons import button, flow
from ui.widgets.dates import day_edit, day_of
from ui.widgets.fields import choice
from ui.widgets.surfaces import column, row
from ui.widgets.words import label

CHIPS: tuple[tuple[str, tuple[FoundKind, ...]], ...] = (
    ("全部", ()),
    *((FOUND_KIND[kind], (kind,)) for kind in FoundKind),
)
_WIDEST = 11  # hanzi: a list of units must not push the others off the row


@dataclass(frozen=True, slots=True)
class FilterPlace:
    """What was chosen, list by list; and the days of a period of one's own."""

    chip: int
    chosen: tuple[object, ...]
    first: date
    last: date


class FilterBar(QWidget):
    """changed tells that something else was chosen."""

    changed = Signal()

    def __init__(self, desk: SearchDesk) -> None:
        super().__init__()
        self._desk = desk
        today = desk.local(desk.now()).date()
        self.period = choice("时间", list(PERIODS))
        self.first = day_edit("从哪一天起", today.replace(month=1, day=1))
        self.last = day_edit("到哪一天止", today)
        self.kind = choice("谈话类型", [("所有类型", None)])
        self.area = choice("聚焦", [("所有聚焦", None)])
        self.tag = choice("问题标签", [("所有标签", None)])
        statuses = [(text, status) for status, text in TALK_STATUS.items()]
        self.status = choice("谈话状态", [("所有状态", None), *statuses])
        self.unit = choice("单位", [("所有单位", None)])
        self.clear_button = button("清除筛选", "x", "quiet")
        self.clear_button.clicked.connect(self.clear)
        self._lists = (self.period, self.kind, self.area, self.tag, self.status, self.unit)
        self._chips = QButtonGroup(self)
        self._lay_out()
        for made in self._lists:
            made.currentIndexChanged.connect(self._chosen)
        self.first.dateChanged.connect(self.changed)
        self.last.dateChanged.connect(self.changed)
        self._chips.idClicked.connect(self._chosen)
        self._chosen_quietly()

    def _lay_out(self) -> None:
        chips = []
        for number, (text, _) in enumerate(CHIPS):
            chip = button(text, kind="chip", name=f"只看{text}" if number else "看全部")
            chip.setCheckable(True)
            self._chips.addButton(chip, number)
            chips.append(chip)
        chips[0].setChecked(True)
        for made in self._lists:
            made.setMaximumWidth(characters(made, _WIDEST))
        self._days = QWidget()
        days = row(self.first, label("至", wrap=False), self.last)
        days.setContentsMargins(0, 0, 0, 0)
        self._days.setLayout(days)
        parts = flow(self.period, self._days, *self._lists[1:], self.clear_button)
        for holder in (top := flow(*chips), parts):
            holder.setMinimumWidth(characters(holder, 24))
        self.setLayout(column(top, parts))

    # ── what is chosen ───────────────────────────────────────────────────────────────────────────

    def filter(self) -> SearchFilter:
        """What the search is narrowed to."""
        first, last = days_of(self.period.currentData(), self._desk.local(self._desk.now()).date())
        if self.period.currentData() == OWN:
            first, last = sorted((day_of(self.first), day_of(self.last)))
        return SearchFilter(
            first_day=first,
            last_day=last,
            kinds=_one(self.kind),
            areas=_one(self.area),
            tags=_one(self.tag),
            statuses=_one(self.status),
            unit_id=self.unit.currentData(),
            found=CHIPS[max(self._chips.checkedId(), 0)][1],
        )

    def offer(self, choices: Choices) -> None:
        """Offer what the vault has, keeping what is chosen."""
        kinds = self._desk.kinds
        _fill(self.kind, [(kind.title, kind.key) for kind in kinds.book.kinds])
        _fill(self.tag, [(kinds.tags.title(tag.key), tag.key) for tag in kinds.tags.tags])
        _fill(self.area, [(area.title, area.key) for area in choices.areas])
        _fill(self.unit, [(unit.name, unit.id) for unit in choices.units])

    def clear(self) -> None:
        """Narrow nothing any more."""
        with _silent(self._lists):
            for made in self._lists:
                made.setCurrentIndex(0)
        self._chips.button(0).setChecked(True)
        self._chosen()

    def place(self) -> FilterPlace:
        """What is chosen, to be chosen again after a lock."""
        chosen = tuple(made.currentData() for made in self._lists)
        return FilterPlace(self._chips.checkedId(), chosen, day_of(self.first), day_of(self.last))

    def return_to(self, place: FilterPlace, choices: Choices) -> None:
        """Choose what was chosen, without searching."""
        self.offer(choices)
        with _silent((*self._lists, self.first, self.last)):
            for made, data in zip(self._lists, place.chosen, strict=True):
                made.setCurrentIndex(max(made.findData(data), 0))
            self.first.setDate(place.first)  # type: ignore[arg-type]  # PySide takes Python's dates
            self.last.setDate(place.last)  # type: ignore[arg-type]
        self._chips.button(max(place.chip, 0)).setChecked(True)
        self._chosen_quietly()

    def _chosen(self) -> None:
        self._chosen_quietly()
        self.changed.emit()

    def _chosen_quietly(self) -> None:
        self._days.setVisible(self.period.currentData() == OWN)
        self.clear_button.setVisible(self.filter() != SearchFilter())


@contextmanager
def _silent(widgets: tuple[QWidget, ...]) -> Iterator[None]:
    """Widgets that tell nothing within the block."""
    blockers = [QSignalBlocker(widget) for widget in widgets]
    yield
    for blocker in blockers:
        blocker.unblock()


def _fill(made: QComboBox, pairs: list[tuple[str, object]]) -> None:
    """Offer these after the first entry, which stands for all."""
    chosen = made.currentData()
    with QSignalBlocker(made):
        while made.count() > 1:
            made.removeItem(1)
        for text, value in pairs:
            made.addItem(text, value)
        made.setCurrentIndex(max(made.findData(chosen), 0))


def _one(made: QComboBox) -> tuple[Any, ...]:
    return () if made.currentData() is None else (made.currentData(),)
