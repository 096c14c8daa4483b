"""A tree whose rows can be put in another order by the mouse, each within its own area."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidgetItem

from ui.widgets.roomy_rows import RoomyRows
from ui.widgets.steady_tree import SteadyTree

KEY_ROLE = Qt.ItemDataRole.UserRole + 1
_BELOW = QAbstractItemView.DropIndicatorPosition.BelowItem


class MovableRows(SteadyTree):
    """Every row has a key; dropped tells which one is to move and by how many places."""

    dropped = Signal(str, int)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("提问提示：空格键勾选，Ctrl+↑ Ctrl+↓ 移动")
        self.setHeaderHidden(True)
        self.setColumnCount(2)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setItemDelegate(RoomyRows(self))
        self.setIndentation(12)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell where the row was dropped; nothing moves by itself, and never into another area."""
        # none is chosen in an empty tree, and none lies under the mouse beyond the last
        moved: QTreeWidgetItem | None = self.currentItem()
        target: QTreeWidgetItem | None = self.itemAt(event.position().toPoint())
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        area = moved.parent() if moved is not None else None
        if moved is None or target is None or area is None or target.parent() is not area:
            return
        below = self.dropIndicatorPosition() is _BELOW
        here, there = area.indexOfChild(moved), area.indexOfChild(target) + below
        self.dropped.emit(str(moved.data(0, KEY_ROLE)), there - (there > here) - here)
