"""The prompts of the set in force, by area, each with a tick."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from app.domain.prompts import Prompt, PromptSet
from ui import theme
from ui.widgets.roomy_rows import RoomyRows
from ui.widgets.surfaces import column, scrolled
from ui.widgets.words import label

_DETAIL_LINES = 3.8
_NUMBER_ROLE = Qt.ItemDataRole.UserRole + 1


class PromptChoice(QWidget):
    """Ticks what is to be asked; below, the whole of the prompt under the cursor."""

    altered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._set: PromptSet | None = None
        self._rows: dict[str, QTreeWidgetItem] = {}
        self.tree = QTreeWidget()
        self.tree.setAccessibleName("提问提示：空格键勾选")
        self.tree.setHeaderHidden(True)
        self.tree.setColumnCount(2)
        self.tree.setRootIsDecorated(False)
        self.tree.setUniformRowHeights(True)
        self.tree.setItemDelegate(RoomyRows(self.tree))
        self.tree.setIndentation(12)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.whole = label("")
        self.more = label("", "small", "quiet")
        inside = QWidget()
        words = column(self.whole, self.more, gap=0.5)
        words.addStretch(1)
        inside.setLayout(words)
        self._detail = scrolled(inside, "选中的提问")
        lines = column(self.tree, self._detail, gap=0.5)
        lines.setStretch(0, 1)
        self.setLayout(lines)
        self._fit()
        self.tree.itemChanged.connect(self._ticked)
        self.tree.currentItemChanged.connect(self._show_whole)

    def show_set(self, prompts: PromptSet, chosen: Iterable[str]) -> None:
        """Show a set with these numbers ticked; required prompts are ticked always."""
        self._set = prompts
        wanted = set(chosen)
        self._rows.clear()
        with QSignalBlocker(self.tree):
            self.tree.clear()
            for area in prompts.areas:
                heading = self._heading(area.title)
                for prompt in prompts.in_area(area.key):
                    heading.addChild(self._row(prompt, prompt.number in wanted))
            self.tree.expandAll()
        self._count()
        if first := next(iter(self._rows.values()), None):
            self.tree.setCurrentItem(first)
            self.tree.scrollToTop()

    def propose(self, numbers: Iterable[str]) -> None:
        """Tick these as well."""
        with QSignalBlocker(self.tree):
            for number in numbers:
                if number in self._rows:
                    self._rows[number].setCheckState(0, Qt.CheckState.Checked)
        self._count()
        self.altered.emit()

    def chosen(self) -> tuple[str, ...]:
        """The ticked numbers in the order of the set."""
        return tuple(
            n for n, row in self._rows.items() if row.checkState(0) is Qt.CheckState.Checked
        )

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        self._detail.setFixedHeight(theme.line(self, _DETAIL_LINES))

    def _heading(self, title: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem([title, ""])
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        font = self.tree.font()
        font.setBold(True)
        item.setFont(0, font)
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.tree.addTopLevelItem(item)
        return item

    def _row(self, prompt: Prompt, is_ticked: bool) -> QTreeWidgetItem:
        item = QTreeWidgetItem([prompt.text, "必问" if prompt.is_required else ""])
        item.setData(0, _NUMBER_ROLE, prompt.number)
        item.setToolTip(0, prompt.text)
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        item.setFlags(flags | Qt.ItemFlag.ItemIsUserCheckable)
        ticked = is_ticked or prompt.is_required
        item.setCheckState(0, Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._rows[prompt.number] = item
        return item

    def _ticked(self, _: QTreeWidgetItem, column_number: int) -> None:
        if column_number == 0:
            self._count()
            self.altered.emit()

    def _count(self) -> None:
        with QSignalBlocker(self.tree):
            for number in range(self.tree.topLevelItemCount()):
                heading = self.tree.topLevelItem(number)
                rows = [heading.child(n) for n in range(heading.childCount())]
                ticked = sum(r.checkState(0) is Qt.CheckState.Checked for r in rows)
                heading.setText(1, f"{ticked}/{len(rows)}")

    def _show_whole(self, item: QTreeWidgetItem | None, _: QTreeWidgetItem | None) -> None:
        number = "" if item is None else str(item.data(0, _NUMBER_ROLE) or "")
        if self._set is None or not number:
            self.whole.setText("")
            self.more.setText("")
            return
        prompt = self._set.prompt(number)
        self.whole.setText(prompt.text)
        concrete = "要问到：" + "；".join(prompt.concrete) if prompt.concrete else ""
        source = f"出处：{prompt.source}" if prompt.source else ""
        asked = "追问：" + " ".join(prompt.follow_ups) if prompt.follow_ups else ""
        self.more.setText("\n".join(filter(None, (concrete, asked, source))))
