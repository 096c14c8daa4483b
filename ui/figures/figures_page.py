"""统计: all that is counted of a period: the numbers, their breakdowns, plots, the report."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QStackedWidget, QTabWidget, QWidget

from app.domain.calendar import written_date
from app.domain.changes import Changes
from app.domain.papers import FiguresPaper, PaperDraft
from app.domain.progress import Progress
from app.services.papers import typeset
from ui.figures.desk import FiguresDesk
from ui.figures.numbers_panel import NumbersPanel
from ui.figures.period_bar import PeriodBar, PeriodPlace
from ui.figures.plots_panel import PlotsPanel
from ui.figures.reader import Counted, FiguresReader, Steps
from ui.figures.sections_panel import SectionsPanel
from ui.page import Page
from ui.paper_preview import PaperPreview
from ui.widgets.buttons import button
from ui.widgets.surfaces import column, row
from ui.widgets.words import label

if TYPE_CHECKING:
    from app.services.figures_workbook import WorkbookReading

_HEADING, _REPORT, _COUNTING = "统计", "统计表", "正在数…"


@dataclass(frozen=True, slots=True)
class FiguresPlace:
    """Which period was shown, in which way, and what was chosen in the numbers and the parts."""

    period: PeriodPlace
    tab: int
    line: tuple[int, int]
    by: tuple[int, int]


class FiguresPage(Page):
    """Every number opens the records behind it; the report and the workbook are made here."""

    help_topic = "figures"
    watches = Changes.TALKS | Changes.FINDINGS | Changes.KINDS | Changes.PLANS | Changes.PEOPLE

    def __init__(self, desk: FiguresDesk) -> None:
        super().__init__(desk.tasks)
        self._desk = desk
        self._counted: Counted | None = None
        self._reader = FiguresReader(desk, self)
        self._records = Steps(desk, self)
        self._workbook_path: Path | None = None
        self._draft_shown: PaperDraft | None = None
        self.period = PeriodBar(desk.today())
        self.report_button = button("做统计表…", "printer")
        self.workbook_button = button("存为表格…", "download")
        self.said = label("", "small", "quiet")
        self.numbers, self.sections = NumbersPanel(desk), SectionsPanel(desk)
        self.plots = PlotsPanel()
        self.tabs = QTabWidget()
        self.paper = PaperPreview(desk.tasks, desk.pictures, "统计表样张")
        self.back_button = button("返回统计", "arrow-left", "quiet")
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.tabs.setAccessibleName("统计的几种看法")
        for panel, word in (
            (self.numbers, "数字"),
            (self.sections, "分项"),
            (self.plots, "图"),
        ):
            holder = QWidget()
            holder.setLayout(column(panel, margin=0.5))
            self.tabs.addTab(holder, word)
        figures, sheet = QWidget(), QWidget()
        bar = row(self.period, self.report_button, self.workbook_button)
        lines = column(bar, self.said, self.tabs)
        lines.setStretch(2, 1)
        figures.setLayout(lines)
        # only now: shown before they stand in the page they would be windows of their own
        for made in (self.report_button, self.workbook_button):
            made.setVisible(self._desk.may_take_out)
        inside = column(row(self.back_button, None), self.paper)
        inside.setStretch(1, 1)
        sheet.setLayout(inside)
        for part in (figures, sheet):
            self._stack.addWidget(part)
        self.body.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.period.changed.connect(self.refresh)
        self._reader.counted.connect(self._show)
        self._reader.refused.connect(self.tell_error)
        self._records.ended.connect(self._set_workbook)
        self._records.refused.connect(self.tell_error)
        self.report_button.clicked.connect(self.make_report)
        self.workbook_button.clicked.connect(self.choose_workbook)
        self.back_button.clicked.connect(self.show_figures)
        self.paper.told.connect(self.told)
        self.paper.save_wanted.connect(self._save)
        for panel in (self.numbers, self.sections):
            panel.go.connect(self.go)

    # ── the page ─────────────────────────────────────────────────────────────────────────────────

    def is_counted(self) -> bool:
        """Whether what is shown is what was asked for last."""
        return self.said.text() != _COUNTING

    def refresh(self) -> None:
        self.said.setText(_COUNTING)
        self._reader.read(self.period.span())

    def stop_work(self) -> None:
        self._reader.stop()
        self._records.stop()
        self.paper.printing.stop()

    def step_back(self) -> bool:
        is_inside = self._stack.currentIndex() == 1
        if is_inside:
            self.show_figures()
        return is_inside

    def place(self) -> FiguresPlace:
        table = self.numbers.table
        return FiguresPlace(
            self.period.place(),
            self.tabs.currentIndex(),
            (table.currentRow(), table.currentColumn()),
            (self.sections.by.currentIndex(), self.sections.when.currentIndex()),
        )

    def return_to(self, place: object) -> None:
        if isinstance(place, FiguresPlace):
            self.period.return_to(place.period)
            self.tabs.setCurrentIndex(place.tab)
            self.numbers.table.setCurrentCell(*place.line)
            self.sections.by.setCurrentIndex(place.by[0])
            self.sections.when.setCurrentIndex(place.by[1])
            self.refresh()

    def seek(self) -> None:
        self.period.period.setFocus()

    def show_figures(self) -> None:
        """Go back from the report to the figures."""
        self._stack.setCurrentIndex(0)
        self.titled.emit(_HEADING)
        self.report_button.setFocus()

    def _show(self, counted: Counted) -> None:
        self._counted = counted
        now, before = counted
        going_on = "还没有结束，对照的也只数到那一天。" if now.as_of < now.span.last else ""
        self.said.setText(
            f"{now.span.title}，数到{written_date(now.as_of)}；"
            f"{now.span.before_title}是{written_date(before.span.first)}至"
            f"{written_date(before.span.last)}。{going_on}"
        )
        for panel in (self.numbers, self.sections, self.plots):
            panel.show_counted(counted)

    # ── the report ───────────────────────────────────────────────────────────────────────────────

    def make_report(self) -> None:
        """Make the report of the figures in sight, and show it."""
        if self._counted is not None:
            self.paper.clear()
            work = partial(self._draft, FiguresPaper(*self._counted))
            self.tasks.query(work, then=self._set)

    def _draft(self, paper: FiguresPaper, _: Progress) -> PaperDraft:
        return self._desk.papers.figures_draft(paper)

    def _set(self, draft: PaperDraft) -> None:
        self.tasks.background(partial(_typeset, draft), then=self._note)

    def _note(self, made: tuple[PaperDraft, bytes]) -> None:
        self.tasks.command(partial(self._noted, *made), then=self._show_report)

    def _noted(
        self, draft: PaperDraft, pdf: bytes, _: Progress
    ) -> tuple[tuple[PaperDraft, bytes], Changes]:
        return (draft, pdf), self._desk.papers.note(draft, pdf)

    def _show_report(self, made: tuple[PaperDraft, bytes]) -> None:
        self._draft_shown, pdf = made
        self._stack.setCurrentIndex(1)
        self.titled.emit(_REPORT)
        self.paper.show_pdf(pdf, f"{_REPORT}.pdf")
        self.back_button.setFocus()

    def _save(self, path: Path) -> None:
        if self._draft_shown is not None:
            work = partial(self._saved, self._draft_shown, self.paper.pdf, path)
            self.tasks.command(work, then=self.paper.say_saved)

    def _saved(
        self, draft: PaperDraft, pdf: bytes, path: Path, _: Progress
    ) -> tuple[Path, Changes]:
        return path, self._desk.papers.save(draft.wish, pdf, path)

    # ── the workbook ─────────────────────────────────────────────────────────────────────────────

    def choose_workbook(self) -> None:
        """Ask where the workbook is to be written."""
        chosen, _ = QFileDialog.getSaveFileName(
            self, "存为表格", f"{_REPORT}.xlsx", "XLSX (*.xlsx)"
        )
        if chosen:
            self.workbook_to(Path(chosen))

    def workbook_to(self, path: Path) -> None:
        """Write the figures in sight and the records behind them there."""
        if self._counted is not None:
            # starts faster: only an export needs it
            from app.services.figures_workbook import WorkbookReading

            self._workbook_path = path
            self._records.begin(WorkbookReading(self._desk.figures, *self._counted))

    def _set_workbook(self, reading: WorkbookReading) -> None:
        self.tasks.background(partial(_file_of, reading), then=self._write_workbook)

    def _write_workbook(self, content: bytes) -> None:
        if self._workbook_path is not None and self._counted is not None:
            work = partial(self._written, content, self._workbook_path)
            self.tasks.command(work, then=self.paper.say_saved)

    def _written(self, content: bytes, path: Path, _: Progress) -> tuple[Path, Changes]:
        span = self._counted[0].span if self._counted else self.period.span()
        return path, self._desk.figures.write_workbook(content, span, path)


def _typeset(draft: PaperDraft, _: Progress) -> tuple[PaperDraft, bytes]:
    return draft, typeset(draft)


def _file_of(reading: WorkbookReading, _: Progress) -> bytes:
    return reading.file()
