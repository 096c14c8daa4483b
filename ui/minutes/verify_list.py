"""What was found of many files: one row for each, the outcome first."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTableWidgetItem, QWidget

from app.domain.verdict import Examined
from app.domain.verdict_words import OUTCOMES, counts_words, reasons_of
from ui.widgets.plain_table import plain_table
from ui.widgets.surfaces import column
from ui.widgets.words import label

_HEADINGS = ("结论", "文件", "谈话", "原因")


class VerifyList(QWidget):
    """opened gives the file of a row that was chosen by Enter or twice clicked."""

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.files: list[Examined] = []
        self.counts = label("", "strong")
        self.table = plain_table("核验过的文件", _HEADINGS, stretched=3)
        self.table.itemActivated.connect(self._open)
        whole = column(self.counts, self.table)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.setFocusProxy(self.table)

    def clear(self) -> None:
        """Show no file."""
        self.files = []
        self.table.setRowCount(0)
        self.counts.setText("")

    def add(self, one: Examined) -> None:
        """Put one more file at the end."""
        row = self.table.rowCount()
        self.files.append(one)
        self.table.insertRow(row)
        number = one.verdict.talk_number if one.verdict else ""
        told = (OUTCOMES[one.outcome].short, one.name, number, "".join(reasons_of(one)))
        for at, text in enumerate(told):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            self.table.setItem(row, at, item)
        self.counts.setText(f"共 {len(self.files):,} 份：{counts_words(self.files)}")

    def _open(self, item: QTableWidgetItem) -> None:
        self.opened.emit(self.files[item.row()])
