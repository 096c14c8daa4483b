"""Qt's own dialogs for files and printers, held so that a screen reader may ask about their rows.

Their trees are made by Qt and are no SteadyTree: what was put off is laid out before anybody asks.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QDialog, QTreeView, QWidget

from ui.widgets.steady_tree import SteadyTree

_DUE = QEvent.Type(QEvent.registerEventType())
_PUTS_OFF = (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.Show)


class SteadyDialogs(QObject):
    """Belongs to the application; takes up each dialog when it first gets the keys."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        application.focusChanged.connect(self._look)

    def _look(self, _: QWidget | None, now: QWidget | None) -> None:
        top = now.window() if now is not None else None
        if isinstance(top, QDialog):
            trees: Iterable[QTreeView] = top.findChildren(QTreeView)
            for tree in trees:
                if not isinstance(tree, SteadyTree) and tree.findChild(_Promptness) is None:
                    _Promptness(tree)


class _Promptness(QObject):
    """Has a tree laid out before any question that comes in from outside is answered."""

    def __init__(self, tree: QTreeView) -> None:
        super().__init__(tree)
        self._tree = tree
        model = tree.model()
        names = ("rowsInserted", "rowsRemoved", "dataChanged", "layoutChanged", "modelReset")
        for name in (*names, "rootPathChanged"):
            if hasattr(model, name):
                getattr(model, name).connect(self._make_due)
        tree.installEventFilter(self)
        self._make_due()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _PUTS_OFF:
            self._make_due()
        return False

    def event(self, event: QEvent) -> bool:
        if event.type() == _DUE:
            self._tree.executeDelayedItemsLayout()
            return True
        return super().event(event)

    def _make_due(self, *_: object) -> None:
        QCoreApplication.postEvent(self, QEvent(_DUE), Qt.EventPriority.HighEventPriority.value)
