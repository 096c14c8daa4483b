"""The rows of the ledger: the columns of one list, several rows to choose, orders by heading."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView

from app.domain.finding_views import FindingColumn, FindingOrder, FindingRow, SavedView
from app.domain.ids import FindingId
from ui.rectifying.ledger_words import KEY_OF, columns
from ui.widgets.empty_state import EmptyState
from ui.widgets.paged_table import ROW_ROLE, PagedModel, PagedTable, PageRequest

_NARROW = (FindingColumn.FOUND, FindingColumn.LEFT)  # beside an open finding
_ALL = tuple(FindingColumn)


class LedgerTable(PagedTable):
    """ordered tells the order somebody chose by a heading."""

    ordered = Signal(object)

    def __init__(
        self,
        read_page: Callable[[PageRequest[FindingRow]], object],
        today: Callable[[], date],
        empty: EmptyState,
    ) -> None:
        self._is_narrow = False
        self._view: SavedView | None = None
        super().__init__(PagedModel(columns(today), read_page), "整改台账", empty)
        self.model.setParent(self)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        header = self.view.horizontalHeader()
        header.setSectionsClickable(True)
        header.sectionClicked.connect(self._order_by)

    def show_view(self, view: SavedView) -> None:
        """Show the columns of that list, in its order."""
        self._view = view
        self._arrange()

    def be_narrow(self, is_narrow: bool) -> None:
        """Keep to what tells rows apart, while a finding is open beside."""
        self._is_narrow = is_narrow
        self._arrange()

    def selected(self) -> list[FindingRow]:
        """The chosen rows, from the top."""
        indexes = self.view.selectionModel().selectedRows()
        return [one.data(ROW_ROLE) for one in sorted(indexes, key=lambda one: one.row())]

    def choose_finding(self, finding_id: FindingId) -> None:
        """Put the cursor on that finding, if it has been read."""
        rows: list[FindingRow] = self.model.rows()
        found = next((n for n, row in enumerate(rows) if row.id == finding_id), -1)
        if found >= 0:
            self.choose(found)

    def _arrange(self) -> None:
        if self._view is None:
            return
        header = self.view.horizontalHeader()
        shown = _NARROW if self._is_narrow else self._view.columns
        for place, one in enumerate(shown):
            header.moveSection(header.visualIndex(_ALL.index(one)), place)
        for number, one in enumerate(_ALL):
            self.view.setColumnHidden(number, one not in shown)
        self._mark_order(self._view.order)

    def _mark_order(self, order: FindingOrder) -> None:
        """An arrow at the heading the list is ordered by, if that column is in sight."""
        header = self.view.horizontalHeader()
        marked = (
            number
            for number, one in enumerate(_ALL)
            if KEY_OF.get(one) is order.key and not self.view.isColumnHidden(number)
        )
        section = next(marked, -1)
        header.setSortIndicatorShown(section >= 0)
        way = Qt.SortOrder.DescendingOrder if order.is_descending else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(section, way)

    def _order_by(self, section: int) -> None:
        key = KEY_OF.get(_ALL[section])
        if key is None or self._view is None:
            self._mark_order(self._view.order if self._view else FindingOrder())
            return
        order = self._view.order
        is_again = order.key is key
        self.ordered.emit(FindingOrder(key, is_again and not order.is_descending))
