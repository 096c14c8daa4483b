"""统计: the figures of a period on the left, the talks behind the chosen one on the right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from PySide6.QtCore import QEvent, QSignalBlocker, Qt
from PySide6.QtWidgets import QTableWidget, QTableWidgetItem, QWidget

from app.domain.calendar import days_of, written_date
from app.domain.changes import Changes
from app.domain.figure_lines import FigureLine, figure_lines
from app.domain.figures import PeriodFigures
from app.domain.papers import PaperKind
from app.domain.progress import Progress
from app.domain.talk_list import TalkRow
from app.services.figures import Figures
from ui.page import Destination, Page
from ui.periods import periods
from ui.tasks import Tasks
from ui.theme import characters, row_height
from ui.widgets.buttons import button
from ui.widgets.fields import choice, show_choice
from ui.widgets.plain_table import plain_table
from ui.widgets.surfaces import column, halves, row
from ui.widgets.words import label

FIGURES_PAPER = PaperKind.FIGURES_REPORT.value
_MOST_ROWS = 300
_YEARS = 12
_ENDS = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class FiguresPlace:
    """Which period was shown, and which figure was chosen."""

    year: int
    months: tuple[int, int]
    line: int


class FiguresPage(Page):
    """Every number opens the records behind it; Enter there opens the talk."""

    help_topic = "figures"
    watches = Changes.TALKS | Changes.FINDINGS | Changes.KINDS

    def __init__(self, tasks: Tasks, figures: Figures) -> None:
        super().__init__(tasks)
        self._figures = figures
        self._lines: list[FigureLine] = []
        self._rows: list[TalkRow] = []
        clock = figures.trail.clock
        self._local = clock.local
        this_year = clock.local(clock.now()).year
        years: list[tuple[str, object]] = [
            (f"{year}年", year) for year in range(this_year, this_year - _YEARS, -1)
        ]
        self.year = choice("年份", years)
        self.period = choice("时段", [*periods()])
        self.table = plain_table("统计数字", ("项目", "数", "单位"), stretched=0)
        self.behind = plain_table(
            "这个数字背后的谈话", ("日期", "类型", "谈话对象", "单位"), stretched=3
        )
        self.said = label("", tone="quiet")
        self.report_button = button("做统计表…", "printer")
        self.report_button.clicked.connect(self._ask_for_report)
        self._lay_out()
        self.year.currentIndexChanged.connect(self.refresh)
        self.period.currentIndexChanged.connect(self.refresh)
        self.table.itemSelectionChanged.connect(self._choose)
        self.table.activated.connect(lambda _: self.behind.setFocus())
        self.behind.activated.connect(lambda at: self._open(at.row()))

    def _lay_out(self) -> None:
        left, right = QWidget(), QWidget()
        left.setLayout(column(self.table))
        right.setLayout(column(self.said, self.behind))
        sides = halves(left, right, (2, 3))
        left.setMinimumWidth(characters(self, 19))
        self.body.addLayout(row(self.year, self.period, None, self.report_button))
        self.body.addWidget(sides, 1)

    # ── the page ─────────────────────────────────────────────────────────────────────────────────

    def refresh(self) -> None:
        first, last = days_of(self.year.currentData(), self.period.currentData())
        self.tasks.query(partial(self._read, first, last), then=self._show)

    def place(self) -> object:
        return FiguresPlace(
            self.year.currentData(), self.period.currentData(), self.table.currentRow()
        )

    def return_to(self, place: object) -> None:
        if isinstance(place, FiguresPlace):
            with QSignalBlocker(self.year), QSignalBlocker(self.period):
                show_choice(self.year, place.year)
                show_choice(self.period, place.months)
            self.table.setCurrentCell(place.line, 0)
            self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure()

    # ── reading and showing ──────────────────────────────────────────────────────────────────────

    def _read(self, first: date, last: date, _: Progress) -> PeriodFigures:
        return self._figures.of(first, last)

    def _show(self, counted: PeriodFigures) -> None:
        before = max(0, self.table.currentRow())
        self._lines = list(figure_lines(counted))
        with QSignalBlocker(self.table):
            self.table.setRowCount(len(self._lines))
            for number, line in enumerate(self._lines):
                title = f"　{line.title}" if line.is_part else line.title
                _fill(self.table, number, (title, f"{line.figure.count:,}", line.unit))
                if cell := self.table.item(number, 1):
                    cell.setTextAlignment(_ENDS)
            self.table.setCurrentCell(min(before, len(self._lines) - 1), 0)
        self._measure()
        self._choose()

    def _choose(self) -> None:
        number = self.table.currentRow()
        if 0 <= number < len(self._lines):
            work = partial(self._read_behind, self._lines[number])
            self.tasks.query(work, then=self._show_behind)

    def _read_behind(self, line: FigureLine, _: Progress) -> tuple[FigureLine, list[TalkRow]]:
        return line, self._figures.behind(line.figure, _MOST_ROWS)

    def _show_behind(self, found: tuple[FigureLine, list[TalkRow]]) -> None:
        line, rows = found
        self._rows = rows
        many = len(line.figure.talks)
        shown = f"，列出最近 {len(rows)} 场" if len(rows) < many else ""
        self.said.setText(
            f"{line.title} {line.figure.count:,} {line.unit}，来自 {many:,} 场谈话{shown}"
        )
        self.behind.setRowCount(len(rows))
        for number, talk in enumerate(rows):
            _fill(self.behind, number, self._texts(talk))
        self._measure()

    def _texts(self, talk: TalkRow) -> tuple[str, ...]:
        day: datetime = self._local(talk.day)
        return (written_date(day.date()), talk.kind_title, talk.interviewees, talk.unit_names)

    def _ask_for_report(self) -> None:
        first, last = self.period.currentData()
        period = f"{self.year.currentData()}:{first}-{last}"
        self.go.emit(Destination("papers", act=FIGURES_PAPER, place=period))

    def _open(self, number: int) -> None:
        if 0 <= number < len(self._rows):
            self.go.emit(Destination("talks", self._rows[number].id))

    def _measure(self) -> None:
        for table in (self.table, self.behind):
            table.verticalHeader().setDefaultSectionSize(row_height(table))


def _fill(table: QTableWidget, number: int, texts: tuple[str, ...]) -> None:
    for place, text in enumerate(texts):
        item = QTableWidgetItem(text)
        item.setToolTip(text)
        table.setItem(number, place, item)
