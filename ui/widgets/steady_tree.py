"""A tree that a screen reader may ask about its rows at any moment."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget


class SteadyTree(QTreeWidget):
    """Never lays its rows out anew in the midst of being asked where one of them stands.

    Qt's own tree does so (6.8): a row that a screen reader asks for its state asks the tree where
    it stands; the tree first does a layout that was put off, which throws away all that is known
    of its rows for screen readers, the asking row too; the program crashes in the next step. Here
    the layout stays put off until the event loop comes to it; till then rows stand where they were.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_asked = False

    def visualRect(self, index: QModelIndex | QPersistentModelIndex) -> QRect:
        self._is_asked, was_asked = True, self._is_asked
        try:
            return super().visualRect(index)
        finally:
            self._is_asked = was_asked

    def doItemsLayout(self) -> None:
        if self._is_asked:
            self.scheduleDelayedItemsLayout()
        else:
            super().doItemsLayout()

    def hide_row(self, item: QTreeWidgetItem, is_hidden: bool) -> None:
        """Hide a row or show it; Qt puts a layout off even when nothing changes by it."""
        if item.isHidden() is not is_hidden:
            item.setHidden(is_hidden)
