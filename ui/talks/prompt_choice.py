"""What is to be asked, by area: prompts of the set and own questions, each with a tick."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QTreeWidgetItem, QWidget

from app.domain.prompts import PromptSet
from app.domain.proposing import OutlineItem, Proposed
from ui.actions import bind
from ui.talks.movable_rows import KEY_ROLE, MovableRows
from ui.talks.proposal_words import OWN, SKIPPED, reason_line, reason_word
from ui.widgets.surfaces import column, scrolled
from ui.widgets.words import label

_OWN_PREFIX = "own:"


@dataclass(frozen=True, slots=True)
class _Line:
    """One row: the item it stands for, and why it is proposed; own questions have no proposal."""

    item: OutlineItem
    proposed: Proposed | None = None


class PromptChoice(QWidget):
    """Ticks and orders what is to be asked; detail shows the whole of the row under the cursor.

    altered: a tick, the order or a question is another; reason_wanted: this prompt must be asked
    and its tick was taken away.
    """

    altered = Signal()
    reason_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._set: PromptSet | None = None
        self._lines: dict[str, _Line] = {}
        self._rows: dict[str, QTreeWidgetItem] = {}
        self._areas: dict[str, QTreeWidgetItem] = {}
        self.tree = MovableRows()
        self.whole = label("")
        self.more = label("", "small", "quiet")
        inside = QWidget()
        words = column(self.whole, self.more, gap=0.5)
        words.addStretch(1)
        inside.setLayout(words)
        self.detail = scrolled(inside, "选中的提问")
        self.setLayout(column(self.tree))
        self.tree.itemChanged.connect(self._ticked)
        self.tree.currentItemChanged.connect(self._show_current)
        self.tree.dropped.connect(self.move_row)
        bind(self.tree, "outline.up", lambda: self.move_current(-1))
        bind(self.tree, "outline.down", lambda: self.move_current(1))

    # ── what is shown ────────────────────────────────────────────────────────────────────────────

    def show_outline(
        self, prompts: PromptSet, proposed: Iterable[Proposed], items: tuple[OutlineItem, ...]
    ) -> None:
        """Show a set in the order of the items, which are ticked; without any, what is proposed."""
        self._set = prompts
        by_number = {one.prompt.number: one for one in proposed}
        chosen = {item.prompt_number: item for item in items if item.prompt_number}
        here = self._key(self.tree.currentItem())
        self._lines.clear()
        self._rows.clear()
        self._areas.clear()
        with QSignalBlocker(self.tree):
            self.tree.clear()
            for area in prompts.areas:
                self._areas[area.key] = self._heading(area.title)
            for item in items:
                self._add(item, by_number.get(item.prompt_number), not item.skipped_reason)
            for number, one in by_number.items():
                if number not in chosen:
                    item = OutlineItem(number, one.prompt.area)
                    self._add(item, one, one.is_ticked and not items)
            self.tree.expandAll()
        self._count()
        first = self._rows.get(here) or next(iter(self._in_order()), None)
        if first is not None:
            self.tree.setCurrentItem(first)
            self.tree.scrollToItem(first)

    def propose(self, proposed: Iterable[Proposed]) -> None:
        """Tick these as well, and say the new reasons."""
        with QSignalBlocker(self.tree):
            for one in proposed:
                row = self._rows.get(one.prompt.number)
                if row is None:
                    continue
                line = self._lines[one.prompt.number]
                was_ticked = line.proposed is not None and line.proposed.is_ticked
                self._lines[one.prompt.number] = replace(line, proposed=one)
                if one.is_ticked and not was_ticked and not line.item.skipped_reason:
                    row.setCheckState(0, Qt.CheckState.Checked)
                self._mark(one.prompt.number)
        self._count()
        self.altered.emit()

    # ── what is chosen ───────────────────────────────────────────────────────────────────────────

    def chosen(self) -> tuple[str, ...]:
        """The ticked numbers in their order, without own questions."""
        return tuple(
            key for key in self._keys() if self._is_ticked(key) and not key.startswith(_OWN_PREFIX)
        )

    def items(self) -> tuple[OutlineItem, ...]:
        """What is to be asked in its order, and what is left out with a reason."""
        return tuple(
            self._lines[key].item
            for key in self._keys()
            if self._is_ticked(key) or self._lines[key].item.skipped_reason
        )

    def count(self) -> int:
        """How many questions are ticked."""
        return sum(map(self._is_ticked, self._lines))

    def skip(self, number: str, reason: str) -> None:
        """Leave a required prompt out with this reason."""
        with QSignalBlocker(self.tree):
            self._keep_item(number, replace(self._lines[number].item, skipped_reason=reason))
            self._rows[number].setCheckState(0, Qt.CheckState.Unchecked)
            self._mark(number)
        self._tell_altered()

    def tick_again(self, number: str) -> None:
        """Ask a prompt after all."""
        with QSignalBlocker(self.tree):
            self._rows[number].setCheckState(0, Qt.CheckState.Checked)

    def add_own(self, area: str, question: str) -> None:
        """Add a question of one's own at the end of an area, ticked."""
        with QSignalBlocker(self.tree):
            key = self._add(OutlineItem(area=area, question=question), None, is_ticked=True)
        self.tree.setCurrentItem(self._rows[key])
        self._tell_altered()

    def area(self) -> str:
        """The key of the area the cursor stands in, or nothing."""
        line = self._lines.get(self._key(self.tree.currentItem()))
        return line.item.area if line else next(iter(self._areas), "")

    # ── the order ────────────────────────────────────────────────────────────────────────────────

    def move_current(self, by: int) -> None:
        """Move the row under the cursor up or down in its area."""
        self.move_row(self._key(self.tree.currentItem()), by)

    def move_row(self, key: str, by: int) -> None:
        """Move a row so many places in its area, as far as that goes."""
        row = self._rows.get(key)
        area = row.parent() if row is not None else None
        if row is None or area is None:
            return
        here = area.indexOfChild(row)
        there = max(0, min(here + by, area.childCount() - 1))
        if here == there:
            return
        with QSignalBlocker(self.tree):
            area.insertChild(there, area.takeChild(here))
            self.tree.setCurrentItem(row)
        self.tree.scrollToItem(row)
        self._tell_altered()

    # ── inside ───────────────────────────────────────────────────────────────────────────────────

    def _heading(self, title: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem([title, ""])
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsDropEnabled)
        font = self.tree.font()
        font.setBold(True)
        item.setFont(0, font)
        item.setTextAlignment(1, _RIGHT)
        self.tree.addTopLevelItem(item)
        return item

    def _add(self, item: OutlineItem, proposed: Proposed | None, is_ticked: bool) -> str:
        key = item.prompt_number or f"{_OWN_PREFIX}{len(self._lines)}"
        text = proposed.prompt.text if proposed else item.question
        row = QTreeWidgetItem([text, ""])
        row.setData(0, KEY_ROLE, key)
        row.setToolTip(0, text)
        row.setFlags(_ROW_FLAGS)
        row.setCheckState(0, Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)
        row.setTextAlignment(1, _RIGHT)
        self._lines[key], self._rows[key] = _Line(item, proposed), row
        self._areas.get(item.area, next(iter(self._areas.values()))).addChild(row)
        self._mark(key)
        return key

    def _mark(self, key: str) -> None:
        line = self._lines[key]
        word = reason_word(line.proposed) if line.proposed else OWN
        word = SKIPPED if line.item.skipped_reason else word
        row = self._rows[key]
        row.setText(1, word)
        said = "，".join(filter(None, (row.text(0), word)))
        row.setData(0, Qt.ItemDataRole.AccessibleTextRole, said)

    def _ticked(self, row: QTreeWidgetItem, column_number: int) -> None:
        key = self._key(row)
        if column_number or key not in self._lines:
            return
        line, is_ticked = self._lines[key], self._is_ticked(key)
        if is_ticked and line.item.skipped_reason:
            with QSignalBlocker(self.tree):
                self._keep_item(key, replace(line.item, skipped_reason=""))
                self._mark(key)
        self._tell_altered()
        if not is_ticked and line.proposed is not None and line.proposed.must_be_asked:
            self.reason_wanted.emit(key)

    def _keep_item(self, key: str, item: OutlineItem) -> None:
        self._lines[key] = replace(self._lines[key], item=item)

    def _tell_altered(self) -> None:
        self._count()
        self._show_current(self.tree.currentItem())
        self.altered.emit()

    def _is_ticked(self, key: str) -> bool:
        return self._rows[key].checkState(0) is Qt.CheckState.Checked

    def _in_order(self) -> list[QTreeWidgetItem]:
        areas = self._areas.values()
        return [area.child(n) for area in areas for n in range(area.childCount())]

    def _keys(self) -> list[str]:
        return [self._key(row) for row in self._in_order()]

    def _key(self, row: QTreeWidgetItem | None) -> str:
        return "" if row is None else str(row.data(0, KEY_ROLE) or "")

    def _count(self) -> None:
        with QSignalBlocker(self.tree):
            for heading in self._areas.values():
                keys = [self._key(heading.child(n)) for n in range(heading.childCount())]
                heading.setText(1, f"{sum(map(self._is_ticked, keys))}/{len(keys)}")

    def _show_current(self, row: QTreeWidgetItem | None, _: QTreeWidgetItem | None = None) -> None:
        line = self._lines.get(self._key(row))
        prompt = line.proposed.prompt if line and line.proposed else None
        self.whole.setText("" if line is None else prompt.text if prompt else line.item.question)
        self.more.setText("" if line is None else "\n".join(filter(None, _more(line))))


def _more(line: _Line) -> Iterable[str]:
    if line.item.skipped_reason:
        yield f"这次不问：{line.item.skipped_reason}"
    if line.proposed is None:
        yield "自己加的问题；取消勾选就不带进谈话。"
        return
    prompt = line.proposed.prompt
    yield f"为什么提出：{reason_line(line.proposed)}"
    yield "要问到：" + "；".join(prompt.concrete) if prompt.concrete else ""
    yield "追问：" + " ".join(prompt.follow_ups) if prompt.follow_ups else ""
    yield f"出处：{prompt.source}" if prompt.source else ""


_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ROW_FLAGS = (
    Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsUserCheckable
    | Qt.ItemFlag.ItemIsDragEnabled
)
