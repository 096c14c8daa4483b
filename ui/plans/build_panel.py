"""Making a year's plan: what it is made of, and what it would say before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTableWidgetItem, QWidget

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.planning import PlanWish, Proposal
from app.domain.progress import Progress
from ui.messages import message_for
from ui.plans.desk import PlanDesk
from ui.plans.wish_card import WishCard, WishText
from ui.plans.words import doubt_text, month_text
from ui.theme import characters, row_height
from ui.widgets.buttons import button, flow, primary
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain_table import plain_table
from ui.widgets.surfaces import column, row, scrolled
from ui.widgets.words import label

_HEADINGS = ("列入", "谈话对象", "单位及职务", "主谈人", "说明")
_POST, _DOUBT = 2, 4
_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class BuildPlace:
    """Which year is being planned from what, and who was ticked or unticked by hand."""

    year: int
    is_copy: bool
    wish: WishText
    ticks: tuple[tuple[_Key, bool], ...]


@dataclass(frozen=True, slots=True)
class _Proposed:
    """What came back for a wish; copying has none."""

    proposals: tuple[Proposal, ...]
    wish: PlanWish | None = None


class BuildPanel(QWidget):
    """built tells how many lines were written; closed that nothing is to be written."""

    built = Signal(int)
    closed = Signal()

    def __init__(self, desk: PlanDesk) -> None:
        super().__init__()
        self._desk = desk
        self._year, self._is_copy = 0, False
        self._ticks: dict[_Key, bool] = {}
        self._proposals: tuple[Proposal, ...] = ()
        self._marks: list[QTableWidgetItem] = []
        self.messages = MessageBar()
        self.wish = WishCard(desk)
        self.said = label("", tone="quiet")
        self.table = plain_table("将写入计划的人", _HEADINGS, _POST)
        self.all_button = button("全部勾上")
        self.none_button = button("全部不勾")
        self.close_button = button("取消 Esc", name="取消")
        self.write_button = primary("写入计划")
        self._lay_out()
        self.wish.changed.connect(self.propose)
        self.table.itemChanged.connect(self._note_tick)
        self.table.installEventFilter(self)
        self.all_button.clicked.connect(partial(self._tick_all, True))
        self.none_button.clicked.connect(partial(self._tick_all, False))
        self.close_button.clicked.connect(self.closed)
        self.write_button.clicked.connect(self.write)
        desk.tasks.crashed.connect(self._count)

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setLayout(column(self.wish))
        self._left = scrolled(inside, "按什么做")
        self._left.setMinimumWidth(characters(self, 15))
        right = column(self.said, self.table, flow(self.all_button, self.none_button))
        right.setStretch(1, 1)
        halves = row(self._left, gap=2)
        halves.addLayout(right)
        halves.setStretch(0, 2)
        halves.setStretch(1, 5)
        foot = row(None, self.close_button, self.write_button)
        whole = column(self.messages, halves, foot, gap=1.5)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    # ── showing ──────────────────────────────────────────────────────────────────────────────────

    def begin(self, year: int, is_copy: bool) -> None:
        """Propose that year's plan out of the register, or out of the year before."""
        self._begin(year, is_copy)
        self._desk.tasks.query(self._read_names, then=self._fill_names)

    def place(self) -> BuildPlace:
        """What was chosen and not written yet."""
        ticks = tuple(self._ticks.items())
        return BuildPlace(self._year, self._is_copy, self.wish.text(), ticks)

    def return_to(self, place: BuildPlace) -> None:
        """Choose again what was chosen."""
        self._begin(place.year, place.is_copy)
        self._ticks = dict(place.ticks)
        self.wish.fill(place.wish)
        self.propose()

    def _begin(self, year: int, is_copy: bool) -> None:
        self._year, self._is_copy, self._ticks = year, is_copy, {}
        self.messages.clear()
        self.wish.offer_kinds()
        self._show(_Proposed(()))
        self._left.setVisible(not is_copy)
        (self.table if is_copy else self.wish.kind).setFocus()

    def propose(self) -> None:
        """Ask what the plan would say."""
        work = partial(self._propose, self._year, self.wish.text(), self._is_copy)
        self._desk.tasks.query(work, then=self._show)

    # ── on the vault lane ────────────────────────────────────────────────────────────────────────

    def _read_names(self, _: Progress) -> tuple[str, str]:
        plans = self._desk.plans
        return plans.owner().name, "、".join(one.name for one in plans.deputies())

    def _propose(self, year: int, text: WishText, is_copy: bool, _: Progress) -> _Proposed:
        plans = self._desk.plans
        if is_copy:
            return _Proposed(plans.copy_forward(year))
        wish = text.wish(plans)
        return _Proposed(plans.propose(year, wish), wish)

    def _build(
        self, year: int, proposals: tuple[Proposal, ...], _: Progress
    ) -> tuple[int, Changes]:
        return self._desk.plans.build(year, proposals)

    # ── what comes back ──────────────────────────────────────────────────────────────────────────

    def _fill_names(self, names: tuple[str, str]) -> None:
        self.wish.fill_names(*names)
        self.propose()

    def _show(self, proposed: _Proposed) -> None:
        # who should be looked at stands on top, however long the list is
        self._proposals = tuple(sorted(proposed.proposals, key=lambda one: not doubt_text(one)))
        if proposed.wish is not None:
            self.wish.tell_found(proposed.wish)
        self._marks = []
        with QSignalBlocker(self.table):
            self.table.setRowCount(len(self._proposals))
            for number, one in enumerate(self._proposals):
                self._fill_row(number, one)
        self.table.verticalHeader().setDefaultSectionSize(row_height(self.table))
        has_doubts = any(doubt_text(one) for one in self._proposals)
        mode = QHeaderView.ResizeMode
        width = mode.Stretch if has_doubts else mode.ResizeToContents
        self.table.horizontalHeader().setSectionResizeMode(_DOUBT, width)
        self._count()

    def _fill_row(self, number: int, one: Proposal) -> None:
        who = one.principal
        leader = f"{one.interviewer.name}（受委托）" if one.is_delegated else one.interviewer.name
        texts = (month_text(one.month), who.name, who.unit_name + who.title, leader)
        items = [QTableWidgetItem(text) for text in (*texts, doubt_text(one))]
        for column_number, item in enumerate(items):
            item.setToolTip(item.text())
            self.table.setItem(number, column_number, item)
        mark = items[0]
        mark.setFlags(mark.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        mark.setCheckState(_state(self._ticks.get(_key(one), one.is_ticked)))
        said = f"{who.name}，{month_text(one.month)}"
        mark.setData(Qt.ItemDataRole.AccessibleTextRole, said)
        self._marks.append(mark)

    # ── ticking ──────────────────────────────────────────────────────────────────────────────────

    def chosen(self) -> tuple[Proposal, ...]:
        """The ticked lines."""
        pairs = zip(self._proposals, self._marks, strict=True)
        return tuple(one for one, mark in pairs if mark.checkState() is Qt.CheckState.Checked)

    def toggle(self, number: int) -> None:
        """Tick a line, or take the tick away."""
        mark = self._marks[number]
        mark.setCheckState(_state(mark.checkState() is not Qt.CheckState.Checked))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Space
            and self.table.currentRow() >= 0
        ):
            self.toggle(self.table.currentRow())  # in whatever column the cursor stands
            return True
        return super().eventFilter(watched, event)

    def _note_tick(self, item: QTableWidgetItem) -> None:
        if item.column() == 0:
            is_on = item.checkState() is Qt.CheckState.Checked
            self._ticks[_key(self._proposals[item.row()])] = is_on
            self._count()

    def _tick_all(self, is_on: bool, _: bool = False) -> None:
        for mark in self._marks:
            mark.setCheckState(_state(is_on))

    def _count(self, _: object = None) -> None:
        count, asked = len(self.chosen()), sum(bool(doubt_text(one)) for one in self._proposals)
        self.write_button.setText(f"写入计划（{count} 人）")
        self.write_button.setAccessibleName(f"写入计划，{count} 人")
        self.write_button.setEnabled(bool(count))
        self.said.setText(self._sentence(asked))

    def _sentence(self, asked: int) -> str:
        if not self._proposals:
            if self._is_copy:
                return f"{self._year - 1}年没有可以照搬的计划，或者已经都在{self._year}年的计划里。"
            return "名册里没有符合的一把手，或者都已在计划里。"
        source = f"从{self._year - 1}年照搬" if self._is_copy else "从人员档案里的一把手"
        doubts = f"其中 {asked} 位请看“说明”再定。" if asked else ""
        keys = "按空格勾上或不勾；写入以前什么也没有改。"
        return f"{source}，共 {len(self._proposals)} 位。{doubts}{keys}"

    # ── writing ──────────────────────────────────────────────────────────────────────────────────

    def write(self) -> None:
        """Write the ticked lines into the plan."""
        self.write_button.setEnabled(False)
        work = partial(self._build, self._year, self.chosen())
        self._desk.tasks.command(work, then=self.built.emit, refused=self._refuse)

    def _refuse(self, error: AppError) -> None:
        self._count()
        self.messages.show_message(message_for(error))


def _key(one: Proposal) -> _Key:
    return (one.principal.person_id, one.kind)


def _state(is_on: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked
