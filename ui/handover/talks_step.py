"""Step one: which sealed talks are handed over."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtWidgets import QTableWidgetItem

from app.domain.calendar import written_date
from app.domain.handover import ReadyRow
from app.domain.ids import TalkId
from app.domain.package import MOST_TALKS, PackageState
from app.domain.progress import Progress
from ui import theme
from ui.handover.choice import Choice, Counter, WizardStep
from ui.terms import PACKAGE_LEVEL
from ui.widgets.buttons import button
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import SearchEdit, choice
from ui.widgets.message import Message
from ui.widgets.plain_table import plain_table
from ui.widgets.surfaces import column, row
from ui.widgets.words import label

_HEADINGS = ("编号", "日期", "谈话对象", "单位", "类型", "移交情况")
_OPEN = (None, PackageState.RESERVED)
_ALL, _OPEN_ONLY, _WAITING, _TICKED = "all", "open", "waiting", "ticked"
_RECEIVED = "received"
_SIEVES: list[tuple[str, object]] = [
    ("全部", _ALL),
    ("还没有移交的", _OPEN_ONLY),
    ("等回执的", _WAITING),
    ("已接收的（再报全卷或补正）", _RECEIVED),
    ("已选的", _TICKED),
]


class TalksStep(WizardStep):
    """Ticks: what has not gone out yet is ticked; what waits for a receipt can be ticked again.

    What the registry has is read when somebody asks for it: it goes again more fully, or with what
    was amended since.

    Narrowing the list changes no tick; 全选 and 全不选 mean what is in sight.
    """

    def __init__(self, counter: Counter, choice_made: Choice) -> None:
        super().__init__(counter, choice_made)
        self._rows: list[ReadyRow] = []
        self._texts: list[tuple[str, ...]] = []
        self._words: list[str] = []
        self._ticked: set[TalkId] = set()
        self.search = SearchEdit("查找编号、姓名、单位、类型")
        self.sieve = choice("只看", _SIEVES)
        self._has_received = False
        self.table = plain_table("可以移交的谈话：空格键勾选", _HEADINGS, stretched=3)
        self.count = label("", tone="quiet", wrap=False)
        self.all_button = button("全选", name="全选列出的谈话")
        self.none_button = button("全不选", name="全不选列出的谈话")
        self.nothing = label("没有符合的谈话。清除查找的字，或改看“全部”。", tone="quiet")
        self.nothing.hide()
        self.empty = EmptyState("package-check", "没有可以移交的谈话。封存以后才能移交。")
        head = row(self.search, self.sieve, self.all_button, self.none_button)
        head.setStretch(0, 1)
        self.setLayout(column(head, self.count, self.nothing, self.table, self.empty))
        self.table.itemChanged.connect(self._hear_tick)
        self.search.searched.connect(self._narrow)
        self.sieve.currentIndexChanged.connect(self._sift)
        self.all_button.clicked.connect(self._tick_all)
        self.none_button.clicked.connect(self._tick_none)

    def enter(self) -> None:
        self.counter.tasks.query(self._read, then=self.show_rows)

    def show_rows(self, rows: list[ReadyRow]) -> None:
        """Show what can be handed over."""
        self._rows = rows
        chosen = set(self.choice.talks)
        self._ticked = {
            talk.id for talk in rows if (talk.id in chosen if chosen else _is_first(talk))
        }
        self._texts = [self._written(talk) for talk in rows]
        self._words = [
            "\n".join((*texts, talk.subject)).casefold()
            for texts, talk in zip(self._texts, rows, strict=True)
        ]
        with QSignalBlocker(self.table):
            # or every cell would have every column measured anew
            self.table.setUpdatesEnabled(False)
            self.table.verticalHeader().setDefaultSectionSize(theme.row_height(self.table))
            self.table.setRowCount(len(rows))
            for number in range(len(rows)):
                self._show(number)
            self.table.setUpdatesEnabled(True)
        self._narrow()

    def is_ready(self) -> bool:
        return 0 < len(self._ticked) <= MOST_TALKS

    def leave(self) -> None:
        self.choice.talks = tuple(talk.id for talk in self._rows if talk.id in self._ticked)

    def _read(self, _: Progress) -> list[ReadyRow]:
        handover = self.counter.handover
        received = handover.received() if self._has_received else []
        return handover.ready() + received

    def _sift(self, _: object = None) -> None:
        if self.sieve.currentData() == _RECEIVED and not self._has_received:
            self._has_received = True
            self.leave()  # what was ticked stays ticked when the list comes back longer
            self.enter()
        else:
            self._narrow()

    def _written(self, talk: ReadyRow) -> tuple[str, ...]:
        return (
            talk.number,
            written_date(self.counter.local(talk.day).date()),
            talk.interviewees,
            talk.unit_names,
            talk.kind_title,
            _went(talk),
        )

    def _show(self, number: int) -> None:
        for place, text in enumerate(self._texts[number]):
            item = QTableWidgetItem(text)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            if place == 0:
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(_state(self._rows[number].id in self._ticked))
                # Qt forgets the tick when it measures; the number would be cut short
                item.setSizeHint(QSize(theme.characters(self.table, 8), 0))
            self.table.setItem(number, place, item)

    def _narrow(self, _: object = None) -> None:
        wanted, sieve = self.search.text().strip().casefold(), self.sieve.currentData()
        shown = 0
        for number, (talk, words) in enumerate(zip(self._rows, self._words, strict=True)):
            is_shown = wanted in words and self._passes(talk, sieve)
            shown += is_shown
            if self.table.isRowHidden(number) == is_shown:
                self.table.setRowHidden(number, not is_shown)
        self.nothing.setVisible(bool(self._rows) and not shown)
        self.table.setVisible(bool(shown))
        self.empty.setVisible(not self._rows)
        self._tell()

    def _passes(self, talk: ReadyRow, sieve: object) -> bool:
        if sieve == _TICKED:
            return talk.id in self._ticked
        if talk.is_received or sieve == _RECEIVED:
            return talk.is_received and sieve == _RECEIVED
        is_open = talk.package_state in _OPEN
        return sieve == _ALL or is_open == (sieve == _OPEN_ONLY)

    def _hear_tick(self, item: QTableWidgetItem) -> None:
        if item.column() == 0:
            talk_id = self._rows[item.row()].id
            self._note(talk_id, is_ticked=item.checkState() is Qt.CheckState.Checked)
            self._tell()

    def _note(self, talk_id: TalkId, is_ticked: bool) -> None:
        if is_ticked:
            self._ticked.add(talk_id)
        else:
            self._ticked.discard(talk_id)

    def _tick_all(self) -> None:
        self._tick(is_ticked=True)

    def _tick_none(self) -> None:
        self._tick(is_ticked=False)

    def _tick(self, is_ticked: bool) -> None:
        with QSignalBlocker(self.table):
            for number, talk in enumerate(self._rows):
                if self.table.isRowHidden(number):
                    continue
                self._note(talk.id, is_ticked)
                if tick := self.table.item(number, 0):
                    tick.setCheckState(_state(is_ticked))
        self.table.viewport().update()
        self._tell()

    def _tell(self) -> None:
        ticked = len(self._ticked)
        waiting = sum(not talk.is_received for talk in self._rows)
        self.count.setText(f"可以移交 {waiting} 场，已选 {ticked} 场")
        if ticked > MOST_TALKS:
            self.told.emit(
                Message(
                    f"选了 {ticked} 场，一个移交包最多 {MOST_TALKS} 场。",
                    "什么也没有写。",
                    "少选一些，其余的写进下一个包。",
                )
            )
        self.changed.emit()


def _state(is_ticked: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked


def _is_first(talk: ReadyRow) -> bool:
    return talk.package_state in _OPEN and not talk.is_received


def _went(talk: ReadyRow) -> str:
    if talk.is_received:
        level = f"（{PACKAGE_LEVEL[talk.package_level]}）" if talk.package_level else ""
        return f"已接收{level}" if talk.package_number is None else _came(talk, level)
    if talk.package_number is None:
        return "未移交"
    if talk.package_state is PackageState.RESERVED:
        return f"第 {talk.package_number} 号包没有写完"
    return f"已在第 {talk.package_number} 号包，等回执"


def _came(talk: ReadyRow, level: str) -> str:
    """A talk that is received may wait once more, in a newer package."""
    if talk.package_state is PackageState.RECEIVED:
        return f"第 {talk.package_number} 号包{level}已接收"
    return f"已接收；第 {talk.package_number} 号包{level}等回执"
