"""整改规则: how findings are closed and looked back at, which days are worked, what is a sign."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QWidget

from app.domain.changes import Changes
from app.services.early_signs import EarlySigns
from ui.page import Destination, Page
from ui.rules.closing_panel import ClosingPanel, RulesTyped
from ui.rules.desk import RulesDesk
from ui.rules.holidays_panel import HolidaysPanel, HolidaysPlace
from ui.rules.signs_card import SignsCard
from ui.widgets.buttons import button, flow
from ui.widgets.surfaces import column, scrolled

CLOSING, HOLIDAYS, SIGNS = range(3)
_TABS = ("办理规则", "节假日", "苗头提醒")
_ACTS = {"closing": CLOSING, "holidays": HOLIDAYS, "signs": SIGNS}


@dataclass(frozen=True, slots=True)
class RulesPlace:
    """Which part is shown, what is typed in the rules, and where one is among the holidays."""

    tab: int
    typed: RulesTyped | None
    holidays: HolidaysPlace


class RulesPage(Page):
    """act of a destination names the part: closing, holidays or signs."""

    help_topic = "rules"
    watches = Changes.SETTINGS | Changes.WORKDAYS

    def __init__(self, desk: RulesDesk, signs: EarlySigns) -> None:
        super().__init__(desk.tasks)
        self.closing, self.holidays = ClosingPanel(desk), HolidaysPanel(desk)
        self.signs = SignsCard(desk.tasks, signs)
        self._chips = QButtonGroup(self)
        self._stack = QStackedWidget()
        for number, text in enumerate(_TABS):
            chip = button(text, kind="chip", name=f"看{text}")
            chip.setCheckable(True)
            self._chips.addButton(chip, number)
        for part in (self.closing, self.holidays, scrolled(_topped(self.signs), "苗头提醒")):
            self._stack.addWidget(part)
        self._chips.idClicked.connect(self.show_tab)
        self.closing.altered.connect(self._mark)
        self.body.addWidget(flow(*self._chips.buttons()))
        self.body.addWidget(self._stack, 1)
        self.show_tab(CLOSING)

    def refresh(self) -> None:
        self.closing.refresh()
        self.holidays.refresh()
        self.signs.refresh()

    def arrive(self, destination: Destination) -> None:
        if destination.act in _ACTS:
            self.show_tab(_ACTS[destination.act])

    def show_tab(self, number: int) -> None:
        """Show one part."""
        self._chips.button(number).setChecked(True)
        self._stack.setCurrentIndex(number)

    def begin_new(self) -> None:
        if self._stack.currentIndex() == HOLIDAYS:
            self.holidays.open_form("add")

    def step_back(self) -> bool:
        return self._stack.currentIndex() == HOLIDAYS and self.holidays.step_back()

    def place(self) -> object:
        tab = self._stack.currentIndex()
        return RulesPlace(tab, self.closing.typed(), self.holidays.place())

    def return_to(self, place: object) -> None:
        if isinstance(place, RulesPlace):
            self.show_tab(place.tab)
            self.holidays.return_to(place.holidays)
            if place.typed is not None:
                self.closing.put_back(place.typed)

    def _mark(self, is_altered: bool) -> None:
        """Say on its chip that something typed there is not kept yet."""
        text = _TABS[CLOSING]
        self._chips.button(CLOSING).setText(f"{text}（有改动未存）" if is_altered else text)


def _topped(part: QWidget) -> QWidget:
    """The part at the top of the room there is."""
    holder = QWidget()
    lines = column(part)
    lines.addStretch(1)
    holder.setLayout(lines)
    return holder
