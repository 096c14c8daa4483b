"""All figures of a period below each other, each beside that of the time before."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSignalBlocker, Signal
from PySide6.QtWidgets import QTableWidgetItem, QWidget

from app.domain.figure_lines import ComparedLine, compared
from ui.figures.cells import fill
from ui.figures.desk import FiguresDesk
from ui.figures.reader import Counted
from ui.figures.records_panel import Chosen, RecordsPanel
from ui.theme import characters, row_height
from ui.widgets.plain_table import plain_table
from ui.widgets.surfaces import column, halves

_HEADINGS = ("项目", "本期", "上年同期", "增减")
_BEFORE = 2
_NUMBERS = (1, 2, 3)


class NumbersPanel(QWidget):
    """Every number opens the records behind it; go says where one of them leads."""

    go = Signal(object)

    def __init__(self, desk: FiguresDesk) -> None:
        super().__init__()
        self._lines: tuple[ComparedLine, ...] = ()
        self.table = plain_table("统计数字", _HEADINGS, stretched=0)
        self.table.setSelectionBehavior(self.table.SelectionBehavior.SelectRows)
        self.records = RecordsPanel(desk)
        self.records.go.connect(self.go)
        self._left = QWidget()
        self._left.setLayout(column(self.table))
        whole = column(halves(self._left, self.records, (4, 5)))
        self.setLayout(whole)
        self.table.currentCellChanged.connect(self._choose)
        self.table.activated.connect(lambda _: self.records.enter())
        self._measure()

    def show_counted(self, counted: Counted) -> None:
        """Show these; the chosen line stays."""
        row, at = max(0, self.table.currentRow()), max(1, self.table.currentColumn())
        self._lines = compared(*counted)
        with QSignalBlocker(self.table):
            self.table.setHorizontalHeaderItem(_BEFORE, _heading(counted[0].span.before_title))
            fill(self.table, [_row(line) for line in self._lines], _NUMBERS)
            self.table.setCurrentCell(min(row, len(self._lines) - 1), at)
        self._measure()
        self._choose()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure()

    def _choose(self, *_: int) -> None:
        row = self.table.currentRow()
        if not 0 <= row < len(self._lines):
            return
        line = self._lines[row]
        is_before = self.table.currentColumn() == _BEFORE
        of = line.before if is_before else line.now
        head = self.table.horizontalHeaderItem(_BEFORE)
        title = f"{head.text()}{line.now.title}" if is_before and head else line.now.title
        said = f"{of.said} {line.now.unit}"
        self.records.show_figure(Chosen(title, said, of.figure, line.now.meaning))

    def _measure(self) -> None:
        if hasattr(self, "table"):
            self.table.verticalHeader().setDefaultSectionSize(row_height(self.table))
            self._left.setMinimumWidth(characters(self, 19))


def _heading(text: str) -> QTableWidgetItem:
    return QTableWidgetItem(text)


def _row(line: ComparedLine) -> tuple[str, ...]:
    now = line.now
    title = f"{now.title}（{now.unit}）" if now.in_tenths else now.title
    return (f"　{title}" if now.is_part else title, now.said, line.before.said, line.change)
