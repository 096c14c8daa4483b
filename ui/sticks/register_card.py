"""The register: every stick of the office, who keeps it, what lies on it, what became of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QTableWidgetItem

from app.domain.ids import StickId
from app.domain.sticks import Custody, RegisteredStick, StickState
from ui.sticks.desk import StickDesk
from ui.sticks.words import register_pairs, register_texts
from ui.widgets.buttons import button, flow
from ui.widgets.plain_table import fit_height, plain_table
from ui.widgets.surfaces import Card, Place, facts
from ui.widgets.words import label

_HEADINGS = ("盘签", "保管人", "保管自", "写过的移交包", "情况")
_MOST_ROWS = 6
Kept = tuple[RegisteredStick, tuple[Custody, ...]]


class RegisterCard(Card):
    """asked names the form wanted for the chosen stick; strict tells the rule's new state."""

    asked = Signal(str)
    strict = Signal(bool)

    def __init__(self, desk: StickDesk) -> None:
        super().__init__("登记在册的 U 盘")
        self._desk = desk
        self._wanted: StickId | None = None
        self.kept: list[Kept] = []
        self.empty = label("还没有登记过。插上 U 盘，在上面选中它，按“登记…”。", tone="quiet")
        self.table = plain_table("登记在册的 U 盘", _HEADINGS, stretched=3)
        self.detail = Place()
        self.hand_button = button("换人保管…", "users", name="所选的 U 盘换人保管")
        self.lose_button = button("挂失…", "flag", name="所选的 U 盘挂失")
        self.found_button = button("销去挂失…", "check", name="所选的 U 盘销去挂失")
        self.retire_button = button("停用…", "x", name="停用所选的 U 盘")
        self.only_box = QCheckBox("只往登记过的 U 盘写移交包")
        self.add(
            self.empty,
            self.table,
            self.detail,
            flow(self.hand_button, self.lose_button, self.found_button, self.retire_button),
            self.only_box,
            label("登记了第一个以后自动勾上；去掉勾，没有登记的也能用，用之前会提醒。",
                  "small", "quiet"),
        )  # fmt: skip
        self._ways = {
            "hand": (self.hand_button, StickState.ACTIVE),
            "lose": (self.lose_button, StickState.ACTIVE),
            "found": (self.found_button, StickState.LOST),
            "retire": (self.retire_button, StickState.ACTIVE),
        }
        for name, (made, _) in self._ways.items():
            made.clicked.connect(lambda _=False, name=name: self.asked.emit(name))
        self.table.itemSelectionChanged.connect(self._suit)
        self.table.activated.connect(lambda _: self._ask_first())
        self.only_box.clicked.connect(self.strict)
        self.show_kept([], is_strict=False)

    def chosen(self) -> RegisteredStick | None:
        """The stick the cursor is on."""
        at = self.table.currentRow()
        return self.kept[at][0] if 0 <= at < len(self.kept) else None

    def choose(self, stick_id: StickId) -> None:
        """Put the cursor on this stick, now or when it is read."""
        self._wanted = stick_id
        self._offer()

    def show_kept(self, kept: list[Kept], *, is_strict: bool) -> None:
        """Show the register; the cursor stays where it was."""
        before, row = self.chosen(), max(0, self.table.currentRow())
        self._wanted = self._wanted or (before.id if before else None)
        self.kept = kept
        self.only_box.setChecked(is_strict)
        with QSignalBlocker(self.table):
            self.table.setRowCount(len(kept))
            for number, (stick, history) in enumerate(kept):
                self._show(number, stick, history)
            self.table.setCurrentCell(min(row, len(kept) - 1), 0)
        self.table.setVisible(bool(kept))
        self.empty.setVisible(not kept)
        self._measure()
        self._offer()
        self._suit()

    def can(self, name: str) -> bool:
        """Whether that form can be opened for the chosen stick."""
        return name in self._ways and self._ways[name][0].isEnabled()

    def _show(self, number: int, stick: RegisteredStick, history: tuple[Custody, ...]) -> None:
        since = history[0].since if history else None
        for place, text in enumerate(register_texts(stick, since, self._desk.local)):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            if stick.state is not StickState.ACTIVE:
                item.setForeground(self.palette().placeholderText())
            self.table.setItem(number, place, item)

    def _offer(self) -> None:
        ids = [stick.id for stick, _ in self.kept]
        if self._wanted in ids:
            self.table.setCurrentCell(ids.index(self._wanted), 0)
            self._wanted = None

    def _ask_first(self) -> None:
        name = next((name for name in self._ways if self.can(name)), "")
        if name:
            self.asked.emit(name)

    def _suit(self) -> None:
        stick = self.chosen()
        for made, state in self._ways.values():
            made.setEnabled(stick is not None and stick.state is state)
        self.detail.clear()
        if stick is not None:
            history = self.kept[self.table.currentRow()][1]
            self.detail.put(facts(register_pairs(stick, history, self._desk.local)))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure()

    def _measure(self) -> None:
        fit_height(self.table, max(1, min(len(self.kept), _MOST_ROWS)))
