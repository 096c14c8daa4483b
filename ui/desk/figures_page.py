"""统计: what the offices did in a period, by office with the sum, and what each word means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import QEvent, QSignalBlocker, Qt
from PySide6.QtWidgets import QTableWidget, QTableWidgetItem

from app.domain.calendar import days_of
from app.domain.changes import Changes
from app.domain.desk_figures import Counts, DeskFigures
from app.domain.progress import Progress
from ui.desk.saving import WorkbookSaving
from ui.desk.tools import DeskTools
from ui.page import Page
from ui.periods import periods
from ui.theme import row_height
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import choice, show_choice
from ui.widgets.plain_table import plain_table
from ui.widgets.surfaces import row
from ui.widgets.words import label

_YEARS = 12
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_HEADINGS = ("单位", "场次", "人次", "人数", "第一种形态", "问题", "已销号", "意见建议", "建章立制")
_KIND_HEADINGS = ("类型", "场次", "人次", "人数")
_EMPTY = "还没有登记单位。登记并收下移交包以后，这里有数。"
_DEFINITIONS = (
    "场次：统计期内开始的谈话，补谈不另计，取消的不计。人次：到场的谈话对象，每场每人计一次。"
    "人数：同一单位的同一人只计一次，各单位相加。问题不含意见建议和个人承诺。"
    "同一场谈话送来几次，只按最近一次计；统计包只报数字，另列，不加进来。"
)


@dataclass(frozen=True, slots=True)
class FiguresPlace:
    """Which period was shown."""

    year: int
    months: tuple[int, int]


class DeskFiguresPage(Page):
    """A line for each office, the sum above them, and the kinds of talk below."""

    help_topic = "desk"
    watches = Changes.PACKAGES | Changes.SETTINGS

    def __init__(self, tools: DeskTools) -> None:
        super().__init__(tools.tasks)
        self._tools = tools
        self._figures: DeskFigures | None = None
        this_year = tools.today().year
        years: list[tuple[str, object]] = [
            (f"{year}年", year) for year in range(this_year, this_year - _YEARS, -1)
        ]
        self.year, self.period = choice("年份", years), choice("时段", [*periods()])
        self.table = plain_table("各单位的数字", _HEADINGS, stretched=0)
        self.kinds = plain_table("各类型的数字", _KIND_HEADINGS, stretched=0)
        self.reported, self.definitions = label("", tone="quiet"), label(_DEFINITIONS, "small")
        self.saving = WorkbookSaving(tools, "统计表", self)
        self.empty = EmptyState("chart-column", _EMPTY)
        self.body.addLayout(row(self.year, self.period, None, self.saving.button))
        self.body.addWidget(self.table, 3)
        self.body.addWidget(self.kinds, 2)
        for part in (self.reported, self.definitions):
            self.body.addWidget(part)
        self.body.addWidget(self.empty, 1)
        self.year.currentIndexChanged.connect(self.refresh)
        self.period.currentIndexChanged.connect(self.refresh)
        self.saving.told.connect(self.tell)
        self.saving.asked.connect(self._save)

    def refresh(self) -> None:
        first, last = days_of(self.year.currentData(), self.period.currentData())
        self.tasks.query(partial(_figures, self._tools, first, last), then=self._show)

    def stop_work(self) -> None:
        self.saving.stop()

    def place(self) -> FiguresPlace:
        return FiguresPlace(self.year.currentData(), self.period.currentData())

    def return_to(self, place: object) -> None:
        if isinstance(place, FiguresPlace):
            with QSignalBlocker(self.year), QSignalBlocker(self.period):
                show_choice(self.year, place.year)
                show_choice(self.period, place.months)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure()

    def _show(self, figures: DeskFigures) -> None:
        self._figures = figures
        has_offices = bool(figures.offices)
        for part in (self.table, self.kinds, self.reported, self.definitions, self.saving.button):
            part.setVisible(has_offices)
        self.empty.setVisible(not has_offices)
        lines: list[tuple[str | int, ...]] = [("合计", *_numbers(figures.total))]
        lines += [(one.name, *_numbers(one.counts)) for one in figures.offices]
        _fill(self.table, lines)
        kinds = figures.kinds
        _fill(self.kinds, [(k.title, k.sittings, k.attendances, k.persons) for k in kinds])
        self.kinds.setVisible(has_offices and bool(kinds))
        told = figures.reported
        self.reported.setVisible(bool(told.packages))
        self.reported.setText(
            f"另有统计包 {told.packages} 个，自报 {told.talks:,} 场、{told.attendances:,} 人次，"
            "没有加进上表。"
        )
        self._measure()

    def _save(self) -> None:
        if self._figures is not None:
            self.saving.save(partial(_workbook, self._tools, self._figures))

    def _measure(self) -> None:
        if hasattr(self, "kinds"):
            for table in (self.table, self.kinds):
                table.verticalHeader().setDefaultSectionSize(row_height(table))


def _numbers(counts: Counts) -> tuple[int, ...]:
    return (
        counts.sittings,
        counts.attendances,
        counts.persons,
        counts.first_form,
        counts.problems,
        counts.problems_closed,
        counts.advice,
        counts.regulations,
    )


def _fill(table: QTableWidget, lines: list[tuple[str | int, ...]]) -> None:
    table.setRowCount(len(lines))
    for number, line in enumerate(lines):
        for place, value in enumerate(line):
            item = QTableWidgetItem(f"{value:,}" if isinstance(value, int) else value)
            if place:
                item.setTextAlignment(_RIGHT)
            table.setItem(number, place, item)


def _figures(tools: DeskTools, first: date, last: date, _: Progress) -> DeskFigures:
    return tools.registry.figures(first, last)


def _workbook(tools: DeskTools, figures: DeskFigures, _: Progress) -> bytes:
    return tools.registry.figures_workbook(figures)
