"""Milestones (时间节点) on the way to the deadline: each a day and what is done by then."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDateEdit,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.theme import px
from ui.widgets.buttons import button
from ui.widgets.dates import day_edit, day_of
from ui.widgets.fields import line_edit
from ui.widgets.surfaces import row
from ui.widgets.words import label

Value = tuple[date, str, bool]  # the day, what is done by then, whether it is done
MOST = 12
_HINT = "分步推进的，写明到哪一天做到什么；一次办完的不用写。"


class MilestoneLine(QWidget):
    """One milestone, and whether it is done."""

    def __init__(self, number: int, day: date, text: str, is_done: bool) -> None:
        super().__init__()
        self.day: QDateEdit = day_edit(f"节点{number}：到哪一天", day)
        self.text: QLineEdit = line_edit(f"节点{number}：做到什么", "做到什么", text)
        self.done = QCheckBox("做完")
        self.done.setAccessibleName(f"节点{number}：做完了")
        self.done.setChecked(is_done)
        self.remove: QPushButton = button("", "x", "quiet", name=f"去掉节点{number}")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(px(1))
        line.addWidget(self.day)
        line.addWidget(self.text, 1)
        line.addWidget(self.done)
        line.addWidget(self.remove)


class MilestonesEdit(QWidget):
    """Lines with a day and a text; an empty text is no milestone. changed tells every key."""

    changed = Signal()

    def __init__(self, first: date) -> None:
        super().__init__()
        self.setAccessibleName("时间节点")
        self._first = first
        self.lines: list[MilestoneLine] = []
        self.add_button = button("添一个节点", "plus", "quiet")
        self.add_button.clicked.connect(self._add_one)
        self._box = QVBoxLayout()
        self._box.setSpacing(px(0.5))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(px(0.5))
        whole.addWidget(label("时间节点"))
        whole.addLayout(self._box)
        whole.addLayout(row(self.add_button, None))
        whole.addWidget(label(_HINT, "small", "quiet"))

    def values(self) -> tuple[Value, ...]:
        """What was written, in the order of the days; lines without words are left out."""
        return tuple(sorted(one for one in self.typed() if one[1]))

    def typed(self) -> tuple[Value, ...]:
        """Every line as it stands, to be put back."""
        return tuple(
            (day_of(one.day), one.text.text().strip(), one.done.isChecked()) for one in self.lines
        )

    def show_values(self, values: Iterable[Value]) -> None:
        """Show these instead of what stood there."""
        for one in tuple(self.lines):
            self._remove(one)
        for day, text, is_done in values:
            self._add(day, text, is_done)

    def _add_one(self) -> None:
        last = day_of(self.lines[-1].day) if self.lines else self._first
        self._add(last, "", is_done=False).day.setFocus()

    def _add(self, day: date, text: str, is_done: bool) -> MilestoneLine:
        made = MilestoneLine(len(self.lines) + 1, day, text, is_done)
        made.remove.clicked.connect(lambda: self._remove(made))
        made.text.textChanged.connect(self.changed)
        made.done.toggled.connect(self.changed)
        made.day.dateChanged.connect(self.changed)
        self.lines.append(made)
        self._box.addWidget(made)
        self.add_button.setEnabled(len(self.lines) < MOST)
        self.changed.emit()
        return made

    def _remove(self, line: MilestoneLine) -> None:
        self.lines.remove(line)
        self._box.removeWidget(line)
        line.hide()
        line.setParent(None)
        line.deleteLater()
        self.add_button.setEnabled(True)
        if self.isVisible():
            self.add_button.setFocus()
        self.changed.emit()
