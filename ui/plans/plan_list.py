"""The plan of one year as a list: how far each line is, and what can be done with it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QAbstractItemView, QButtonGroup, QWidget

from app.domain.people import name_key
from app.domain.plan import PlanRow, PlanStanding, PlanView
from app.domain.progress import Progress
from ui.actions import with_key
from ui.plans.desk import PlanDesk
from ui.plans.words import coverage_text, leader_text, month_text, standing_text, unplanned_text
from ui.widgets.buttons import button, flow
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import SearchEdit, choice
from ui.widgets.paged_table import ROW_ROLE, Column, PagedModel, PagedTable, PageRequest, TablePlace
from ui.widgets.surfaces import column, row
from ui.widgets.words import label

CHIPS: tuple[tuple[str, tuple[PlanStanding, ...]], ...] = (
    ("全部", ()),
    ("未安排", (PlanStanding.OPEN, PlanStanding.ABSENT)),
    ("已安排", (PlanStanding.ARRANGED,)),
    ("已谈", (PlanStanding.HELD,)),
    ("不谈", (PlanStanding.DROPPED,)),
)


@dataclass(frozen=True, slots=True)
class ListPlace:
    """Which year, narrowed to what, and where in it."""

    year: int
    chip: int
    text: str
    table: TablePlace


class PlanList(QWidget):
    """wanted tells the act: build, copy, add, change, drop, take_up, print or export.

    arranged asks for a talk from a line, or a collective one from several, and gives the rows;
    opened asks for the talk a line has become, and gives its row.
    """

    wanted = Signal(str)
    arranged = Signal(object)
    opened = Signal(object)

    def __init__(self, desk: PlanDesk) -> None:
        super().__init__()
        self._desk = desk
        today = desk.today()
        self._months = (today.year, today.month)
        self.view = PlanView(today.year, (), ())
        self._rows: list[PlanRow] = []
        self.year = choice("年度", _years(today.year), today.year)
        self.search = SearchEdit("姓名或单位")
        self.coverage, self.unplanned = label("", "strong"), label("", tone="quiet")
        self.empty = EmptyState("calendar-plus", "这一年还没有计划。", "从名册做计划")
        self.model = PagedModel(self._columns(), self._give, self)
        self.table = PagedTable(self.model, "年度计划", self.empty)
        mode = QAbstractItemView.SelectionMode.ExtendedSelection
        self.table.view.setSelectionMode(mode)
        self._chips = QButtonGroup(self)
        self._make_buttons()
        self._lay_out()
        self._hear()

    def _make_buttons(self) -> None:
        self.build_button = button("从名册做计划…", kind="primary", name="从名册做计划")
        self.copy_button = button("照搬上一年…", name="照搬上一年")
        self.add_button = button(with_key("加一个人", "window.new"), name="加一个人")
        self.print_button = button("打印…", name="打印计划")
        self.export_button = button("存为表格…", name="存为表格")
        self.arrange_button = button("安排谈话", "calendar-plus", "primary")
        self.open_button = button("打开谈话")
        self.change_button = button("修改…", name="修改所选的")
        self.drop_button = button("不谈了…", name="注明不谈")
        self.take_up_button = button("恢复", name="恢复所选的")
        self.chosen = label("", tone="quiet", wrap=False)

    def _lay_out(self) -> None:
        chips = []
        for number, (text, _) in enumerate(CHIPS):
            chip = button(text, kind="chip", name=f"只看{text}" if number else "看全部计划")
            chip.setCheckable(True)
            self._chips.addButton(chip, number)
            chips.append(chip)
        chips[0].setChecked(True)
        makers = flow(
            self.build_button,
            self.copy_button,
            self.add_button,
            self.print_button,
            self.export_button,
        )
        above = row(self.year, makers)
        above.setStretch(1, 1)
        narrowing = row(flow(*chips), self.search)
        narrowing.setStretch(0, 3)
        narrowing.setStretch(1, 2)
        counts = row(self.coverage, self.unplanned)
        counts.setStretch(0, 1)
        acts = flow(
            self.arrange_button,
            self.open_button,
            self.change_button,
            self.drop_button,
            self.take_up_button,
        )
        foot = row(acts, self.chosen)
        foot.setStretch(0, 1)
        whole = column(above, counts, narrowing, self.table, foot, gap=1.5)
        whole.setStretch(3, 1)
        self.setLayout(whole)

    def _hear(self) -> None:
        self.year.currentIndexChanged.connect(self.refresh)
        self.search.searched.connect(self._narrow)
        self._chips.idClicked.connect(self._narrow)
        self.table.opened.connect(self._open)
        self.table.view.selectionModel().selectionChanged.connect(self._suit_buttons)
        self.empty.pressed.connect(partial(self.wanted.emit, "build"))
        for made, act in (
            (self.build_button, "build"),
            (self.copy_button, "copy"),
            (self.add_button, "add"),
            (self.change_button, "change"),
            (self.drop_button, "drop"),
            (self.take_up_button, "take_up"),
            (self.print_button, "print"),
            (self.export_button, "export"),
        ):
            made.clicked.connect(partial(self._want, act))
        self.arrange_button.clicked.connect(self._arrange)
        self.open_button.clicked.connect(self._open_talk)

    # ── what the page asks ───────────────────────────────────────────────────────────────────────

    def refresh(self) -> None:
        """Read the plan of the chosen year again."""
        self._desk.tasks.query(partial(self._read, self.chosen_year()), then=self.show_view)

    def chosen_year(self) -> int:
        """The year that is shown."""
        return int(self.year.currentData())

    def go_to_year(self, year: int) -> None:
        """Show that year."""
        self.year.setCurrentIndex(max(self.year.findData(year), 0))

    def selected(self) -> list[PlanRow]:
        """The chosen lines, from the top."""
        indexes = self.table.view.selectionModel().selectedRows()
        return [index.data(ROW_ROLE) for index in sorted(indexes, key=lambda one: one.row())]

    def narrow_to_open(self) -> None:
        """Show what has still to be arranged."""
        self._chips.button(1).setChecked(True)
        self._narrow()

    def place(self) -> ListPlace:
        """Where one is."""
        chip = max(self._chips.checkedId(), 0)
        return ListPlace(self.chosen_year(), chip, self.search.text(), self.table.place())

    def return_to(self, place: ListPlace) -> None:
        """Be there again."""
        with QSignalBlocker(self.year), QSignalBlocker(self.search):
            self.go_to_year(place.year)
            self.search.setText(place.text)
        self._chips.button(place.chip).setChecked(True)
        self.table.return_to(place.table)

    def show_view(self, view: PlanView) -> None:
        """Show this plan, if it is still the one that is wanted."""
        if view.year != self.chosen_year():
            return
        is_again = view.year == self.view.year and bool(self._rows)
        where = self.table.place()
        self.view = view
        self.coverage.setText(coverage_text(view))
        self.unplanned.setText(unplanned_text(view))
        self.unplanned.setVisible(bool(unplanned_text(view)))
        self.coverage.setVisible(bool(view.rows))
        has_rows = bool(view.rows)
        for made in (self.print_button, self.export_button):
            made.setEnabled(has_rows)
        self._narrow()
        if is_again:
            self.table.return_to(where)

    # ── the table ────────────────────────────────────────────────────────────────────────────────

    def _read(self, year: int, _: Progress) -> PlanView:
        return self._desk.plans.year(year)

    def _narrow(self, _: object = None) -> None:
        standings = CHIPS[max(self._chips.checkedId(), 0)][1]
        text = name_key(self.search.text())
        self._rows = [
            one
            for one in self.view.rows
            if (not standings or one.standing in standings)
            and (not text or text in name_key(one.name) or text in name_key(one.unit_name))
        ]
        if self.view.rows:
            self.empty.say("这里没有符合的。", "")
        else:
            self.empty.say(f"{self.view.year}年还没有计划。", "从名册做计划")
        self.model.reset()
        self._suit_buttons()

    def _give(self, request: PageRequest[PlanRow]) -> None:
        rows = self._rows
        first = rows.index(request.after) + 1 if request.after is not None else 0
        self.model.add_page(request.answered(rows[first : first + request.limit]))

    def _columns(self) -> tuple[Column[PlanRow], ...]:
        return (
            Column("月份", lambda r: month_text(r.item.month), 3),
            Column("谈话对象", lambda r: r.name, 5),
            Column("单位", lambda r: r.unit_name, 0),
            Column("职务", lambda r: r.title, 0),
            Column("类型", lambda r: r.kind_title, 5),
            Column("主谈人", leader_text, 7),
            Column("进展", self._standing, 7.5, tone=self._tone),
        )

    def _standing(self, one: PlanRow) -> str:
        return standing_text(one, one.is_late(*self._months))

    def _tone(self, one: PlanRow) -> str:
        if one.is_late(*self._months):
            return "brick"
        return "quiet" if one.standing is PlanStanding.DROPPED else ""

    # ── acting ───────────────────────────────────────────────────────────────────────────────────

    def _suit_buttons(self, *_: object) -> None:
        rows = self.selected()
        only = rows[0] if len(rows) == 1 else None
        dropped = [one for one in rows if one.item.is_dropped]
        self.arrange_button.setEnabled(self._may_arrange(rows))
        self.open_button.setEnabled(only is not None and only.talk_id is not None)
        self.change_button.setEnabled(bool(rows) and not dropped)
        self.drop_button.setEnabled(bool(rows) and not dropped)
        self.take_up_button.setVisible(bool(dropped))
        self.take_up_button.setEnabled(bool(dropped) and len(dropped) == len(rows))
        self.chosen.setText(f"已选 {len(rows)} 条" if len(rows) > 1 else "")

    def _may_arrange(self, rows: list[PlanRow]) -> bool:
        """One that waits; or several that wait for the same collective kind of talk."""
        if not rows or not all(one.is_waiting() for one in rows):
            return False
        kinds = {one.item.kind for one in rows}
        book = self._desk.kinds.book
        return len(rows) == 1 or (len(kinds) == 1 and book.of(kinds.pop()).is_collective)

    def _want(self, act: str, _: bool = False) -> None:
        self.wanted.emit(act)

    def _arrange(self) -> None:
        if rows := self.selected():
            self.arranged.emit(rows)

    def _open_talk(self) -> None:
        if rows := self.selected():
            self.opened.emit(rows[0])

    def _open(self, one: PlanRow) -> None:
        if one.is_waiting():
            self.arranged.emit([one])
        elif one.talk_id is not None:
            self.opened.emit(one)


def _years(this: int) -> list[tuple[str, object]]:
    return [(f"{year}年", year) for year in range(this + 1, this - 20, -1)]
