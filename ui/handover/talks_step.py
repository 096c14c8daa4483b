"""Step one: which sealed talks are handed over."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtWidgets import QTableWidgetItem

from app.domain.calendar import written_date
from app.domain.handover import ReadyRow
from app.domain.package import PackageState
from app.domain.progress import Progress
from ui import theme
from ui.handover.choice import Choice, Counter, WizardStep
from ui.widgets.buttons import button
from ui.widgets.empty_state import EmptyState
from ui.widgets.plain_table import plain_table
from ui.widgets.surfaces import column, row
from ui.widgets.words import label

_HEADINGS = ("编号", "日期", "谈话对象", "单位", "类型", "移交情况")
_OPEN = (None, PackageState.RESERVED)


class TalksStep(WizardStep):
    """Ticks: what has not gone out yet is ticked; what waits for a receipt can be ticked again."""

    def __init__(self, counter: Counter, choice: Choice) -> None:
        super().__init__(counter, choice)
        self._rows: list[ReadyRow] = []
        self.table = plain_table("可以移交的谈话：空格键勾选", _HEADINGS, stretched=3)
        self.count = label("", tone="quiet", wrap=False)
        self.all_button = button("全选")
        self.none_button = button("全不选")
        self.empty = EmptyState("package-check", "没有可以移交的谈话。封存以后才能移交。")
        self.setLayout(
            column(row(self.count, None, self.all_button, self.none_button), self.table, self.empty)
        )
        self.table.itemChanged.connect(self._tell)
        self.all_button.clicked.connect(self._tick_all)
        self.none_button.clicked.connect(self._tick_none)

    def enter(self) -> None:
        self.counter.tasks.query(self._read, then=self.show_rows)

    def show_rows(self, rows: list[ReadyRow]) -> None:
        """Show what can be handed over."""
        self._rows = rows
        chosen = set(self.choice.talks)
        with QSignalBlocker(self.table):
            self.table.verticalHeader().setDefaultSectionSize(theme.row_height(self.table))
            self.table.setRowCount(len(rows))
            for number, talk in enumerate(rows):
                is_open = talk.package_state in _OPEN
                self._show(number, talk, talk.id in chosen if chosen else is_open)
        self.table.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self._tell()

    def is_ready(self) -> bool:
        return bool(self._ticked())

    def leave(self) -> None:
        self.choice.talks = tuple(talk.id for talk in self._ticked())

    def _read(self, _: Progress) -> list[ReadyRow]:
        return self.counter.handover.ready()

    def _show(self, number: int, talk: ReadyRow, is_ticked: bool) -> None:
        texts = (
            talk.number,
            written_date(self.counter.local(talk.day).date()),
            talk.interviewees,
            talk.unit_names,
            talk.kind_title,
            _went(talk),
        )
        for place, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            if place == 0:
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(_state(is_ticked))
                # Qt forgets the tick when it measures; the number would be cut short
                item.setSizeHint(QSize(theme.characters(self.table, 8), 0))
            self.table.setItem(number, place, item)

    def _ticked(self) -> list[ReadyRow]:
        return [
            talk
            for number, talk in enumerate(self._rows)
            if (tick := self.table.item(number, 0)) is not None
            and tick.checkState() is Qt.CheckState.Checked
        ]

    def _tick_all(self) -> None:
        self._tick(is_ticked=True)

    def _tick_none(self) -> None:
        self._tick(is_ticked=False)

    def _tick(self, is_ticked: bool) -> None:
        with QSignalBlocker(self.table):
            for number in range(self.table.rowCount()):
                if tick := self.table.item(number, 0):
                    tick.setCheckState(_state(is_ticked))
        self._tell()

    def _tell(self) -> None:
        self.count.setText(f"可以移交 {len(self._rows)} 场，已选 {len(self._ticked())} 场")
        self.changed.emit()


def _state(is_ticked: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked


def _went(talk: ReadyRow) -> str:
    if talk.package_number is None:
        return "未移交"
    if talk.package_state is PackageState.RESERVED:
        return f"第 {talk.package_number} 号包没有写完"
    return f"已在第 {talk.package_number} 号包，等回执"
