"""保管与销毁: what is due, what is held, the lists of destruction, and the terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QWidget

from app.domain.changes import Changes
from ui.dictionary_panel import DictionaryPanel, PanelPlace
from ui.page import Destination, Page
from ui.paper_preview import PaperPreview
from ui.retention.desk import RetentionDesk
from ui.retention.lists_panel import ListsPanel
from ui.retention.record_panels import DuePanel, HeldPanel
from ui.retention.term_panels import ClassesPanel, TermsOfKindsPanel
from ui.widgets.buttons import button, flow
from ui.widgets.surfaces import column, row

_HEADING = "保管与销毁"
_TABS = ("到期档案", "暂缓销毁", "销毁清册", "保管期限", "各类档案")
_ACTS = {"due": 0, "held": 1, "lists": 2, "classes": 3, "kinds": 4}


@dataclass(frozen=True, slots=True)
class RetentionPlace:
    """Which of the panels is shown, and where in it one is."""

    tab: int
    panel: PanelPlace


class RetentionPage(Page):
    """act of a destination names the panel: due, held, lists, classes, kinds."""

    help_topic = "retention"
    watches = Changes.RETENTION | Changes.KINDS

    def __init__(self, desk: RetentionDesk) -> None:
        super().__init__(desk.tasks)
        self.due, self.on_hold, self.lists = DuePanel(desk), HeldPanel(desk), ListsPanel(desk)
        self.classes, self.kinds = ClassesPanel(desk), TermsOfKindsPanel(desk)
        self._panels: tuple[DictionaryPanel, ...] = (
            self.due,
            self.on_hold,
            self.lists,
            self.classes,
            self.kinds,
        )
        self.paper = PaperPreview(desk.tasks, desk.pictures, "销毁清册或证明")
        self.back_button = button("返回清册", "arrow-left", "quiet")
        self._chips = QButtonGroup(self)
        chips = []
        for number, text in enumerate(_TABS):
            chip = button(text, kind="chip", name=f"看{text}")
            chip.setCheckable(True)
            self._chips.addButton(chip, number)
            chips.append(chip)
        self._lay_out(chips)
        self._chips.idClicked.connect(self.show_tab)
        self.lists.made.connect(self._show_paper)
        self.lists.written.connect(self.paper.say_saved)
        self.back_button.clicked.connect(self.step_back)
        self.paper.told.connect(self.told)
        self.paper.save_wanted.connect(self._save)
        self.show_tab(0)

    def _lay_out(self, chips: Sequence[QWidget]) -> None:
        self._stack = QStackedWidget()
        for panel in self._panels:
            self._stack.addWidget(panel)
        tabs, sheet = QWidget(), QWidget()
        inside = column(flow(*chips), self._stack)
        inside.setStretch(1, 1)
        tabs.setLayout(inside)
        shown = column(row(self.back_button, None), self.paper)
        shown.setStretch(1, 1)
        sheet.setLayout(shown)
        self._whole = QStackedWidget()
        self._whole.addWidget(tabs)
        self._whole.addWidget(sheet)
        self.body.addWidget(self._whole, 1)

    # ── what a page offers ───────────────────────────────────────────────────────────────────────

    def refresh(self) -> None:
        for panel in self._panels:
            panel.refresh()

    def arrive(self, destination: Destination) -> None:
        if destination.act in _ACTS:
            self.show_tab(_ACTS[destination.act])

    def show_tab(self, number: int) -> None:
        """Show one of the panels."""
        self._chips.button(number).setChecked(True)
        self._stack.setCurrentIndex(number)
        self._whole.setCurrentIndex(0)

    def begin_new(self) -> None:
        self._panels[self._stack.currentIndex()].open_form("add")

    def step_back(self) -> bool:
        if not self._whole.currentIndex():
            return False
        self._whole.setCurrentIndex(0)
        self.titled.emit(_HEADING)
        self.lists.table.setFocus()
        return True

    def stop_work(self) -> None:
        self.lists.stop()

    def place(self) -> object:
        tab = self._stack.currentIndex()
        return RetentionPlace(tab, self._panels[tab].place())

    def return_to(self, place: object) -> None:
        if isinstance(place, RetentionPlace):
            self.show_tab(place.tab)
            self._panels[place.tab].return_to(place.panel)

    # ── papers ───────────────────────────────────────────────────────────────────────────────────

    def _show_paper(self, pdf: bytes, file_name: str) -> None:
        self._whole.setCurrentIndex(1)
        self.titled.emit(file_name.removesuffix(".pdf"))
        self.paper.show_pdf(pdf, file_name)
        self.paper.print_button.setFocus()

    def _save(self, path: Path) -> None:
        self.lists.save(self.paper.pdf, path)
