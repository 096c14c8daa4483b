"""整改台账: the findings as four lists, one of them whole beside, and what waits this week."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFileDialog, QStackedWidget

from app.domain.changes import Changes
from app.domain.finding_tables import LIST_TITLES
from app.domain.finding_views import FindingChip, FindingFilter, FindingRow
from app.domain.ids import FindingId
from app.domain.progress import Progress
from ui.page import Destination, Page
from ui.rectifying.desk import RectifyingDesk
from ui.rectifying.issue_many_form import IssueManyForm
from ui.rectifying.issues_panel import IssuesPanel
from ui.rectifying.ledger_export import LedgerExport
from ui.rectifying.ledger_list import LedgerList, ListPlace
from ui.rectifying.ledger_rows import is_to_urge, parcels
from ui.rectifying.sheet_panel import SheetPanel, SheetPlace
from ui.rectifying.week_panel import WeekPanel
from ui.theme import px
from ui.widgets.message import Message, Tone
from ui.widgets.progress_panel import ProgressPanel
from ui.widgets.surfaces import halves

WEEK, SIGN = "monday", "sign"
MOST_PRINTED = 500  # rows that are gathered for a list; more are printed by unit or as a whole
_HEADINGS = ("整改台账", "整改台账：本周", "整改台账：签收")
_LEDGER, _WEEK, _ISSUES = range(3)
_SHARES = (2, 3)  # of the list and of the finding beside it
_CHIPS = {chip.value: chip for chip in FindingChip}


@dataclass(frozen=True, slots=True)
class LedgerPlace:
    """Which part is shown, where one is in the list, and what is open beside it."""

    part: int
    list: ListPlace
    is_open: bool
    sheet: SheetPlace


class LedgerPage(Page):
    """subject of a destination is a finding; act is a chip's value, monday for the week, or sign

    for what waits to be signed for.
    """

    help_topic = "findings"
    watches = (
        Changes.FINDINGS | Changes.TALKS | Changes.PEOPLE | Changes.KINDS | Changes.ATTACHMENTS
    )

    def __init__(self, desk: RectifyingDesk) -> None:
        super().__init__(desk.tasks)
        self._desk = desk
        self.list = LedgerList(desk)
        self.sheet = SheetPanel(desk)
        self.sheet.setMinimumWidth(px(60))
        self.sheet.hide()
        self.week = WeekPanel(desk)
        self.issues = IssuesPanel(desk)
        self.progress = ProgressPanel()
        self.export = LedgerExport(desk, self.progress)
        self.form: IssueManyForm | None = None
        self._stack = QStackedWidget()
        self._beside = halves(self.list, self.sheet, _SHARES)
        for part in (self._beside, self.week, self.issues):
            self._stack.addWidget(part)
        self.body.addWidget(self._stack, 1)
        self.body.addWidget(self.progress)
        self._connect()

    def _connect(self) -> None:
        self.list.opened.connect(self._open)
        self.list.looked_at.connect(self._look)
        self.list.wanted.connect(self.begin)
        self.list.back_button.clicked.connect(self.close_sheet)
        self.sheet.told.connect(self.told)
        self.sheet.opened.connect(self.open_finding)
        for panel in (self.sheet, self.week, self.issues):
            panel.go.connect(self.go)
        self.week.opened.connect(self._open)
        self.week.closed.connect(self.show_ledger)
        self.issues.closed.connect(self.show_ledger)
        self.export.written.connect(self._say_written)
        self.export.refused.connect(self.tell_error)

    def minimumSizeHint(self) -> QSize:
        """What it needs at the width of a window: its rows that wrap reckon at the narrowest."""
        return super().minimumSizeHint().boundedTo(QSize(px(120), px(56)))

    # ── where to ─────────────────────────────────────────────────────────────────────────────────

    def arrive(self, destination: Destination) -> None:
        if destination.act in (WEEK, SIGN):
            self.begin("week" if destination.act == WEEK else SIGN)
        elif destination.act in _CHIPS:
            self.show_ledger()
            self.close_sheet()
            self.list.show_chip(_CHIPS[destination.act])
        if destination.subject:
            self.open_finding(FindingId(destination.subject))

    def refresh(self) -> None:
        self.list.refresh()
        if self._stack.currentIndex() == _WEEK:
            self.week.refresh()
        elif self._stack.currentIndex() == _ISSUES:
            self.issues.refresh()

    def show_ledger(self) -> None:
        """Show the lists."""
        self._show(_LEDGER)
        self.list.table.view.setFocus()

    def seek(self) -> None:
        if self._stack.currentIndex() == _ISSUES:
            self.issues.search.setFocus()
            return
        self.show_ledger()
        self.close_sheet()
        self.list.filters.search.setFocus()
        self.list.filters.search.selectAll()

    def begin_new(self) -> None:
        self.begin("talks")

    def step_back(self) -> bool:
        if self._stack.currentIndex() != _LEDGER:
            self.show_ledger()
            return True
        if self.is_open and self.sheet.step_back():
            return True
        was_open = self.is_open
        self.close_sheet()
        return was_open

    def stop_work(self) -> None:
        self.sheet.stop_work()
        self.export.stop()
        if self.form is not None:
            self.form.reject()

    def place(self) -> LedgerPlace:
        part = self._stack.currentIndex()
        return LedgerPlace(part, self.list.place(), self.is_open, self.sheet.place())

    def return_to(self, place: object) -> None:
        if not isinstance(place, LedgerPlace):
            return
        self.list.return_to(place.list)
        if place.is_open:
            self._show_sheet()
            self.sheet.return_to(place.sheet)
        self._show(place.part)

    def _show(self, part: int) -> None:
        self._stack.setCurrentIndex(part)
        self.titled.emit(_HEADINGS[part])

    # ── one finding ──────────────────────────────────────────────────────────────────────────────

    @property
    def is_open(self) -> bool:
        """Whether a finding is open beside the list."""
        return not self.sheet.isHidden()

    def open_finding(self, finding_id: FindingId) -> None:
        """Show that finding beside the list."""
        self._show_sheet()
        self.sheet.show_finding(finding_id, takes_keys=True)
        self.list.table.choose_finding(finding_id)

    def close_sheet(self) -> None:
        """Show the list alone."""
        self.help_topic = LedgerPage.help_topic
        if self.is_open:
            self.sheet.hide()
            self.list.be_narrow(False)
            self.list.table.view.setFocus()

    def _show_sheet(self) -> None:
        self._show(_LEDGER)
        self.help_topic = "finding"
        if not self.is_open:
            self.list.be_narrow(True)
            self.sheet.show()
            self._beside.setSizes([share * self._beside.width() for share in _SHARES])

    def _open(self, row: FindingRow) -> None:
        self.open_finding(row.id)

    def _look(self, row: FindingRow) -> None:
        if self.is_open:
            self.sheet.show_finding(row.id)

    # ── acting ───────────────────────────────────────────────────────────────────────────────────

    def begin(self, act: str) -> None:
        """Begin what a button asks for."""
        acts = {
            "talks": lambda: self.go.emit(Destination("talks")),
            "week": lambda: self._turn_to(_WEEK, self.week),
            "sign": lambda: self._turn_to(_ISSUES, self.issues),
            "issue": self._issue,
            "urge": self._urge,
            "print": self._print,
            "export": self.choose_file,
        }
        acts[act]()

    def _turn_to(self, part: int, panel: WeekPanel | IssuesPanel) -> None:
        self._show(part)
        panel.begin()

    def _issue(self) -> None:
        rows = self.list.table.selected()
        if not parcels(rows):
            remedy = "已登记、还没有下达的，可以下达：看“待下达”。"
            self.tell(Message("所选的都已经下达过，或者不用下达。", remedy=remedy))
            return
        self.form = IssueManyForm(self, self._desk, rows)
        self.form.issued.connect(self._say_issued)
        self.form.finished.connect(self._drop_form)
        self.form.open()

    def _drop_form(self, _: int) -> None:
        form, self.form = self.form, None
        if form is not None:
            form.deleteLater()

    def _say_issued(self, slips: int, count: int) -> None:
        remedy = "按“签收…”打印签收单；签回来以后也在那里登记。"
        said = f"已下达 {count} 条，{slips} 份签收单。"
        self.tell(Message(said, remedy=remedy, tone=Tone.NOTE))

    def _urge(self) -> None:
        ids = [row.id for row in self.list.table.selected() if is_to_urge(row)]
        if ids:
            self.go.emit(Destination("papers", ",".join(ids), "urging", "these"))
        else:
            self.tell(Message("所选的都办结了，不用催办。", tone=Tone.NOTE))

    def _print(self) -> None:
        """The list in sight: the chosen rows, else a unit, else all that is narrowed to."""
        rows, wanted = self.list.table.selected(), self.list.filter()
        unit = wanted.unit_id
        if len(rows) > 1:
            self._print_these(rows)
        elif wanted in (FindingFilter(), FindingFilter(unit_id=unit)):
            place = "unit" if unit else ""
            self.go.emit(Destination("papers", unit or "", self._paper(), place))
        else:
            self.tasks.query(partial(self._first, wanted), then=self._print_these)

    def _first(self, wanted: FindingFilter, _: Progress) -> list[FindingRow]:
        ledger, order = self._desk.finding_ledger, self.list.view.order
        return ledger.page(wanted, order, None, MOST_PRINTED + 1)

    def _print_these(self, rows: list[FindingRow]) -> None:
        if len(rows) > MOST_PRINTED:
            remedy = "请再缩小范围，或者只选一个单位；也可以存为表格。"
            self.tell(Message(f"这里超过 {MOST_PRINTED} 条，一次打印不下。", remedy=remedy))
            return
        ids = ",".join(row.id for row in rows)
        self.go.emit(Destination("papers", ids, self._paper(), "these"))

    def _paper(self) -> str:
        return f"finding_lists:{self.list.view.list.value}"

    def choose_file(self) -> None:
        """Ask where to write the list in sight; the proposed name holds nobody's name."""
        name = f"{LIST_TITLES[self.list.view.list]}.xlsx"
        chosen, _ = QFileDialog.getSaveFileName(self, "存为表格", name, "XLSX (*.xlsx)")
        if chosen:
            self.export_to(Path(chosen))

    def export_to(self, path: Path) -> None:
        """Write the chosen rows as a workbook there, or all that is narrowed to."""
        rows, view = self.list.table.selected(), self.list.view
        if len(rows) > 1:
            self.export.write(rows, view, path)
        else:
            self.export.begin(self.list.filter(), view, path)

    def _say_written(self, path: Path) -> None:
        remedy = "这份文件没有加密，用完请删掉。"
        self.tell(Message(f"已存为 {path.name}。", remedy=remedy, tone=Tone.NOTE))
