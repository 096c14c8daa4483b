"""What is to be asked, as a tree: areas with how much is covered, questions with how they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidgetItem, QWidget

from app.domain.talk import Answer, Talk
from app.domain.talk_times import TalkTimes
from ui import theme
from ui.widgets.roomy_rows import RoomyRows
from ui.widgets.steady_tree import SteadyTree

KEY_ROLE = Qt.ItemDataRole.UserRole + 1
ATTENDANCE = "attendance"
CLOSING = {
    "closing:summary": "谈话小结",
    "closing:requirement": "整改要求",
    "closing:statement": "表态",
}
_OTHER_AREA = "其他"


@dataclass(frozen=True, slots=True)
class Line:
    """How one question stands: what is written in the row and what a screen reader says."""

    text: str
    state: str
    is_done: bool


class OutlineTree(SteadyTree):
    """The outline of a talk; every row has a key: an answer's id, a closing word, or attendance."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[str, QTreeWidgetItem] = {}
        self._areas: dict[str, QTreeWidgetItem] = {}
        self._lines: dict[str, QTreeWidgetItem] = {}
        self._times = TalkTimes()
        self.setAccessibleName("谈话提纲")
        self.setHeaderHidden(True)
        self.setColumnCount(2)
        self.setRootIsDecorated(False)
        self.setIndentation(12)
        self.setUniformRowHeights(True)
        self.setItemDelegate(RoomyRows(self))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.currentItemChanged.connect(self._tell)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.characters(self, 13), theme.line(self, 3))

    def show_talk(self, talk: Talk, areas: Mapping[str, str], *, is_collective: bool) -> None:
        """Build the rows of this talk, keeping the one that is chosen."""
        kept = self.key()
        with QSignalBlocker(self):
            self.clear()
            self._rows.clear()
            self._areas.clear()
            self._lines.clear()
            if is_collective:
                self._add(None, ATTENDANCE, "到会情况")
            for area in _areas_of(talk.answers, areas):
                self._areas[area] = self._heading(areas.get(area, area or _OTHER_AREA))
                self._lines[area] = self._line(self._areas[area])
                for answer in (a for a in talk.answers if a.area == area):
                    self._add(self._areas[area], answer.id, "")
                    self.mark(answer)
            closing = self._heading("结束语")
            for key, title in CLOSING.items():
                self._add(closing, key, title)
            self.expandAll()
        self.tell_coverage(talk)
        self.tell_times(self._times)
        if kept in self._rows:
            with QSignalBlocker(self):
                self.setCurrentItem(self._rows[kept])

    def mark(self, answer: Answer) -> None:
        """Show how this question stands."""
        row = self._rows.get(answer.id)
        if row is None:
            return
        line = _line(answer)
        row.setText(0, line.text)
        row.setText(1, line.state)
        row.setToolTip(0, answer.question)
        said = f"第{answer.order}问，{line.state or '未答'}：{answer.question}"
        row.setData(0, Qt.ItemDataRole.AccessibleTextRole, said)

    def mark_closing(self, key: str, is_done: bool) -> None:
        """Show whether a closing word has been written."""
        if row := self._rows.get(key):
            row.setText(1, "✓" if is_done else "")

    def mark_attendance(self, present: int, expected: int) -> None:
        """Show how many came."""
        if row := self._rows.get(ATTENDANCE):
            row.setText(1, f"{present}/{expected}")

    def tell_coverage(self, talk: Talk) -> None:
        """Show for each area how many questions are answered."""
        for area, item in self._areas.items():
            done, count = talk.coverage(area)
            item.setText(1, f"{done}/{count}")
            said = f"{item.text(0)}，{count}问已答{done}问"
            item.setData(0, Qt.ItemDataRole.AccessibleTextRole, said)

    def tell_times(self, times: TalkTimes) -> None:
        """Show under each area how many minutes it took, and how many it may take."""
        self._times = times
        for area, line in self._lines.items():
            text = _told(times, area)
            self.hide_row(line, not text)
            line.setText(0, text)

    def keys(self) -> list[str]:
        """All keys from top to bottom."""
        return list(self._rows)

    def key(self) -> str:
        """The key of the chosen row, or nothing."""
        return str(self.currentIndex().siblingAtColumn(0).data(KEY_ROLE) or "")

    def choose(self, key: str) -> bool:
        """Go to the row with this key; whether there is one."""
        row = self._rows.get(key)
        if row is None:
            return False
        self.setCurrentItem(row)
        self.scrollToItem(row)
        return True

    def step(self, by: int) -> None:
        """Go to the next or previous question."""
        keys = self.keys()
        if not keys:
            return
        here = keys.index(self.key()) if self.key() in keys else -1 if by > 0 else len(keys)
        self.choose(keys[max(0, min(len(keys) - 1, here + by))])

    def _heading(self, title: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem([title, ""])
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        font = self.font()
        font.setBold(True)
        item.setFont(0, font)
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.addTopLevelItem(item)
        return item

    def _line(self, area: QTreeWidgetItem) -> QTreeWidgetItem:
        """The line under an area for its time: nothing one could go to."""
        line = QTreeWidgetItem([""])
        line.setFlags(Qt.ItemFlag.ItemIsEnabled)
        area.addChild(line)
        line.setFirstColumnSpanned(True)
        return line

    def _add(self, area: QTreeWidgetItem | None, key: str, title: str) -> None:
        item = QTreeWidgetItem([title, ""])
        item.setData(0, KEY_ROLE, key)
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if area is None:
            self.addTopLevelItem(item)
        else:
            area.addChild(item)
        self._rows[key] = item

    def _tell(self, item: QTreeWidgetItem | None, _: QTreeWidgetItem | None) -> None:
        if item is not None and item.data(0, KEY_ROLE):
            self.chosen.emit(str(item.data(0, KEY_ROLE)))


def _told(times: TalkTimes, area: str) -> str:
    used, planned = times.used_minutes(area), times.planned.get(area, 0)
    if planned:
        return f"已用 {used} 分，计划 {planned} 分"
    return f"已用 {used} 分" if used else ""


def _areas_of(answers: Iterable[Answer], areas: Mapping[str, str]) -> list[str]:
    """The areas that are asked about: first in the order of the set, then any other."""
    asked = {answer.area for answer in answers}
    return [a for a in areas if a in asked] + sorted(asked - set(areas))


def _line(answer: Answer) -> Line:
    text = f"{answer.order}. {answer.question}"
    if answer.is_answered:
        return Line(text, "✓", True)
    if answer.skipped_reason:
        return Line(text, "已跳过", True)
    return Line(text, "必问" if answer.is_required else "", False)
