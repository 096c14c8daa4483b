"""A child that asks trees about a row while their layout is put off, as a screen reader may.

Run by test_screen_reader on a screen with an accessibility bus. It writes a line for each kind of
tree: whether what is known of the row was still there after the question.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFileDialog,
    QTreeView,
    QTreeWidget,
    QTreeWidgetItem,
)

from ui.file_lists import show_files_as_lists
from ui.widgets.steady_tree import SteadyTree

_ASK = QEvent.Type(QEvent.registerEventType())
_PATIENCE_MS, _STEP_MS = 5000, 50


class Question(QObject):
    """Comes in as those of a screen reader do, and asks the last row where it stands."""

    def __init__(self, tree: QAbstractItemView) -> None:
        super().__init__()
        self._tree, self.is_kept = tree, False

    def put(self) -> None:
        """Send it; it is answered when the event loop comes to it."""
        QCoreApplication.postEvent(self, QEvent(_ASK))

    def event(self, event: QEvent) -> bool:
        if event.type() != _ASK:
            return super().event(event)
        rows = QAccessible.queryAccessibleInterface(self._tree)
        name = QAccessible.uniqueId(rows.child(rows.childCount() - 1))
        first = self._tree.model().index(0, 0, self._tree.rootIndex())
        self._tree.visualRect(first)  # as any row does that is asked
        self.is_kept = QAccessible.accessibleInterface(name) is not None
        return True


def fill(tree: QTreeWidget) -> None:
    """Put an area and rows into a tree."""
    area = QTreeWidgetItem(["第一部分"])
    tree.addTopLevelItem(area)
    area.addChildren([QTreeWidgetItem([f"第{number}问"]) for number in range(5)])
    tree.expandAll()
    tree.show()
    QTest.qWait(_STEP_MS)


def is_kept(tree: QAbstractItemView, put_off: Callable[[], object]) -> bool:
    """Whether a row survives a question that waits while a layout is put off."""
    question = Question(tree)
    question.put()
    put_off()
    QTest.qWait(_STEP_MS)
    return question.is_kept


def main(folder: Path) -> None:
    """Ask them all."""
    application = QApplication([])  # noqa: F841 (it lives as long as the questions)
    plain = QTreeWidget()
    fill(plain)
    for _ in range(_PATIENCE_MS // _STEP_MS):  # until the accessibility bus is joined
        if not is_kept(plain, plain.scheduleDelayedItemsLayout):
            print("Qt's tree throws it away", flush=True)
            break
    tree = SteadyTree()
    fill(tree)
    if is_kept(tree, tree.scheduleDelayedItemsLayout):
        print("SteadyTree keeps it", flush=True)
    show_files_as_lists(folder)
    for _ in range(2):  # left with its tree in sight, the next one shows the list again
        dialog = QFileDialog(None, "", str(folder))
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.show()
        QTest.qWait(_STEP_MS)
        trees = [tree for tree in dialog.findChildren(QTreeView) if tree.isVisible()]
        if not trees:
            print("a dialog of files shows a list", flush=True)
        dialog.setViewMode(QFileDialog.ViewMode.Detail)
        dialog.reject()
        del dialog
        show_files_as_lists(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
