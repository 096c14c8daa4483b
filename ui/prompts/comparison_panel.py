"""A new version beside the one in force, before it is kept: what differs, or is to be mended."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.domain.prompt_difference import ChangeKind, SetChange
from app.domain.prompt_faults import PromptFault
from app.domain.prompt_intake import Comparison
from ui.prompts.prompt_sheet import prompt_sheet
from ui.prompts.words import (
    CHANGE,
    FIELD,
    change_number,
    change_words,
    difference_words,
    fault_column,
    fault_place,
    fault_row,
    fault_words,
    field_words,
)
from ui.theme import characters, px
from ui.widgets.buttons import button, primary
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import choice
from ui.widgets.paged_table import Column, PagedModel, PagedTable, PageRequest
from ui.widgets.surfaces import Card, Place, column, halves, row, scrolled
from ui.widgets.words import label, set_tone

_CHANGE_COLUMNS = (
    Column[SetChange]("差别", lambda c: CHANGE[c.kind], 4),
    Column[SetChange]("编号", change_number, 4),
    Column[SetChange]("内容", change_words, 0),
)
_FAULT_COLUMNS = (
    Column[PromptFault]("行", fault_row, 3.4),
    Column[PromptFault]("列", fault_column, 6.5),
    Column[PromptFault]("是什么", lambda f: fault_words(f)[0], 0, tone=lambda _: "brick"),
)


class ComparisonPanel(QWidget):
    """keep_wanted and edit_wanted carry the draft; again_wanted, other_wanted: read a file anew."""

    keep_wanted = Signal(object)
    edit_wanted = Signal(object)
    again_wanted = Signal()
    other_wanted = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: tuple[Comparison, ...] = ()
        self._shown: Comparison | None = None
        self.summary = label("", "strong")
        self.sheets = choice("工作表", [])
        self.changes = PagedModel(_CHANGE_COLUMNS, self._give_changes, self)
        self.faults = PagedModel(_FAULT_COLUMNS, self._give_faults, self)
        none = EmptyState("check", "和现在用的这一版没有差别。")
        self.change_table = PagedTable(self.changes, "差别", none)
        self.fault_table = PagedTable(
            self.faults, "要改的地方", EmptyState("check", "没有要改的。")
        )
        self.tables = QStackedWidget()
        self.card = Card()
        self._place = Place()
        self.left_button = button("返回", "arrow-left")
        self.other_button = button("选别的文件…", "upload")
        self.again_button = button("重新读一次", "refresh-cw")
        self.edit_button = button("放进草稿再改", "pencil")
        self.keep_button = primary("存为新版", "check")
        self._lay_out()
        self._hear()

    def _lay_out(self) -> None:
        self.tables.addWidget(self.change_table)
        self.tables.addWidget(self.fault_table)
        self.card.add(self._place)
        splitter = halves(self.tables, scrolled(self.card, "所选的一处"), (1, 1))
        self.card.setMinimumWidth(characters(self, 15))
        head = row(self.summary, self.sheets)
        head.setStretch(0, 1)
        foot = row(self.left_button, self.other_button, self.again_button, None, self.edit_button)
        foot.addWidget(self.keep_button)
        whole = column(head, splitter, foot, gap=1.5)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _hear(self) -> None:
        self.change_table.chosen.connect(self._show_change)
        self.fault_table.chosen.connect(self._show_fault)
        self.sheets.activated.connect(self._show_sheet)
        self.left_button.clicked.connect(self.left)
        self.other_button.clicked.connect(self.other_wanted)
        self.again_button.clicked.connect(self.again_wanted)
        self.edit_button.clicked.connect(self._edit)
        self.keep_button.clicked.connect(self._keep)

    def show_found(self, found: tuple[Comparison, ...], *, is_file: bool) -> None:
        """Show a draft, or what the sheets of a file say; the first sheet at first."""
        self._found = found
        self.sheets.clear()
        for one in found:
            self.sheets.addItem(f"工作表“{one.sheet}”")
        self.sheets.setVisible(len(found) > 1)
        for made in (self.other_button, self.again_button, self.edit_button):
            made.setVisible(is_file)
        self.left_button.setText("返回" if is_file else "返回继续改")
        self.left_button.setAccessibleName(self.left_button.text())
        self._show_sheet(0)

    def shown(self) -> Comparison | None:
        """What is on screen."""
        return self._shown

    def _show_sheet(self, number: int) -> None:
        shown = self._shown = self._found[number]
        self._place.clear()
        self.summary.setText(_summary(shown))
        set_tone(self.summary, "brick" if shown.faults else "ink")
        self.tables.setCurrentIndex(1 if shown.faults else 0)
        self.changes.reset()
        self.faults.reset()
        self.keep_button.setText(f"存为第 {shown.version} 版")
        self.keep_button.setAccessibleName(self.keep_button.text())
        self.keep_button.setEnabled(shown.can_be_kept)
        self.edit_button.setEnabled(not shown.faults)
        table = self.fault_table if shown.faults else self.change_table
        if table.model.rowCount():
            table.choose(0)

    def _show_change(self, change: SetChange | None) -> None:
        if change is not None and self._shown is not None:
            titles = {area.key: area.title for area in self._shown.draft.areas}
            self._place.put(_change_sheet(change, titles.get(change.area, "")))

    def _show_fault(self, fault: PromptFault | None) -> None:
        if fault is not None:
            sheet = self._shown.sheet if self._shown is not None else ""
            self._place.put(_fault_sheet(fault, sheet))

    def _edit(self) -> None:
        if self._shown is not None:
            self.edit_wanted.emit(self._shown.draft)

    def _keep(self) -> None:
        if self._shown is not None:
            self.keep_wanted.emit(self._shown.draft)

    def _give_changes(self, request: PageRequest[SetChange]) -> None:
        shown = self._shown
        rows = shown.difference.changes if shown and request.after is None else ()
        self.changes.add_page(request.answered(rows))

    def _give_faults(self, request: PageRequest[PromptFault]) -> None:
        rows = self._shown.faults if self._shown and request.after is None else ()
        self.faults.add_page(request.answered(rows))


def _summary(shown: Comparison) -> str:
    unread = f"没有读的列：{'、'.join(shown.unread)}。" if shown.unread else ""
    if shown.faults:
        many = "至少 " if len(shown.faults) >= 500 else ""
        safe = "什么也没有写进保险库。" if shown.sheet else "草稿在保险库里，不会丢。"
        return f"有 {many}{len(shown.faults)} 处要改，改好以前不能存。{safe}{unread}"
    count = len(shown.draft.prompts)
    said = difference_words(shown.difference)
    return f"共 {count} 问。与现用的第 {shown.current.version} 版相比：{said}。还没有存。{unread}"


def _change_sheet(change: SetChange, area: str) -> QWidget:
    if change.kind in (ChangeKind.ADDED, ChangeKind.REMOVED):
        only = change.new or change.old
        return prompt_sheet(only, area) if only is not None else QWidget()
    pairs = [("", change.old_words, change.new_words)]
    if change.old is not None and change.new is not None:
        old, new = change.old, change.new
        pairs = [(FIELD[f], field_words(old, f), field_words(new, f)) for f in change.fields]
    holder = QWidget()
    box = QVBoxLayout(holder)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(px(1))
    box.addWidget(label(f"{CHANGE[change.kind]} {change_number(change)}".strip(), "large"))
    if change.kind is ChangeKind.MOVED:
        box.addWidget(label("问法没有变，在这个聚焦里换了位置。", tone="quiet"))
        box.addWidget(label(change_words(change)))
    for name, before, after in pairs:
        if name:
            box.addWidget(label(name, "strong"))
        box.addWidget(label("原来", "small", "quiet"))
        box.addWidget(label(before))
        box.addWidget(label("改成", "small", "accent"))
        box.addWidget(label(after))
    box.addStretch(1)
    return holder


def _fault_sheet(fault: PromptFault, sheet: str) -> QWidget:
    what, remedy = fault_words(fault)
    holder = QWidget()
    box = QVBoxLayout(holder)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(px(1))
    where = f"工作表“{sheet}”{fault_place(fault)}" if sheet else fault_place(fault)
    box.addWidget(label(where, "strong"))
    box.addWidget(label(f"✕ {what}。", tone="brick"))
    if fault.found and fault.found not in what:
        box.addWidget(label(f"写的是：{fault.found}", tone="quiet"))
    box.addWidget(label(f"怎么改：{remedy}。"))
    box.addWidget(label("在原来的表里改好存盘，再按“重新读一次”。" if sheet else "", tone="quiet"))
    box.addStretch(1)
    return holder
