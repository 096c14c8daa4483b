"""The units a common finding was left to, and how far each has come."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTableWidgetItem, QWidget

from app.domain.finding_history import CommonPart
from app.domain.finding_words import STATUS_WORDS
from app.services.rectifying import FindingSheet
from ui.theme import px, row_height
from ui.widgets.buttons import button
from ui.widgets.plain_table import plain_table
from ui.widgets.surfaces import column, row
from ui.widgets.words import label


class UnitsCard(QWidget):
    """opened tells the id of the part that somebody wants to see."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.parts: tuple[CommonPart, ...] = ()
        self.told = label("", tone="quiet")
        self.table = plain_table("分解到的单位", ("单位", "编号", "进度"), 0)
        self.table.setMinimumHeight(px(10))
        self.table.itemActivated.connect(self._open)
        self.open_button = button("看这个单位的", name="看这个单位的一条")
        self.open_button.clicked.connect(self._open)
        whole = column(self.told, self.table, row(self.open_button, None))
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def show_sheet(self, sheet: FindingSheet) -> None:
        """List the units of this common finding."""
        history = sheet.history
        self.parts = history.parts
        done, total = history.closed_parts, len(self.parts)
        self.told.setText(f"销号 {done}／{total}。回车看某个单位的一条。")
        self.table.verticalHeader().setDefaultSectionSize(row_height(self.table))
        self.table.setRowCount(total)
        for number, part in enumerate(self.parts):
            cells = (part.unit_name, part.number, STATUS_WORDS[part.status])
            for place, text in enumerate(cells):
                cell = QTableWidgetItem(text)
                if not place:
                    cell.setData(Qt.ItemDataRole.AccessibleTextRole, "，".join(cells))
                self.table.setItem(number, place, cell)
        if total and not self.table.selectedItems():
            self.table.selectRow(0)

    def _open(self, _: object = None) -> None:
        number = self.table.currentRow()
        if 0 <= number < len(self.parts):
            self.opened.emit(self.parts[number].id)
