"""本周: what is overdue and due within seven days by unit, to be looked back at, to be decided."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidgetItem, QWidget

from app.domain.calendar import written_date
from app.domain.finding_tables import left_words, status_words
from app.domain.finding_views import FindingRow, Monday, MondayGroup
from app.domain.finding_words import Urgency
from app.domain.progress import Progress
from ui.page import Destination
from ui.rectifying.desk import RectifyingDesk
from ui.theme import characters
from ui.widgets.buttons import button, primary
from ui.widgets.paged_table import tone_brush
from ui.widgets.steady_tree import SteadyTree
from ui.widgets.surfaces import column, row
from ui.widgets.words import label

_ROW, _GROUP = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_DAYS = "一二三四五六日"
_HEADINGS = ("单位、编号", "具体表现", "责任人", "剩余")


class WeekPanel(QWidget):
    """opened gives a row; closed asks to go back to the list; go asks for another page."""

    opened = Signal(object)
    closed = Signal()
    go = Signal(object)

    def __init__(self, desk: RectifyingDesk) -> None:
        super().__init__()
        self._desk = desk
        self.week = Monday(desk.today())
        self.back_button = button("看整本台账", "arrow-left", "quiet")
        self.all_button = primary("全部催办单", "printer")
        self.one_button = button("只催这一个…", name="只为所选的单位做催办单")
        self.open_button = button("打开", "arrow-right", name="打开所选的问题")
        self.summary, self.note = label("", "strong"), label("", tone="quiet")
        self.tree = SteadyTree()
        self._lay_out()
        self._hear()

    def _lay_out(self) -> None:
        self.tree.setAccessibleName("本周要办的")
        self.tree.setHeaderLabels(list(_HEADINGS))
        self.tree.setUniformRowHeights(True)
        self.tree.setAlternatingRowColors(True)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        above = row(self.back_button, None, self.open_button, self.one_button, self.all_button)
        whole = column(above, self.summary, self.note, self.tree, gap=1.5)
        whole.setStretch(3, 1)
        self.setLayout(whole)

    def _hear(self) -> None:
        self.back_button.clicked.connect(self.closed)
        self.all_button.clicked.connect(self._urge_all)
        self.one_button.clicked.connect(self._urge_one)
        self.open_button.clicked.connect(self._open)
        self.tree.itemActivated.connect(lambda item, _: self._take(item))
        self.tree.itemSelectionChanged.connect(self._suit)

    def begin(self) -> None:
        """Show the week as it is now."""
        self.refresh()
        self.tree.setFocus()

    def refresh(self) -> None:
        """Read the week again."""
        self._desk.tasks.query(self._read, then=self.show_week)

    def _read(self, _: Progress) -> Monday:
        return self._desk.finding_ledger.monday()

    # ── showing ──────────────────────────────────────────────────────────────────────────────────

    def show_week(self, week: Monday) -> None:
        """Show these lines, the worst first."""
        self.week = week
        self._measure()
        self.tree.clear()
        for group in week.groups:
            self._add(_group_words(group), (*group.overdue, *group.soon), group)
        for title, rows in (
            ("该回头看的", week.look_backs),
            ("等着批的销号", week.closings),
            ("等着批的延期", week.extensions),
        ):
            if rows:
                self._add(f"{title}　{len(rows)} 条", rows, None)
        self.tree.expandAll()
        if self.tree.topLevelItemCount():
            self.tree.setCurrentItem(self.tree.topLevelItem(0))
        self.summary.setText(summary(week))
        left = f"另有 {week.left_out:,} 条更晚到期的没有列出，催办单里都有。"
        self.note.setText(left if week.left_out else "")
        self.note.setVisible(bool(week.left_out))
        self.all_button.setEnabled(bool(week.urged))
        self._suit()

    def _measure(self) -> None:
        header = self.tree.header()
        for section, width in ((0, 9), (2, 6), (3, 9)):
            header.resizeSection(section, characters(self.tree, width))

    def _add(self, title: str, rows: Iterable[FindingRow], group: MondayGroup | None) -> None:
        head = QTreeWidgetItem([title])
        head.setData(0, _GROUP, group)
        font = head.font(0)
        font.setBold(True)
        head.setFont(0, font)
        self.tree.addTopLevelItem(head)
        head.setFirstColumnSpanned(True)
        for one in rows:
            item = self._item(one, group is None)
            item.setData(0, _GROUP, group)
            head.addChild(item)

    def _item(self, found: FindingRow, has_group: bool) -> QTreeWidgetItem:
        whose = f"{found.number}　{found.whose}" if has_group else found.number
        text = " ".join(found.manifestation.split())
        left = _left(found, self.week)
        item = QTreeWidgetItem([whose, text, found.responsible, left])
        item.setData(0, _ROW, found)
        for place in range(4):
            item.setToolTip(place, item.text(place))
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{whose}，{text}，{left}")
        if found.urgency(self.week.today) is Urgency.LATE:
            item.setForeground(3, tone_brush("brick"))
        return item

    # ── acting ───────────────────────────────────────────────────────────────────────────────────

    def _chosen(self, role: int) -> object:
        """What the chosen line holds, or None without one."""
        return next((item.data(0, role) for item in self.tree.selectedItems()), None)

    def _group(self) -> MondayGroup | None:
        group = self._chosen(_GROUP)
        return group if isinstance(group, MondayGroup) else None

    def _row(self) -> FindingRow | None:
        found = self._chosen(_ROW)
        return found if isinstance(found, FindingRow) else None

    def _suit(self, *_: object) -> None:
        self.one_button.setEnabled(self._group() is not None)
        self.open_button.setEnabled(self._row() is not None)

    def _take(self, item: QTreeWidgetItem) -> None:
        found = item.data(0, _ROW)
        if isinstance(found, FindingRow):
            self.opened.emit(found)

    def _open(self) -> None:
        if (found := self._row()) is not None:
            self.opened.emit(found)

    def _urge_all(self) -> None:
        self.go.emit(Destination("papers", act="urging"))

    def _urge_one(self) -> None:
        if (group := self._group()) is not None:
            ids = ",".join(one.id for one in (*group.overdue, *group.soon))
            self.go.emit(Destination("papers", ids, "urging", "these"))


def summary(week: Monday) -> str:
    """The week in one sentence."""
    day = f"{written_date(week.today)}，星期{_DAYS[week.today.weekday()]}。"
    overdue = sum(len(group.overdue) for group in week.groups)
    soon = sum(len(group.soon) for group in week.groups)
    parts = (
        (f"⚠ 已逾期 {overdue} 条", overdue),
        (f"7天内到期 {soon} 条", soon),
        (f"该回头看 {len(week.look_backs)} 条", len(week.look_backs)),
        (f"等着批的销号 {len(week.closings)} 条", len(week.closings)),
        (f"等着批的延期 {len(week.extensions)} 条", len(week.extensions)),
    )
    said = "，".join(text for text, count in parts if count)
    return f"{day}{said}。" if said else f"{day}没有要催办的，也没有该回头看、等着批的。"


def _group_words(group: MondayGroup) -> str:
    parts = []
    if group.overdue:
        parts.append(f"⚠ 逾期 {len(group.overdue)} 条")
    if group.soon:
        parts.append(f"7天内到期 {len(group.soon)} 条")
    return f"{group.name}　{'，'.join(parts)}"


def _left(found: FindingRow, week: Monday) -> str:
    if found.look_back_on is not None:
        day = f"{found.look_back_on.month}月{found.look_back_on.day}日"
        return f"{day}回头看"
    if found in week.closings:
        return status_words(found)
    return left_words(found, week.today)
