"""谈话类型与标签: the office's own dictionaries, and the register of letters beside them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QButtonGroup, QStackedWidget

from app.domain.changes import Changes
from ui.dictionary_panel import DictionaryPanel, PanelPlace
from ui.kinds.desk import KindDesk
from ui.kinds.kinds_panel import KindsPanel
from ui.kinds.letters_panel import LettersPanel
from ui.kinds.tags_panel import TagsPanel
from ui.page import Destination, Page
from ui.widgets.buttons import button, flow

_TABS = ("谈话类型", "问题标签", "谈话函询登记")
_ACTS = {"kinds": 0, "tags": 1, "letters": 2}


@dataclass(frozen=True, slots=True)
class KindsPlace:
    """Which of the three is shown, and where in it one is."""

    tab: int
    panel: PanelPlace


class KindsPage(Page):
    """Three chips, and the dictionary of the one that is pressed."""

    help_topic = "kinds"
    watches = Changes.KINDS

    def __init__(self, desk: KindDesk) -> None:
        super().__init__(desk.tasks)
        self.kinds, self.tags, self.letters = KindsPanel(desk), TagsPanel(desk), LettersPanel(desk)
        self._panels: tuple[DictionaryPanel, ...] = (self.kinds, self.tags, self.letters)
        self._chips = QButtonGroup(self)
        chips = []
        for number, text in enumerate(_TABS):
            chip = button(text, kind="chip", name=f"看{text}")
            chip.setCheckable(True)
            self._chips.addButton(chip, number)
            chips.append(chip)
        chips[0].setChecked(True)
        self._stack = QStackedWidget()
        for panel in self._panels:
            self._stack.addWidget(panel)
        self._chips.idClicked.connect(self.show_tab)
        self.body.addWidget(flow(*chips))
        self.body.addWidget(self._stack, 1)

    def refresh(self) -> None:
        for panel in self._panels:
            panel.refresh()

    def arrive(self, destination: Destination) -> None:
        if destination.act in _ACTS:
            self.show_tab(_ACTS[destination.act])

    def show_tab(self, number: int) -> None:
        """Show one of the three."""
        self._chips.button(number).setChecked(True)
        self._stack.setCurrentIndex(number)

    def begin_new(self) -> None:
        self._panels[self._stack.currentIndex()].open_form("add")

    def place(self) -> object:
        tab = self._stack.currentIndex()
        return KindsPlace(tab, self._panels[tab].place())

    def return_to(self, place: object) -> None:
        if isinstance(place, KindsPlace):
            self.show_tab(place.tab)
            self._panels[place.tab].return_to(place.panel)
