"""年度计划: the year's lines, how a plan is made, and the plan on paper."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from app.domain.changes import Changes
from app.domain.plan import PlanRow
from app.domain.progress import Progress
from ui.page import Destination, Page
from ui.paper_preview import PaperPreview
from ui.plans.build_panel import BuildPanel, BuildPlace
from ui.plans.desk import PlanDesk
from ui.plans.line_panel import ADD, LinePanel, LinePlace
from ui.plans.plan_list import ListPlace, PlanList
from ui.widgets.buttons import button
from ui.widgets.message import Message, Tone
from ui.widgets.surfaces import column, row

_HEADING = "年度计划"


@dataclass(frozen=True, slots=True)
class PlansPlace:
    """What is shown, and where in it."""

    view: int
    list: ListPlace
    build: BuildPlace
    line: LinePlace


class PlansPage(Page):
    """subject of a destination is a year; act open narrows to what is to be arranged, build

    begins a plan.
    """

    help_topic = "plans"
    watches = Changes.PLANS | Changes.TALKS | Changes.PEOPLE | Changes.KINDS

    def __init__(self, desk: PlanDesk) -> None:
        super().__init__(desk.tasks)
        self._desk = desk
        self.list = PlanList(desk)
        self.build = BuildPanel(desk)
        self.line = LinePanel(desk)
        self.paper = PaperPreview(desk.tasks, desk.pictures, "年度计划样张")
        self.back_button = button("返回计划", "arrow-left", "quiet")
        sheet = QWidget()
        inside = column(row(self.back_button, None), self.paper)
        inside.setStretch(1, 1)
        sheet.setLayout(inside)
        self._stack = QStackedWidget()
        for panel in (self.list, self.build, self.line, sheet):
            self._stack.addWidget(panel)
        self.body.addWidget(self._stack, 1)
        self._connect()

    def _connect(self) -> None:
        self.list.wanted.connect(self.begin)
        self.list.arranged.connect(self._arrange)
        self.list.opened.connect(self._open_talk)
        self.build.built.connect(self._built)
        self.build.closed.connect(self.show_list)
        self.line.done.connect(self.show_list)
        self.line.closed.connect(self.show_list)
        self.back_button.clicked.connect(self.show_list)
        self.paper.told.connect(self.told)
        self.paper.save_wanted.connect(self._save)

    # ── where to ─────────────────────────────────────────────────────────────────────────────────

    def show_list(self) -> None:
        """Go back to the plan's lines."""
        self._stack.setCurrentWidget(self.list)
        self.titled.emit(_HEADING)
        self.list.table.view.setFocus()

    def begin(self, act: str) -> None:
        """Begin what a button of the list asks for."""
        year, rows = self.list.chosen_year(), tuple(self.list.selected())
        if act in ("build", "copy"):
            self._show(self.build, f"做{year}年度计划")
            self.build.begin(year, act == "copy")
        elif act == "print":
            self._print(year)
        elif act == "export":
            self._export(year)
        elif act == "take_up":
            self.tasks.command(partial(self._take_up, rows))
        else:
            self._show(self.line, _HEADING)
            self.line.begin(act, year, () if act == ADD else rows)

    def arrive(self, destination: Destination) -> None:
        if destination.subject.isdecimal():
            self.list.go_to_year(int(destination.subject))
        if destination.act == "open":
            self.show_list()
            self.list.narrow_to_open()
        elif destination.act == "build":
            self.begin("build")

    def refresh(self) -> None:
        self.list.refresh()
        if self._stack.currentWidget() is self.build:
            self.build.propose()

    def seek(self) -> None:
        self.show_list()
        self.list.search.setFocus()
        self.list.search.selectAll()

    def begin_new(self) -> None:
        self.begin(ADD)

    def step_back(self) -> bool:
        is_inside = self._stack.currentWidget() is not self.list
        if is_inside:
            self.show_list()
        return is_inside

    def place(self) -> PlansPlace:
        return PlansPlace(
            self._stack.currentIndex(), self.list.place(), self.build.place(), self.line.place()
        )

    def return_to(self, place: object) -> None:
        if not isinstance(place, PlansPlace):
            return
        self.list.return_to(place.list)
        if place.view == self._stack.indexOf(self.build):
            self._show(self.build, f"做{place.build.year}年度计划")
            self.build.return_to(place.build)
        elif place.view == self._stack.indexOf(self.line):
            self._show(self.line, _HEADING)
            self.line.return_to(place.line)

    def _show(self, panel: QWidget, title: str) -> None:
        self._stack.setCurrentWidget(panel)
        self.titled.emit(title)

    # ── acting ───────────────────────────────────────────────────────────────────────────────────

    def _arrange(self, lines: list[PlanRow]) -> None:
        self.go.emit(Destination("talks", ",".join(one.item.id for one in lines), "plan"))

    def _open_talk(self, line: PlanRow) -> None:
        if line.talk_id is not None:
            self.go.emit(Destination("talks", line.talk_id))

    def _built(self, count: int) -> None:
        self.show_list()
        remedy = "选中一位，按“安排谈话”就从计划安排一场谈话。"
        self.tell(Message(f"已写入计划 {count} 人。", remedy=remedy, tone=Tone.NOTE))

    def _print(self, year: int) -> None:
        self.paper.clear()
        self.tasks.command(partial(self._table, year), then=self._show_paper)

    def _show_paper(self, pdf: bytes) -> None:
        self._stack.setCurrentIndex(self._stack.count() - 1)
        self.titled.emit(f"{self.list.chosen_year()}年度计划")
        self.paper.show_pdf(pdf, f"{self.list.chosen_year()}年度谈话计划.pdf")
        self.paper.print_button.setFocus()

    def _export(self, year: int) -> None:
        name = f"{year}年度谈话计划.xlsx"
        chosen, _ = QFileDialog.getSaveFileName(self, "存为表格", name, "XLSX (*.xlsx)")
        if chosen:
            self.export_to(Path(chosen))

    def export_to(self, path: Path) -> None:
        """Write the plan as a workbook there."""
        work = partial(self._workbook, self.list.chosen_year(), path)
        self.tasks.command(work, then=self.paper.say_saved)

    def _save(self, path: Path) -> None:
        work = partial(self._save_pdf, self.list.chosen_year(), self.paper.pdf, path)
        self.tasks.command(work, then=self.paper.say_saved)

    # ── on the vault lane ────────────────────────────────────────────────────────────────────────

    def _take_up(self, rows: tuple[PlanRow, ...], _: Progress) -> Changes:
        return self._desk.plans.take_up(one.item.id for one in rows)

    def _table(self, year: int, _: Progress) -> tuple[bytes, Changes]:
        return self._desk.papers.table(year)

    def _workbook(self, year: int, path: Path, _: Progress) -> tuple[Path, Changes]:
        return path, self._desk.papers.workbook(year, path)

    def _save_pdf(self, year: int, pdf: bytes, path: Path, _: Progress) -> tuple[Path, Changes]:
        return path, self._desk.papers.save(year, pdf, path)
