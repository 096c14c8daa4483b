"""时间线: what happened to somebody by year, newest first; Enter opens what a line tells of."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidgetItem, QWidget

from app.domain.archive_timeline import TimelineEntry, TimelineKind, TimelineYear
from ui import icons
from ui.people.archive_words import TIMELINE_ICON, TIMELINE_KIND, entry_day, entry_line
from ui.theme import line
from ui.widgets.fields import choice
from ui.widgets.steady_tree import SteadyTree
from ui.widgets.surfaces import column, row
from ui.widgets.words import label

_ENTRY = Qt.ItemDataRole.UserRole + 1
_ALL = "全部"


class TimelineView(QWidget):
    """opened gives the line that was opened."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._years: tuple[TimelineYear, ...] = ()
        self._pictures: dict[TimelineKind, QIcon] = {}
        self.kind = choice("时间线只看", [(_ALL, None)])
        self.empty = label("还没有可列的事。", tone="quiet")
        self.tree = SteadyTree()
        self.tree.setAccessibleName("时间线")
        self.tree.setColumnCount(2)
        self.tree.setHeaderHidden(True)
        self.tree.setRootIsDecorated(True)
        self.tree.setUniformRowHeights(True)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.tree.header()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.kind.currentIndexChanged.connect(self._fill)
        self.tree.itemActivated.connect(self._open)
        whole = column(row(label("只看", wrap=False), self.kind, None), self.empty, self.tree)
        whole.setStretch(2, 1)
        self.setLayout(whole)

    def show_years(self, years: Iterable[TimelineYear]) -> None:
        """Show these lines; the kind that is chosen stays when it still has some."""
        self._years = tuple(years)
        self._offer()
        self._fill()

    def entries(self) -> list[TimelineEntry]:
        """The lines in sight, in order."""
        wanted = self.kind.currentData()
        return [e for year in self._years for e in year.entries if wanted in (None, e.kind)]

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._fill()  # the pictures are drawn in the colours in force
        super().changeEvent(event)

    def _offer(self) -> None:
        chosen = self.kind.currentData()
        counts: dict[TimelineKind, int] = {}
        for year in self._years:
            for entry in year.entries:
                counts[entry.kind] = counts.get(entry.kind, 0) + 1
        self.kind.blockSignals(True)
        self.kind.clear()
        self.kind.addItem(f"{_ALL} {sum(counts.values())}", None)
        for kind, word in TIMELINE_KIND.items():
            if kind in counts:
                self.kind.addItem(f"{word} {counts[kind]}", kind)
        self.kind.setCurrentIndex(max(self.kind.findData(chosen), 0) if chosen else 0)
        self.kind.blockSignals(False)

    def _fill(self, _: object = None) -> None:
        wanted = self.kind.currentData()
        side = line(self.tree, 0.9)
        self._pictures = {
            kind: icons.icon(name, self.palette(), side) for kind, name in TIMELINE_ICON.items()
        }
        self.tree.clear()
        for year in self._years:
            entries = [one for one in year.entries if wanted in (None, one.kind)]
            if entries:
                self._add_year(year.year, entries)
        self.empty.setVisible(not self.tree.topLevelItemCount())
        self.tree.setVisible(bool(self.tree.topLevelItemCount()))

    def _add_year(self, year: int, entries: list[TimelineEntry]) -> None:
        head = QTreeWidgetItem([f"{year}年　{len(entries)} 条"])
        self.tree.addTopLevelItem(head)
        head.setFirstColumnSpanned(True)
        for entry in entries:
            text = entry_line(entry)
            item = QTreeWidgetItem([entry_day(entry), text])
            item.setIcon(0, self._pictures[entry.kind])
            item.setToolTip(1, text)
            spoken = f"{entry_day(entry)}，{TIMELINE_KIND[entry.kind]}，{text}"
            item.setData(0, Qt.ItemDataRole.AccessibleTextRole, spoken)
            item.setData(0, _ENTRY, entry)
            head.addChild(item)
        head.setExpanded(True)

    def _open(self, item: QTreeWidgetItem, _: int) -> None:
        entry = item.data(0, _ENTRY)
        if isinstance(entry, TimelineEntry):
            self.opened.emit(entry)
