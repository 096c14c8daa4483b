"""A short table that is read whole: one look for all of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget

from ui.theme import row_height


def plain_table(name: str, headings: Sequence[str], stretched: int) -> QTableWidget:
    """A table to read and tick in; the column of that number takes the room that is left."""
    table = QTableWidget(0, len(headings))
    table.setAccessibleName(name)
    table.setHorizontalHeaderLabels(list(headings))
    table.verticalHeader().hide()
    table.setShowGrid(False)
    table.setAlternatingRowColors(True)
    table.setTabKeyNavigation(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    # with several, a Ctrl still held would undo the choice that the program makes
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
    return table


def fit_height(table: QTableWidget, rows: int) -> None:
    """Make the table as high as its headings and that many rows, in the type in force."""
    height = row_height(table)
    table.verticalHeader().setDefaultSectionSize(height)
    head = table.horizontalHeader().sizeHint().height()
    table.setFixedHeight(height * rows + head + 2 * table.frameWidth())
