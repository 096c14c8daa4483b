"""The prompts of a set by area, one line each, with a mark where something is to be seen to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QTreeWidgetItem, QWidget

from app.domain.prompts import FocusArea, Prompt
from ui.theme import characters
from ui.widgets.roomy_rows import RoomyRows
from ui.widgets.steady_tree import SteadyTree

_NUMBER = Qt.ItemDataRole.UserRole
_AREA = Qt.ItemDataRole.UserRole + 1


class SetTree(SteadyTree):
    """chosen tells the number of the prompt under the cursor, or nothing on an area's heading."""

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setItemDelegate(RoomyRows(self))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(characters(self, 14))
        self.currentItemChanged.connect(self._tell)

    def show_set(
        self, areas: Sequence[FocusArea], prompts: Iterable[Prompt], number: str = ""
    ) -> None:
        """Show these prompts with the cursor on that number, or on the first."""
        everyone = list(prompts)
        with QSignalBlocker(self):
            self.clear()
            for area in areas:
                mine = [p for p in everyone if p.area == area.key]
                branch = QTreeWidgetItem([f"{area.title}（{len(mine)}）"])
                branch.setToolTip(0, area.title)
                branch.setData(0, _AREA, area.key)
                font = self.font()
                font.setBold(True)
                branch.setFont(0, font)
                self.addTopLevelItem(branch)
                branch.addChildren([_leaf(prompt) for prompt in mine])
            self.expandAll()
        self.choose(number)

    def choose(self, number: str) -> None:
        """Put the cursor on that prompt, or on the first, and tell of it."""
        leaves = self.leaves()
        found = next((leaf for leaf in leaves if leaf.data(0, _NUMBER) == number), None)
        wanted = found or (leaves[0] if leaves else None)
        if wanted is not None and wanted is self.currentItem():
            self.chosen.emit(self.number())
        elif wanted is not None:
            self.setCurrentItem(wanted)
        if wanted is not None:
            self.scrollToItem(wanted)

    def step(self, by: int) -> None:
        """Put the cursor so many prompts further, or back, as far as there are any."""
        numbers = [str(leaf.data(0, _NUMBER)) for leaf in self.leaves()]
        if self.number() in numbers:
            place = numbers.index(self.number()) + by
            self.choose(numbers[max(0, min(place, len(numbers) - 1))])

    def number(self) -> str:
        """The number under the cursor, or nothing."""
        item = self._current()
        return str(item.data(0, _NUMBER) or "") if item is not None else ""

    def area(self) -> str:
        """The area under the cursor, or of the prompt there."""
        item = self._current() or self.topLevelItem(0)
        parent = cast("QTreeWidgetItem | None", item.parent())
        return str((parent or item).data(0, _AREA))

    def _current(self) -> QTreeWidgetItem | None:
        # there may be none, although the declaration does not say so
        return cast("QTreeWidgetItem | None", self.currentItem())

    def reword(self, prompt: Prompt) -> None:
        """Show other words of a prompt where it stands."""
        for leaf in self.leaves():
            if leaf.data(0, _NUMBER) == prompt.number:
                leaf.setToolTip(0, prompt.text)
                leaf.setText(0, _line(prompt, ""))

    def mark(self, marks: Mapping[str, str], prompts: Iterable[Prompt]) -> None:
        """Put a mark before these numbers, and none before the others."""
        words = {prompt.number: prompt for prompt in prompts}
        for leaf in self.leaves():
            number = str(leaf.data(0, _NUMBER))
            if number in words:
                leaf.setText(0, _line(words[number], marks.get(number, "")))

    def leaves(self) -> list[QTreeWidgetItem]:
        """The items that stand for prompts, in order."""
        branches = [self.topLevelItem(n) for n in range(self.topLevelItemCount())]
        return [branch.child(n) for branch in branches for n in range(branch.childCount())]

    def _tell(self, _: QTreeWidgetItem | None) -> None:
        self.chosen.emit(self.number())


def _leaf(prompt: Prompt) -> QTreeWidgetItem:
    leaf = QTreeWidgetItem([_line(prompt, "")])
    leaf.setData(0, _NUMBER, prompt.number)
    leaf.setToolTip(0, prompt.text)
    return leaf


def _line(prompt: Prompt, mark: str) -> str:
    required = "（必问）" if prompt.is_required else ""
    return f"{mark}{prompt.number}　{required}{prompt.text or '（还没有写）'}"
