"""The records whose term is over, and those that are held whatever their term."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemView

from app.domain.progress import Progress
from app.domain.retention import DueRecord, RetentionClass
from ui.dictionary_panel import DictionaryPanel, Line
from ui.retention.desk import RetentionDesk
from ui.retention.forms import HoldForm, MarkForm, ProposeForm, ReleaseForm
from ui.retention.words import record_texts
from ui.widgets.buttons import button, flow, primary
from ui.widgets.surfaces import column
from ui.widgets.words import label

_HEADINGS = ("编号", "日期", "类型", "谈话对象或本人", "期限", "到期日", "能不能销毁")
_LAST = 6
Found = tuple[list[DueRecord], tuple[RetentionClass, ...]]


class RecordPanel(DictionaryPanel):
    """Records in a table; several can be chosen with Ctrl and Shift."""

    desk: RetentionDesk

    def __init__(self, desk: RetentionDesk, name: str) -> None:
        super().__init__(desk, name, _HEADINGS, _LAST)
        self.records: list[DueRecord] = []
        self.classes: tuple[RetentionClass, ...] = ()
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)

    def refresh(self) -> None:
        self.desk.tasks.query(self._read, then=self._show_found, refused=self._refuse)

    def chosen(self) -> list[DueRecord]:
        """The records that are chosen, in the order of the table."""
        rows = sorted({at.row() for at in self.table.selectionModel().selectedRows()})
        return [self.records[row] for row in rows if row < len(self.records)]

    def wanted(self) -> list[DueRecord]:
        """What the panel lists, read on the vault lane."""
        raise TypeError(f"{type(self).__name__} does not say what it lists")

    def say(self, count: int) -> None:
        """Say how many there are."""

    def _read(self, _: Progress) -> Found:
        return self.wanted(), self.desk.retention.book().offered

    def _show_found(self, found: Found) -> None:
        self.records, self.classes = found
        self.show_lines([_line(record) for record in self.records])
        self.say(len(self.records))


class DuePanel(RecordPanel):
    """The records that are due, and the first step to their end."""

    def __init__(self, desk: RetentionDesk) -> None:
        super().__init__(desk, "保管期限已满的档案")
        self.said = label("", tone="quiet")
        self.propose_button = primary("提出销毁清册…", "list-checks")
        self.all_button = button("全选可以销毁的", "square-check")
        self.hold_button = button("暂缓销毁…", "pause", name="暂缓销毁所选的一件")
        self.mark_button = button("改保管期限…", "pencil", name="改所选一件的保管期限")
        acts = (self.propose_button, self.all_button, self.hold_button, self.mark_button)
        whole = column(self.message, self.said, self.table, flow(*acts))
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self.propose_button.clicked.connect(lambda: self.open_form("propose"))
        self.all_button.clicked.connect(self.choose_free)
        self.hold_button.clicked.connect(lambda: self.open_form("hold"))
        self.mark_button.clicked.connect(lambda: self.open_form("mark"))

    def wanted(self) -> list[DueRecord]:
        return self.desk.retention.due()

    def say(self, count: int) -> None:
        told = f"保管期限已满 {count} 件。" if count else "没有保管期限已满的档案。"
        self.said.setText(
            f"{told}已封存的谈话和档案的活页满了期限才在这里；期限从第二年1月1日算起。"
        )

    def suit(self) -> None:
        chosen = self.chosen()
        is_free = bool(chosen) and all(record.obstacle is None for record in chosen)
        self.propose_button.setEnabled(is_free)
        self.all_button.setEnabled(any(record.obstacle is None for record in self.records))
        for one in (self.hold_button, self.mark_button):
            one.setEnabled(len(chosen) == 1)

    def choose_free(self) -> None:
        """Choose every record that nothing is against."""
        mode = self.table.selectionMode()
        self.table.clearSelection()
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.MultiSelection)
        for row, record in enumerate(self.records):
            if record.obstacle is None:
                self.table.selectRow(row)
        self.table.setSelectionMode(mode)

    def open_form(self, name: str) -> None:
        """Open the form of that name for what is chosen."""
        chosen = self.chosen()
        if name == "propose" and chosen:
            propose = ProposeForm(self, chosen)
            self.ask(propose, propose.command)
        elif name == "hold" and chosen:
            hold = HoldForm(self, chosen[0])
            self.ask(hold, hold.command)
        elif name == "mark" and chosen:
            mark = MarkForm(self, self.classes, chosen[0])
            self.ask(mark, mark.command)


class HeldPanel(RecordPanel):
    """The records that are held, and why."""

    def __init__(self, desk: RetentionDesk) -> None:
        super().__init__(desk, "暂缓销毁的档案")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.said = label("", tone="quiet")
        self.hold_button = button("暂缓一件…", "pause", name="暂缓销毁一件谈话档案")
        self.release_button = button("解除…", "play", name="解除所选一件的暂缓销毁")
        whole = column(
            self.message, self.said, self.table, flow(self.hold_button, self.release_button)
        )
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self.hold_button.clicked.connect(lambda: self.open_form("hold"))
        self.release_button.clicked.connect(lambda: self.open_form("release"))

    def wanted(self) -> list[DueRecord]:
        return self.desk.retention.held()

    def say(self, count: int) -> None:
        told = f"暂缓销毁 {count} 件。" if count else "没有暂缓销毁的档案。"
        self.said.setText(f"{told}暂缓的期限满了也不能列入清册，直到写明理由解除。")

    def suit(self) -> None:
        self.release_button.setEnabled(bool(self.chosen()))

    def open_form(self, name: str) -> None:
        """Open the form of that name for what is chosen."""
        chosen = self.chosen()
        if name == "hold":
            hold = HoldForm(self)
            self.ask(hold, hold.command)
        elif name == "release" and chosen:
            release = ReleaseForm(self, chosen[0])
            self.ask(release, release.command)


def _line(record: DueRecord) -> Line:
    return Line(record.record_id, record_texts(record), record.obstacle is not None)
