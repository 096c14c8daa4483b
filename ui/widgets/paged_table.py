"""A table that reads on as it is scrolled, and says in a sentence when it is empty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStackedLayout,
    QTableView,
    QWidget,
)

from ui.theme import characters, row_height
from ui.widgets.empty_state import EmptyState

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
PAGE_SIZE = 100
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
NO_PARENT = QModelIndex()


# No slots on these three: Python 3.11 cannot make a slotted frozen dataclass by Column[Row](…).
@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column: its heading, its text, how many hanzi wide (0 takes what is left), its tone."""

    heading: str
    text: Callable[[Row], str]
    width: float = 0
    is_number: bool = False
    tone: Callable[[Row], str] | None = None


@dataclass(frozen=True)
class PageRequest(Generic[Row]):
    """A wish for the rows after that one; None asks for the first."""

    after: Row | None
    limit: int
    serial: int

    def answered(self, rows: Sequence[Row]) -> PageAnswer[Row]:
        """These rows as the answer to this wish."""
        return PageAnswer(tuple(rows), self.serial, len(rows) < self.limit)


@dataclass(frozen=True)
class PageAnswer(Generic[Row]):
    """Rows that were asked for; is_last when there are no more."""

    rows: tuple[Row, ...]
    serial: int
    is_last: bool


class PagedModel(QAbstractTableModel):
    """Rows in the order of the query; asks through read_page and is given them by add_page.

    filled tells after each page how many rows there are; an answer to an older wish is dropped.
    """

    filled = Signal(int)

    def __init__(
        self,
        columns: Sequence[Column[Any]],
        read_page: Callable[[PageRequest[Any]], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._read_page = read_page
        self._rows: list[Any] = []
        self._serial, self._is_complete, self._is_reading = 0, False, False

    def reset(self) -> None:
        """Forget everything and begin again at the first row."""
        self.beginResetModel()
        self._serial += 1
        self._rows, self._is_complete, self._is_reading = [], False, False
        self.endResetModel()
        self.fetchMore(NO_PARENT)

    def add_page(self, answer: PageAnswer[Any]) -> None:
        """Take the page that was asked for."""
        if answer.serial != self._serial:
            return
        self._is_reading, self._is_complete = False, answer.is_last
        if answer.rows:
            first = len(self._rows)
            self.beginInsertRows(NO_PARENT, first, first + len(answer.rows) - 1)
            self._rows.extend(answer.rows)
            self.endInsertRows()
        self.filled.emit(len(self._rows))

    def row_at(self, row: int) -> Any:
        """What stands in that row."""
        return self._rows[row]

    def rows(self) -> list[Any]:
        """All rows read so far."""
        return list(self._rows)

    @property
    def is_complete(self) -> bool:
        """Whether the last row has been read."""
        return self._is_complete

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and not self._is_complete and not self._is_reading

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._is_reading = True
            after = self._rows[-1] if self._rows else None
            self._read_page(PageRequest(after, PAGE_SIZE, self._serial))

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].heading
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(self.columns[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], self.columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return column.text(row)
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.heading}：{column.text(row)}"
        if role == Qt.ItemDataRole.ForegroundRole:
            return tone_brush(column.tone(row)) if column.tone else None
        return None


@dataclass(frozen=True, slots=True)
class TablePlace:
    """Where one is in a table: the row of the cursor, and how far it is scrolled."""

    row: int = -1
    scroll: int = 0


class PagedTable(QWidget):
    """The table, or the empty state in its place.

    opened: a row by Enter or double click; chosen: the row the cursor came to.
    """

    opened = Signal(object)
    chosen = Signal(object)

    def __init__(self, model: PagedModel, name: str, empty: EmptyState) -> None:
        super().__init__()
        self.model, self.empty = model, empty
        self.view = QTableView()
        self.view.setModel(model)
        self.view.setAccessibleName(name)
        self.view.setShowGrid(False)
        self.view.setAlternatingRowColors(True)
        self.view.setWordWrap(False)
        self.view.setTabKeyNavigation(False)
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.verticalHeader().hide()
        self.view.horizontalHeader().setHighlightSections(False)
        self.view.doubleClicked.connect(lambda index: self.opened.emit(index.data(ROW_ROLE)))
        self.view.selectionModel().currentRowChanged.connect(self._tell_chosen)
        self.view.installEventFilter(self)
        self._wanted: TablePlace | None = None
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.view)
        self._stack.addWidget(empty)
        model.filled.connect(self._filled)
        self._measure()

    def current(self) -> Any:
        """The row under the cursor, or None."""
        return self.view.currentIndex().data(ROW_ROLE)

    def choose(self, row: int) -> None:
        """Put the cursor on that row, whichever keys are held."""
        flag = QItemSelectionModel.SelectionFlag
        how = flag.ClearAndSelect | flag.Rows
        self.view.selectionModel().setCurrentIndex(self.model.index(row, 0), how)

    def place(self) -> TablePlace:
        """Where one is."""
        if self._wanted is not None:
            return self._wanted  # it was never come back to
        return TablePlace(self.view.currentIndex().row(), self.view.verticalScrollBar().value())

    def return_to(self, place: TablePlace) -> None:
        """Be there again as soon as the rows so far down have been read."""
        self._wanted = place if place.row >= 0 or place.scroll else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if _is_enter(event) and self.current() is not None:
            self.opened.emit(self.current())
            return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure()

    def _measure(self) -> None:
        # a style sheet's padding does not change row heights the view has already cached
        self.view.verticalHeader().setDefaultSectionSize(row_height(self.view))
        header = self.view.horizontalHeader()
        header.setMinimumSectionSize(characters(self.view, 3))
        for section, column in enumerate(self.model.columns):
            if column.width:
                header.setSectionResizeMode(section, QHeaderView.ResizeMode.Interactive)
                header.resizeSection(section, characters(self.view, column.width + 1.2))
            else:
                header.setSectionResizeMode(section, QHeaderView.ResizeMode.Stretch)

    def _filled(self, count: int) -> None:
        self._stack.setCurrentWidget(self.view if count else self.empty)
        if self._wanted is not None:
            self._go_back(self._wanted, count)

    def _go_back(self, wanted: TablePlace, count: int) -> None:
        bar = self.view.verticalScrollBar()
        self.view.updateGeometries()
        is_far_enough = count > wanted.row and bar.maximum() >= wanted.scroll
        if not is_far_enough and self.model.canFetchMore(NO_PARENT):
            self.model.fetchMore(NO_PARENT)
            return
        self._wanted = None
        if count:
            if wanted.row >= 0:
                self.choose(min(wanted.row, count - 1))
            bar.setValue(wanted.scroll)

    def _tell_chosen(self, index: QModelIndex) -> None:
        self.chosen.emit(index.data(ROW_ROLE))


def _is_enter(event: QEvent) -> bool:
    if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
        return False
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def _alignment(column: Column[Any]) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def tone_brush(tone: str) -> Any:
    """The colour of a tone by name, or None for the usual ink."""
    roles = {"brick": QPalette.ColorRole.BrightText, "quiet": QPalette.ColorRole.PlaceholderText}
    return QApplication.palette().brush(roles[tone]) if tone in roles else None
