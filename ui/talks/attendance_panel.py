"""Who came to a collective talk, and why somebody did not."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from app.domain.people import Role
from app.domain.talk import Talk
from ui import theme

_HEADINGS = ("到会", "姓名", "单位", "职务", "缺席原因")
_TICK, _NAME, _UNIT, _TITLE, _REASON = range(5)


class AttendancePanel(QTableWidget):
    """One row for each interviewee; a tick for those present, a reason for the others."""

    altered = Signal(int, bool, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, len(_HEADINGS), parent)
        self._positions: list[int] = []
        self.setAccessibleName("到会情况：空格键改变是否到会")
        self.setHorizontalHeaderLabels(list(_HEADINGS))
        self.verticalHeader().hide()
        self.setShowGrid(False)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_REASON, QHeaderView.ResizeMode.Stretch)
        self.itemChanged.connect(self._tell)

    def show_talk(self, talk: Talk) -> None:
        """Show who was expected."""
        people = [(n, p) for n, p in enumerate(talk.participants) if p.role is Role.INTERVIEWEE]
        with QSignalBlocker(self):
            self._positions = [n for n, _ in people]
            self.verticalHeader().setDefaultSectionSize(theme.row_height(self))
            self.setRowCount(len(people))
            for row, (_, person) in enumerate(people):
                tick = QTableWidgetItem("到" if person.is_present else "缺")
                flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
                tick.setFlags(flags | Qt.ItemFlag.ItemIsUserCheckable)
                present = Qt.CheckState.Checked if person.is_present else Qt.CheckState.Unchecked
                tick.setCheckState(present)
                self.setItem(row, _TICK, tick)
                for column, text in ((_NAME, person.name), (_UNIT, person.unit_name)):
                    self._fixed(row, column, text)
                self._fixed(row, _TITLE, person.title)
                self.setItem(row, _REASON, QTableWidgetItem(person.absence_reason))

    def _fixed(self, row: int, column: int, text: str) -> None:
        item = QTableWidgetItem(text)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        self.setItem(row, column, item)

    def _tell(self, item: QTableWidgetItem) -> None:
        row = item.row()
        tick, reason = self.item(row, _TICK), self.item(row, _REASON)
        if tick is None or reason is None:
            return
        is_present = tick.checkState() is Qt.CheckState.Checked
        with QSignalBlocker(self):
            tick.setText("到" if is_present else "缺")
            if is_present:
                reason.setText("")
        self.altered.emit(self._positions[row], is_present, reason.text().strip())
