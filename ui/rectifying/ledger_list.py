"""The ledger of findings: chips with their counts, the four lists, filters, and batch acts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QTabBar, QWidget

from app.domain.changes import Changes
from app.domain.finding_tables import COLUMN_TITLES, LIST_TITLES
from app.domain.finding_views import (
    SHIPPED_VIEWS,
    FindingChip,
    FindingColumn,
    FindingFilter,
    FindingOrder,
    FindingRow,
    SavedView,
)
from app.domain.papers import FindingList
from app.domain.progress import Progress
from app.services.finding_ledger import LedgerChoices
from ui import theme
from ui.rectifying.desk import RectifyingDesk
from ui.rectifying.filter_bar import FilterBar
from ui.rectifying.ledger_table import LedgerTable
from ui.rectifying.ledger_words import CHIP_WORDS, ORDERS, chip_text
from ui.widgets.buttons import button, flow
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import choice, show_choice
from ui.widgets.paged_table import PageAnswer, PageRequest, TablePlace
from ui.widgets.surfaces import column, row
from ui.widgets.words import label

_LISTS = tuple(FindingList)
_FIRST = tuple(FindingChip).index(FindingChip.UNDER_WAY)
# everything there ever was takes longest to count, so it comes after the rows
_COUNTED_LAST = (FindingChip.ALL, FindingChip.ADVICE)
_COUNTED_FIRST = tuple(chip for chip in FindingChip if chip not in _COUNTED_LAST)


@dataclass(frozen=True, slots=True)
class ListPlace:
    """Which list, narrowed to what, and where in it."""

    list: FindingList
    wanted: FindingFilter
    table: TablePlace


@dataclass(frozen=True, slots=True)
class LedgerHead:
    """What stands above the rows: the lists as they are kept, the choices, what is counted."""

    views: dict[FindingList, SavedView]
    choices: LedgerChoices
    counts: dict[FindingChip, int]


class LedgerList(QWidget):
    """opened gives the row to open; looked_at the row the user came to in the table.

    wanted tells an act: issue, sign, urge, print, export, week, talks.
    """

    opened = Signal(object)
    looked_at = Signal(object)
    wanted = Signal(str)

    def __init__(self, desk: RectifyingDesk) -> None:
        super().__init__()
        self._desk = desk
        self._views = {view.list: view for view in SHIPPED_VIEWS}
        self._counts: dict[FindingChip, int] = {}
        self._has_read = False
        self.chips = QButtonGroup(self)
        self.tabs = QTabBar()
        self.filters = FilterBar(desk.today().year)
        self.order = choice("排序", [(text, order) for text, order in ORDERS])
        self.columns_button = button("列", "table", name="选择显示的列")
        self.empty = EmptyState("list-checks", "还没有问题。", "去谈话")
        self.table = LedgerTable(self._read_page, desk.today, self.empty)
        self.model = self.table.model
        self.narrow_title = label("", "strong", wrap=False)
        self.back_button = button("返回台账", "arrow-left", "quiet")
        self.chosen = label("", tone="quiet", wrap=False)
        self._make_buttons()
        self._lay_out()
        self._hear()
        self._show_list(FindingList.PROBLEMS)

    def _make_buttons(self) -> None:
        self.week_button = button("本周", "calendar", name="本周要办的")
        self.open_button = button("打开", "arrow-right", "primary", "打开所选的问题")
        self.issue_button = button("下达…", "send", name="下达所选的问题")
        self.sign_button = button("签收…", "signature", name="登记签收")
        self.urge_button = button("催办单…", "file-text", name="为所选的问题做催办单")
        self.print_button = button("打印清单…", "printer", name="打印清单")
        self.export_button = button("存为表格…", "download", name="存为表格")

    def _lay_out(self) -> None:
        self.tabs.setAccessibleName("四张清单")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for one in _LISTS:
            self.tabs.addTab(LIST_TITLES[one])
        lists = QHBoxLayout()
        lists.setSpacing(theme.px(1))
        for part in (self.tabs, None, self.order, self.columns_button, self.week_button):
            if part is None:
                lists.addStretch(1)
            else:
                lists.addWidget(part)
        self.head = QWidget()
        self.head.setLayout(column(self._chip_row(), lists, self.filters, gap=1))
        self.narrow_head = QWidget()
        self.narrow_head.setLayout(column(row(self.back_button, None), self.narrow_title))
        self.narrow_head.hide()
        acts = flow(
            self.open_button,
            self.issue_button,
            self.sign_button,
            self.urge_button,
            self.print_button,
            self.export_button,
        )
        # a row that wraps is as high as at its narrowest, see MessageBar
        acts.setMinimumWidth(theme.characters(acts, 34))
        foot = row(acts, self.chosen)
        foot.setStretch(0, 1)
        self.foot = QWidget()
        self.foot.setLayout(foot)
        self.table.setMinimumHeight(theme.line(self.table, 4))
        whole = column(self.head, self.narrow_head, self.table, self.foot, gap=1.5)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self._offer_columns()

    def _chip_row(self) -> QWidget:
        for number, chip in enumerate(FindingChip):
            made = button(CHIP_WORDS[chip], kind="chip")
            made.setCheckable(True)
            self.chips.addButton(made, number)
        self.chips.button(_FIRST).setChecked(True)
        holder = flow(*self.chips.buttons())
        holder.setMinimumWidth(theme.characters(holder, 40))
        return holder

    def _offer_columns(self) -> None:
        menu = QMenu(self.columns_button)
        self._column_acts = {}
        for one in FindingColumn:
            act = QAction(COLUMN_TITLES[one], menu, checkable=True)
            menu.addAction(act)
            act.triggered.connect(partial(self._turn_column, one))
            self._column_acts[one] = act
        menu.addSeparator()
        menu.addAction("恢复成原来的列").triggered.connect(self._restore_columns)
        self.columns_button.setMenu(menu)

    def _hear(self) -> None:
        self.chips.idClicked.connect(self.narrow_again)
        self.filters.changed.connect(self.narrow_again)
        self.tabs.currentChanged.connect(lambda place: self._turn_to(_LISTS[place]))
        self.order.currentIndexChanged.connect(self._order)
        self.table.ordered.connect(self._keep_order)
        self.table.opened.connect(self.opened)
        self.table.chosen.connect(self._look)
        self.table.view.selectionModel().selectionChanged.connect(self.suit_buttons)
        self.empty.pressed.connect(self._fill)
        self.model.filled.connect(self._say_if_empty)
        self.open_button.clicked.connect(self._open)
        for made, act in (
            (self.issue_button, "issue"),
            (self.sign_button, "sign"),
            (self.urge_button, "urge"),
            (self.print_button, "print"),
            (self.export_button, "export"),
            (self.week_button, "week"),
        ):
            made.clicked.connect(partial(self._want, act))

    # ── what the page asks ───────────────────────────────────────────────────────────────────────

    @property
    def chip(self) -> FindingChip:
        """The chip in force."""
        return tuple(FindingChip)[max(self.chips.checkedId(), 0)]

    @property
    def view(self) -> SavedView:
        """The list in sight."""
        return self._views[_LISTS[self.tabs.currentIndex()]]

    def filter(self) -> FindingFilter:
        """What the ledger is narrowed to."""
        return self.filters.filter(self.chip)

    def refresh(self) -> None:
        """Read everything again; one stays where one was."""
        if self._has_read:
            self.table.return_to(self.table.place())
            self.model.reset()
        self._desk.tasks.query(self._read_head, then=self._show_head)

    def show_chip(self, chip: FindingChip) -> None:
        """Show all that this chip shows."""
        self.filters.narrow(FindingFilter())
        self.chips.button(tuple(FindingChip).index(chip)).setChecked(True)
        self.narrow_again()

    def narrow_again(self, _: object = None) -> None:
        """Read the rows again from the first."""
        self._say_narrow()
        if self._has_read:
            self.model.reset()
        self.suit_buttons()

    def be_narrow(self, is_narrow: bool) -> None:
        """Keep to what tells rows apart, while a finding is open beside."""
        self.head.setVisible(not is_narrow)
        self.foot.setVisible(not is_narrow)
        self.narrow_head.setVisible(is_narrow)
        self.table.be_narrow(is_narrow)

    def place(self) -> ListPlace:
        """Where one is."""
        return ListPlace(self.view.list, self.filter(), self.table.place())

    def return_to(self, place: ListPlace) -> None:
        """Be there again."""
        self._show_list(place.list)
        self.filters.narrow(place.wanted)
        self.chips.button(tuple(FindingChip).index(place.wanted.chip)).setChecked(True)
        self._say_narrow()
        self.table.return_to(place.table)

    # ── reading ──────────────────────────────────────────────────────────────────────────────────

    def _read_head(self, _: Progress) -> LedgerHead:
        ledger = self._desk.finding_ledger
        return LedgerHead(ledger.views(), ledger.choices(), ledger.counts(*_COUNTED_FIRST))

    def _count_all(self, _: Progress) -> dict[FindingChip, int]:
        return self._desk.finding_ledger.counts(*_COUNTED_LAST)

    def _show_head(self, head: LedgerHead) -> None:
        self._views = dict(head.views)
        self.filters.offer(head.choices)
        self._show_counts(head.counts)
        self._desk.tasks.query(self._count_all, then=self._show_counts)
        if not self._has_read:
            self._has_read = True
            self._show_list(self.view.list)
            self.model.reset()

    def _show_counts(self, counts: dict[FindingChip, int]) -> None:
        self._counts |= counts
        for chip, count in counts.items():
            made = self.chips.button(tuple(FindingChip).index(chip))
            made.setText(chip_text(chip, count))
            made.setAccessibleName(f"{CHIP_WORDS[chip]}，{count}条")
        self._say_narrow()
        if not self.model.rowCount() and self.model.is_complete:
            self._say_if_empty(0)

    def _read_page(self, request: PageRequest[FindingRow]) -> None:
        work = partial(self._page, self.filter(), self.view.order, request)
        self._desk.tasks.query(work, then=self.model.add_page)

    def _page(
        self,
        wanted: FindingFilter,
        order: FindingOrder,
        request: PageRequest[FindingRow],
        _: Progress,
    ) -> PageAnswer[FindingRow]:
        ledger = self._desk.finding_ledger
        return request.answered(ledger.page(wanted, order, request.after, request.limit))

    # ── the four lists ───────────────────────────────────────────────────────────────────────────

    def _turn_to(self, wanted: FindingList) -> None:
        self._show_list(wanted)
        self.narrow_again()

    def _show_list(self, wanted: FindingList) -> None:
        view = self._views[wanted]
        with QSignalBlocker(self.tabs), QSignalBlocker(self.order):
            self.tabs.setCurrentIndex(_LISTS.index(wanted))
            show_choice(self.order, view.order)
        for one, act in self._column_acts.items():
            act.setChecked(one in view.columns)
            act.setEnabled(view.columns != (one,))  # the last one stays
        self.table.show_view(view)
        self._say_narrow()

    def _order(self, _: int) -> None:
        self._keep_order(self.order.currentData())

    def _keep_order(self, order: FindingOrder) -> None:
        self._keep(replace(self.view, order=order))
        self.narrow_again()

    def _turn_column(self, turned: FindingColumn, _: bool = False) -> None:
        is_wanted = turned not in self.view.columns
        kept = [one for one in self.view.columns if one is not turned]
        self._keep(replace(self.view, columns=(*kept, turned) if is_wanted else tuple(kept)))

    def _restore_columns(self) -> None:
        shipped = next(view for view in SHIPPED_VIEWS if view.list is self.view.list)
        self._keep(replace(self.view, columns=shipped.columns))

    def _keep(self, view: SavedView) -> None:
        self._views[view.list] = view
        self._show_list(view.list)
        self._desk.tasks.command(partial(self._kept, view))

    def _kept(self, view: SavedView, _: Progress) -> Changes:
        return self._desk.finding_ledger.keep_view(view)

    # ── showing ──────────────────────────────────────────────────────────────────────────────────

    def _say_narrow(self) -> None:
        count = self._counts.get(self.chip)
        self.narrow_title.setText(f"{LIST_TITLES[self.view.list]}　{chip_text(self.chip, count)}")

    def _say_if_empty(self, count: int) -> None:
        self.suit_buttons()
        if count:
            return
        if self._is_blank:
            self.empty.say("还没有问题。谈话中按 Ctrl+M，就记下一条。", "去谈话")
        elif self.filters.is_narrowed:
            self.empty.say("没有符合这些条件的问题。", "清除筛选")
        elif self.chip is FindingChip.UNDER_WAY:
            self.empty.say("要整改的都办结了。", "看全部问题")
        else:
            self.empty.say(f"没有“{CHIP_WORDS[self.chip]}”的问题。", "看全部问题")

    @property
    def _is_blank(self) -> bool:
        """Whether nothing was ever found, as far as it has been counted."""
        counted = [self._counts.get(chip) for chip in _COUNTED_LAST]
        return counted == [0, 0]

    def _fill(self) -> None:
        if self._is_blank:
            self.wanted.emit("talks")
        elif self.filters.is_narrowed:
            self.filters.clear()
        else:
            self.show_chip(FindingChip.ALL)

    # ── acting ───────────────────────────────────────────────────────────────────────────────────

    def suit_buttons(self, *_: object) -> None:
        """Let be pressed what the chosen rows allow."""
        rows = self.table.selected()
        has_rows = self.model.rowCount() > 0
        self.open_button.setEnabled(len(rows) == 1)
        self.issue_button.setEnabled(bool(rows) and self._desk.may("finding.issue"))
        self.sign_button.setEnabled(self._desk.may("finding.sign_for"))
        self.urge_button.setEnabled(bool(rows))
        self.print_button.setEnabled(has_rows)
        self.export_button.setEnabled(has_rows)
        self.chosen.setText(f"已选 {len(rows)} 条" if len(rows) > 1 else "")

    def _look(self, found: FindingRow | None) -> None:
        # a list that is read again puts its cursor back by itself: nobody came to that row
        if found is not None and self.table.view.hasFocus():
            self.looked_at.emit(found)

    def _open(self) -> None:
        if rows := self.table.selected():
            self.opened.emit(rows[0])

    def _want(self, act: str, _: bool = False) -> None:
        self.wanted.emit(act)
