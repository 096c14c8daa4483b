"""整改台账: the findings as four lists, one of them whole beside, and what waits this week."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QStackedWidget

from app.domain.changes import Changes
from app.domain.finding_views import FindingChip, FindingRow
from app.domain.ids import FindingId
from ui.page import Destination, Page
from ui.rectifying.desk import RectifyingDesk
from ui.rectifying.ledger_list import LedgerList, ListPlace
from ui.rectifying.sheet_panel import SheetPanel, SheetPlace
from ui.theme import px
from ui.widgets.surfaces import halves

_HEADING = "整改台账"
_CHIPS = {chip.value: chip for chip in FindingChip}


@dataclass(frozen=True, slots=True)
class LedgerPlace:
    """Where one is in the list, which finding is open beside it, and where in that."""

    list: ListPlace
    is_open: bool
    sheet: SheetPlace


class LedgerPage(Page):
    """subject of a destination is a finding; act is a chip's value, or monday for the week."""

    help_topic = "findings"
    watches = Changes.FINDINGS | Changes.TALKS | Changes.PEOPLE | Changes.KINDS

    def __init__(self, desk: RectifyingDesk) -> None:
        super().__init__(desk.tasks)
        self._desk = desk
        self.list = LedgerList(desk)
        self.sheet = SheetPanel(desk)
        self.sheet.setMinimumWidth(px(60))
        self.sheet.hide()
        self._stack = QStackedWidget()
        self._stack.addWidget(halves(self.list, self.sheet, (2, 3)))
        self.body.addWidget(self._stack, 1)
        self._connect()

    def _connect(self) -> None:
        self.list.opened.connect(self._open)
        self.list.looked_at.connect(self._look)
        self.list.wanted.connect(self.begin)
        self.list.back_button.clicked.connect(self.close_sheet)
        self.sheet.told.connect(self.told)
        self.sheet.go.connect(self.go)

    # ── where to ─────────────────────────────────────────────────────────────────────────────────

    def arrive(self, destination: Destination) -> None:
        if destination.act in _CHIPS:
            self.close_sheet()
            self.list.show_chip(_CHIPS[destination.act])
        if destination.subject:
            self.open_finding(FindingId(destination.subject))

    def refresh(self) -> None:
        self.list.refresh()

    def seek(self) -> None:
        self.close_sheet()
        self.list.filters.search.setFocus()
        self.list.filters.search.selectAll()

    def begin_new(self) -> None:
        self.begin("talks")

    def step_back(self) -> bool:
        if self.is_open and self.sheet.step_back():
            return True
        was_open = self.is_open
        self.close_sheet()
        return was_open

    def stop_work(self) -> None:
        self.sheet.stop_work()

    def place(self) -> LedgerPlace:
        return LedgerPlace(self.list.place(), self.is_open, self.sheet.place())

    def return_to(self, place: object) -> None:
        if not isinstance(place, LedgerPlace):
            return
        self.list.return_to(place.list)
        if place.is_open:
            self._show_sheet()
            self.sheet.return_to(place.sheet)

    # ── one finding ──────────────────────────────────────────────────────────────────────────────

    @property
    def is_open(self) -> bool:
        """Whether a finding is open beside the list."""
        return not self.sheet.isHidden()

    def open_finding(self, finding_id: FindingId) -> None:
        """Show that finding beside the list."""
        self._show_sheet()
        self.sheet.show_finding(finding_id)
        self.list.table.choose_finding(finding_id)

    def close_sheet(self) -> None:
        """Show the list alone."""
        if self.is_open:
            self.sheet.hide()
            self.list.be_narrow(False)
            self.list.table.view.setFocus()

    def _show_sheet(self) -> None:
        self._stack.setCurrentIndex(0)
        if not self.is_open:
            self.list.be_narrow(True)
            self.sheet.show()

    def _open(self, row: FindingRow) -> None:
        self.open_finding(row.id)

    def _look(self, row: FindingRow) -> None:
        if self.is_open:
            self.sheet.show_finding(row.id)

    # ── acting ───────────────────────────────────────────────────────────────────────────────────

    def begin(self, act: str) -> None:
        """Begin what a button of the list asks for."""
        if act == "talks":
            self.go.emit(Destination("talks"))
