"""Whom or which talk a document is about: looked for as one types, chosen from what was found."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from app.domain.progress import Progress
from ui.tasks import Tasks
from ui.theme import line
from ui.widgets.fields import SearchEdit
from ui.widgets.surfaces import column
from ui.widgets.words import label

Found = list[tuple[str, str]]
Find = Callable[[str, Progress], Found]
_LINES = 5
_HINT = {
    "谈话": "编号、姓名、单位或拼音首字母",
    "人员": "姓名、单位或拼音首字母",
    "问题": "编号，或表现、举措里的字",
    "下达": "单位或姓名",
}


class SubjectPicker(QWidget):
    """changed tells that another one, or none, is chosen, activated that Enter was pressed on it.

    find and one read on the vault lane.
    """

    changed = Signal()
    activated = Signal()

    def __init__(self, tasks: Tasks, name: str, find: Find, one: Find) -> None:
        super().__init__()
        self._tasks, self._find, self._one = tasks, find, one
        self._wanted, self._asked = "", 0
        self.search = SearchEdit(_HINT.get(name, name))
        self.search.setAccessibleName(f"查找{name}")
        self.list = QListWidget()
        self.list.setAccessibleName(name)
        self.list.setMinimumHeight(line(self.list, _LINES))
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.none = label(f"没有找到{name}。", "small", "quiet")
        self.setLayout(column(label(name), self.search, self.list, self.none, gap=0.5))
        self.setFocusProxy(self.search)
        self.search.searched.connect(self.look)
        self.search.returnPressed.connect(self.list.setFocus)
        self.list.itemSelectionChanged.connect(self.changed)
        self.list.itemActivated.connect(lambda _: self.activated.emit())

    @property
    def chosen(self) -> str:
        """The id of the chosen one, or nothing."""
        chosen = self.list.selectedItems()
        return str(chosen[0].data(Qt.ItemDataRole.UserRole)) if chosen else ""

    def look(self, _: str = "") -> None:
        """Read what is found by what was typed; what is chosen stays chosen if it is among it."""
        self._wanted = self._wanted or self.chosen
        self._read(self._find, self.search.text().strip())

    def choose(self, key: str) -> None:
        """Show this one alone, and choose it."""
        self._wanted = key
        with QSignalBlocker(self.search):
            self.search.clear()
        self._read(self._one, key)

    def _read(self, find: Find, text: str) -> None:
        self._asked += 1
        self._tasks.query(partial(_answered, find, text, self._asked), then=self._show)

    def _show(self, answer: tuple[int, Found]) -> None:
        asked, found = answer
        if asked != self._asked:  # something else was asked since
            return
        with QSignalBlocker(self.list):
            self.list.clear()
            for text, key in found:
                item = QListWidgetItem(text)
                item.setToolTip(text)
                item.setData(Qt.ItemDataRole.UserRole, key)
                self.list.addItem(item)
                if key == self._wanted:
                    self.list.setCurrentItem(item)
        self._wanted = ""
        self.none.setVisible(not found)
        self.changed.emit()


def _answered(find: Find, text: str, asked: int, progress: Progress) -> tuple[int, Found]:
    return asked, find(text, progress)
