"""Rows of a tree or list that breathe at every size of type."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from ui import theme

_SHARE = 0.8  # of a table's row: a tree shows much at once


class RoomyRows(QStyledItemDelegate):
    """Makes every row as high as the type wants; a style sheet's padding would not do it."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        size = super().sizeHint(option, index)
        size.setHeight(max(size.height(), round(theme.row_height(self._view) * _SHARE)))
        return size
