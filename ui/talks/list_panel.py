"""The list of talks: chips by status, search as one types, the year; Enter opens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QButtonGroup, QMenu, QWidget

from app.domain.calendar import written_date
from app.domain.progress import Progress
from app.domain.talk import TalkStatus
from app.domain.talk_list import TalkFilter, TalkRow
from ui import theme
from ui.actions import with_key
from ui.talks.desk import Desk
from ui.terms import TALK_STATUS
from ui.widgets.buttons import button, flow
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import SearchEdit, choice
from ui.widgets.paged_table import Column, PageAnswer, PagedModel, PagedTable, PageRequest
from ui.widgets.surfaces import column, row

CHIPS: tuple[tuple[str, tuple[TalkStatus, ...]], ...] = (
    ("全部", ()),
    ("待谈", (TalkStatus.PLANNED, TalkStatus.PREPARED)),
    ("进行中", (TalkStatus.UNDER_WAY,)),
    ("待核对", (TalkStatus.TO_CONFIRM,)),
    ("待签字", (TalkStatus.TO_SIGN,)),
    ("已签", (TalkStatus.SIGNED,)),
    ("已封存", (TalkStatus.SEALED,)),
)
_FIRST_YEARS = 20
# pages about many talks at once: what they are called, their key, and who may go there
_MORE = (
    ("文书…", "papers", "talk.answer"),
    ("份号登记…", "copies", "copy.take"),
    ("批量导出…", "export", "export.year"),
)


class TalkListPanel(QWidget):
    """Finds a talk. opened gives its row; wanted asks for a new one, page_wanted for a page."""

    opened = Signal(object)
    wanted = Signal()
    plans_wanted = Signal()
    page_wanted = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.search = SearchEdit("姓名、单位或拼音首字母")
        self.year = choice("年份", [("所有年份", None), *_years(desk.local(desk.now()))])
        self.new_button = button(
            with_key("安排谈话", "window.new"), kind="primary", name="安排谈话"
        )
        self.plans_button = button("年度计划", "calendar")
        self.more_button = button("更多", "ellipsis", name="更多：与多场谈话有关的事")
        self._offer_more()
        self.empty = EmptyState("messages-square", "还没有安排谈话。", "安排谈话")
        columns = _columns(desk.local)
        self.model = PagedModel(columns, self._read_page, self)
        self.table = PagedTable(self.model, "谈话列表", self.empty)
        self._chips = QButtonGroup(self)
        whole = column(
            row(self.search, self.year, self.more_button, self.plans_button, self.new_button),
            self._chip_row(),
            self.table,
            gap=1.5,
        )
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self._hear()

    def _chip_row(self) -> QWidget:
        chips = []
        for number, (text, _) in enumerate(CHIPS):
            chip = button(text, kind="chip", name=f"只看{text}" if number else "看全部谈话")
            chip.setCheckable(True)
            self._chips.addButton(chip, number)
            chips.append(chip)
        chips[0].setChecked(True)
        holder = flow(*chips)
        holder.setMinimumWidth(theme.characters(holder, 24))
        return holder

    def _offer_more(self) -> None:
        """The pages that are about many talks, those that are theirs who sit here."""
        menu = QMenu(self.more_button)
        for words, page, act in _MORE:
            if self._desk.may(act):
                menu.addAction(words).triggered.connect(partial(self.page_wanted.emit, page))
        self.more_button.setMenu(menu)
        self.more_button.setEnabled(not menu.isEmpty())

    def _hear(self) -> None:
        self.search.searched.connect(self.refresh)
        self.year.currentIndexChanged.connect(self.refresh)
        self._chips.idClicked.connect(self.refresh)
        self.table.opened.connect(self.opened)
        self.new_button.clicked.connect(self.wanted)
        self.plans_button.clicked.connect(self.plans_wanted)
        self.empty.pressed.connect(self._fill)
        self.model.filled.connect(self._say_if_empty)

    # ── what the page asks ───────────────────────────────────────────────────────────────────────

    def refresh(self) -> None:
        """Read the list again from its first row."""
        self.model.reset()

    def filter(self) -> TalkFilter:
        """What the list is narrowed to."""
        chip = max(self._chips.checkedId(), 0)
        year = self.year.currentData()
        return TalkFilter(self.search.text().strip(), CHIPS[chip][1], year)

    def narrow_to(self, status: TalkStatus) -> None:
        """Show the talks at this step."""
        for number, (_, statuses) in enumerate(CHIPS):
            if status in statuses:
                self._chips.button(number).setChecked(True)
        self.refresh()

    def narrow(self, wanted: TalkFilter) -> None:
        """Narrow the list as it was narrowed before."""
        with QSignalBlocker(self.search), QSignalBlocker(self.year):
            self.search.setText(wanted.text)
            self.year.setCurrentIndex(max(0, self.year.findData(wanted.year)))
        for number, (_, statuses) in enumerate(CHIPS):
            if statuses == wanted.statuses:
                self._chips.button(number).setChecked(True)

    def clear_filter(self) -> None:
        """Show everything again."""
        self.search.clear()
        self.year.setCurrentIndex(0)
        self._chips.button(0).setChecked(True)
        self.refresh()

    # ── reading ──────────────────────────────────────────────────────────────────────────────────

    def _read_page(self, request: PageRequest[TalkRow]) -> None:
        work = partial(self._page, self.filter(), request)
        self._desk.tasks.query(work, then=self.model.add_page)

    def _page(
        self, narrowed: TalkFilter, request: PageRequest[TalkRow], _: Progress
    ) -> PageAnswer[TalkRow]:
        return request.answered(self._desk.talks.page(narrowed, request.after, request.limit))

    def _say_if_empty(self, count: int) -> None:
        if count:
            return
        if self.filter() == TalkFilter():
            self.empty.say("还没有安排谈话。", "安排谈话")
            return
        text = self.filter().text
        told = f"没有符合“{text}”的谈话。可以只输姓，或输姓名的拼音首字母。" if text else ""
        self.empty.say(told or "这里没有谈话。", "看全部谈话")

    def _fill(self) -> None:
        if self.filter() == TalkFilter():
            self.wanted.emit()
        else:
            self.clear_filter()


def _columns(local: Callable[[datetime], datetime]) -> tuple[Column[TalkRow], ...]:
    return (
        Column("编号", lambda r: r.number, 5.5),
        Column("谈话对象", lambda r: r.interviewees, 9),
        Column("单位", lambda r: r.unit_names),
        Column("类型", lambda r: r.kind_title, 6.5),
        Column("日期", lambda r: written_date(local(r.day).date()), 8),
        Column("状态", _status, 5),
    )


def _status(talk: TalkRow) -> str:
    return "已接收" if talk.is_received else TALK_STATUS[talk.status]


def _years(today: datetime) -> list[tuple[str, object]]:
    return [(f"{today.year - n}年", today.year - n) for n in range(_FIRST_YEARS)]
