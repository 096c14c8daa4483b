"""Filling the tables of figures: texts that can be read whole, numbers that end alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableWidget, QTableWidgetItem

_ENDS = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def fill(table: QTableWidget, rows: Sequence[Sequence[str]], numbers: Iterable[int] = ()) -> None:
    """Show these rows; the columns of those numbers end at the right."""
    at_right = frozenset(numbers)
    table.setRowCount(len(rows))
    for place, texts in enumerate(rows):
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            if column in at_right:
                item.setTextAlignment(_ENDS)
            table.setItem(place, column, item)
